"""Words with a sign: affirmed, denied, or only supposed; and words that are opposites or stand for each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.words import stem
from index.fulltext import stems

# Turns what stands behind it in its clause, once, however often it is there: "there is no list and no plan".
NOT = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|cannot|hardly|scarcely|unless|far from|anything but"
    r"|unlikely|instead of|rather than)\b"
    r"|n['’]t\b",
    re.I,
)
# looks like one and is none
_NO_NOT = re.compile(
    r"\b(?:no (?:doubt|question|wonder|matter|less than|fewer than|sooner)|not (?:only|just|merely|simply|least)"
    r"|nothing (?:but|less))\b",
    re.I,
)
# Each turns what stands behind it, also where that has a "not" of its own: "never said there must be no cranes".
TURN = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|refus(?:e[ds]?|ing)|reject(?:s|ed|ing)?|rul(?:e[ds]?|ing) out|disput(?:e[ds]?|ing)"
    r"|refut(?:e[ds]?|ing)|turn(?:s|ed|ing)? down|declin(?:e[ds]?|ing) to|sa(?:y|ys|id|ying) no to"
    r"|stop(?:s|ped|ping)? (?:short of|(?:\w+ )?(?=\w+ing\b))|doubt(?:s|ed|ing)? (?:that|if|whether))\b"
    r"|(?:\b(?:not|never|nobody|cannot)|n['’]t) (?:\w+ ){0,2}?(?:sa(?:y|id)|claim(?:ed)?|suggest(?:ed)?|think|thought"
    r"|believed?|expect(?:ed)?|mean|meant|sure|certain|convinced)\b",
    re.I,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being) (?:\w+ly )?$", re.I)
_BORDER = re.compile(
    r"[;:!?…—–\n]|(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSen)(?<!\bRep)(?<!\bGov)\.(?!\d)"
    r"|,? (?<!anything )(?<!nothing )\b(?:but|although|though|however|while|whereas|because|and)\b"
    r"|, (?=so |or else )|,? (?=(?:who|which|whose|unless) )"
)
# "if he has killed somebody, that is terrible": not said of him; "even if" supposes nothing
_SUPPOSED = re.compile(r"(?<!even )\bif\b(?! (?:only|not)\b)[^,;:.!?…—–\n]*", re.I)
_OPPOSITES = (
    "raise rise increase grow higher gain climb improve | lower fall cut decrease drop decline reduce shrink worsen",
    "more | fewer less",
    "support back endorse favour favor approve | oppose against",
    "agree | disagree",
    "win won victory | lose lost defeat",
    "guilty | innocent",
    "true right correct accurate | false wrong incorrect untrue inaccurate",
    "open reopen begin start | close shut end stop",
    "stay remain keep | leave quit withdraw scrap",
    "safe | unsafe dangerous",
    "legal | illegal",
    "fair | unfair",
    "possible | impossible",
    "succeed | fail",
    "better best | worse worst",
    "strong | weak",
    "allow permit | ban forbid prohibit",
    "healthy fit | unfit sick ill",
)
# One for the other, where the encoder's first layer has them far apart.
_SAME = (
    "dismiss sack fire axe",
    "resign quit resignation",
    "inquiry investigation probe",
    "apologise apologize apology sorry",
    "withdraw revoke",
    "error mistake",
    "leave go depart",
    "accept abide",
)
# What is said in several words, and the one word for it; the verb's ending is kept.
_PHRASES = {
    "step down": "resign", "stand down": "resign", "step aside": "resign",
    "drop out": "withdraw", "pull out": "withdraw", "bow out": "withdraw", "back out": "withdraw",
    "come back": "return", "go back": "return", "call off": "cancel", "put off": "postpone",
    "stick up for": "defend", "stand up for": "defend", "stand by": "defend", "own up": "admit",
    "go after": "attack", "bump up": "raise", "go along with": "accept", "take back": "retract",
    "lay off": "dismiss", "put name to": "sign", "set fire to": "burn", "get rid of": "remove",
}  # fmt: skip
IRREGULAR = {
    "won": "win", "left": "leave", "quit": "quit", "ran": "run", "took": "take", "taken": "take", "gave": "give",
    "given": "give", "went": "go", "gone": "go", "came": "come", "stood": "stand", "put": "put", "got": "get",
    "withdrew": "withdraw", "withdrawn": "withdraw", "met": "meet", "lost": "lose", "paid": "pay", "sold": "sell",
    "bought": "buy", "stole": "steal", "stolen": "steal", "broke": "break", "broken": "break", "shot": "shoot",
    "fled": "flee", "fell": "fall", "built": "build", "sent": "send", "hit": "hit", "cut": "cut", "threw": "throw",
    "thrown": "throw", "laid": "lay", "stuck": "stick", "set": "set", "beat": "beat", "beaten": "beat", "held": "hold",
    "kept": "keep", "led": "lead", "made": "make", "spent": "spend", "wrote": "write", "written": "write",
    "flew": "fly", "drove": "drive", "swore": "swear", "began": "begin", "hid": "hide", "hidden": "hide",
    "brought": "bring", "caught": "catch", "fought": "fight", "struck": "strike", "spoke": "speak", "knew": "know",
}  # fmt: skip
_WORD = re.compile(r"\d[\d,.]*\d|[^\W_]+")
_SHORTENED = {
    re.compile(form, re.I): whole
    for form, whole in (
        (r"(?<=\w)['’]d\b|(?<=\bhe)d\b|(?<=\bthey)d\b", " would"),
        (r"(?<=\w)['’]ll\b", " will"),
        (r"(?<=\w)['’]re\b", " are"),
        (r"(?<=\w)['’]ve\b", " have"),
        (r"(?<=\w)['’]s\b", " s"),
        (r"(?<=\w)['’]m\b", " am"),
    )
}


@dataclass(frozen=True, slots=True)
class Signed:
    """The words of topic in a text and the sign of each.

    1 affirmed, -1 denied, 0 where a "not" is still to come; `supposed` are those of an if-clause.
    """

    words: list[str]
    signs: list[float]
    supposed: list[bool]


def signed(text: str) -> Signed:
    """The words of topic of a text, in order, with the sign of each."""
    told = Signed([], [], [])
    text = spelled(text)
    supposed = [found.span() for found in _SUPPOSED.finditer(text)]
    start = 0
    for border in [*_BORDER.finditer(text), None]:
        clause = text[start : border.start() if border else len(text)]
        offset, start = start, border.end() if border else start
        turns = list(TURN.finditer(clause))
        hidden = _NO_NOT.sub(lambda m: " " * len(m[0]), TURN.sub(lambda m: " " * len(m[0]), clause))
        nots = [m.end() for m in NOT.finditer(hidden)][:1]
        for word in _WORD.finditer(clause):
            if not stem(word[0].lower()) and not sides(word[0].lower()):
                continue
            sign = 1.0
            for turn in turns:
                passive = bool(_PASSIVE.search(clause[: turn.start()]))
                if turn.start() <= word.start() < turn.end():
                    sign = 0.0
                elif word.start() >= turn.end():
                    sign *= -1.0 if not passive else 1.0
                else:
                    sign *= -1.0 if passive else 0.0
            for at in nots:
                sign *= -1.0 if word.start() >= at else 0.0
            told.words.append(word[0].lower())
            told.signs.append(sign)
            told.supposed.append(any(a <= offset + word.start() < b for a, b in supposed))
    return told


def turned(text: str) -> bool:
    """True when the first clause that has any denial has an odd number of them."""
    for clause in _BORDER.split(text):
        turns = len(TURN.findall(clause))
        rest = _NO_NOT.sub(" ", TURN.sub(" ", clause))
        if turns or NOT.search(rest):
            return (turns + bool(NOT.search(rest))) % 2 == 1
    return False


def spelled(text: str) -> str:
    """The text with auxiliaries in full ("he'd"), and with one word for a verb of several ("stepped down")."""
    for short, whole in _SHORTENED.items():
        text = short.sub(whole, text)
    return _phrases().sub(_in_a_word, text)


@lru_cache(50_000)
def term(word: str) -> str:
    """The stem of a word, that of its base form where it is irregular: "won" and "wins" give "win"."""
    return "".join(stems(IRREGULAR.get(word, word))[:1])


@lru_cache(50_000)
def sides(word: str) -> frozenset[tuple[int, int]]:
    """Where a word stands among the opposites: (pair, side)."""
    found = {"".join(stems(word)[:1]), term(word)}
    return frozenset((i, j) for i, pair in enumerate(_opposites()) for j, side in enumerate(pair) if found & side)


@lru_cache(50_000)
def marks(word: str) -> frozenset[str]:
    """What a word has in common with its other forms, with what stands for it, and with its opposites."""
    groups = (f"group {i}" for i, some in enumerate(_groups()) if term(word) in some)
    return frozenset((term(word), *groups, *(f"pair {pair}" for pair, _ in sides(word)))) - {""}


def are_opposite(one: str, other: str) -> bool:
    """True for "rise" and "fell"."""
    return any((i, 1 - j) in sides(other) for i, j in sides(one))


def are_same(one: str, other: str) -> bool:
    """True for two forms of one verb, or for words that stand for each other."""
    a, b = term(one), term(other)
    return a == b != "" or any(a in some and b in some for some in _groups()) or bool(sides(one) & sides(other))


@lru_cache(1)
def _opposites() -> tuple[tuple[frozenset[str], ...], ...]:
    return tuple(tuple(frozenset(stems(side)) for side in pair.split("|")) for pair in _OPPOSITES)


@lru_cache(1)
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(stems(words)) for words in _SAME)


@lru_cache(1)
def _phrases() -> re.Pattern[str]:
    options = []
    for phrase in sorted(_PHRASES, key=len, reverse=True):
        verb, _, rest = phrase.partition(" ")
        forms = [form for form, base in IRREGULAR.items() if base == verb]
        regular = rf"{verb}{verb[-1]}?(?:s|es|ed|ing)?" if not verb.endswith("e") else rf"{verb[:-1]}(?:e[sd]?|ing)"
        behind = rest.replace("name to", r"(?:(?:his|her|their|its|a) )?name to")
        options.append(rf"(?:{'|'.join([regular, *forms])}) {behind}")
    return re.compile(rf"\b(?:{'|'.join(options)})\b", re.I)


def _in_a_word(found: re.Match[str]) -> str:
    words = found[0].lower().split()
    verb = words[0]
    for phrase, base in _PHRASES.items():
        first, *rest = phrase.split()
        if words[-len(rest) :] == rest and (IRREGULAR.get(verb) == first or verb.startswith(first.rstrip("e"))):
            return _inflected(base, verb)
    return found[0]


def _inflected(base: str, like: str) -> str:
    """A regular verb in the form of another: "resign" like "stood" gives "resigned"."""
    bare = base.removesuffix("e")
    if like.endswith("ing"):
        return f"{bare}ing"
    if like.endswith("ed") or like in IRREGULAR:
        return {"withdraw": "withdrew"}.get(base, f"{bare}ed")
    return f"{base}s" if like.endswith("s") else base
