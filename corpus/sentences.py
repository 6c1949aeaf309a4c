"""Sentence and paragraph spans of a report's text: made for news English, harmless in other languages.

Two steps, each linear in the text: lines become paragraphs (text wrapped at a fixed width reads on, any other
line ends with its line break), then each paragraph is cut at the stops that end a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from corpus.types import Span


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Never the last word of a sentence: the name that follows belongs to it.
_TITLES = _words("""
    Mr Mrs Ms Mx Messrs Mme Mlle Dr Drs Prof Rev Fr Hon Rt Msgr Sra Srta Gen Lt Col Maj Capt Cpl Cmdr
    Comdr Sgt Pfc Pvt Adm Brig Sen Sens Rep Reps Gov Govs Pres Amb Atty Supt Insp Det Ald Treas Asst Assoc
    Mt Ft Ste MR MRS DR GEN SEN vs v viz cf approx ca eg ie e.g i.e a.k.a hon
    Eng Ing Spc Cpt
""")
# Abbreviations before a figure only: "No. 5", but "No. The army is there."
_BEFORE_FIGURES = _words("No Nos no nos p pp par para art Art fig Fig Ch Vol vol ed Rs c s")
# May stand before a name or end a sentence: the next word decides.
_ABBREVIATIONS = _words("""
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Inc Corp
    Co Cos Ltd Plc LLC Bros Jr Sr Esq St ST Ave Blvd Rd Sq Hwy Pkwy Dept Univ Intl Assn Natl Govt Bldg Sec
    Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Kans Ky La Mass Md Mich Minn Miss Mo Mont Neb Nebr
    Nev Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wisc Wyo Ont Que al est dept inc corp ltd co bros jr sr
    ft lb lbs oz km sq hrs mins mph etc tel ext incl excl ret Ret
""")
# A state behind a comma is followed by a comma where its sentence goes on: "in Camden, N.J. Police said ..."
_STATES = _words("""
    Ala Ariz Ark Calif Colo Conn D.C Del Fla Ga Ill Ind Kan La Mass Md Mich Minn Miss Mo Mont N.C N.D N.H
    N.J N.M N.Y Neb Nev Okla Ont Ore Pa Que R.I S.C S.D Tenn Tex Va Vt W.Va Wash Wis Wisc Wyo
""")
# Words that open a sentence far more often than they continue a name.
_OPENERS = _words("""
    The A An This That These Those There Here He She It We They I You His Her Its Their Our My Your In On
    At By For From With To As After Before When While If Since Until Although Though Because But And Or
    Nor So Yet However Meanwhile Also Then Now Not Some Many Most Several Sometimes More All Both Each
    Every Another Other Others One Two Three Four Five What Who Whose Why How Where Which Whether Earlier
    Later According Asked Instead Still Even Despite During Once Nearly About Only Just Such Perhaps
    Rather Today Yesterday Moreover Nevertheless Nonetheless Additionally Furthermore Finally Indeed
    Afterward Afterwards Besides Among Between Without Within Does Did Do Is Are Was Were Has Have Had Can
    Could Should Would
""")
_AFTER_A_TIME = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b|"
    r"(?:Eastern|Central|Pacific|Mountain|Moscow|Beijing|London|Greenwich)\b|"
    r"[A-Z]{1,3}T\b|[A-Z]\.(?:[SD]\.)?T\.|UTC"
)
_GERMAN_MONTH = re.compile(r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b")

# A stop and all that closes behind it. The pattern always takes a whole run, so that no run is read twice.
_STOP = re.compile(
    r"""([.!?…؟۔।](?:\s?[.!?…])*+ | [。！？｡]++)
        ((?: ["'”’»›)\]}」』）】*_] | \[\d{1,3}\] | [ \xa0]["'”’»)](?=\s|\Z) )*+)
        (\s*+)""",
    re.VERBOSE,
)
_OPENING = re.compile(r"""[\s"'“”‘’„«»‹(\[{¿¡*_—–―-]{0,8}""")
_LETTERS = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile("[\"'”’»]")
_LIST_MARK = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivx]{2,4})")
_DOTTED = re.compile(r"(?:[A-Za-z]{1,2}\.)+[A-Za-z]{1,2}")  # U.S, a.m, Ph.D: the last dot is the stop
# al-Assad, iPhone, an address, (a) an item
_LOWERCASE_OPENING = re.compile(r"(?:a[dhlnrstz]|el|ibn)-[A-Z]|[ei][A-Z]|https?:|pic\.twitter|[a-z]\)\s")
_ASIDES = frozenset("(-–—―")
_EXCLAIMED = frozenset(("Yahoo", "Jeb", "Jeopardy"))
_ONE_CAPITAL = re.compile(r"[AI]\s|I['’]|[A-Z]\.[A-Z]")
_ADDRESS = re.compile(r"[/@=_\\]|www\.", re.IGNORECASE)
_DOMAIN_ENDING = re.compile(r"(?:Com|Org|Net|Gov|Edu|Co|Uk|Us|Info|Io|Tv)\b")

_TITLE = rf"(?:{'|'.join(sorted(_TITLES))})\."
_SAYS = """
    said|says|added|adds|wrote|writes|tweeted|replied|continued|explained|noted|declared|argued|warned|insisted|
    joked|quipped|responded|recalled|concluded|stated|shouted|yelled|answered|remarked|exclaimed|announced|
    claimed|lamented|complained|observed|demanded|pleaded|questioned|repeated|pressed|retorted|mused|wondered|
    interjected|cried|urged|suggested|boasted|bragged|screamed|went\\son|shot\\sback
"""
# "Mr. Smith told reporters on Friday." with the end of the sentence as group 1, if it comes soon.
_ATTRIBUTION = re.compile(
    rf"""(?:{_TITLE}\s)* (?:[A-Z][\w’'-]*+\.?\s){{1,5}}
         (?: {_SAYS} | (?:told|tells|asked|asks) (?:\s(?!if|that)[\w’'-]+){{0,4}}? )
         (?= [.,;:] | \s(?:on|in|at|to|of|during|when|as|after|before|while|last|this|earlier|[A-Z]\w+day)\b )
         [^.,;:!?\n]{{0,60}} (\.)?""",
    re.VERBOSE,
)

_BULLET = re.compile(r"(?:[-–—•·▪◦‣●○■□*+>».]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{2,5})[.)])\s")
_CLOSED = re.compile(r"""[.!?…:;。！？؟۔।]["'”’»)\]*_]{0,4}\Z""")
_OPEN = re.compile(
    r"(?:,|\b(?:the|an?|of|in|on|at|to|by|for|from|with|and|or|but|that|who|which|as|is|was|were|are)|"
    rf"\b{_TITLE})\Z"
)


def sentences(text: str) -> list[Span]:
    """Sentence spans in order, without outer white space; every other character lies in exactly one.

    Headings, bylines and list items are sentences of their own. Several sentences in one quotation are
    several; a closing mark stays with its sentence, and so does an attribution: '"Why?" Smith asked.'
    """
    found = []
    for paragraph in paragraphs(text):
        begin = paragraph.start
        for stop in _STOP.finditer(text, paragraph.start, paragraph.end):
            if stop.end() < paragraph.end and _ends_sentence(text, begin, stop):
                found.append(Span(begin, stop.end(2)))
                begin = stop.end()
        found.append(Span(begin, paragraph.end))
    return found


def _ends_sentence(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether the stop ends the sentence that begins at `begin`, when more of its paragraph follows."""
    mark, closers, gap = stop.groups()
    if mark[0] in "。！？｡":
        return True
    at = stop.start()
    if at == begin or (at - begin <= 4 and _LIST_MARK.fullmatch(text, begin, at)):
        return False
    before = text[max(begin, at - 24) : at].rsplit(None, 1)
    word = before[-1].lstrip("\"'“‘’([{").rpartition("-")[2] if before and not text[at - 1].isspace() else ""
    if not gap and not _starts_unspaced(text, begin, stop):
        return False
    following = _behind(_OPENING, text, stop.end())
    initial = text[following : following + 1]
    if initial.islower() and not _LOWERCASE_OPENING.match(text, following):
        return False
    first = text[following : _behind(_LETTERS, text, following)]
    opens = first in _OPENERS and text[following + len(first) : following + len(first) + 1] != "."

    quoted = _QUOTED.search(closers)
    if quoted and text[stop.end()] in "-–—―":  # the speaker's name, as a signature
        return False

    # 1. What is not a plain full stop: quotations with their attribution, questions, exclamations, ellipses
    if quoted and not opens and (said := _ATTRIBUTION.match(text, stop.end())):
        return not (mark[-1] in "!?" or said.group(1))
    if "!" in mark or "?" in mark:
        return opens or word not in _EXCLAIMED
    dots = mark.count(".") + 3 * mark.count("…")
    if 2 <= dots <= 3:
        return opens and first != "I" if word in ("", "[", "(") else first != "I"

    # 2. Full stops that may belong to an abbreviation
    if word in _TITLES:
        return False
    if word in _BEFORE_FIGURES:
        return not initial.isdigit()
    if word.isdigit():
        return not (len(word) <= 2 and _GERMAN_MONTH.match(text, following))
    if _DOTTED.fullmatch(word) or word in _ABBREVIATIONS or (len(word) == 1 and word.isupper()):
        if word.lower() in ("a.m", "p.m"):
            return text[stop.end()] not in _ASIDES and not _AFTER_A_TIME.match(text, following)
        if word in _STATES and ("-" in before[-1] if ")" in closers else before[0].endswith(",")):
            return initial.isupper() and text[stop.end()] not in _ASIDES
        return opens
    return True


def _behind(pattern: re.Pattern[str], text: str, at: int) -> int:
    """The offset behind what the pattern matches at `at`; `at` itself where it doesn't."""
    match = pattern.match(text, at)
    return match.end() if match else at


def _starts_unspaced(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether a sentence starts right behind the stop, its space forgotten: "the area.The army"."""
    at, following = stop.start(), stop.end()
    word = text[max(begin, at - 200) : at].rsplit(None, 1)[-1]
    return (
        (word[-1].islower() or word[-1].isdigit() or bool(stop.group(2)))
        and len(word) > 1
        and text[following].isupper()
        and (text[following + 1 : following + 2].islower() or bool(_ONE_CAPITAL.match(text, following)))
        and not _ADDRESS.search(word + text[following : following + 40].split(None, 1)[0])
        and not _DOMAIN_ENDING.match(text, following)
    )


class _Line(NamedTuple):
    start: int
    end: int
    follows: bool  # no blank line stands between it and the line before


def paragraphs(text: str) -> list[Span]:
    """Paragraph spans in order, without outer white space; every other character lies in exactly one.

    Blank lines separate them and so do line breaks, except in text that is wrapped at a fixed width.
    """
    lines = list(_lines(text))
    width = _wrap_width(text, lines)
    found: list[Span] = []
    for before, line in pairwise([_Line(0, 0, False), *lines]):
        if line.follows and _reads_on(text, before, line, width):
            found[-1] = Span(found[-1].start, line.end)
        else:
            found.append(Span(line.start, line.end))
    return found


def _lines(text: str) -> Iterator[_Line]:
    position, follows = 0, False
    for line in text.splitlines(keepends=True):
        content = line.strip()
        if content:
            start = position + len(line) - len(line.lstrip())
            yield _Line(start, start + len(content), follows)
        follows = bool(content)
        position += len(line)


def _wrap_width(text: str, lines: list[_Line]) -> int:
    """The width in characters at which the text is wrapped; 0 when it isn't.

    Wrapped text shows in its line breaks: most of those without a stop before have a small letter behind.
    """
    open_ends = [
        (before, line)
        for before, line in pairwise(lines)
        if line.follows and not _closed(text, before) and not _BULLET.match(text, line.start)
    ]
    broken = sorted(
        before.end - before.start
        for before, line in open_ends
        if not text[(at := _behind(_OPENING, text, line.start)) : at + 1].isupper()
    )
    if len(broken) < 2 or len(broken) < 0.4 * len(open_ends):
        return 0
    width = broken[int(0.9 * len(broken))]
    return width if 40 <= width <= 140 else 0


def _reads_on(text: str, before: _Line, line: _Line, width: int) -> bool:
    """Whether the line goes on with the sentence or paragraph of the line before."""
    length = before.end - before.start
    word = text[line.start : line.start + 30].split(None, 1)[0]
    full = length <= 1.3 * width and length + 1 + len(word) > 0.85 * width
    closed = _closed(text, before)
    # Behind a full line "27." may be of a date and "K." an initial: the stop before it tells, not the break.
    if _BULLET.match(text, line.start) and not (full and (word[0].isalnum() or not closed)):
        return False
    if full or _OPEN.search(text, max(before.start, before.end - 8), before.end):
        return True
    return not closed and text[line.start].islower()


def _closed(text: str, line: _Line) -> bool:
    return _CLOSED.search(text, max(line.start, line.end - 6), line.end) is not None
