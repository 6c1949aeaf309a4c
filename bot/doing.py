"""Whether a verb is of doing or of saying, thinking and feeling: "sign" beside "sneer"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.attribution.verbs import ASSERTING, POLARITY

Vectors = Callable[[Sequence[str]], NDArray[np.float32]]  # a row for each word

PULL = 3.0  # on squared weights; from 1 to 10 nine in ten verbs that were left out fell on the right side

_SAYING = """
    address admire approve attack back boast charge cheer confess consider dare defend dodge endorse envy favor
    favour feel gloat grumble hate jibe lash liken love mean mind moan oppose own praise push rail rant react
    regret reject respect respond ridicule rip rule scold slam sneer spell stand stick stress support swear
    taunt tease tout trash trust turn weigh
""".split()
_DOING = """
    appear appoint arrest arrive attend ban bomb break build buy cancel carry clean climb close collect cook
    dance deliver deploy destroy die dismantle divorce donate drink drive drop eat erase escape evacuate file
    find fight fire flee fly hire hit invade invest jail join kill land launch leave lose march marry meet merge
    move pass pay perform pick produce publish quit raise receive record release repair rescue resign return run
    sail seize sell send shoot shut sign sing spend start steal stop submit sue surrender swim test travel treat
    visit vote wash win withdraw write
""".split()


class Doing:
    """Verbs on a line from saying to doing, drawn through the vectors of known ones by ridge regression."""

    def __init__(self, vectors: Vectors) -> None:
        saying = sorted({word for word in (*ASSERTING, *POLARITY, *_SAYING) if "_" not in word} - set(_DOING))
        rows = _with_one(vectors([*_DOING, *saying]))
        many = [len(_DOING), len(saying)]
        side, counts = np.repeat([1.0, -1.0], many), np.repeat([1 / some for some in many], many)
        counted = rows.T * counts * (sum(many) / 2)  # either side counts as much
        self._vectors = vectors
        self._weights = np.linalg.solve(counted @ rows + PULL * np.eye(rows.shape[1]), counted @ side)

    @classmethod
    @lru_cache(2)
    def of(cls, vectors: Vectors) -> Doing:
        """The same for the same encoder."""
        return cls(vectors)

    def __call__(self, verb: str) -> float:
        """About 1 for a verb of doing, about -1 for one of saying."""
        if verb in _DOING or verb in _SAYING:
            return 1.0 if verb in _DOING else -1.0
        return float((_with_one(self._vectors([verb])) @ self._weights)[0])


def _with_one(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.concatenate([rows, np.full((len(rows), 1), 0.3)], axis=1, dtype=np.float64)
