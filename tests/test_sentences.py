"""Sentences end where a reader says they do, and never lose a character."""

from __future__ import annotations

import textwrap
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import paragraphs, sentences

# "|" marks each border; the text that is split is the same without the marks.
SPLITS = {
    "two sentences": "The bridge is closed.| Nobody knows until when.",
    "a title stays with its name": "Mr. Okafor met Dr. Lindqvist.| Gen. Baro came with Lt. Col. Sims.",
    "titles before titles": "They asked Sen. Ruiz, Gov. Hale and Rep. Dana Poe.| Prof. Ito declined.",
    "a retired officer": "Col. (ret.) Sims met the hon. Member and Eng. Nouri.| They shook hands.",
    "a title in capitals": "MR. OKAFOR AND DR. POE ARRIVED IN ST. ALBANS.| CROWDS WAITED.",
    "a hyphenated title": "It was then-Sen. Poe who signed.| He denies it.",
    "a country inside a name": "The U.S. Senate and the U.N. Security Council met.| The U.S. envoy left.",
    "a country at the end": "He was deported to the U.S.| The lawyer appealed.",
    "an agency": "The F.B.I. Director spoke first.| The F.B.I. declined to comment.",
    "initials": "J. K. Moravec wrote to George W. Lund.| J.R. Moravec and J.-P. Lund did not answer.",
    "a letter at the end": "Nobody voted for plan B.| The mayor was relieved.",
    "hours inside a sentence": ("Shelling began at 5 p.m. on Friday and ended at 6 a.m. Sunday, at 7 a.m. GMT."),
    "hours at the end": ("Shelling began at 5 p.m.| The army denied it.| It ended at 6 a.m.| Residents came back."),
    "a number": "Gate No. 5 opens on Jan. 5 or on Feb. 12, see p. 4 and Art. 9.| No. 6 stays shut.",
    "the word no": "Will he resign?| No.| The party insists.",
    "companies": ("Harlow Inc. said so.| It bought Brill Corp. from Dunne Bros. Holdings.| They left Mott & Co."),
    "a company at the end": "She works for Harlow Inc.| The firm confirmed it.",
    "a saint and a street": (
        "They drove from St. Petersburg to 5 Main St. and back.| It stands on Main St.| The door is red."
    ),
    "a dateline": "BEIRUT, Oct. 28 (Harbour News) - The army advanced.| Rebels withdrew.",
    "a dateline with a state": "CAMDEN, N.J. — The mayor resigned.| LODI, Calif. (HN) - Rain fell.",
    "a state at the end": (
        "He lives in Camden, N.J.| Neighbours saw him.| She is from Lodi, Calif.| Lund never met her."
    ),
    "a party and a state": "Sen. Ana Ruiz (D-Fla.) voted no.| So did Rep. Dana Poe (R-N.Y.) of Albany.",
    "figures": (
        "It grew by 3.5 million, or 2.75%, to $1.2 billion.| In 2016.5 it did not.| 40 people left in 2015.| 30 came."
    ),
    "addresses": ("Write to press.Office@harbour.org or see http://www.harbour.org/a.Html?x=1.Y today.| Thanks."),
    "a domain": "It appeared on Harbour.Com and harbour.org.| Nobody read it.",
    "Latin": (
        "Rain, e.g. The Deluge, fell, i.e. it flooded, cf. Lund et al. 2015, etc.| The dam held.| Poe v. Lund is over."
    ),
    "dots that trail off": ("I thought ... he said nothing.| Well... maybe… not.| It went on…| The crowd left."),
    "dots between words": "He wanted ... I mean, he hoped for ... Lund to win.",
    "dots after a full stop": "It is over. ...| We go home. . . .| The end.",
    "dots in brackets": "We lost.| [...] Lund won [...] the vote.",
    "a quotation with a comma": "\"We won,\" Lund said.| “They lost,” he added.| ''Both,'' Mr. Poe said.",
    "straight quotes": 'Lund said: "We won."| The army denied it.| "They lost."| "Who says so?"',
    "curly quotes": "Lund said: “We won.”| The army denied it.| “They lost.”| ‘Who says so?’",
    "doubled apostrophes": "Lund said: ''We won.''| The army denied it.| ''They lost.''",
    "guillemets": "Lund dit : «Nous partons.»| L'armée nie.",
    "a stop outside the quotes": 'He called it "a farce".| The army did not.',
    "nested quotes": "“He told us, ‘Leave now.’ ”| The family left.",
    "sentences inside a quotation": '"We won.| They lost.| It is over," Lund said.',
    "a question, small attribution": '"Why?" he asked.| “Stop!” shouted Lund.',
    "a question, attribution by name": (
        '"Why?" Lund asked.| “Stop them!” Ana Ruiz shouted at the guards.| "Who?" Mr. Poe said Friday.'
    ),
    "a question, attribution to hearers": '"Why now?" Lund told reporters at the port.',
    "a statement, attribution by name": '"It is over." Lund said.| "We go." Gen. Baro added on Monday.',
    "a new sentence about saying": ('"It is over."| Lund said that he would resign.| "We go."| He said no more.'),
    "a signature": '"It is over." — Ana Ruiz, mayor',
    "brackets": "The dam held.| (It was built in 1911.)| The road (it is new!) did not.",
    "a note": "The dam held.[12]| The road did not.[3]",
    "bold and italic": "**The dam held.**| _The road did not._",
    "a firm with a mark": "Yahoo! said it would pay.| Yahoo! Inc. paid.",
    "marks": "Really?!| Yes!!!| No way…| OK.",
    "an Arabic name": "The city fell.| al-Nouri fled.| Gen. al-Nouri did not; de Witte did. they say",
    "missing space": "The army left the area.|The mayor stayed.| Who knew?|Nobody did.| It was 2015.|I went.",
    "missing space after quotes": "“We won.”|The army denied it.",
    "numbers with stops": "1. The dam held.| 2. The road did not.| (a) Neither did the tunnel.",
    "lines of a list": ("Needs:\n|- water\n|- bread and rice\n|• tents\n|* fuel\n|(a) one truck\n|2) two trucks"),
    "a headline": "Dam holds as rain stops\n\n|The dam held.\n\n|Road lost",
    "a byline and a caption": "By Ana Ruiz\n|The dam held on Monday\n|Photo: Harbour News\n|Rain stopped.",
    "a line that reads on": "The dam near the city of\nNordholm held, the mayor\nsaid.| Rain stopped.",
    "a title at the end of a line": "The dam held, said Mr.\nLund of the port.",
    "paragraphs a line each": "The dam in the U.S.\n|Police said so.\n|The road is lost",
    "other line ends": "The dam held.\r\n|Rain stopped.\u2028|\tRoad lost",
    "Chinese": "大坝没有倒。|市长说：“雨停了。”|他走了！",
    "Arabic": "صمد السد.| هل توقف المطر؟| نعم.",
    "German": "Der Damm hielt am 28. Oktober.| Dr. Lund war froh.",
    "French": "Le barrage a tenu.| « Où est M. Lund ? » demande-t-il.",
    "Russian": "Плотина выстояла.| Дождь прекратился.",
}


@pytest.mark.parametrize("marked", SPLITS.values(), ids=SPLITS.keys())
def test_a_text_is_cut_at_the_marks(marked: str) -> None:
    text = marked.replace("|", "")
    assert [span.of(text) for span in sentences(text)] == [part.strip() for part in marked.split("|")]


WRAPPED = """\
Nordholm, March 3 - The dam above the old town held through the night, the mayor said on Tuesday, and
the army began to let people back into the streets along the river. About 1,200 of them had slept in
schools. "We were lucky," said Lt. Gen. Tomas Baro, who leads the operation for the government of the
U.S. Virgin Islands. Rain is expected again on March
6.

Roads
Two roads to the north are cut. Ana Ruiz of the roads office said that trucks would have to wait until
Friday at least, and that no bus would run before the end of the week.
"""


@pytest.mark.parametrize("width", [60, 72, 80, 100])
@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["blank lines", "no blank lines"])
def test_text_wrapped_at_a_width_has_the_sentences_of_the_text_that_is_not(width: int, gap: str) -> None:
    blocks = [" ".join(block.split()) for block in WRAPPED.replace("Roads\n", "Roads\n\n").split("\n\n")]
    straight = "\n\n".join(blocks)
    wrapped = gap.join(textwrap.fill(block, width) for block in blocks)
    assert [" ".join(span.of(wrapped).split()) for span in sentences(wrapped)] == [
        span.of(straight) for span in sentences(straight)
    ]


def test_a_paragraph_is_a_line_or_a_wrapped_block() -> None:
    wrapped = textwrap.fill("The dam held through the night and rain stopped at last. " * 4, 60).strip()
    lines = "The dam held. Rain stopped.\nThe road is lost. Lund is angry."
    assert [span.of(wrapped) for span in paragraphs(wrapped)] == [wrapped]
    assert [span.of(lines) for span in paragraphs(lines)] == lines.split("\n")


_WORDS = [
    "The",
    "a",
    "Mr.",
    "U.S.",
    "p.m.",
    "No.",
    "Inc.",
    "Lund",
    "lund",
    "said",
    "N.J.",
    "5",
    "28.",
    "A.",
    "x@y.Z",
]
_MARKS = [*".?!…\"”“'([)-—•,:;。؟", "...", "''", "[1]", "1."]
_GAPS = [" ", " ", " ", "\n", "\n\n", "\xa0", "\r\n", "\t", "\u2028", "\ufeff", "\x1c"]
NEWS = st.lists(st.sampled_from(_WORDS + _MARKS + _GAPS), max_size=60).map("".join)


@given(st.one_of(st.text(), NEWS))
def test_sentences_are_in_order_and_hold_every_character_but_white_space_once(text: str) -> None:
    for found in (sentences(text), paragraphs(text)):
        assert all(before.end <= after.start for before, after in pairwise(found))
        assert all(span.of(text) and span.of(text) == span.of(text).strip() for span in found)
        assert "".join("".join(span.of(text).split()) for span in found) == "".join(text.split())


@given(st.one_of(st.text(), NEWS))
def test_a_sentence_lies_in_one_paragraph(text: str) -> None:
    blocks = paragraphs(text)
    assert all(any(block.covers(span) for block in blocks) for span in sentences(text))


@given(NEWS, NEWS)
def test_a_blank_line_ends_a_sentence(first: str, second: str) -> None:
    text = f"{first}\n\n{second}"
    assert not any("\n\n" in span.of(text) for span in sentences(text) if span.start < len(first) < span.end)


HOSTILE = {
    "one line": "word " * 400_000,
    "one word": "w" * 2_000_000,
    "dots": "." * 100_000,
    "spaced dots": ". " * 100_000,
    "quotation marks": '"' * 100_000,
    "quoted dots": '."' * 100_000,
    "brackets behind a dot": "." + "[" * 100_000,
    "notes": ".[1]" * 100_000,
    "initials": "A." * 100_000,
    "titles": "Mr. " * 100_000,
    "missing spaces": "a.Ab" * 50_000,
    "names behind a question": '?" ' + "Aa " * 300_000,
    "blank lines": "\n" * 1_000_000,
    "short lines": "a\n" * 100_000,
    "spaces": "a." + " " * 1_000_000 + "B",
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_read_to_its_end_in_time(text: str) -> None:
    assert sum(len("".join(span.of(text).split())) for span in sentences(text)) == len("".join(text.split()))


def test_four_times_the_text_takes_about_four_times_as_long() -> None:
    def seconds(text: str) -> float:
        begin = time.process_time()
        sentences(text)
        return time.process_time() - begin

    text = '"The dam held." Mr. Lund said at 5 p.m. that the U.S. was calm... It was not.\n' * 500
    assert min(seconds(text * 4) for _ in range(3)) < 12 * min(seconds(text) for _ in range(3))
