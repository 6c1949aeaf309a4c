"""The form of a question: its kind, whose words it asks for, and about what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.memory import remember
from tests.fakes.speakers import ASH, EDGAR, MADDOCK, VOSS, ask

PHRASINGS = Path(__file__).parent / "quality" / "phrasings.txt"

# typed, kind, speakers, topic
FORMS: list[tuple[str, str, list[tuple[str, ...]], str]] = [
    # anybody's words
    ("who said the ferry was empty?", "who_said", [], "the ferry was empty"),
    ("Who says that they won't leave the island", "who_said", [], "they won't leave the island"),
    ("whos claiming the gauge broke", "who_said", [], "the gauge broke"),
    ("whose claim is it that the gauge broke?", "who_said", [], "the gauge broke"),
    ("which official denied the leak?", "who_said", [], "the leak"),
    ("which islanders wanted the bridge shut", "who_said", [], "the bridge shut"),
    ("what engineer warned about the pillars?", "who_said", [], "the pillars"),
    ("who called Clara Voss a coward", "who_said", [], "called Clara Voss a coward"),
    ("in the hearing, who said the brakes failed?", "who_said", [], "in the hearing, the brakes failed"),
    ("please tell me who said the toll is theft", "who_said", [], "the toll is theft"),
    ("hwo siad the toll is theft", "who_said", [], "the toll is theft"),
    ("according to whom is the bridge safe", "who_said", [], "the bridge safe"),
    # somebody's words
    ("what did Clara Voss say about her brother?", "what_said", [VOSS], "her brother"),
    ("waht did ash sya abuot the toll", "what_said", [ASH], "the toll"),
    ("voss on the pullout?", "what_said", [VOSS], "the pullout"),
    ("maddock reaction to the leak?", "what_said", [MADDOCK], "the leak"),
    ("reaction of maddock to the leak", "what_said", [MADDOCK], "the leak"),
    ("Maddock's view of the strike", "what_said", [MADDOCK], "the strike"),
    ("ash's sharp reply to the harbour authority", "what_said", [ASH], "the harbour authority"),
    ("how did ines react to the strike", "what_said", [MADDOCK], "the strike"),
    ("how did the harbour authority explain the delay?", "what_said", [("harbour authority",)], "the delay"),
    ("why does ash think the toll is wrong", "what_said", [ASH], "the toll is wrong"),
    ("what does ash think of Edgar Voss?", "what_said", [ASH], "Edgar Voss"),
    ("what did ash make of the verdict", "what_said", [ASH], "the verdict"),
    ("what has northwind said about fares", "what_said", [("northwind ferries",)], "fares"),
    ("what was maddock's excuse for the delay", "what_said", [MADDOCK], "the delay"),
    ("is there any quote from ash about the ferry?", "what_said", [ASH], "the ferry"),
    ("any comment by northwind ferries on the crash", "what_said", [("northwind ferries",)], "the crash"),
    ("quotes from clara voss", "what_said", [VOSS], ""),
    ("did you find a statement of ash on the toll", "what_said", [ASH], "the toll"),
    ("ruben ash?", "what_said", [ASH], ""),
    ("White Hall reaction to the leak", "what_said", [], "the leak"),
    ("what did ash have to say about the leak", "what_said", [ASH], "the leak"),
    ("who did ash blame for the fire?", "what_said", [ASH], "the fire"),
    ("what did the mayor of Voss say about snow", "what_said", [], "snow"),
    ("what did ash's brother say about snow", "what_said", [], "snow"),
    ("what did the ash campaign say about snow", "what_said", [], "snow"),
    ("what did Maddock, the new judge, say about bail?", "what_said", [MADDOCK], "bail, the new judge"),
    ("what did ash tell the courier about the leak", "what_said", [ASH], "the leak"),
    ("what ash said about the leak", "what_said", [ASH], "the leak"),
    ("did ash say anything about the leak?", "what_said", [ASH], "the leak"),
    ("what did ash think of fares when talking about the ferry", "what_said", [ASH], "fares, the ferry"),
    ("according to ash, who is to blame?", "what_said", [ASH], "blame"),
    ("what did the nfo say about snow", "what_said", [("national flood office",)], "snow"),
    ("the port court judge on bail", "what_said", [MADDOCK], "bail"),
    ("the judge on bail", "what_said", [MADDOCK], "bail"),
    ("a judge on bail", "what_said", [], "bail"),
    ("what did ash say first about fares", "first", [ASH], "fares"),
    # a saying instead of a verb
    ("ash's crack about the ferries", "what_said", [ASH], "the ferries"),
    ("ashs own retort when asked about fares", "what_said", [ASH], "fares"),
    ("maddocks prediction of what the recount would bring", "what_said", [MADDOCK], "what the recount would bring"),
    ("clara voss' first worry about what the dam would do", "what_said", [VOSS], "what the dam would do"),
    ("ash's rain forecast for the island", "what_said", [ASH], "rain the island"),
    ("the paper compared him to a pirate, ash's reply?", "what_said", [ASH], "the paper compared him to a pirate"),
    ("ash's brother's guess on fares", "what_said", [], "fares"),
    ("ash comparing the ferry to a bath", "what_said", [ASH], "comparing the ferry to a bath"),
    ("ash when asked if fares would rise", "what_said", [ASH], "fares would rise"),
    ("ash to the paper: who is to pay for it?", "what_said", [ASH], "the paper who is to pay for it"),
    ("ash's lips: what is the toll for", "what_said", [ASH], "the toll for"),
    ("ash furious about fares, what was his reasoning", "what_said", [ASH], "furious about fares"),
    # what somebody does and thinks
    ("why did ash turn down the toll", "what_said", [ASH], "turn down the toll"),
    ("why ash left the council", "what_said", [ASH], "left the council"),
    ("how does the harbour authority itself sum up its plan", "what_said", [("harbour authority",)], "sum up its plan"),
    ("what frightens ash even if the toll falls", "what_said", [ASH], "frightens even if the toll falls"),
    ("why is the toll so high, per ash", "what_said", [ASH], "why is the toll so high"),
    ("how did the fire start in ash's opinion", "what_said", [ASH], "how did the fire start"),
    ("which threat to the school did ash leave hanging", "what_said", [ASH], "threat to the school leave hanging"),
    ("what line of work did ash mention", "what_said", [ASH], "line of work"),
    ("whom did ash bring up as a witness", "what_said", [ASH], "up as a witness"),
    ("did ash's people ever deny it", "did_say", [], "it"),
    # a verdict
    ("ash said the toll would rise, right?", "did_say", [ASH], "the toll would rise"),
    ("is it true that ash called it theft", "did_say", [ASH], "it theft"),
    ("did the mayor of Brenn own up to the leak?", "did_say", [VOSS], "the leak"),
    ("did ash say the toll would rise?", "did_say", [ASH], "the toll would rise"),
    ("Did the governor promise that Ruben Ash would keep his post?", "did_say", [], "Ruben Ash would keep his post"),
    ("has the maddock woman said she was hurt", "did_say", [MADDOCK], "she was hurt"),
    ("has maddock ever said she would quit", "did_say", [MADDOCK], "she would quit"),
    ("did voss deny taking money", "did_say", [VOSS], "taking money"),
    ("while the port was shut, did Ash rule out a sale?", "did_say", [ASH], "a sale"),
    ("didnt ash call it theft", "did_say", [ASH], "it theft"),
    ('did ash say "never again"?', "did_say", [ASH], '"never again"'),
    # facts
    ("what did ash sell", "fact", [], "ash sell"),
    ("how did ash die", "fact", [], "ash die"),
    ("which school did ash's son go to", "fact", [], "which school did ash's son go to"),
    ("which boat did ash sink", "fact", [], "which boat did ash sink"),
    ("ash's age", "fact", [], "ash's age"),
    ("who founded the ferry company", "fact", [], "who founded the ferry company"),
    ("people who drowned at the bridge", "fact", [], "people who drowned at the bridge"),
    ("how big was the crowd, per ash", "fact", [ASH], "how big was the crowd"),
    ("how many were displaced?", "fact", [], "displaced"),
    ("when does the ceasefire start", "fact", [], "the ceasefire start"),
    ("how high was the water at the bridge", "fact", [], "how high was the water at the bridge"),
    ("what was the name of the driver", "fact", [], "the name of the driver"),
    ("what's wrong with the bridge", "fact", [], "wrong with the bridge"),
    ("what would a third Northwind ship cost", "fact", [], "a third Northwind ship cost"),
    ("was ash accused of lying?", "fact", [], "ash accused of lying"),
    ("has maddock been threatened", "fact", [], "maddock been threatened"),
    ("number of dead on the ferry", "fact", [], "number of dead on the ferry"),
    ("according to ash, how many drowned?", "fact", [ASH], "drowned"),
    ("how many drowned according to the Courier", "fact", [("the courier",)], "drowned"),
    ("when was the first gate opened", "fact", [], "the first gate opened"),
    # when and where
    ("when did ash say the bridge would open", "when_said", [ASH], "the bridge would open"),
    ("what day did maddock first mention bail", "first", [MADDOCK], "bail"),
    ("what day did maddock resign", "when_said", [MADDOCK], "resign"),
    ("when did the court order a recount", "when_said", [], "a recount"),
    ("where did maddock apologise?", "where_said", [MADDOCK], ""),
    ("which radio show was ash on when he attacked voss", "where_said", [ASH], "he attacked voss"),
    ("at which rally did ash promise jobs", "where_said", [ASH], "jobs"),
    # several side by side
    ("what do ash and maddock say about the toll", "compare", [ASH, MADDOCK], "the toll"),
    ("ash and maddock on the bridge", "compare", [ASH, MADDOCK], "the bridge"),
    ("clara voss vs ruben ash on the toll", "compare", [VOSS, ASH], "the toll"),
    ("how did ash, maddock and edgar voss react to it all", "compare", [ASH, MADDOCK, EDGAR], "it all"),
    ("what have the two lornes said about fares", "compare", [("anna lorne",), ("pete lorne",)], "fares"),
    ("where do ash and clara voss stand on fares?", "compare", [ASH, VOSS], "fares"),
    ("compare ash and maddock on fares", "compare", [ASH, MADDOCK], "fares"),
    ("compare ash's and maddock's views on fares", "compare", [ASH, MADDOCK], "fares"),
    ("contrast ash with maddock on fares", "compare", [ASH, MADDOCK], "fares"),
    ("what did ash and the police say about fares", "compare", [ASH], "fares"),
    ("what do the police and the rebels say about fares", "compare", [], "fares"),
    ("how do ash and the doctor differ on fares?", "compare", [ASH], "fares"),
    ("do ash and maddock disagree about fares", "compare", [ASH, MADDOCK], "fares"),
    ("compare the figures for the dead", "compare", [], "the figures for the dead"),
    ("what do the two sides say about the fire", "compare", [], "the fire"),
    ("who blamed whom for the fire", "compare", [], "the fire"),
    ("who says what about the fire", "compare", [], "the fire"),
    ("how do ash and maddock versions on the fire differ", "compare", [ASH, MADDOCK], "the fire"),
    ("what different accounts of the fire did ash and maddock give", "compare", [ASH, MADDOCK], "the fire"),
    ("what did ash say to them about fares", "what_said", [ASH], "fares"),
    ("what account of the fire did ash give", "what_said", [ASH], "the fire"),
    ("who came up with town versus the sea", "who_said", [], "came up with town versus the sea"),
    ("how many men versus women drowned", "fact", [], "men versus women drowned"),
    ("who said what people think of ash", "who_said", [], "what people think of ash"),
    ("how many jobs did ash want to cut", "fact", [], "jobs did ash want to cut"),
    # in time
    ("has ash changed his mind on the toll?", "change", [ASH], "the toll"),
    ("how has maddock's position on the toll shifted", "change", [MADDOCK], "the toll"),
    ("did voss backtrack on the sale", "change", [VOSS], "backtrack on the sale"),
    ("does ash still think the toll is wrong", "change", [ASH], "the toll is wrong"),
    ("how has the number of dead changed?", "change", [], "the number of dead"),
    ("when did ash first say the toll was wrong", "first", [ASH], "the toll was wrong"),
    ("who was the first to call it theft", "first", [], "call it theft"),
    ("first mention of the ferry?", "first", [], "the ferry"),
    ("when was the earliest report of typhoid", "first", [], "typhoid"),
    ("when was a recount first brought up?", "first", [], "a recount"),
    ("when did the idea of a ferry first come up", "first", [], "the idea of a ferry"),
    ("who first brought up a recount", "first", [], "a recount"),
    ("latest on the strike", "latest", [], "the strike"),
    ("final number of deaths in the flood", "latest", [], "number of deaths in the flood"),
    ("current death toll of the flood", "latest", [], "death toll of the flood"),
    ("what's the latest on the strike?", "latest", [], "the strike"),
    ("latest from ash on the strike", "latest", [ASH], "the strike"),
    ("whats new on the strike", "latest", [], "the strike"),
    ("any news about the strike?", "latest", [], "the strike"),
    # speakers and what is said about somebody
    ("who has spoken about the ferry?", "who_speaks", [], "the ferry"),
    ("who commented on the ferry", "who_speaks", [], "the ferry"),
    ("who talks most", "who_speaks", [], ""),
    ("how often is ash quoted?", "who_speaks", [ASH], ""),
    ("what has been said about clara voss", "about", [], "clara voss"),
    ("what do people say about the bridge?", "about", [], "the bridge"),
    ("tell me about ash", "about", [], "ash"),
    ("anything about ash?", "about", [], "ash"),
    ("reactions to the leak", "about", [], "the leak"),
    # without a name, to the letter, where from
    ("what did anonymous officials say about the fire", "unnamed", [], "the fire"),
    ("what do unnamed sources say about ash", "unnamed", [], "ash"),
    ("any unnamed sources on the fire", "unnamed", [], "the fire"),
    ("what did a source close to the board say about ash", "unnamed", [], "ash"),
    ('did anyone say "not one step"?', "exact", [], ""),
    ('where is this quote from: "not one step"', "exact", [], ""),
    ('"not one step"', "exact", [], ""),
    ('who said "not one step"?', "who_said", [], '"not one step"'),
    ("who is the source for the figure of 40 dead?", "source_of", [], "the figure of 40 dead"),
    ("whats the source of that leak", "source_of", [], "leak"),
    ("where does the ferry come from?", "fact", [], "the ferry come from"),
    ("who leads the strike?", "fact", [], "who leads the strike"),
    ("who is Clara Voss?", "fact", [], "who is Clara Voss"),
    ("who was hurt at the bridge?", "fact", [], "who was hurt at the bridge"),
    ("who is worried about the bridge?", "who_said", [], "the bridge"),
    ("which island was flooded?", "fact", [], "which island was flooded"),
    ("which witness said the kitchen was billed as a gift?", "who_said", [], "the kitchen was billed as a gift"),
    ("which lawyer felt the plan was doomed", "who_said", [], "the plan was doomed"),
    ("how was the pilot warned?", "fact", [], "how was the pilot warned"),
    ("what has Ash been saying about fares?", "what_said", [ASH], "fares"),
    ("who has been saying the bridge is safe?", "who_said", [], "been saying the bridge is safe"),
    ("have the sailors gone back to work?", "did_say", [], "gone back to work"),
    ("did Ash say how many pilots quit?", "what_said", [ASH], "pilots quit"),
    ("did Ash say who would pay?", "did_say", [ASH], "who would pay"),
    ("what excuses did the company make?", "what_said", [], "excuses make"),
    ("what was the reaction of the sailors to the leak?", "what_said", [], "the leak"),
    ("any denials from Ash?", "what_said", [ASH], ""),
    ("how has Ash's story changed?", "change", [ASH], ""),
    ("list everyone who commented on the leak", "who_speaks", [], "the leak"),
    ("who are the main voices on the toll?", "who_speaks", [], "the toll"),
    ("summarise the report on the toll", "in_report", [], "the toll"),
    ("where does the figure of 40 come from?", "source_of", [], "the figure of 40"),
    # reports
    ("what do you have on the strike?", "reports", [], "the strike"),
    ("which reports are there on the strike", "reports", [], "there on the strike"),
    ("latest report on the ferry", "reports", [], "the ferry"),
    ("articles about ash", "reports", [], "ash"),
    ("list the statements in the latest report on the ferry", "in_report", [], "the ferry"),
    ("what does the latest report on the ferry say?", "in_report", [], "the ferry"),
    ("who is quoted in the report on the crash", "in_report", [], "the crash"),
    ("more", "more", [], ""),
    ("show me more", "more", [], ""),
]  # fmt: skip


def phrasings() -> Iterator[tuple[str, str]]:
    kind = ""
    for line in PHRASINGS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            yield kind, line


class TestPhrasing:
    BEFORE = remember(ask("what did ruben ash say about the bridge?"), [("r1", 0, 5)], ["ruben ash"])

    @pytest.mark.parametrize(("kind", "typed"), list(phrasings()))
    def test_asks_for_its_kind(self, kind: str, typed: str) -> None:
        if kind == "small talk":
            assert ask(typed).intent in ("hello", "thanks", "help")
        elif kind == "denial":
            question = ask(typed)
            assert question.kind == "who_said" and question.polarity in ("denies", "declines")
        elif kind == "more":
            question = ask(typed, self.BEFORE)
            assert question.without == self.BEFORE.shown and question.topic == "the bridge"
        else:
            question = ask(typed, self.BEFORE if " she " in typed else None)
            assert (question.intent, question.kind) == ("ask", kind)


class TestForm:
    @pytest.mark.parametrize(("typed", "kind", "speakers", "topic"), FORMS)
    def test_tells_kind_speakers_and_topic(
        self, typed: str, kind: str, speakers: list[tuple[str, ...]], topic: str
    ) -> None:
        question = ask(typed)
        assert (question.kind, list(question.speakers), question.topic) == (kind, speakers, topic)

    @pytest.mark.parametrize(
        ("typed", "polarity"),
        [
            ("who denied the leak", "denies"),
            ("which official denied taking money?", "denies"),
            ("did ash deny that he knew", "denies"),
            ("who declined to comment", "declines"),
            ("who said no comment", "declines"),
            ("who wouldnt comment on the leak", "declines"),
            ("who kept silent", "declines"),
            ("who said nothing about the leak", "declines"),
            ("who said nothing would change", "asserts"),
            ("who ruled out a sale", "denies"),
            ("did ash rule out a sale", "denies"),
            ("who brushed off the report", "denies"),
            ("who refused to comment on the leak?", "declines"),
            ("who promised new jobs", "promises"),
            ("did maddock promise to resign?", "promises"),
            ("who demanded a recount", "demands"),
            ("who said the toll was theft", "asserts"),
            ("what does ash think of the toll", "asserts"),
        ],
    )
    def test_tells_what_the_speaker_does(self, typed: str, polarity: str) -> None:
        assert ask(typed).polarity == polarity

    def test_keeps_persons_of_the_topic_apart_from_the_speakers(self) -> None:
        question = ask("what did ash say about clara voss?")
        assert (question.speakers, question.about) == ((ASH,), (VOSS,))

    def test_keeps_the_words_for_speakers_that_the_index_does_not_know(self) -> None:
        question = ask("what did bishop Tarn say about the bridge")
        assert (question.speakers, question.whom) == ((), "bishop Tarn")
        assert question.search == "bishop Tarn the bridge"

    @pytest.mark.parametrize(
        ("typed", "whom", "topic"),
        [
            ("port lawyer who floated a new toll", "port lawyer", "floated a new toll"),
            ("an attorney from brenn who said the pumps failed", "attorney from brenn", "the pumps failed"),
            ("organisation that refused to repair the pumps", "organisation", "repair the pumps"),
            ("harbour engineer warning that the pillars crack", "harbour engineer", "the pillars crack"),
            ("pilot amazed that nobody drowned", "pilot", "amazed that nobody drowned"),
            ("the pumps failed twice, says which engineer", "engineer", "the pumps failed twice"),
            ("a lorry sank at the pier - who told that story", "", "a lorry sank at the pier"),
            ("fisherman who called the toll theft, name?", "fisherman", "called the toll theft"),
            ("which radio presenter quit over the toll", "radio presenter", "quit over the toll"),
            ("what toll expert wasnt persuaded by the plan", "toll expert", "persuaded by the plan"),
            ("what pensioner, a retired pilot, felt cheated", "pensioner", "cheated"),
            ("which scholar of small ports says fares will rise", "scholar of small ports", "fares will rise"),
        ],
    )
    def test_who_is_asked_for_may_be_described(self, typed: str, whom: str, topic: str) -> None:
        question = ask(typed)
        assert (question.kind, question.whom, question.speakers, question.topic) == ("who_said", whom, (), topic)

    @pytest.mark.parametrize("typed", ["who said it?", "whose words are these", "who is the source of the figure"])
    def test_asks_who(self, typed: str) -> None:
        assert ask(typed).asks_who

    @pytest.mark.parametrize("typed", ["what did ash say about the toll", "how many died", "did ash say who paid"])
    def test_does_not_ask_who(self, typed: str) -> None:
        assert not ask(typed).asks_who
