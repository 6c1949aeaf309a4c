"""README shows what the product answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation import Conversation
from bot.forms import FORMS
from tests.readme import README, RENEW, Example, answer, differs, examples, renew, renewed

SHOWN = tuple(examples(README.read_text("utf-8")))
DOCUMENT = """
```text
> who said it would hold?

The mayor said: “It holds.” [1]

…

> and the bridge?

The reports
do not say.
```

| kind | you type | answer |
|---|---|---|
| follow-up | `who said it?`, then `when?` | On Tuesday … [1] … |

```console
make test
```
"""


@pytest.mark.parametrize("example", SHOWN, ids=lambda example: f"{example.line}: {example.turns[-1]}")
def test_an_example_in_readme_is_what_the_product_answers(example: Example, conversation: Conversation) -> None:
    told = answer(example, conversation)
    wrong = differs(example, told)
    assert not wrong, (
        f"README.md shows for {' / '.join(example.turns)!r} what is not answered.\n{wrong}\n"
        f"The answer is:\n{told}\nRenew all examples with: {RENEW}"
    )


def test_readme_has_an_example_of_every_kind_of_question(conversation: Conversation) -> None:
    kinds = set()
    for number, example in enumerate(one for one in SHOWN if one.form == "|"):
        kinds |= {conversation.reply(str(number), turn).kind for turn in example.turns}
    assert set(FORMS) <= kinds, f"README's table of questions has no example of: {', '.join(set(FORMS) - kinds)}"


def test_questions_of_a_block_are_one_chat_and_a_row_is_another() -> None:
    first, second, row = examples(DOCUMENT)
    assert first.turns == ("who said it would hold?",)
    assert second.turns == ("who said it would hold?", "and the bridge?")
    assert (row.turns, row.shown) == (("who said it?", "when?"), "On Tuesday … [1] …")
    assert all(one.place.of(DOCUMENT) == one.shown for one in (first, second, row))
    assert DOCUMENT.splitlines()[first.line - 1] == "The mayor said: “It holds.” [1]"


def test_only_what_is_shown_counts_and_an_ellipsis_is_what_is_left_out() -> None:
    first, second, row = examples(DOCUMENT)
    assert differs(first, "The mayor said:\n“It holds.” [1]\n\nSources\n[1] A report") == ""
    assert differs(first, "The mayor said: “It held.” [1]") == "line 5: The mayor said: “It holds.” [1]"
    assert differs(first, "Indeed. The mayor said: “It holds.” [1]") != ""
    assert differs(second, "The reports do not say.") == ""
    assert differs(second, "The reports do not say.\n\nNearest:") == "nothing is shown of: Nearest:"
    assert differs(row, "On Tuesday it was said. [1] Sources") == ""
    assert differs(row, "[1] On Tuesday") != ""


def test_a_renewed_example_is_true_and_as_long_as_before() -> None:
    first, second, row = examples(DOCUMENT)
    told = "Two said so:\n\n" + "The mayor said: “It holds.” [1] " * 20 + "\n\nSources"
    for example in (first, second, row):
        shown = renewed(example, told)
        assert differs(replace(example, shown=shown), told) == ""
        assert all(len(line) <= 220 for line in shown.splitlines())
    assert renewed(first, told) == "Two said so:\n\n…"


def test_renewing_changes_only_what_is_no_longer_true(conversation: Conversation) -> None:
    true = "```text\n> thanks\n\nYou're welcome.\n```\n"
    text, wrong = renew(f"# Talk\n\n{true}\n" + "```text\n> thanks\n\nNo.\n```\n", conversation)
    assert [example.line for example in wrong] == [12]
    assert text == f"# Talk\n\n{true}\n{true}"
