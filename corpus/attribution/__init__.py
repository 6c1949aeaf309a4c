"""Reports to statements: `attribute(reports, Tagger.load())` gives each report's statements, in order.

Both names are imported when first used: the tagger brings torch with it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.attribution.statements import attribute
    from corpus.attribution.tagger import Tagger

__all__ = ["Tagger", "attribute"]

_HOMES = {"attribute": "corpus.attribution.statements", "Tagger": "corpus.attribution.tagger"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
