"""Who a source is, in one report. All reports here are made up."""

from __future__ import annotations

import re

import pytest

from corpus.attribution.speakers import Speakers
from corpus.sentences import sentences
from corpus.types import Report, Span, Speaker


def speakers(text: str, *sources: str, author: str = "") -> list[Speaker]:
    """The speaker of each source; `sources` are found one after the other, so that "He" twice is two."""
    spans, place = [], 0
    for source in sources:
        start = re.compile(rf"\b{re.escape(source)}").search(text, place).start()  # type: ignore[union-attr]
        spans.append(Span(start, start + len(source)))
        place = start + 1
    report = Report("r", text, author=author)
    said: dict[Span, tuple[Span, ...]] = dict.fromkeys(spans, ())
    resolver = Speakers(report, sentences(text), said, lambda offset: text[:offset].count('"') % 2 == 1)
    return [resolver.resolve(span, None) for span in spans]


def speaker(text: str, source: str, author: str = "") -> Speaker:
    return speakers(text, source, author=author)[0]


# -- names, roles, organisations --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "name", "role", "organisation"),
    [
        ("Ruritanian Foreign Minister Ana Solano", "Ana Solano", "Ruritanian Foreign Minister", ""),
        (
            "senior rebel official Tarek Haddur of the Vasta group",
            "Tarek Haddur",
            "senior rebel official",
            "Vasta group",
        ),
        ("UN envoy Stellan de Marris", "Stellan de Marris", "UN envoy", "UN"),
        ("Ana Solano, a spokeswoman for the port,", "Ana Solano", "spokeswoman", "port"),
        ("the foreign minister, Ana Solano,", "Ana Solano", "foreign minister", ""),
        ("Gen. Idris al-Karim", "Idris al-Karim", "Gen.", ""),
        ("Minister of Health Ana Solano", "Ana Solano", "Minister of Health", ""),
        ("Luis van der Berg, director of the Harbour Institute,", "Luis van der Berg", "director", "Harbour Institute"),
        ("former mayor J.K. Okafor-Lind Jr.", "J.K. Okafor-Lind Jr.", "former mayor", ""),
        ("Norvane's spokesman Piet Holm", "Piet Holm", "Norvane's spokesman", ""),
        ("Rosa Ibarra, 43, a nurse from Lower Brenn,", "Rosa Ibarra", "nurse", "Lower Brenn"),
        ("Abdul-Aziz bin Salim", "Abdul-Aziz bin Salim", "", ""),
        ("Mr. Wen Jiaming", "Wen Jiaming", "", ""),
        ("Del. Rosa Ibarra", "Rosa Ibarra", "Del.", ""),
        ("Benicio del Toro", "Benicio del Toro", "", ""),
        ("Meet the Harbour host Ana Solano", "Ana Solano", "Harbour host", ""),
        ("BBC This Evening co-Anchor Ana Solano", "Ana Solano", "Evening co-Anchor", ""),
    ],
)
def test_a_name_is_split_from_role_and_organisation(source: str, name: str, role: str, organisation: str) -> None:
    found = speaker(f"On Monday {source} said that the road was open.", source)
    assert (found.name, found.role, found.organisation) == (name, role, organisation)
    assert (found.resolved, found.body) == ("name", "person")


def test_the_possessor_is_not_the_speaker() -> None:
    text = "President Luis Brandt spoke. Brandt's campaign manager Ana Solano said no."
    assert speaker(text, "Brandt's campaign manager Ana Solano").name == "Ana Solano"
    assert speaker("Brandt's campaign said no.", "Brandt's campaign").name == "Brandt's campaign"


def test_two_people_who_speak_together_are_a_group_by_both_names() -> None:
    found = speaker("Luis Brandt and Ana Solano said they would marry.", "Luis Brandt and Ana Solano")
    assert (found.name, found.body) == ("Luis Brandt and Ana Solano", "group")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Brandt and Ms. Solano", "Luis Brandt and Ana Solano"),
        ("Mayor Luis Brandt and Ana Solano, both of Brenn,", "Luis Brandt and Ana Solano"),
        ("Solano, Okafor and other neighbours", "Solano, Okafor and other neighbours"),
        ("Brandt and Okafor", "Luis Brandt and Okafor"),
    ],
)
def test_people_who_speak_together_are_shown_in_full_where_their_surnames_are_one_persons(
    source: str, name: str
) -> None:
    text = f"Luis Brandt met Ana Solano. Carl Okafor and his wife Mei Okafor came too. {source} said that it rained."
    assert speaker(text, source).name == name


def test_the_senators_are_the_two_who_spoke_together_and_one_of_whom_is_a_senator() -> None:
    text = (
        "Senator Luis Brandt and Ana Solano said no. The bridge, the senators said, must stay. The nurses said so too."
    )
    found = speakers(text, "Senator Luis Brandt and Ana Solano", "the senators", "The nurses")
    assert [one.name for one in found] == ["Luis Brandt and Ana Solano", "Luis Brandt and Ana Solano", "The nurses"]


@pytest.mark.parametrize(
    ("source", "body"),
    [
        ("the Ministry of Defence", "organisation"),
        ("Ruritania", "person"),  # an unknown single word that speaks; see the next test for a country
        ("Reuters", "outlet"),
        ("a Kelver College poll", "poll"),
        ("the annual report", "document"),
        ("two senior officials", "group"),
        ("the Lindaro Tribune", "outlet"),
    ],
)
def test_bodies_have_kinds_of_their_own(source: str, body: str) -> None:
    text = f"The talks failed. {source[0].upper()}{source[1:]} said so."
    assert speaker(text, f"{source[0].upper()}{source[1:]}").body == body


def test_a_country_is_an_organisation_that_speaks_by_its_name() -> None:
    found = speaker("Russia believed that it would pass.", "Russia")
    assert (found.name, found.body, found.resolved) == ("Russia", "organisation", "name")


def test_the_article_is_no_part_of_a_bodys_name() -> None:
    assert speaker("The State Department said no.", "The State Department").name == "State Department"


# -- the same report: surnames, pronouns, descriptions ----------------------------------------------------------------

MEETING = (
    "Mayor Ana Solano met rebel commander Idris Karim on Monday, and Solano said the water would be back. "
    "She thanked the engineers. Karim left without a word. On Tuesday he said his men would stay. "
    "The mayor said she was not surprised."
)


def test_surnames_pronouns_and_roles_go_to_the_person_meant() -> None:
    found = speakers(MEETING, "Ana Solano", "Solano", "She", "he", "The mayor", "she")
    assert [one.name for one in found] == [*["Ana Solano"] * 3, "Idris Karim", *["Ana Solano"] * 2]
    assert [one.resolved for one in found] == ["name", "name", "pronoun", "pronoun", "description", "pronoun"]


def test_the_mention_that_named_the_speaker_is_given_when_it_is_not_the_source() -> None:
    text = MEETING
    she = speakers(text, "She")[0]
    assert she.mention is not None and she.mention.of(text) == "Ana Solano"
    assert speaker(text, "Mayor Ana Solano").mention is None


def test_he_after_an_unnamed_official_is_that_official() -> None:
    text = "Prime Minister Luis Brandt flew home. A border official said the gate was shut. He said it would stay so."
    official, he = speakers(text, "A border official", "He")
    assert (official.name, official.resolved) == ("A border official", "unnamed")
    assert (he.name, he.resolved) == ("A border official", "unnamed")


def test_an_unnamed_source_keeps_its_whole_description() -> None:
    source = "a senior official who spoke on condition of anonymity"
    found = speaker(f"The talks go on, {source} said.", source)
    assert (found.name, found.resolved) == (source, "unnamed")


def test_she_does_not_go_to_a_man() -> None:
    text = "Judge Luis Brandt praised Ana Solano. She smiled, and she said she was glad."
    assert speakers(text, "she")[0].name == "Ana Solano"


def test_gender_is_learnt_from_the_report_where_the_name_does_not_tell() -> None:
    text = "Tavi Orrun wrote her first song at ten. Luis Brandt heard it on the radio. She told him that it was old."
    assert speakers(text, "She")[0].name == "Tavi Orrun"


def test_two_people_of_one_surname_stay_two() -> None:
    text = (
        "Mayor Ana Solano and her brother Luis Solano own the mill. Ms. Solano said it would close. "
        "Mr. Solano said it would not."
    )
    assert [one.name for one in speakers(text, "Ms. Solano", "Mr. Solano")] == ["Ana Solano", "Luis Solano"]


def test_junior_is_not_his_father() -> None:
    text = "Carl Brandt built the bridge. Carl Brandt Jr. said it was safe."
    assert speaker(text, "Carl Brandt Jr.").name == "Carl Brandt Jr."


def test_they_are_the_officials_who_spoke_before() -> None:
    text = "Harbour officials said the crane had failed. They said nobody was hurt."
    assert speakers(text, "Harbour officials", "They")[1].name == "Harbour officials"


def test_the_ministry_and_the_group_go_to_the_body_with_that_name() -> None:
    text = "The Ministry of Transport closed the line. Some passengers walked. The ministry said sorry."
    found = speaker(text, "The ministry")
    assert (found.name, found.resolved, found.body) == ("Ministry of Transport", "description", "organisation")


def test_who_is_the_name_before_it_or_before_its_apposition() -> None:
    text = "The vote pleased Ana Solano, a member of the council, who said it was late."
    assert speaker(text, "who").name == "Ana Solano"
    assert speaker("They met villagers who said the well was dry.", "who").name == "villagers"


def test_a_role_that_is_followed_by_the_name_is_that_person() -> None:
    text = "His father Juan Ibarra said the boy was well."
    assert speaker(text, "His father").name == "Juan Ibarra"


def test_an_acronym_is_the_body_it_stands_for() -> None:
    text = "The Coastal Relief Office sent boats. CRO said that more would come."
    assert speaker(text, "CRO").name == "Coastal Relief Office"


def test_a_lone_word_like_cook_is_a_person_only_where_somebody_has_that_name() -> None:
    text = "Harbour master Luis Cook spoke first. Cook said the strike was over."
    assert speakers(text, "Cook", "Cook")[1].name == "Luis Cook"


def test_whatever_is_no_given_name() -> None:
    text = "Whatever Solano's plans are, they matter. Solano said that she would run."
    assert speakers(text, "Solano said that"[:6])[0].name == "Solano"


def test_a_headlines_capitals_make_no_names() -> None:
    text = "Mayor Solano Says Harbour Crane Failed Again\n\nMayor Ana Solano said the crane had failed."
    assert speaker(text, "Mayor Ana Solano").name == "Ana Solano"


@pytest.mark.parametrize(
    "description", ["the businessman", "the Ruritanian senator", "the Republican", "the former secretary of state"]
)
def test_a_description_goes_to_whom_alone_the_sentences_before_are_about(description: str) -> None:
    text = f"Luis Brandt came to Brenn with Carl Okafor. It rained, {description} said."
    assert speaker(text, description).name == "Luis Brandt"


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("Luis Brandt came; Ana Solano waited. It rained, the senator said.", "the senator"),
        (
            "Carl Okafor left. It rained. It was cold. Luis Brandt came. The Okafor senator said no.",
            "The Okafor senator",
        ),
        ("Luis Brandt came to Brenn. The attorney general said no.", "The attorney general"),
        ("Luis Brandt came to Brenn. This made the Republican case weaker, it seemed.", "the Republican"),
        ("Luis Brandt came to Brenn. The president, lawmakers and the press said no.", "The president, lawmakers and"),
    ],
)
def test_a_description_that_may_be_somebody_elses_names_nobody(text: str, description: str) -> None:
    assert speaker(text, description).resolved in ("unnamed", "unresolved")


def test_two_roles_of_one_person_are_that_person_and_two_persons_stay_two() -> None:
    text = "Ana Solano, the mayor, met Luis Brandt. {} said that it rained."
    assert speaker(text.format("The author and mayor"), "The author and mayor").name == "Ana Solano"
    assert speaker(text.format("The author and the mayor"), "The author and the mayor").body == "group"


def test_an_apposition_alone_is_whom_it_stands_behind() -> None:
    text = "Even Ruritania, Brenn's only ally in the valley, said that it was late."
    found = speaker(text, "Brenn's only ally in the valley,")
    assert (found.name, found.resolved) == ("Ruritania", "description")


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("They published a report that says the dam leaks.", "that", "a report"),
        ("She quoted members of the Harbour Council, which denied it.", "which", "Harbour Council"),
        ("He showed a letter from his doctor that says nothing.", "that", "a letter from his doctor"),
        ("He carried a stone that says nothing.", "that", ""),
    ],
)
def test_which_and_that_follow_what_can_say_something(text: str, source: str, name: str) -> None:
    assert speaker(text, source).name == name


def test_she_after_my_mother_is_the_mother() -> None:
    text = "Ana Solano wrote a book. My mother has softened with age. At 86 she still says no."
    assert speaker(text, "she").name == "My mother"


def test_he_after_as_for_somebody_is_that_person() -> None:
    text = "Luis Brandt said that it rained. As for Carl Okafor, he said that it was cold."
    assert [one.name for one in speakers(text, "Luis Brandt", "he")] == ["Luis Brandt", "Carl Okafor"]


@pytest.mark.parametrize(
    ("text", "name", "body"),
    [
        ("The Ana Solano Show said so.", "Ana Solano Show", "outlet"),
        ("The Lindaro Political Report said so.", "Lindaro Political Report", "document"),
        ("Young Latinos said so.", "Young Latinos", "organisation"),
    ],
)
def test_a_programme_a_report_and_a_people_are_no_persons(text: str, name: str, body: str) -> None:
    found = speaker(text, text.removesuffix(" said so."))
    assert (found.name, found.body) == (name, body)


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("Ana Solano won. Her aides said no.", "Her aides", "Ana Solano’s aides"),
        ("Luis Brandt, whose office said no, left.", "whose office", "Luis Brandt’s office"),
        ("Luis Brandt left. His face told everything.", "His face", "Luis Brandt"),
        ("It rained. Their leaders said no.", "Their leaders", "Their leaders"),
        ("It rained. Our leaders said no.", "Our leaders", ""),
    ],
)
def test_whose_aides_they_are_is_told_where_the_report_tells_it(text: str, source: str, name: str) -> None:
    assert speaker(text, source).name == name


def test_a_surname_in_a_headlines_capitals_is_the_person_in_the_text() -> None:
    text = "Solano Tells Brenn Council To Wait.\n\nAna Solano said that it was late."
    assert speaker(text, "Solano").name == "Ana Solano"


def test_a_headline_marked_as_a_name_is_the_person_it_begins_with_and_no_stranger() -> None:
    text = "Ana Solano Hammers Brenn Council Head: It Rains.\n\nAna Solano came. Later she said no."
    found = speakers(text, "Ana Solano Hammers Brenn Council Head", "she")
    assert [one.name for one in found] == ["Ana Solano", "Ana Solano"]


def test_a_surname_that_is_a_mans_given_name_makes_no_man_of_her() -> None:
    text = "Ana Elliot met Piet Holm. Elliot sang. Elliot sat. Elliot ate. Elliot slept. She said no."
    assert speaker(text, "She").name == "Ana Elliot"


@pytest.mark.parametrize(
    ("lead", "later", "name"),
    [
        ("The harbour commissioner", "Piet Holm, the harbour commissioner, waited.", "Piet Holm"),
        (
            "The Brenn harbour commissioner",
            "Piet Holm, the harbour commissioner of Lindaro, waited.",
            "The Brenn harbour commissioner",
        ),
        ("The mayor", "Ana Solano, the mayor, met Luis Brandt, the mayor of Brenn.", "The mayor"),
        ("A mayor", "Ana Solano, the mayor, waited.", "A mayor"),
    ],
)
def test_whom_the_opening_describes_and_the_report_names_later(lead: str, later: str, name: str) -> None:
    assert speaker(f"{lead} said that it rained. Nobody came. {later}", lead).name == name


def test_the_senator_is_who_spoke_last_but_nobody_who_speaks_of_the_senator() -> None:
    text = "Ana Solano said no. She had met Luis Brandt. {}the Ruritanian senator said that it rained."
    assert speakers(text.format("Later "), "Ana Solano", "the Ruritanian senator")[1].name == "Ana Solano"
    other = text.format("Carl Okafor, her rival, said that ")
    assert [one.name for one in speakers(other, "Ana Solano", "the Ruritanian senator")][1] != "Carl Okafor"


def test_an_account_speaks_by_its_handle() -> None:
    found = speaker("One Chirper user @brennwatch wrote that it rained.", "One Chirper user @brennwatch")
    assert (found.name, found.resolved) == ("@brennwatch", "name")


def test_who_in_capitals_is_a_body() -> None:
    assert speaker("It rained, WHO said on Monday.", "WHO").name == "WHO"


# -- what the text does not decide ------------------------------------------------------------------------------------


def test_between_two_men_alike_nobody_is_named() -> None:
    text = "Luis Brandt and Carl Okafor met. He said it went well."
    found = speaker(text, "He")
    assert (found.name, found.resolved) == ("", "unresolved")


def test_a_definite_description_of_nobody_known_is_not_given_a_name() -> None:
    found = speaker("Ana Solano left. The moderator said the debate was over.", "The moderator")
    assert (found.name, found.resolved) == ("The moderator", "unresolved")


def test_i_outside_quotations_is_the_author_and_nobody_without_one() -> None:
    text = "I believe that the harbour should be saved."
    assert speaker(text, "I", author="By ANA SOLANO").name == "Ana Solano"
    assert speaker(text, "I").resolved == "unresolved"


def test_you_is_never_a_name() -> None:
    assert speaker("Ana Solano waited. You know that it is late.", "You").resolved == "unresolved"


# -- what a pronoun doesn't reach ------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["___.", "* * *", "5:45 p.m.", "___.\n\n5:45 p.m."])
def test_he_is_nobody_from_before_a_rule(rule: str) -> None:
    before = "Luis Brandt spoke in Haverdal. Brandt said the bridge was safe. Brandt later left."
    text = f"{before}\n\n{rule}\n\nThe bus company is to be sold. He said so on Friday."
    assert speaker(text, "He").resolved == "unresolved"
    assert speaker(text.replace(rule, "The square was full."), "He").name == "Luis Brandt"


def test_it_is_no_body_that_only_stands_behind_a_preposition() -> None:
    text = "The decision by the Harbour Institute to stop the work came late. It sends a message that nobody is safe."
    assert speaker(text, "It").resolved == "unresolved"
    assert speaker(text.replace("The decision by the", "The").replace("to stop", "stopped"), "It").name
