"""Who speaks and how, beside what is asked: the act, and the kind of body. All made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.agreement import by_agreement
from bot.question import Question
from bot.quotes import Quote
from bot.topic import Topic
from bot.words import Vocabulary
from corpus.types import Body, Report, Span, Speaker, Statement
from index.catalog import StatementRow

MEANINGS = ("mocked ridiculed jeered", "promised vowed", "denied")


def vectors(words: Sequence[str]) -> NDArray[np.float32]:
    """A toy encoder: words of one of MEANINGS are alike, all others are like nothing."""
    found = np.zeros((len(words), len(MEANINGS)), np.float32)
    for i, word in enumerate(words):
        for j, meaning in enumerate(MEANINGS):
            found[i, j] = word in meaning.split()
    return found


def quote(text: str, cue: str, body: Body = "person", score: float = 1.0) -> Quote:
    start = text.index(cue)
    words = Span(start + len(cue) + 1, len(text))
    said = Statement("r", 0, Span(0, start), Span(start, start + len(cue)), (words,), Span(0, len(text)),
                     Speaker(text[:start].strip(), "name", body), "indirect")  # fmt: skip
    whole = Span(0, len(text))
    return Quote(Report("r", text), whole, whole, StatementRow(1, said, ""), np.zeros(1), score)


SOLANO = quote("Solano said the wall was a joke.", "said", score=1.2)
HOLM = quote("Holm ridiculed the wall.", "ridiculed")
TRIBUNE = quote("The Tribune said the wall was a joke.", "said", "outlet")
NOBODY = replace(HOLM, said=None, score=0.9)


def test_who_says_so_is_asked_of_those_who_are_quoted_before_a_body_that_issues_it() -> None:
    own = replace(TRIBUNE.said.statement, cue=None, speaker=Speaker("Wall Authority", "name", "organisation"))  # type: ignore[union-attr]
    issued = replace(TRIBUNE, said=StatementRow(2, own, ""), score=1.5)
    assert ordered(Question("who said the wall was a joke", "who_said"), issued, SOLANO) == [SOLANO, issued]
    assert (
        ordered(Question("who said the wall was a joke", "who_said"), replace(issued, score=3.0), SOLANO)[1] == SOLANO
    )


def ordered(question: Question, *quotes: Quote, held: Sequence[StatementRow] = ()) -> list[Quote]:
    words = ("wall", "hold")
    topic = cast(Topic, SimpleNamespace(words=words, apart=np.array([0.4, 0.6], np.float32)))
    return by_agreement(question, topic, [replace(q, beside=held) if held else q for q in quotes], Vocabulary(vectors))


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("who mocked the wall", HOLM),  # "ridiculed" means the same
        ("who said the wall was a joke", SOLANO),  # a word that tells nothing of how changes nothing
        ("who promised a wall", SOLANO),  # "ridiculed" is another act, and anybody may promise by saying it
    ],
)
def test_the_words_said_as_the_question_has_it_come_first(text: str, best: Quote) -> None:
    assert ordered(Question(text, "who_said"), SOLANO, HOLM, NOBODY)[0] is best


@pytest.mark.parametrize(
    ("whom", "best"),
    [("paper", TRIBUNE), ("former mayor", SOLANO), ("paper editor", SOLANO), ("party", SOLANO), ("", SOLANO)],
)
def test_a_paper_is_asked_for_by_its_kind_and_so_is_a_person(whom: str, best: Quote) -> None:
    question = Question(f"which {whom} said the wall was a joke", "who_said", whom=whom)
    assert ordered(question, SOLANO, TRIBUNE)[0] is best


def test_a_quote_that_holds_two_statements_is_under_the_one_that_is_about_it() -> None:
    text = "Solano laughed. Holm warned the wall would not hold."
    solano, holm = quote(text, "laughed"), quote(text, "warned")
    assert solano.said
    assert holm.said
    beside = replace(holm.said, key=2)
    speaks = replace(solano.said.statement, content=(Span(15, 16),))
    mistaken = replace(solano, said=replace(solano.said, statement=speaks))
    (found,) = ordered(Question("who warned the wall would not hold", "who_said"), mistaken, held=[beside])
    assert found.said is beside


def test_who_wants_a_thing_may_call_for_it() -> None:
    calls = quote("Holm called for a wall.", "called for")
    assert calls.said
    calls = replace(calls, said=replace(calls.said, statement=replace(calls.said.statement, polarity="demands")))
    assert ordered(Question("who wants a wall", "who_said"), SOLANO, calls)[0] is calls


def test_who_rejects_something_else_beside_it_has_not_rejected_it() -> None:
    text = "There would be no wall, Solano said. Holm refused the talks."
    solano, holm = quote(text, "said"), quote(text, "refused")
    assert solano.said
    assert holm.said
    on_it = replace(solano.said.statement, content=(Span(0, text.index(",")),))
    beside = replace(holm.said, key=2, statement=replace(holm.said.statement, polarity="denies"))
    main = replace(solano, said=replace(solano.said, statement=on_it))
    (found,) = ordered(Question("who rejected the wall", "who_said"), main, held=[beside])
    assert found.said is main.said


def test_an_answer_in_short_is_theirs_who_are_asked_and_not_nobodys() -> None:
    text = "Holm was asked whether the wall would hold. She said that it would not."
    asked, answers = quote(text, "was asked"), quote(text, "said")
    assert asked.said
    assert answers.said
    nobody = replace(asked.said.statement, speaker=Speaker("", "unresolved", "person"))
    answering = replace(answers.said.statement, content=(Span(text.index("that it"), len(text)),))
    beside = replace(answers.said, key=2, statement=answering)
    unanswered = replace(asked, said=replace(asked.said, statement=nobody))
    (found,) = ordered(Question("who said the wall would not hold", "who_said"), unanswered, held=[beside])
    assert found.said is beside


def test_of_equal_agreement_the_order_stays_and_none_is_lost() -> None:
    later = [replace(HOLM, score=float(score)) for score in range(9)]  # as a reranker may have ordered them
    assert ordered(Question("who said it", "who_said"), *later) == later
