"""Who said it, what somebody said, whether they did; a fact, a day or a place, and the words that tell it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.acts import deeds, is_act
from bot.agreement import by_agreement
from bot.citing import mouth
from bot.claims import Claim
from bot.described import BEHIND, described, is_role
from bot.doing import Doing
from bot.figures import asks_figure, needs_figure, tells_figure, tells_number
from bot.forms.asked import LISTED, MOST, NOBODY, SHOWN, SURE, Asked, absent, answer, each, joined, relevant
from bot.forms.premise import is_silent, nobody
from bot.question import Question
from bot.quotes import Quote
from bot.types import Answer
from bot.verdict import NOBODY_NAMED, as_done, on_record, verdict
from corpus.attribution.rulings import fold
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import role_noun, singular
from corpus.types import Span
from index.catalog import StatementRow
from index.fulltext import stems, stop_stems

_WHICH = re.compile(r"\b(?:which|what) ((?:[\w'’-]+ ?){1,3})", re.I)
_ALL = re.compile(r"\bwho (?:all|else)\b|\b(?:all|every(?:one|body)) (?:those )?(?:who|that)\b", re.I)
# "who denied it?": nobody who asserts it belongs in the answer; "who dismissed it as a fantasy?" is no such question
_DENIALS = re.compile(r"\b(?:den(?:y|ies|ied|ying|ials?)|declin\w+|refus\w+|no comment|not comment)\b", re.I)
# a denial in somebody's own words, with the few words that it turns: "there was no such letter"
_NO = re.compile(r"(?:\b(?:no|not|never|nothing|nobody|none|neither|nor)\b|n['’]t\b)((?:[ -]+[\w'’]+){1,5})", re.I)
# ... or in a sentence of its own behind what it turns: "The fund is empty. It is not."
_NOT_SO = re.compile(
    r"(?P<what>[^.!?]+[.!?])[”\"'’]?\s+[“\"]?(?:"
    r"(?:it|this|that|they|these|those|there|he|she) (?:is|was|are|were|has|have|had|did|does|do|will)(?: \w+ly)?"
    r"(?: not|n['’]t)(?=\W*[.!?])"
    r"|(?:it|this|that)(?: is| was|['’]s)(?: \w+)? (?:false|wrong|untrue|nonsense|invented|a lie|fiction)\b"
    r"|(?:not so|not true|nonsense|wrong|untrue)[.!])",
    re.I,
)
_ASKS_NAME = re.compile(
    r"\bnames? of\b|\bwhat (?:is|was|are|were)\b.*\b(?:names?|named|called)$|^(?:what|which) name\b", re.I
)
_NAMES = re.compile(
    r"\b(?:named|name is|name was|names (?:are|were)|called|identified(?: \w+)?) (?:as )?[A-Z]|[A-Z]\w+, named\b"
)
_DOCUMENTS = frozenset(
    "statement letter memo note tweet tweets post email e-mail speech testimony remarks words".split()
)
_IT = 5  # characters of words that tell nothing but "it"
# "trump release", "trump release the"
_RUNS_ON = re.compile(
    r" (?!(?:of|in|at|from|for|with|on|by|who|that|the|and|or)\b)[a-z]+(?: (?:the|an?|his|her|its|their)\b.*)?"
)


def best_words(asked: Asked) -> Answer:
    """The words that answer, whoever says them; after those that were shown only what surely answers."""
    listed, text = relevant(asked.quotes), asked.question.words

    def told(quote: Quote) -> int:
        words = quote.span.of(quote.report.text)
        return tells_figure(text, words) + tells_number(text, words)

    if asks_figure(text):
        best = max(map(told, listed), default=0)
        if best > max(map(told, asked.fresh(listed)[:SHOWN]), default=0):
            listed.sort(key=told, reverse=True)
        if not best and needs_figure(text) and asked.question.kind == "fact" and not asked.goes_on:
            return absent(asked, asked.quotes, note="A figure is asked for, and none is told.")
    if _ASKS_NAME.search(text):
        naming = [q for q in asked.quotes if asked.is_near(q) and _NAMES.search(q.span.of(q.report.text))]
        listed = joined(naming[:1], listed)
    page, _ = asked.page(listed, SHOWN)
    return answer(asked, [("", page)])


def who_said(asked: Asked) -> Answer:
    """Who said it, best first; where several are asked for, one quote of each before the second of anybody."""
    if asked.question.polarity in ("denies", "declines") and _DENIALS.search(asked.question.words):
        return _denials(asked)
    agreeing = by_agreement(asked.question, asked.topic, asked.quotes, asked.finder.vocabulary)
    asked = replace(asked, quotes=tuple(agreeing))
    if not is_plural(asked.question.words):
        return best_words(asked)
    firsts, others, heard = list[Quote](), list[Quote](), set[str]()
    for place, quote in enumerate(relevant(q for q in asked.quotes if q.said)):
        name = quote.said.statement.speaker.name if quote.said else ""
        # nobody is named at times where the words themselves name them: the best of these stay where they are
        (firsts if (name not in heard if name else place < SHOWN) else others).append(quote)
        heard.add(name)
    page, counts = asked.page([*firsts, *others], MOST)
    return answer(asked, [("", page)], counts=counts)


def what_said(asked: Asked) -> Answer:
    """Somebody's words, best first and counted; that the reports have none on this where they have none.

    Attribution is not always found, nor always whole: words under nobody's name, or under one that holds theirs, are
    among the first few where they answer better, with a heading of their own.
    """
    people = tuple(asked.topic.asked)
    if not people:  # "what did the mayor say?": a role counts in the ranking, and not all who have it are told by it
        return nobody(asked) if is_silent(asked) else best_words(_theirs_first(asked))
    theirs = [q for q in asked.quotes if _is_by(asked, q)]
    looked_up = asked.goes_on or not theirs
    if looked_up:
        theirs = joined(theirs, asked.only(people=people))
    if not theirs:
        return absent(asked, asked.quotes)
    nameless = [q for q in asked.quotes if (q.said is None or not mouth(q.said)) and asked.on_topic(q)]
    first = sorted([*theirs, *nameless], key=lambda q: -q.score)[:SHOWN]
    if not any(_is_by(asked, q) for q in first):
        first = [theirs[0], *first[: SHOWN - 1]]
    listed = joined(first, relevant(theirs, 0))
    page, counts = asked.page(listed, LISTED if len(asked.question.about) > 1 else SHOWN)
    counts = replace(counts, at_least=not looked_up and len(listed) > SHOWN)
    mine, beside = ([q for q in page if _is_by(asked, q) == is_theirs] for is_theirs in (True, False))
    return answer(asked, [("", mine), *([(NOBODY, beside)] if beside else [])], counts=counts, newest=not beside)


def _theirs_first(asked: Asked) -> Asked:
    """The quotes with those first that surely are of whoever answers to the words asked for."""
    theirs = [q for q in asked.theirs if asked.on_topic(q)]
    return replace(asked, quotes=tuple(joined(theirs, asked.quotes)))


def did_say(asked: Asked) -> Answer:
    """A verdict, never a yes without a statement by the one who is asked about; first the words that it rests on."""
    if asked.goes_on:
        return best_words(asked)  # the verdict was given: what follows is only more of what was said
    claim, theirs, others = beside_claim(asked)
    question = _named(asked)
    if question.whom.lower() in NOBODY_NAMED:
        told = on_record(claim, theirs)
    else:
        meant = {person for some in question.speakers for person in some}
        whom = asked.name(*meant) if len(meant) == 1 else ""  # spelt as the reports do
        told = verdict(claim, whom or question.whom, theirs, others)
        asks_act = is_act(claim, Doing.of(asked.index.encoder.word_vectors))
        if asks_act or told.answer == "not_found":
            done = deeds(claim, _doer(asked, question), asked.quotes, [q.said for q in theirs if q.said])
            told = as_done(told, done, is_act=asks_act)
    rests_on = [quote for quote in (told.quote, told.against) if quote]
    page = joined(rests_on, theirs[:2], asked.quotes)[:SHOWN]
    return answer(asked, [("", page)], lead=told.words, verdict=told.answer)


def beside_claim(asked: Asked) -> tuple[Claim, list[Quote], list[Quote]]:
    """What somebody is asked to have said; their statements, or everybody's where nobody is named; and others'."""
    question = _named(asked)
    claim = Claim(question, asked.topic, asked.finder.vocabulary)
    if question.whom.lower() in NOBODY_NAMED:
        named = (q for q in asked.quotes if q.said and q.said.statement.speaker.name)
        return claim, each(asked, named, same_speaker=True), []
    theirs = _theirs(asked, question)
    own = {mouth(q.said) for q in theirs if q.said}
    others = [q for q in asked.quotes if q.said and mouth(q.said) not in own]
    return claim, each(asked, theirs, same_speaker=True), others


def _theirs(asked: Asked, question: Question) -> list[Quote]:
    """The quotes with words of those asked about, each as one of theirs, also where most of it is another's.

    Where none has, what a search among their words alone brings: that they did not say it is told only after that.
    """
    people = {person for some in question.speakers for person in some} | asked.topic.asked
    if not people:
        if asked.theirs and not is_role(question.whom):
            return asked.theirs
        fitting = described(question.whom, asked.quotes, asked.finder.vocabulary)
        return [q for q in asked.quotes if q.said and mouth(q.said) in fitting]
    names = [fold(asked.name(person)).split()[-1:] for person in people]
    found = [quote for q in asked.quotes if (quote := _as_theirs(asked, q, people, names))]
    return found or asked.rank(replace(question, filter=replace(question.filter, people=tuple(sorted(people)))))


def _as_theirs(asked: Asked, quote: Quote, people: set[str], names: list[list[str]]) -> Quote | None:
    """The quote with a statement of these people; None where it has none."""
    if quote.said and (quote.said.person in people or is_document_of(quote.said, names)):
        return quote
    if quote.said and quote.said.span.covers(quote.span):  # nobody else's words are in it
        return None
    inside = (row for row in asked.catalog.statements.of(quote.report.id, quote.span) if quote.span.covers(row.span))
    own = max((row for row in inside if row.person in people), key=lambda row: len(row.span), default=None)
    return replace(quote, said=own) if own else None


def _named(asked: Asked) -> Question:
    """The question about the person with whom the words for whom it asks open, where more was read with the name."""
    question = asked.question
    mention = next(iter(asked.finder.names.mentions(question.whom)), None) if question.whom else None
    if not mention or mention.span.start or not _RUNS_ON.fullmatch(question.whom[mention.span.end :]):
        return question
    return replace(question, whom=mention.span.of(question.whom), speakers=question.speakers or (mention.persons,))


def _doer(asked: Asked, question: Question) -> str:
    """The last name of the person asked about and the noun for whoever it is, where these are two: "Fund IMF"."""
    people = sorted(person for some in question.speakers for person in some)
    names = (next(filter(None, map(asked.name, people)), ""), BEHIND.split(question.whom)[0])
    return " ".join(dict.fromkeys(name.split()[-1] for name in names if name))


def _is_by(asked: Asked, quote: Quote) -> bool:
    """True for the words of those asked for, also where a name was read together with words before it."""
    if quote.said is None or quote.said.person in asked.topic.asked:
        return quote.said is not None
    name = fold(quote.said.statement.speaker.name).split()
    return len(name) > 2 and any(name[-1:] == fold(asked.name(person)).split()[-1:] for person in asked.topic.asked)


def is_document_of(row: StatementRow, names: list[list[str]]) -> bool:
    """True for what somebody wrote themselves: "Voss's letter"."""
    words = fold(row.statement.speaker.name).split()
    return len(words) > 1 and words[-1] in _DOCUMENTS and [re.sub(r"['’]s?$", "", words[-2])] in names


def _denies(asked: Asked, quote: Quote) -> bool:
    """True for words with a "no" before the topic or in a clause with half of it, or in the sentence behind it.

    Not where what is asked about has one itself.
    """
    topic = asked.question.topic
    wanted = set(stems(topic)) - stop_stems()
    if quote.said is None or not wanted or _NO.search(topic):
        return False

    def told(words: str) -> bool:
        return 2 * len(wanted & set(stems(words))) >= len(wanted)

    if any(told(found["what"]) for found in _NOT_SO.finditer(quote.span.of(quote.report.text))):
        return True
    pieces = [piece.of(quote.report.text) for piece in quote.said.statement.content]
    if any(wanted & set(stems(found[1])) for piece in pieces for found in _NO.finditer(piece)):
        return True
    return any(_NO.search(clause) and told(clause) for piece in pieces for clause in re.split(r"[.,;:—]", piece))


def _with_reason(asked: Asked, quote: Quote) -> Quote:
    """The quote with what the same speaker goes on to say, where it tells nothing of that: "She disputes it." """
    if quote.said is None or len(quote.said.span) > _IT:
        return quote
    rows = asked.catalog.statements.of(quote.report.id, quote.passage)
    going_on = (
        row.statement.sentence
        for row in rows
        if row.person == quote.said.person != "" and 0 <= row.statement.sentence.start - quote.span.end < _IT
    )
    behind = next(going_on, quote.span)
    return replace(quote, span=Span(quote.span.start, max(quote.span.end, behind.end)))


def is_plural(text: str) -> bool:
    """True for a question that asks for several: "which senators ...", "what local officials ...", "who all ..."."""
    if _ALL.search(text):
        return True
    for found in _WHICH.finditer(text):
        for place, word in enumerate(found[1].lower().split()):
            if reports_speech(word):
                break
            if (word == "people" or singular(word) != word) and (place == 0 or word == "people" or role_noun(word)):
                return True
    return False


def _denials(asked: Asked) -> Answer:
    """Those who denied it, also in their own words ("there was no letter"), or declined to say; nobody who said it."""
    polarity = asked.question.polarity
    sure = [q for q in asked.quotes if q.sure >= SURE and q.said]
    held = [q for q in sure if q.said and q.said.statement.polarity == polarity]
    if polarity == "denies":
        held = [_with_reason(asked, q) for q in sure if q in held or _denies(asked, q)]
    listed = joined(held, (q for q in asked.only(polarities=(polarity,)) if asked.is_near(q)))
    if not listed:  # what is rare is seldom sure
        listed = [q for q in asked.quotes if q.said and q.said.statement.polarity == polarity and asked.is_near(q)][:1]
    if not listed:
        what = "a denial" if polarity == "denies" else "declining to say"
        return answer(asked, [("", asked.fresh(relevant(asked.quotes))[:SHOWN])], note=f"None of it is read as {what}.")
    page, counts = asked.page(listed, SHOWN)
    return answer(asked, [("", page)], counts=counts)
