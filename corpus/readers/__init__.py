"""Files to reports: .txt, .md, .html, .pdf, .docx, .eml and .jsonl.

Each reader takes bytes and gives a Report with what the format tells; the door adds id, digest and guesses.

    for found in read_all([Path("reports")]):
        if isinstance(found, Skipped):
            print(found.reason)
"""

from corpus.readers.door import SUFFIXES, Skipped, read
from corpus.readers.walk import files, read_all

__all__ = ["SUFFIXES", "Skipped", "files", "read", "read_all"]
