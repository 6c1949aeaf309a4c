"""A person's words, and what was said before, to a Question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.dates import Month, When, in_words, when_in
from bot.followup import leaning, leans
from bot.grammar import Kind
from bot.intents import read
from bot.memory import Memory, Passage
from bot.outlets import outlets_in
from bot.people import EMPTY, Names
from bot.spelling import corrected
from bot.whom import Persons, Whom, choices, persons_in, spelled_out
from corpus.attribution.lexicon import PRONOUNS
from corpus.attribution.words import role_noun
from corpus.types import Polarity, Span
from index.catalog import NO_FILTER, Filter

LONGEST = 1000  # characters of a question that are read; nobody asks in more, and search time grows with it

Intent = Literal["ask", "hello", "thanks", "help", "empty"]

_HELLO = re.compile(
    r"(?:(?:hi+|hello|hallo|hey+|yo|howdy|greetings|good (?:morning|afternoon|evening|day)|/start)\b[\s!.,]*"
    r"(?:there|bot|all|everyone|again)?[\s!.,]*)?(?:how are (?:you|u)(?: doing)?(?: today)?|(?:what is|what's) up)?\W*",
    re.I,
)
_THANKS = re.compile(
    r"(?:(?:ok(?:ay)?|great|perfect|nice|cool|good|super|awesome|wow|lol|yes|no|many|got it|i see|that (?:helped|helps)"
    r"|thanks?|thank (?:you|u)|thx|thanx|ty|tysm|cheers|bye|goodbye|good ?night|see (?:you|ya)|later|a lot|so much"
    r"|very much|you|u|one|answer|that's (?:all|it|great)|for (?:now|that|your help|the help)|mate|man|dude"
    r"|friend)\b[\s,.!]*)+\W*",
    re.I,
)
_HELP = re.compile(
    r"(?:/?help(?: me)?|what (?:can|could|do) (?:you|i|u) (?:do|ask)(?: (?:you|here|for me))?|what (?:are|r) (?:you|u)"
    r"|who (?:are|r|made) (?:you|u)|(?:are|r) (?:you|u) (?:an? )?(?:\w+ )?(?:bot|ai|robot|human|person|real)"
    r"|what is (?:this|this bot|onrecord)|what's this"
    r"|how (?:does (?:this|it)|do (?:you|u)) work"
    r"|how (?:do|can|to) (?:i |we )?(?:use|ask)(?: (?:this|you|it|questions?))*"
    r"|commands|instructions|examples?|what (?:kind of )?questions can i ask(?: you)?)\W*",
    re.I,
)
_SLIPS = {  # spellings of a chat
    "wat": "what", "waht": "what", "whta": "what", "hwo": "who", "wich": "which", "whcih": "which", "siad": "said",
    "sadi": "said", "sya": "say", "abuot": "about", "abot": "about", "abt": "about", "dose": "does", "wen": "when",
    "didnt": "didn't", "doesnt": "doesn't", "hasnt": "hasn't", "isnt": "isn't", "wasnt": "wasn't", "wht": "what",
    "whats": "what is", "what's": "what is", "whos": "who is", "who's": "who is", "wheres": "where is",
    "where's": "where is", "whens": "when is", "when's": "when is", "hows": "how is", "how's": "how is",
    "what'd": "what did", "who'd": "who did", "how'd": "how did", "why'd": "why did", "where'd": "where did",
    "shouldve": "should have", "wouldnt": "wouldn't", "couldnt": "couldn't", "shouldnt": "shouldn't", "dont": "don't",
    "werent": "weren't", "havent": "haven't", "hadnt": "hadn't", "arent": "aren't", "wont": "won't", "saif": "said",
    "thinsk": "thinks", "teh": "the", "bout": "about",
}  # fmt: skip
_UNNAMED = re.compile(
    r"(?:the |any |some )*(?:anonymous|unnamed|unidentified|undisclosed)"
    r"(?: (?:sources?|people|persons?|insiders?|ones?))?",
    re.I,
)
_AND = re.compile(r",? and |, ", re.I)
_A_REPORT = re.compile(r"(?:the|an?|any) (?:reports?|articles?|pieces?|stor(?:y|ies)|coverage)", re.I)
_ARTICLE = re.compile(r"(?:the|an?|his|her|its|their) \w", re.I)
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # they turn what stands behind
_PHRASE = re.compile(r'"([^"]{2,})"|“([^”]{2,})”|«([^»]{2,})»')
# "reports from October" are limited by the date; "killed in October" may be told in November
_IN_REPORTS = re.compile(
    r"\b(?:(?:reports?|articles?|stor(?:y|ies)|coverage|news)(?: \w+)?|reported|published|printed|written)\W*$", re.I
)


_SAYINGS: tuple[Kind, ...] = (
    "what_said", "compare", "change", "first", "latest", "who_speaks", "about", "unnamed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What a person wants to know."""

    text: str  # as typed, made printable
    search: str  # the words to look for: `whom` and `topic`, and for a follow-up what it leans on
    intent: Intent = "ask"
    filter: Filter = NO_FILTER  # what counts
    phrases: tuple[str, ...] = ()  # put in quotation marks: to be found word for word
    leans: bool = False  # on an earlier question
    kind: Kind = "fact"  # of an "ask"
    polarity: Polarity = "asserts"  # of the statements asked for: "who denied ..."
    whom: str = ""  # the words for those whose words are asked for, also where the index knows nobody of that name
    speakers: tuple[Persons, ...] = ()  # the same as persons
    topic: str = ""  # the words for what it is about
    about: tuple[Persons, ...] = ()  # the persons in it
    when: tuple[date, date] | None = None  # days asked about, both inclusive; reports may follow some days later
    understood: tuple[str, ...] = ()  # persons, days and outlets that were worked out: "Oct 2016", "Politico"
    ambiguous: tuple[str, ...] = ()  # the question with each whole name that a half name may mean, to choose from
    mended: str = ""  # the text with its slips put right; of a claim that leans on an earlier question, in full
    near: tuple[str, ...] = ()  # ids of the reports shown last, when it leans: the answer is often in one of them
    mentioned: tuple[str, ...] = ()  # persons spoken of earlier in this chat, the last first
    without: tuple[Passage, ...] = ()  # shown already: to be passed over
    without_people: tuple[str, ...] = ()  # heard already: "who else?"

    @property
    def words(self) -> str:
        """The question as it is to be read."""
        return self.mended or self.text

    @property
    def asks_who(self) -> bool:
        """True when it asks who said something, not what somebody said."""
        return self.kind in ("who_said", "who_speaks", "source_of", "exact")


def understand(
    text: str,
    memory: Memory,
    limits: Filter | None = None,
    *,
    names: Names = EMPTY,
    sources: Sequence[str] = (),
    today: date | None = None,
    last: date | None = None,
    months: Collection[Month] = (),
    frequency: Callable[[str], int] | None = None,
    is_common: Callable[[str], bool] = lambda word: False,
) -> Question:
    """The question in a person's words.

    `limits` are those set beside the words (options of a command), `names` the index's speakers, `sources` its
    publishers, `last` the date of its last report, `months` (year, month) those of its reports. `frequency` tells in
    how many passages a word stands; without it no slip is put right, nor is one where `is_common` says that it is a
    common word of English, unless the reports have the other. A date in words limits the reports only when it
    is said of them; else it is `when`, a preference.
    """
    clean = printable(text)[:LONGEST].strip()
    intent = _intent(clean)
    if intent != "ask":
        return Question(clean, "", intent)
    phrases = tuple(next(filter(None, m.groups())) for m in _PHRASE.finditer(clean))
    words, respelled = corrected(_plain_words(clean), names, frequency, is_common, _PHRASE)

    # 1. dates and outlets, which are then no words to look for; what is quoted stays as it is
    unquoted = _PHRASE.sub(lambda found: '"' * len(found[0]), words)
    when = when_in(_masked(unquoted, sources, names), today or date.today(), last, months)
    outlets = outlets_in(unquoted, sources, names)
    rest = _without(words, [*outlets.spans, *([when.span] if when and not when.is_year else [])])

    # 2. the form of the question
    reading = read(rest, names, bool(phrases))
    if reading.kind == "change" and not reading.topic and _is_thing(reading.who, names):
        reading = replace(reading, who="", topic=reading.who)  # "how has the death toll changed?"
    if reading.kind == "what_said" and _A_REPORT.fullmatch(reading.who):
        reading = replace(reading, kind="about", who="")  # "what does the Gazette's report say about fares?"
    whom = persons_in(reading.who, reading.topic, memory, names)
    if reading.kind == "who_said":  # "which Voss said ..." is for the answer to tell
        whom = Whom(whom.speakers) if _ends_with_name(reading.who, names) else Whom()
    question = Question(
        clean,
        " ".join(filter(None, (spelled_out(reading.who, whom, names), reading.verb, reading.to, reading.topic)))
        or rest
        or clean,
        mended=words,
        phrases=phrases,
        kind=reading.kind,
        polarity=reading.polarity,
        whom=reading.who,
        speakers=whom.speakers,
        topic=reading.topic,
        when=(when.since, when.until) if when else None,
        understood=whom.worked_out,
        ambiguous=choices(clean, whom, names),
        mentioned=memory.mentioned,
    )
    if reading.kind == "unnamed" and _UNNAMED.fullmatch(reading.who):
        question = replace(question, whom="")  # nobody in particular: whoever it is, they are not called so
    if reading.kind == "exact" and phrases:
        question = replace(question, search=" ".join(phrases), whom="", speakers=(), topic="")
    if reading.stub and not reading.goes_on and names.mentions(reading.topic):
        question = _bare_name(question, memory, names)

    # 3. what it leans on
    leaning_on = bool(memory.search) and leans(
        rest, reading, memory, names, limited=bool(when or outlets.sources), known=bool(whom.speakers)
    )
    if leaning_on:
        question = leaning(question, rest, reading, memory, names)
    elif question.whom.lower() == "they" and question.kind == "what_said":
        question = replace(question, kind="about", whom="", search=question.topic or rest)
    if question.kind == "what_said" and (len(question.speakers) > 1 or _are_several(question.whom, names)):
        question = replace(question, kind="compare")
    spoken = {person for persons in question.speakers for person in persons}
    about = tuple(some for some in map(names.evident, names.within(question.topic)) if not spoken.issuperset(some))

    # 4. what counts
    wanted = limits if limits else memory.filter if leaning_on else NO_FILTER
    if question.filter.reports:
        wanted = replace(wanted, reports=question.filter.reports)
    if reading.by:  # "what did Voss say, according to the Courier": here it only tells where to look
        outlets = outlets if outlets.sources else outlets_in(f"in the {reading.by}", sources, EMPTY)
    if outlets.sources and not (limits and limits.sources):
        wanted = replace(wanted, sources=outlets.sources)
    if when and _limits_reports(unquoted, when, question.kind) and not (limits and (limits.since or limits.until)):
        wanted = replace(wanted, since=None if when.since == date.min else when.since, until=when.until)
    days = when.words if when else in_words(*question.when) if question.when else ""
    understood = tuple(dict.fromkeys(filter(None, (*question.understood, *respelled, days, *wanted.sources))))
    return replace(question, about=about, filter=wanted, understood=understood)


def printable(text: str) -> str:
    """The text without control and half characters and marks of direction; white space becomes single spaces."""
    kept = "".join(
        " " if c.isspace() else c
        for c in text
        if c.isspace() or (unicodedata.category(c) not in ("Cc", "Cs", "Co") and c not in _DIRECTIONS)
    )
    return " ".join(kept.split())


def _plain_words(text: str) -> str:
    """The text with the usual slips of a chat put right."""
    return _LETTERS.sub(lambda found: _SLIPS.get(found[0].lower().replace("’", "'"), found[0]), text)


def _intent(text: str) -> Intent:
    if not any(c.isalnum() for c in text):
        return "empty"
    text = text.replace("’", "'")
    for pattern, intent in ((_HELLO, "hello"), (_THANKS, "thanks"), (_HELP, "help")):
        if pattern.fullmatch(text):
            return intent  # type: ignore[return-value]
    return "ask"


def _masked(text: str, sources: Sequence[str], names: Names) -> str:
    """The text with names hidden, at the same length: neither "USA Today" nor "Theresa May" is a date."""
    spans = [mention.span for mention in names.mentions(text) if " " in mention.span.of(text)]
    for source in sources:
        if " " in source and (found := re.search(re.escape(source), text, re.I)):
            spans.append(Span(*found.span()))
    for span in spans:
        text = text[: span.start] + "_" * len(span) + text[span.end :]
    return text


def _without(words: str, spans: Sequence[Span]) -> str:
    for span in sorted(spans, key=lambda span: -span.start):
        words = f"{words[: span.start]} {words[span.end :]}"
    return re.sub(r"\s+(?=[,.?!])|^[\s,]+", "", " ".join(words.split()))


def _limits_reports(text: str, when: When, kind: Kind) -> bool:
    """True for days of the reports, or "since Monday" of what is said; others may only be what the words are about."""
    if kind in ("reports", "in_report") or _IN_REPORTS.search(text[: when.span.start]):
        return True
    # "did she say it would open before 8 May" is no limit, "what did she say before 8 May" is
    return when.limits and (kind in _SAYINGS or (kind in ("who_said", "did_say") and when.since != date.min))


def _ends_with_name(who: str, names: Names) -> bool:
    """True for "which Voss said ..."; "which Courier reader" asks for somebody else."""
    mentions = names.mentions(who)
    return bool(mentions) and mentions[-1].span.end == len(who) and not role_noun(who.split()[-1].lower())


def _is_thing(who: str, names: Names) -> bool:
    """True for a subject that is nobody: no name, no pronoun and no office."""
    words = who.lower().split()
    return len(words) > 1 and not names.mentions(who) and not any(map(role_noun, words)) and words[0] not in PRONOUNS


def _are_several(who: str, names: Names) -> bool:
    """True for "Ash and the police", "the army and the rebels"; each with a name or an article of its own."""
    parts = [part for part in _AND.split(who) if part]
    return len(parts) > 1 and all(_ARTICLE.match(part) or names.mentions(part) for part in parts)


def _bare_name(question: Question, memory: Memory, names: Names) -> Question:
    """A name and nothing else ("clara voss?"): what they said."""
    whom = persons_in(question.topic, "", memory, names)
    if not whom.speakers:
        return question
    return replace(
        question, kind="what_said", whom=question.topic, speakers=whom.speakers, topic="",
        understood=whom.worked_out, ambiguous=choices(question.text, whom, names),
    )  # fmt: skip
