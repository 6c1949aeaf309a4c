"""What kind of figure a question asks for, and whether words tell one of that kind."""

from __future__ import annotations

import pytest

from bot.figures import asks_figure, counted, has_number, needs_figure, tells_figure, tells_number


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("how many people drowned?", "At least 12 people drowned."),
        ("how many people drowned?", "The flood killed twelve, the police said."),
        ("how many arrests were made", "Nobody was arrested."),
        ("how many deaths were there", "There were no deaths."),
        ("how many days did the truce last", "It held for three days."),
        ("how many houses burned down", "Some 1,400 houses burned down on 3 May."),
        ("how long was he suspended", "He was suspended for three days."),
        ("how long will the strike last", "It will go on until the plan is withdrawn."),
        ("how old is the captain", "Gregor Mbali, 58, a retired driver"),
        ("how old is the captain", "The captain is only twelve."),
        ("how old are the twins", "the six-year-old twins"),
        ("how many years did the clerk get", "He was sentenced to four years."),
        ("how many years did the clerk get", "a sentence of 4 to 6 years in prison"),
        ("how much ransom did the bank pay", "It paid 900,000 crowns."),
        ("how much did he get for the firm", "It was sold for $4 million."),
        ("how much money was stolen", "The thieves took 900 crowns."),
        ("what share voted for her", "She had 47.6 percent."),
        ("how far is the dam", "The dam stands 12 km upstream."),
    ],
)
def test_words_that_tell_the_figure_asked_for(question: str, words: str) -> None:
    assert asks_figure(question) and tells_figure(question, words)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("how many people drowned?", "Nearly 12 months after the flood of 1997 the town mourns."),
        ("how many people drowned?", "On 5 May the river broke its wall at 3 a.m."),
        ("how many people drowned?", "He paid $500 and 28 percent."),
        ("how many people drowned?", "He is the one who saw it."),
        ("how long was he suspended", "He was suspended after 14 complaints."),
        ("how old is the captain", "The captain is an old hand."),
        ("how old is the captain", "The captain has served on 14 ships since 1998."),
        ("how many years did the clerk get", "The clerk, 61, took 2.4 million between 2016 and 2019."),
        ("how much ransom did the bank pay", "Some 800,000 customers of the bank waited for a third day."),
        ("what's the price they paid for the mine", "They bought the mine in 2014 with 300 others."),
        ("how much did he get for the firm", "He sold the firm 4 times."),
        ("what share voted for her", "Most voted for her."),
    ],
)
def test_words_with_another_figure_or_none(question: str, words: str) -> None:
    assert needs_figure(question) and not tells_figure(question, words)


@pytest.mark.parametrize("question", ["who said so?", "what happened at the gate?", "how did she react?"])
def test_other_questions_ask_for_none(question: str) -> None:
    assert not asks_figure(question) and not needs_figure(question)


@pytest.mark.parametrize(
    ("question", "words", "told"),
    [
        ("how many were arrested at gate 9", "She said that seven people had been arrested.", True),
        ("how many were arrested at gate 9", "A pane was broken at Gate 9, where he was arrested.", False),
        ("how many people drowned", "The number of dead rose to eight.", True),
        ("how many people drowned", "Eight cows were found. Later the first drowned man was named.", False),
        ("how many ferries are there", "There are three ferries.", True),
        ("how many ferries are there", "The ferries have run since 2019.", False),
        ("the death toll", "Nine people were killed.", True),
        ("the ferry", "Nine people were killed.", False),
    ],
)
def test_a_number_stands_beside_what_it_counts(question: str, words: str, told: bool) -> None:
    assert tells_number(question, words) is told


def test_the_dead_go_by_several_words_and_other_things_by_their_own() -> None:
    assert counted("the death toll") == counted("how many drowned")
    assert not counted("the strike") and counted("how many ferries sail") >= {"ferri"}


def test_no_number_is_in_no_and_one() -> None:
    assert has_number("nine of them") and not has_number("no one came")
