"""Did they say that? Yes, in other words, no, or no record; by plain signs, not by judging what is true.

The words of the claim are looked for in the clauses of a statement. The clause that has most of them is beside the
claim: both say it, both deny it, or one says what the other denies. Denials are counted by twos: who "refused to rule
out" a thing has not ruled it out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bot.contradictions import amount
from bot.features import AT
from bot.question import Question
from bot.quotes import Quote
from bot.topic import Topic
from bot.types import Verdict
from bot.words import Vocabulary, cut, stem
from corpus.attribution.verbs import lemma
from corpus.sentences import sentences
from corpus.types import Polarity

Sense = Literal["same", "opposite", "figure", "silent", "elsewhere"]  # of a statement beside a claim

LIKE = 0.4  # how alike two words are to count as one; see Vocabulary.alike
ON_IT = 0.4  # of the claim's weight in one statement with its cue and source: less is another matter

# -- what turns words into their opposite

_NOT = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|cannot|without|hardly|scarcely|far from"
    r"|anything but|no longer)\b|n['’]t\b",
    re.I,
)
# looks like one and is none
_NO_NOT = re.compile(
    r"\b(?:no (?:doubt|question|wonder|matter|less than|fewer than|sooner)|not (?:only|just|merely|simply|least)"
    r"|nothing (?:but|less)|without (?:a )?(?:doubt|question))\b",
    re.I,
)
# each turns what follows, also where that has a "not" of its own: "never said there must be no cranes"
_TURNS = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ials?)|refus(?:e[ds]?|ing|als?)|reject\w*|rul(?:e[ds]?|ing) (?:\w+ )?out|disput(?:e[ds]?|ing)"
    r"|refut(?:e[ds]?|ing)|rebut\w*|turn(?:s|ed|ing)? down|stop(?:s|ped|ping)? short of|declin(?:e[ds]?|ing) to"
    r"|dismiss\w*|say(?:s|ing)? no to|said no to|doubt(?:s|ed|ing)? (?:that|if|whether))\b"
    r"|(?:\b(?:not|never|nobody|cannot)|n['’]t) (?:\w+ ){0,2}?(?:sa(?:y|id|ying)|claim\w*|suggest\w*|think|thought"
    r"|believe[ds]?|expect\w*|mean|meant|sure|certain|convinced)\b",
    re.I,
)
_BORDER = re.compile(
    r"[;:!?…—–\n]|\.(?!\d)|,? \b(?:but|although|though|however|while|whereas|because|and)\b|, (?=so |or else |which |who )"
)
_OPPOSITES = [
    [{stem(word) for word in side.split()} for side in pair.split("|")]
    for pair in (
        "raise rise increase grow higher gain climb improve | lower fall cut decrease drop decline reduce shrink worsen",
        "more | fewer less",
        "support back endorse favour favor approve | oppose against",
        "accept agree | reject refuse disagree",
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
        "better | worse",
        "strong | weak",
        "allow permit | ban forbid prohibit",
        "best | worst",
        "fit healthy | unfit sick ill",
    )
]
