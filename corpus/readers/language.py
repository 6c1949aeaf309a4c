"""Which language a text is in."""

from __future__ import annotations


def language_of(text: str) -> str:
    """The language of text, by its first 2,000 characters, as ISO 639-1; "" for fewer than 20 letters."""
    sample = text[:2000]
    if sum(map(str.isalpha, sample)) < 20:
        return ""
    import py3langid  # here: slow to import

    return str(py3langid.classify(sample)[0])


def iso_639(tag: str) -> str:
    """The two letters of a language tag such as en, en-GB or EN_us; "" when it is none."""
    letters = tag.replace("_", "-").split("-")[0].lower()
    return letters if len(letters) == 2 and letters.isascii() and letters.isalpha() else ""
