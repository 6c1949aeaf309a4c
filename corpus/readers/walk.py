"""Files and folders in, every report out: the order, links, hidden files, and ids that two reports claim."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.errors import ReadError
from corpus.readers.door import Skipped, located, naming, shown
from corpus.readers.plain import Unreadable
from corpus.types import Report


def read_all(paths: Sequence[Path]) -> Iterator[Report | Skipped]:
    """Every report of the files and folders, and a Skipped for each file, line or folder that gave none.

    Folders are read in the order of the names within them, links last. A name that begins with "." is passed
    over in silence; everything else is read or accounted for. A link is followed, but each file and each
    folder is read once, however many ways lead to it. Of two reports with one id the first goes in.
    One file is held in memory at a time (of a .jsonl one line), besides the ids given so far.
    Raises ReadError at once when one of the paths isn't there.
    """
    return _read_all(files(paths))


def _read_all(found_files: Iterator[tuple[Path, Path] | Skipped]) -> Iterator[Report | Skipped]:
    first_in: dict[str, str] = {}  # the file that had each id first
    for found in found_files:
        if isinstance(found, Skipped):
            yield found
            continue
        path, root = found
        name = shown(path)
        try:
            for place, report in located(path, root):
                if isinstance(report, Skipped):
                    yield report
                elif report.id in first_in:
                    yield Skipped(
                        name,
                        f"{place} has the id {report.id!r}, and so has a report in {first_in[report.id]}: "
                        "give each an id of its own.",
                    )
                else:
                    first_in[report.id] = name
                    yield report
        except ReadError as error:
            yield Skipped(name, str(error))


def files(paths: Sequence[Path]) -> Iterator[tuple[Path, Path] | Skipped]:
    """Each file with the folder that its path is told from, once, and a Skipped for each that can't be reached.

    Order and links as in read_all. Raises ReadError at once when one of the paths isn't there.
    """
    for path in paths:
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise ReadError(f"{shown(path)} isn't there: check the path, or give another one.") from error
        except OSError:
            continue  # accounted for when its turn comes
    return _files(paths)


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, Path] | Skipped]:
    seen: set[tuple[int, int]] = set()
    # a list and not recursion: folders can be nested deeper than Python's stack
    waiting: list[tuple[Path, Path | None]] = [(path, None) for path in reversed(paths)]
    while waiting:
        path, root = waiting.pop()
        try:
            with naming(shown(path)):
                status = path.stat()
                key = (status.st_dev, status.st_ino)
                if key in seen:
                    raise Unreadable("leads to what was read already: remove the link or the second path")
                seen.add(key)
                is_folder = stat.S_ISDIR(status.st_mode)
                inside = list(os.scandir(path)) if is_folder else []
        except ReadError as error:
            yield Skipped(shown(path), str(error))
            continue
        root = root or (path if is_folder else path.parent)
        if not is_folder:
            yield path, root
        # links last: a file keeps the id of its own path where a link beside it leads to it as well
        inside.sort(key=lambda entry: (entry.is_symlink(), entry.name), reverse=True)
        waiting += [(path / entry.name, root) for entry in inside if not entry.name.startswith(".")]
