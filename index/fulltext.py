"""The best passages or statements by words (BM25): the only module that imports tantivy. A cache of the catalogue."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache

import numpy as np
import tantivy

from index.catalog import Catalog, Filter, Keys, Table

FOLDER = "fulltext"
STATE = "state"
META = "meta.json"  # tantivy's own, without which its folder is none
ANALYZER = "undotted"  # another name for another way to cut words: what is on disk is then made anew
TITLE_BOOST = 0.6  # a title repeats what many passages of its report share: it helps, but less than the passage
DOTTED = r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?"  # "U.N.", which a person types as "un"
# words that questions are made of; they would only reward the longest passage
STOP = frozenset(
    "a about after all also amid an and any are around as at be been before being but by can could did do does"
    " doing during for from had has have he her hers him his how i if in into is it its just me more most my no"
    " nor not of on once only or other our out over own s said say saying says she should so some such t tell than"
    " that the their them then there these they this those to told too under until up us very was we were what"
    " when where which while who whom whose why will with would you your".split()
)

_DOTTED = re.compile(DOTTED)


@lru_cache(1)
def _analyzer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def stems(text: str) -> list[str]:
    """The terms of a text as the full-text index holds them: lower case, without accents, English stems."""
    return list(_analyzer().analyze(undotted(text)))


def undotted(text: str) -> str:
    """The text with "UN" for "U.N."."""
    return _DOTTED.sub(lambda found: found[0].replace(".", ""), text)


@lru_cache(1)
def stop_stems() -> frozenset[str]:
    """The terms that carry no topic in a question."""
    return STOP | frozenset(stems(" ".join(STOP)))


class FullTextCache:
    """A tantivy index over the words of one table, brought to the catalogue's state like the vectors.

    The title of a passage is its report's, that of a statement is who speaks.
    """

    def __init__(self, catalog: Catalog, table: Table) -> None:
        self._catalog = catalog
        self._table = table
        self._folder = catalog.folder / FOLDER / table.kind
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("key", indexed=True, fast=True)  # signed: no term of an unsigned one can be deleted
        builder.add_text_field("report", tokenizer_name="raw")
        builder.add_text_field("source", tokenizer_name="raw")
        builder.add_unsigned_field("day", indexed=True, fast=True)  # proleptic ordinal; 0 when unknown
        builder.add_text_field("title", tokenizer_name=ANALYZER)
        builder.add_text_field("text", tokenizer_name=ANALYZER)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)  # in memory, until there is one on disk
        self.state = -1  # of the catalogue: the one that is held here
        self.reload()

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

    def reload(self) -> None:
        """Takes over what another process has committed; keeps what is held where nothing whole is on disk."""
        with suppress(OSError, ValueError):  # what tantivy raises for a folder that is damaged or of another schema
            state = int((self._folder / STATE).read_text())  # first: what is opened then may be newer, never older
            if state != self.state and (self._folder / META).exists():
                self._index, self.state = self._opened(), state

    def sync(self) -> bool:
        """Brings it to the catalogue's present state; True when anything had to change.

        Only for the one process that holds the build lock: tantivy takes one writer at a time.
        """
        self.reload()
        state = self._catalog.state
        if state == self.state and len(self) == self._table.count():
            return False
        wanted, held = self._table.keys(), self.keys()
        if self.state == -1 or not (self._folder / META).exists():
            # another process that looks in at this moment may put a lock there, which is no harm
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True, exist_ok=True)
            self._index, held = self._opened(), held[:0]
        writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        for key in np.setdiff1d(held, wanted):
            writer.delete_documents_by_term("key", int(key))
        for row in self._table.documents(np.setdiff1d(wanted, held)):
            document = tantivy.Document()
            document.add_integer("key", row.key)
            document.add_text("report", row.report.id)
            document.add_text("source", row.report.source.casefold())
            document.add_unsigned("day", row.report.date.toordinal() if row.report.date else 0)
            document.add_text("title", undotted(row.title))
            document.add_text("text", undotted(row.text))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        part = self._folder / f"{STATE}.part"
        part.write_text(str(state))
        part.replace(self._folder / STATE)
        self.state = state
        return True

    def keys(self) -> Keys:
        """The keys that it holds, ascending."""
        searcher = self._index.searcher()
        if not searcher.num_docs:
            return np.empty(0, np.int64)
        everything = tantivy.Query.all_query()
        found = searcher.search(everything, searcher.num_docs, count=False, order_by_field="key").hits
        return np.sort(np.array([key for key, _ in found], np.int64))

    def best(self, text: str, k: int, wanted: Filter, phrases: Sequence[str] = ()) -> list[tuple[int, float]]:
        """The k best rows by BM25 as (key, score), best first; () for a text without a topical word.

        `phrases` must stand in the text word for word (after stemming). The text is cut into terms here and never
        meets a query parser, so no character of it is syntax.
        """
        terms = list(dict.fromkeys(t for t in stems(text) if t not in stop_stems()))[:64]
        parts = [(tantivy.Occur.Should, self._either(term)) for term in terms]
        for phrase in phrases:
            words: list[str | tuple[int, str]] = [*stems(phrase)[:64]]
            if len(words) > 1:
                parts.append((tantivy.Occur.Must, tantivy.Query.phrase_query(self._schema, "text", words)))
            elif words:
                parts.append((tantivy.Occur.Must, tantivy.Query.term_query(self._schema, "text", words[0])))
            else:
                return []  # signs alone are in no text, as far as this index knows
        if not parts:
            return []
        query = tantivy.Query.boolean_query(parts)
        limits = self._limits(wanted)
        if limits:  # the question as a whole must match too, not only the limits
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *limits])
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=k, count=False).hits
        keys = searcher.fast_field_values("key", [address for _, address in hits])
        return [(int(key or 0), float(score)) for key, (score, _) in zip(keys, hits, strict=True)]

    def frequency(self, term: str) -> int:
        """In how many rows a term (one of `stems`) stands."""
        return int(self._index.searcher().doc_freq("text", term))

    def _opened(self) -> tantivy.Index:
        """The index on disk, made where there is none; raises ValueError or OSError when it is damaged."""
        index = tantivy.Index(self._schema, path=str(self._folder))
        index.register_tokenizer(ANALYZER, _analyzer())
        index.config_reader("manual")  # else a thread of its own reloads it at any time
        index.searcher().doc_freq("text", "")  # opens all of it: what is damaged fails here and not in a search
        return index

    def _either(self, term: str) -> tantivy.Query:
        title = tantivy.Query.term_query(self._schema, "title", term)
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "text", term)),
                (tantivy.Occur.Should, tantivy.Query.boost_query(title, TITLE_BOOST)),
            ]
        )

    def _limits(self, wanted: Filter) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        limits: list[tuple[tantivy.Occur, tantivy.Query]] = []
        if wanted.since or wanted.until:
            days = tantivy.Query.range_query(
                self._schema, "day", tantivy.FieldType.Unsigned,
                wanted.since.toordinal() if wanted.since else 1,
                wanted.until.toordinal() if wanted.until else None,
            )  # fmt: skip
            limits.append((tantivy.Occur.Must, days))
        if wanted.of_statements and self._table.kind == "statements":  # who is who stands in the catalogue alone
            only = Filter(people=wanted.people, kinds=wanted.kinds, polarities=wanted.polarities)
            keys = self._table.keys_where(only).tolist()
            limits.append((tantivy.Occur.Must, tantivy.Query.term_set_query(self._schema, "key", keys)))
        for name, values in (
            ("source", [s.casefold() for s in wanted.sources]),
            ("report", list(wanted.reports)),
        ):
            if values:
                limits.append((tantivy.Occur.Must, tantivy.Query.term_set_query(self._schema, name, values)))
        return limits
