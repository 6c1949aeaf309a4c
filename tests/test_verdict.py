"""Whether somebody said it: what is asked for beside one statement of theirs, and the verdict on it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from bot.acts import Deed, deeds, is_act
from bot.claims import Claim
from bot.doing import Doing
from bot.features import FEATURES
from bot.memory import Memory
from bot.people import Names
from bot.question import understand
from bot.quotes import Quote
from bot.topic import Topic
from bot.verdict import as_done, on_record, verdict
from bot.words import Vocabulary
from corpus.attribution.polarity import polarity
from corpus.types import Polarity, Report, Span, Speaker, Statement
from index.catalog import StatementRow
from index.catalog.people import Name
from index.encoder import Encoder

NAMES = Names([Name("ash", "Ash", "Ash", "", "person", 50)])

# question, cue, content, verdict
TABLE = [
    # the same, in the same words or in others
    ("did Ash say the bridge is safe?", "said", "the bridge is safe", "yes"),
    ("did Ash say the harbour would reopen on Friday?", "said", "the harbour would reopen on Friday", "yes"),
    ("did Ash say the ferry would be cheaper?", "said", "ferry fares would fall next year", "yes"),
    ("did Ash call the judge a coward?", "called", "the judge a coward", "yes"),
    ("did Ash warn that the dam could burst?", "warned", "the dam might break under so much rain", "yes"),
    ("did Ash admit the exam papers were lost?", "conceded", "that the exam papers had gone missing", "yes"),
    ("did Ash promise new buses for the valley?", "vowed", "to buy new buses for the valley", "yes"),
    ("did Ash say that doctors are leaving the island?", "said", "more and more physicians leave the island", "yes"),
    ("did Ash blame the drought on farmers?", "blamed", "farmers for the drought", "yes"),
    ("has Ash ever praised the orchestra?", "said", "the orchestra had played wonderfully", "yes"),
    ("did Ash accuse the bank of hiding losses?", "said", "the bank had hidden its losses for years", "yes"),
    ("did Ash urge people to boil their water?", "urged", "everyone to boil water before drinking it", "yes"),
    ("did Ash say she would resign?", "said", "she would step down and resign in May", "yes"),
    ("does Ash think the vaccine works?", "said", '"The vaccine works. It is not a miracle, but it works."', "yes"),
    # a "not" in the statement that the question doesn't have
    ("did Ash say the bridge is safe?", "said", "the bridge is not safe", "no"),
    ("did Ash say the mine would close?", "said", "the mine would never close while she was there", "no"),
    ("did Ash say teachers would get a raise?", "said", "there would be no raise for teachers", "no"),
    ("did Ash say the army would help?", "said", "nobody had asked the army to help", "no"),
    ("did Ash say the school has enough teachers?", "said", '"We don\'t have enough teachers at this school"', "no"),
    ("did Ash promise to lower the rent?", "said", '"We cannot lower the rent this year"', "no"),
    ("did Ash say he would run for mayor?", "said", "he had no plans to run for mayor", "no"),
    ("does Ash believe the witness lied?", "said", "I don't think the witness lied", "no"),
    ("did Ash say the river is clean?", "said", "the river is anything but clean", "no"),
    ("did Ash say there was a link to the strike?", "said", "there was no evidence of a link to the strike", "no"),
    ("did Ash say the bakery would open in May?", "said", "the bakery was unlikely to open in May", "no"),
    ("did Ash insist he was fired instead of quitting?", "said", "he had been sacked, and had not resigned", "yes"),
    ("did Ash say they talk of hats rather than of wages?", "said", "they talk of hats, not of wages", "yes"),
    (
        "did Ash say who fired first?",
        "said",
        '"I don\'t know. One side has sent us something. We have asked both."',
        "no",
    ),
    # by the cue
    ("did Ash say the minister took bribes?", "denied", "that the minister took bribes", "no"),
    ("did Ash confirm the deal with the port?", "rejected", "reports of a deal with the port", "no"),
    ("did Ash say who paid for the trip?", "declined", "to say who paid for the trip", "no"),
    ("did Ash agree to a second debate?", "refused", "to take part in a second debate", "no"),
    ("did Ash say the pipeline leaks?", "disputed", "that the pipeline leaks", "no"),
    ("did Ash say taxes would go up?", "ruled out", "that taxes would go up", "no"),
    # the question's own denial
    ("did Ash deny that the minister took bribes?", "denied", "that the minister took bribes", "yes"),
    ("did Ash deny meeting the smugglers?", "said", '"I have never met the smugglers"', "yes"),
    ("did Ash rule out a tax rise?", "said", "there would be no tax rise", "yes"),
    ("did Ash rule out a coalition?", "ruled out", "any coalition with the greens", "yes"),
    ("did Ash refuse to sell the farm?", "said", '"I will never sell the farm"', "yes"),
    ("did Ash refuse to comment on the leak?", "declined", "to comment on the leak", "yes"),
    ("did Ash say the vote was not fair?", "said", "the vote had not been fair", "yes"),
    ("did Ash say no refunds would be paid?", "said", "passengers would not be paid any refunds", "yes"),
    ("did Ash say he would not leave the party?", "vowed", "never to leave the party", "yes"),
    ("did Ash say no to the merger?", "rejected", "the merger", "yes"),
    ("did Ash deny that the minister took bribes?", "said", "the minister took bribes for years", "no"),
    ("did Ash rule out a coalition?", "did not rule out", "a coalition", "no"),
    ("did Ash rule out a strike?", "said", '"We will strike if they cut our pay"', "no"),
    ("did Ash deny the cables were old?", "acknowledged", "that the cables were old", "no"),
    ("did Ash say the roads are not icy?", "said", "the roads are icy and dangerous", "no"),
    ("did Ash refuse to meet the union?", "said", "she would meet the union on Monday", "no"),
    # a "not" of another matter
    ("did Ash say the bridge is safe?", "said", "the bridge is safe, but the tunnel is not", "yes"),
    ("did Ash say the trains will run?", "said", '"Nobody should worry. The trains will run."', "yes"),
    ("did Ash say the museum will open?", "said", "the museum will open, though not before noon", "yes"),
    ("did Ash say the fire was arson?", "said", "there is no doubt that the fire was arson", "yes"),
    ("did Ash say the beach is dirty?", "said", "the beach is not only dirty but dangerous", "yes"),
    ("did Ash deny knowing the thief?", "said", '"I did not know the thief. I know many people."', "yes"),
    # a shortened title ends no clause; verbs of several words, and forms that don't look alike
    ("did Ash say there was proof against Mr. Oak?", "said", "there was no proof against Mr. Oak", "no"),
    ("did Ash say he would step down?", "said", "he would resign in May", "yes"),
    ("did Ash say the team won the cup?", "said", "the team had won the cup", "yes"),
    # opposites
    ("did Ash say wages would rise?", "said", "wages would fall", "no"),
    ("does Ash support the new stadium?", "said", "she opposes the new stadium", "no"),
    ("did Ash say the suspect is guilty?", "said", "the suspect is innocent", "no"),
    ("did Ash say the team would win the final?", "said", "the team would lose the final", "no"),
    ("did Ash accept the referee's apology?", "said", "she rejected the referee's apology", "no"),
    ("did Ash say fewer tourists came this year?", "said", "more tourists had come this year than ever", "no"),
    ("did Ash say the statement was false?", "said", "the statement was true", "no"),
    ("did Ash say the shop would open at eight?", "said", "the shop would close at eight", "no"),
    # figures
    ("did Ash say 12 miners died?", "said", "14 miners had died", "no"),
    ("did Ash say 12 miners died?", "said", "twelve miners had died", "yes"),
    ("did Ash say the hall holds 300 people?", "said", "the hall holds 450 people", "no"),
    ("did Ash say 40 percent of pupils failed?", "said", "25 percent of pupils had failed", "no"),
    ("did Ash say the repair costs 2 million crowns?", "said", "the repair costs 2 million crowns", "yes"),
    ("did Ash say the fence cost 900 crowns?", "said", "the fence cost 9,000 crowns", "no"),
]
# question, cue, content: on another matter, or no statement
ELSEWHERE = [
    ("did Ash say the bridge is safe?", "said", "the bridge was painted in spring"),
    ("did Ash say the mayor should resign?", "said", "the mayor had arrived late at the dinner"),
    ("did Ash promise free school meals?", "promised", "a new roof for the school"),
    ("did Ash say the hospital would get more nurses?", "said", "the hospital was founded by monks"),
    ("did Ash apologise for the flood?", "said", "the flood had reached the market at noon"),
    ("did Ash accuse the police of torture?", "said", "the police had found her bicycle"),
    ("did Ash say the wolf was shot by a hunter?", "asked", "who had shot the wolf"),
    ("did Ash threaten to sue the newspaper?", "said", "she reads the newspaper every day"),
    ("did Ash say the well is deep?", "said", "“How deep is the well?”"),
    ("did Ash say the baker poisoned the dog?", "said", "“If he poisoned the dog, I am sorry for it.”"),
]


MEANING = np.where(np.array(FEATURES) == "meaning", 0.6, 0.0)  # of words on the matter asked about
VERDICTS = {
    "same": "yes",
    "opposite": "no",
    "figure": "no",
    "declined": "no",
    "silent": "not_found",
    "unclear": "not_found",
}


class EveryWordAlike:
    """Reports in which each word stands as often as any other."""

    def __len__(self) -> int:
        return 1000

    def frequency(self, term: str) -> int:
        return 10


@pytest.fixture(scope="module")
def vocabulary(encoder: Encoder) -> Vocabulary:
    return Vocabulary(encoder.word_vectors)


def claim(text: str, vocabulary: Vocabulary, encoder: Encoder) -> Claim:
    question = understand(text, Memory(), names=NAMES)
    return Claim(question, Topic(question, EveryWordAlike()), vocabulary)  # type: ignore[arg-type]


def read(cue: str, content: str) -> Polarity:
    """The polarity of a statement; a "not" stands before its cue."""
    before, _, verb = cue.rpartition(" not ")
    return polarity(verb or cue, f"{before} not" if before else "", content)


def quote(who: str, cue: str, content: str, sure: float = 0.9, day: date | None = None, behind: str = "") -> Quote:
    text = f"{who} {cue} {content}{behind}."
    verb = Span(len(who) + 1, len(who) + 1 + len(cue))
    said = Span(verb.end + 1, verb.end + 1 + len(content))
    whole = Span(0, len(text))
    statement = Statement(
        "a", 0, Span(0, len(who)), verb, (said,), whole, Speaker(who, "name"), "indirect", read(cue, content)
    )
    return Quote(
        Report("a" if day is None else f"{day}", text, date=day),
        whole,
        whole,
        StatementRow(1, statement, who.lower()),
        MEANING,
        sure=sure,
    )


@pytest.mark.parametrize(("asked", "cue", "content", "right"), TABLE)
def test_what_was_said_is_told_from_its_opposite(
    asked: str, cue: str, content: str, right: str, vocabulary: Vocabulary, encoder: Encoder
) -> None:
    (beside,) = claim(asked, vocabulary, encoder).beside([quote("Ash", cue, content)])
    assert VERDICTS[beside.sense] == right


@pytest.mark.parametrize(("asked", "cue", "content"), ELSEWHERE)
def test_another_matter_is_no_yes(asked: str, cue: str, content: str, vocabulary: Vocabulary, encoder: Encoder) -> None:
    said = quote("Ash", cue, content, sure=0.6)  # what lacks half of the question is never surer
    assert verdict(claim(asked, vocabulary, encoder), "Ash", [said]).answer != "yes"


def test_no_statement_is_no_yes(vocabulary: Vocabulary, encoder: Encoder) -> None:
    asked = claim("did Ash say the bridge is safe?", vocabulary, encoder)
    assert verdict(asked, "Ash", []).answer == "not_found"
    unsure = verdict(asked, "Ash", [quote("Ash", "said", "the toll would rise", sure=0.1)])
    assert (unsure.answer, unsure.quote) == ("not_found", None)
    assert unsure.words == "Not in these or like words; the nearest that Ash said:"


def test_of_several_statements_the_one_with_most_of_the_claim_decides(vocabulary: Vocabulary, encoder: Encoder) -> None:
    said = [quote("Ash", "said", "the bridge was painted"), quote("Ash", "said", "the bridge is not safe at all")]
    told = verdict(claim("did Ash say the bridge is safe?", vocabulary, encoder), "Ash", said)
    assert (told.answer, told.quote) == ("no", said[1])


def test_words_beside_the_matter_are_no_yes(vocabulary: Vocabulary, encoder: Encoder) -> None:
    """A denial is asked for, and its words stand around a statement that has none of them."""
    beside = ", a week after a fire in the harbour warehouse"
    said = quote("Ash", "told the council", "that he had nothing to add to his letters", sure=0.95, behind=beside)
    told = verdict(claim("did Ash deny the fire in the harbour warehouse?", vocabulary, encoder), "Ash", [said])
    assert told.answer == "not_found"


def test_words_on_the_same_matter_that_lack_what_is_claimed_are_no_yes(
    vocabulary: Vocabulary, encoder: Encoder
) -> None:
    for asked, content in (
        ("did Ash demand that the bank be broken up?", "the bank had behaved outrageously"),
        ("did Ash say he would run for president?", "the president could be overturned in November"),
        ("did Ash endorse the governor?", "he had the endorsement of three senators"),
        ("did Ash offer the museum 10 million?", "the museum has a real chance"),
    ):
        told = verdict(claim(asked, vocabulary, encoder), "Ash", [quote("Ash", "said", content)])
        assert told.answer == "not_found", asked


@pytest.mark.parametrize(
    ("asked", "yes"),
    [
        ("did Ash call for the licence of the dam to be withdrawn?", True),
        ("did Ash want the licence of the dam withdrawn?", True),
        ("did Ash call for the licence of the dam to be extended?", False),
        ("did Ash want the licence of the dam renewed?", False),
        ("did Ash want the licence of the dam sold?", False),
    ],
)
def test_who_demands_one_thing_has_not_called_for_another_to_be_done_with_it(
    asked: str, yes: bool, vocabulary: Vocabulary, encoder: Encoder
) -> None:
    said = quote("Ash", "called for", "the licence of the dam to be withdrawn")
    assert (verdict(claim(asked, vocabulary, encoder), "Ash", [said]).answer == "yes") is yes


def test_of_two_days_both_are_told(vocabulary: Vocabulary, encoder: Encoder) -> None:
    before, after = date(2020, 3, 1), date(2020, 3, 9)
    said = [
        quote("Ash", "said", "there would be no second vote on the bridge", day=before),
        quote("Ash", "said", "there would be a second vote on the bridge", sure=0.8, day=after),
    ]
    told = verdict(claim("did Ash say there would be a second vote on the bridge?", vocabulary, encoder), "Ash", said)
    assert (told.answer, told.quote, told.against) == ("yes", said[1], said[0])
    assert told.words == "Yes, in these words, on 9 Mar 2020; the opposite on 1 Mar 2020:"


def test_a_denial_that_is_told_to_be_taken_back_does_not_decide(vocabulary: Vocabulary, encoder: Encoder) -> None:
    back = ", acknowledged that there had been one"
    said = [
        quote("Ash", "a week ago said", "there was no plan to close the mine", sure=0.95, behind=back),
        quote("Ash", "said", "there was a plan for the mine and it was a bad one"),
    ]
    told = verdict(claim("did Ash admit there was a plan to close the mine?", vocabulary, encoder), "Ash", said)
    assert (told.answer, told.quote) == ("yes", said[1])


def test_a_word_that_is_refused_in_the_same_breath_is_not_said(vocabulary: Vocabulary, encoder: Encoder) -> None:
    said = [
        quote("Ash", "told the council", "that he was not using the word theft"),
        quote("Ash", "said", "Theft is a word for judges"),
    ]
    told = verdict(claim("did Ash call it theft?", vocabulary, encoder), "Ash", said)
    assert told.answer != "yes"


# question, a report's sentences, to what the act came
ACTS = [
    ("did Ash resign?", "Ash resigned on Friday.", ["done"]),
    ("did Ash resign?", "Ash, who owns the ferry, stepped down on Friday.", ["done"]),
    ("did Ash resign?", "Ash offered to resign. The council refused it.", ["open"]),
    ("did Ash resign?", "Ash offered his resignation to the council.", ["open"]),
    ("did Ash resign?", "Ash was asked to resign.", ["open"]),
    ("did Ash resign?", "Ash would not resign.", ["not_done"]),
    ("did Ash resign?", "Ash refused to resign.", ["not_done"]),
    ("did Ash resign?", "If Ash resigned, nobody would notice.", []),
    ("did Ash resign?", "Ash stayed and Oak resigned.", []),
    ("did Ash resign?", "Ash's deputy resigned.", []),
    ("did Ash sign the contract?", "Ash has signed the contract.", ["done"]),
    ("did Ash sign the contract?", "Ash signed the guest book.", []),
    ("did Ash sign the contract?", "Ash threatened to sign the contract.", ["open"]),
    ("did Ash win the race?", "Ash won the race by a minute.", ["done"]),
    ("did Ash win the race?", "Ash could win the race.", ["open"]),
    ("did Ash cancel the march?", "Oak told Ash to cancel the march. He did so within the hour.", ["done", "open"]),
    ("did doctors warn of typhoid?", "The city's doctors warn of typhoid in the old quarter.", ["done"]),
    ("did Ash say the bridge is safe?", "Ash said that the bridge is safe.", []),  # its statements tell that
]


@pytest.mark.parametrize(("asked", "text", "came"), ACTS)
def test_an_act_is_done_where_a_sentence_tells_it_as_done(
    asked: str, text: str, came: list[str], vocabulary: Vocabulary, encoder: Encoder
) -> None:
    whole = Span(0, len(text))
    told = Quote(Report("a", text), whole, whole, None, np.zeros(1))
    doer = "doctors" if "doctors" in asked else "Ash"
    assert [deed.came for deed in deeds(claim(asked, vocabulary, encoder), doer, [told])] == came


def test_of_an_act_no_words_alone_are_a_yes(vocabulary: Vocabulary, encoder: Encoder) -> None:
    asked = claim("did Ash resign?", vocabulary, encoder)
    offered = quote("Ash", "offered", "his resignation")
    told = verdict(asked, "Ash", [offered])
    doing = Doing.of(encoder.word_vectors)
    assert is_act(asked, doing) and told.answer == "yes"
    assert as_done(told, [], is_act=True).answer == "not_found"
    assert as_done(told, [Deed("open", offered)], is_act=True).answer == "not_found"
    assert as_done(told, [Deed("not_done", offered)], is_act=True).answer == "no"
    assert as_done(told, [Deed("done", offered)], is_act=True).answer == "yes"
    assert not is_act(claim("did Ash apologise?", vocabulary, encoder), doing)


def test_what_somebody_else_said_is_told_as_theirs(vocabulary: Vocabulary, encoder: Encoder) -> None:
    other = quote("Ben Ruud", "said", "the bridge is safe", sure=0.1)
    asked = claim("did Ash say the bridge is safe?", vocabulary, encoder)
    told = verdict(asked, "Ash", [quote("Ash", "said", "the toll would rise", sure=0.1)], [other])
    assert (told.answer, told.quote) == ("not_found", other)
    assert told.words == "Ash is not on record with it; Ben Ruud said it:"
    assert verdict(asked, "Ash", [], [other]).words == "Ben Ruud said it:"  # who is described may be who is named


def test_what_is_true_is_left_to_those_who_say_so(vocabulary: Vocabulary, encoder: Encoder) -> None:
    asked = claim("is it true that the bridge is safe?", vocabulary, encoder)
    assert on_record(asked, [quote("Ben Ruud", "said", "the bridge is safe")]).words == "Ben Ruud says so:"
    denied = on_record(asked, [quote("Ben Ruud", "denied", "that the bridge is safe")])
    assert (denied.answer, denied.words) == ("no", "Ben Ruud says otherwise:")
    assert on_record(asked, []).answer == "not_found"


@pytest.mark.parametrize(
    ("asked", "cue", "content", "words"),
    [
        ("did Ash say the bridge is safe?", "said", "the bridge is safe", "Yes, in these words:"),
        ("did Ash say the ferry is cheaper?", "said", "the ferry costs less", "Yes, in other words:"),
        ("did Ash say the bridge is safe?", "denied", "that the bridge is safe", "No, it was denied:"),
        ("did Ash say the bridge is safe?", "said", "the bridge is not safe", "No, the opposite was said:"),
        ("did Ash say who paid?", "declined", "to say who paid", "No, there was no answer to it:"),
        ("did Ash say 12 miners died?", "said", "14 miners died", "No, the figure is another, 14:"),
    ],
)
def test_the_lead_tells_which_it_is(
    asked: str, cue: str, content: str, words: str, vocabulary: Vocabulary, encoder: Encoder
) -> None:
    assert verdict(claim(asked, vocabulary, encoder), "Ash", [quote("Ash", cue, content)]).words == words
