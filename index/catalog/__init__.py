"""The truth of an index: one SQLite file. The only package of the index that speaks SQL.

database.py    the file: opening, connections, transactions, schema
catalog.py     files and reports; putting in, taking out
tables.py      passages and statements: what has a vector and words, and can be searched
people.py      who speaks: each speaker of a report, and the person or body of the collection that it is
"""

from index.catalog.catalog import Catalog, Counts, Entry, embedded_passage, embedded_sentences, embedded_statement
from index.catalog.database import lock
from index.catalog.people import Person
from index.catalog.tables import NO_FILTER, Document, Filter, Keys, PassageRow, StatementRow, Table

__all__ = [
    "NO_FILTER",
    "Catalog",
    "Counts",
    "Document",
    "Entry",
    "Filter",
    "Keys",
    "PassageRow",
    "Person",
    "StatementRow",
    "Table",
    "embedded_passage",
    "embedded_sentences",
    "embedded_statement",
    "lock",
]
