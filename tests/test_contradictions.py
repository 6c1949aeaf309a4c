"""Figures and claims that stand against each other are found; what only looks so is not."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.contradictions import Contradiction, contradictions, is_negation
from bot.counted import amount
from bot.quotes import Quote
from corpus.types import Polarity, Report, Span, Speaker, Statement, Tense
from index.catalog import StatementRow

TITLE = "Flood in the valley of Haverdal on the river Ilver"
AROUND = "Rescuers searched the flooded streets of Haverdal where the river Ilver broke the wall."


def quote(
    text: str,
    report: str = "a",
    day: date | None = date(2021, 5, 1),
    *,
    title: str = TITLE,
    around: str = AROUND,
    source: str = "",
) -> Quote:
    """A sentence of a report, behind a sentence that tells of which event it is."""
    kept = Report(report, f"{around} {text}", title, source or f"Paper {report}", date=day)
    start = len(kept.text) - len(text)
    return Quote(kept, Span(start, len(kept.text)), Span(0, len(kept.text)), None, np.zeros(1))


def said(
    who: str,
    cue: str,
    what: str,
    report: str = "a",
    polarity: Polarity = "asserts",
    tense: Tense = "",
    around: str = AROUND,
) -> Quote:
    """A statement: "Ash said that ..."."""
    bare = quote(f"{who} {cue} {what}.", report, around=around)
    start = bare.span.start
    source = Span(start, start + len(who))
    verb = Span(source.end + 1, source.end + 1 + len(cue))
    content = Span(verb.end + 1, bare.span.end - 1)
    statement = Statement(
        report, 0, source, verb, (content,), bare.span, Speaker(who, "name"), "indirect", polarity, tense
    )
    return Quote(bare.report, bare.span, bare.passage, StatementRow(1, statement, who.lower()), bare.features)


def only(*quotes: Quote) -> Contradiction:
    found = contradictions(quotes)
    assert len(found) == 1
    return found[0]


def test_a_later_toll_is_shown_beside_the_earlier_one_with_dates_newest_first() -> None:
    found = only(
        quote("At least 12 people were killed.", "a", date(2021, 5, 1)),
        quote("14 dead were counted.", "b", date(2021, 5, 3)),
    )
    line = "Figures differ: 14 (Paper b, 3 May 2021) [2], At least 12 (Paper a, 1 May 2021) [1]."
    assert found.in_words([2, 1]) == line
    assert [side.words for side in found.sides] == ["14", "At least 12"]
    assert all(side.span.of(side.quote.report.text) == side.words for side in found.sides)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Twelve people died.", "The number of dead rose to 14."),
        ("The flood killed 12 people.", "Nineteen people are known to have died."),
        ("Seven persons lost their lives.", "The toll stood at 21."),
        ("Nine people were missing.", "Three are missing."),
        ("The organisers put the crowd at 60,000.", "There was a crowd of 8,000."),
        ("Police said 30 were arrested.", "More than 70 people were detained."),
    ],
)
def test_the_same_is_counted_under_several_words(one: str, other: str) -> None:
    assert only(quote(one, "a"), quote(other, "b")).sort == "figures"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Twelve people died.", "12 people were killed."),  # the same figure
        ("About 60,000 demonstrators came.", "A crowd of 59,500 came."),  # the same, rounded
        ("Twelve people died.", "Fourteen were injured."),  # other things
        ("Twelve people died in Haverdal.", "Nine people died in Osterby."),  # other places
        ("Twelve people died.", "In November 130 people were killed."),  # another time
        ("Twelve people died.", "One woman died."),
        ("Six hundred demonstrators came.", "Several hundred demonstrators came."),
        ("Twelve people died.", "In 1997 people died."),
        ("Ash leads by 47 percent to 41.", "Ash leads by 2 percent."),  # whose share is which is not told
        ("The dam cost $12 million.", "The bridge cost $9 million."),
    ],
)
def test_other_things_places_and_times_are_no_contradiction(one: str, other: str) -> None:
    around = f"{AROUND} It was quiet in Osterby."
    assert contradictions([quote(one, "a", around=around), quote(other, "b", around=around)]) == []


def test_reports_of_other_events_are_not_compared() -> None:
    elsewhere = quote(
        "Fourteen people died.", "b", title="Fire in Kelver", around="Smoke rose over the docks of Kelver."
    )
    later = quote("Fourteen people died.", "c", date(2022, 5, 1))
    assert contradictions([quote("Twelve people died."), elsewhere, later]) == []


def test_a_noun_of_any_kind_counts_when_the_sentences_are_nearly_the_same() -> None:
    one = quote("The lake behind Haverdal holds 40 tankers of clean water for the town.", "a")
    other = quote("The lake behind Haverdal holds 25 tankers of clean water for the town.", "b")
    assert only(one, other).in_words([1, 2]).startswith("Figures differ: 40 (")


def test_within_a_report_figures_differ_only_between_two_speakers() -> None:
    police, party = (said(who, "said", f"that {n} people had died") for who, n in (("Oak", "one"), ("Ash", "four")))
    both = Report("a", f"{police.report.text} {party.report.text}", TITLE, date=date(2021, 5, 1))
    shift = len(police.report.text) + 1
    assert party.said

    def moved(span: Span | None) -> Span:
        assert span
        return Span(span.start + shift, span.end + shift)

    told = party.said.statement
    pieces = (moved(told.content[0]),)
    source, cue, sentence = moved(told.source), moved(told.cue), moved(told.sentence)
    statement = Statement("a", 1, source, cue, pieces, sentence, told.speaker, "indirect")
    first = Quote(both, police.span, Span(0, shift), police.said, police.features)
    second = Quote(
        both, moved(party.span), Span(shift, len(both.text)), StatementRow(2, statement, "ash"), party.features
    )
    assert [side.speaker for side in only(first, second).sides] == ["Oak", "Ash"]
    same = StatementRow(2, statement, "oak")
    assert contradictions([first, Quote(both, second.span, second.passage, same, second.features)]) == []


def test_a_bare_figure_counts_what_the_sentence_before_it_counts() -> None:
    told = quote("The organisers estimated the crowd at 60,000. The police said 8,000.")
    end = told.report.text.index(" The police said")
    one = Quote(told.report, Span(told.span.start, end), told.passage, None, told.features)
    bare = Quote(told.report, Span(end + 1, told.span.end), told.passage, None, told.features)
    other = quote("A crowd of 20,000 came.", "b")
    assert sorted(side.words for side in only(bare, other).sides) == ["20,000", "8,000"]
    assert contradictions([one, bare]) == []  # nobody is known to have said either


def test_what_one_denies_and_another_asserts_stands_side_by_side() -> None:
    found = only(
        said("Ash", "said", "that the army fired shells at the hospital"),
        said("Oak", "denied", "that the army fired shells at the hospital", "b", "denies"),
    )
    assert (found.sort, found.lead) == ("polarity", "One says it, another denies it:")
    assert {side.speaker for side in found.sides} == {"Ash", "Oak"}


def test_a_not_on_one_side_makes_a_contradiction() -> None:
    found = only(
        said("Ash", "said", "that he had touched the young reporter at the gate"),
        said("Oak", "said", "that he never touched the reporter at the gate", "b"),
    )
    assert found.sort == "polarity"


@pytest.mark.parametrize(
    "other",
    [
        said("Ash", "said", "that he never touched the reporter", "b"),  # the same speaker
        said("Oak", "said", "that he touched the young reporter twice", "b"),  # both assert
        said("Oak", "said", "that the young reporter he touched had no badge", "b"),  # something else is not so
        said("Oak", "said", "that nobody saw the film", "b"),
        said("Oak", "said", "that he will never touch the reporter", "b", tense="future"),
        said("Oak", "refused", "to say that he touched the young reporter", "b", "denies"),
    ],
)
def test_agreement_and_other_matters_are_no_contradiction(other: Quote) -> None:
    assert contradictions([said("Ash", "said", "that he had touched the young reporter at the gate"), other]) == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,200", 1200), ("twelve", 12), ("forty-five", 45), ("two hundred and five", 205), ("3.5 million", 3_500_000),
        ("a dozen", None), ("and", None), ("", None), ("hundred", 100),
    ],
)  # fmt: skip
def test_a_number_is_read_from_digits_and_words(words: str, value: float | None) -> None:
    assert amount(words) == value


def test_a_negation_is_known_in_any_case() -> None:
    assert is_negation("Not") and is_negation("never") and not is_negation("knot")


PIECES = (
    "Twelve 14 people died were killed . , $ 3 million percent crowd of at not denied Haverdal Ash said “ ”".split()
)


@example([["Twelve", "Twelve", "died"], ["Twelve", "Twelve", "Twelve", "died", "Twelve", "died"]])
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=12), max_size=4))
def test_every_side_is_cut_from_its_report_and_no_quote_stands_against_itself(texts: list[list[str]]) -> None:
    found = contradictions([quote(" ".join(words), str(n)) for n, words in enumerate(texts)])
    for one in found:
        assert len(one.sides) >= 2 and len({side.quote.report.id for side in one.sides}) == len(one.sides)
        assert all(side.quote.span.covers(side.span) and side.words for side in one.sides)
