"""Who a source is, in one report (speakers) and across reports (people). All reports here are made up."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from corpus.attribution.people import Person, Row, merge
from corpus.attribution.roles import organisation, split_role
from corpus.attribution.rulings import Rulings, load
from corpus.attribution.speakers import Speakers
from corpus.errors import SettingsError
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
    ],
)
def test_a_name_is_split_from_role_and_organisation(source: str, name: str, role: str, organisation: str) -> None:
    found = speaker(f"On Monday {source} said that the road was open.", source)
    assert (found.name, found.role, found.organisation) == (name, role, organisation)
    assert (found.resolved, found.body) == ("name", "person")


def test_a_minister_of_something_keeps_the_role_whole_and_a_spokesman_of_something_not() -> None:
    assert split_role("minister of defence") == ("minister of defence", "")
    assert split_role("envoy for the northern valleys") == ("envoy for the northern valleys", "")
    assert split_role("spokesman for the port") == ("spokesman", "port")
    assert split_role("professor of law at Brenn University") == ("professor of law", "Brenn University")


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
        ("He carried a stone that says nothing.", "that", "that"),
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
    ("phrase", "name"),
    [
        ("Harbour Institute", "Harbour Institute"),
        ("Harbour Institute and a former minister", "Harbour Institute"),
        ("now-defunct Lindaro Tribune", "now-defunct Lindaro Tribune"),
        ("nurses' union in Brenn", "nurses' union in Brenn"),
        ("Chief", ""),
        ("working people", ""),
        ("final debate Saturday", ""),
        ("Brandt's opponent", ""),
        ("one of the groups who sued", ""),
        ("the", ""),
    ],
)
def test_an_organisation_is_a_bodys_name_and_nothing_behind_it(phrase: str, name: str) -> None:
    assert organisation(phrase) == name


# -- what the text does not decide ------------------------------------------------------------------------------------


def test_between_two_men_alike_nobody_is_named() -> None:
    text = "Luis Brandt and Carl Okafor met. He said it went well."
    found = speaker(text, "He")
    assert (found.name, found.resolved) == ("He", "unresolved")


def test_a_definite_description_of_nobody_known_is_not_given_a_name() -> None:
    found = speaker("Ana Solano left. The moderator said the debate was over.", "The moderator")
    assert (found.name, found.resolved) == ("The moderator", "unresolved")


def test_i_outside_quotations_is_the_author_and_nobody_without_one() -> None:
    text = "I believe that the harbour should be saved."
    assert speaker(text, "I", author="By ANA SOLANO").name == "Ana Solano"
    assert speaker(text, "I").resolved == "unresolved"


def test_you_is_never_a_name() -> None:
    assert speaker("Ana Solano waited. You know that it is late.", "You").resolved == "unresolved"


# -- across reports ---------------------------------------------------------------------------------------------------


def person(rows: list[Row], name: str, role: str = "", rulings: Rulings | None = None) -> Person:
    return next(one for row, one in merge(rows, rulings).items() if (row.name, row.role) == (name, role))


LAVROV = [
    Row("Sergei Lavrov", "Russian Foreign Minister", count=9),
    Row("Sergey Lavrov", "minister", count=4),
    Row("Lavrov", "Foreign Minister", count=3),
    Row("Lavrov", count=2),
    Row("S. Lavrov"),
]


def test_spellings_initials_and_surnames_are_one_person_shown_by_the_commonest_full_name() -> None:
    people = set(merge(LAVROV).values())
    assert [(one.name, one.count, one.key) for one in people] == [("Sergei Lavrov", 19, "sergei lavrov")]


def test_two_people_with_one_surname_stay_two_and_the_bare_surname_joins_neither() -> None:
    rows = [Row("Bill Clinton", "president", count=5), Row("Hillary Clinton", "senator", count=7), Row("Clinton")]
    assert len(set(merge(rows).values())) == 3


def test_a_bare_surname_joins_who_makes_nearly_all_of_a_familys_statements() -> None:
    rows = [Row("Ana Solano", "mayor", count=200), Row("Luis Solano", "fisherman", count=4), Row("Solano", count=3)]
    assert person(rows, "Solano").name == "Ana Solano"


def test_a_bare_surname_with_a_role_joins_the_one_who_has_that_role() -> None:
    rows = [Row("Ana Solano", "mayor"), Row("Luis Solano", "fisherman"), Row("Solano", "mayor")]
    assert person(rows, "Solano", "mayor").name == "Ana Solano"


def test_a_bare_surname_with_another_role_stays_by_itself() -> None:
    rows = [Row("Thomas Muller", "finance minister"), Row("Muller", "goalkeeper")]
    assert person(rows, "Muller", "goalkeeper").name == "Muller"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mohammed Dahlan", "Muhammad Dahlan", True),
        ("Bob Mason", "Robert Mason", True),
        ("Paul D. Ryan", "Paul Ryan", True),
        ("François Hollande", "Francois Hollande", True),
        ("Debbie Wasserman Schultz", "Wasserman Schultz", True),
        ("Staffan de Mistura", "de Mistura", True),
        ("Joseph R. Biden Jr.", "Joe Biden", True),
        ("Maria Lopez", "Mario Lopez", False),
        ("George W. Bush", "George H. W. Bush", False),
        ("Donald Trump", "Donald Trump Jr.", False),
        ("Ana Solano", "Ana Solari", False),
        ("Jon Brandt", "Joan Brandt", False),
    ],
)
def test_near_spellings_join_and_different_people_do_not(one: str, other: str, same: bool) -> None:
    assert (len(set(merge([Row(one, count=2), Row(other)]).values())) == 1) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("UN", "United Nations", True),
        ("U.N.", "UN", True),
        ("Vasta group", "Vasta", True),
        ("World Health Organisation", "World Health Organization", True),
        ("Department of Justice", "Justice Department", True),
        ("Ministry of Health", "Ministry of Trade", False),
        ("Northern Railways", "Southern Railways", False),
    ],
)
def test_bodies_join_by_their_words_and_acronyms(one: str, other: str, same: bool) -> None:
    rows = [Row(one, body="organisation"), Row(other, body="organisation")]
    assert (len(set(merge(rows).values())) == 1) is same


def test_documents_with_one_name_are_one_and_near_names_are_not() -> None:
    rows = [Row("annual report 2021", body="document"), Row("annual report 2022", body="document")]
    assert len(set(merge(rows).values())) == 2


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [*LAVROV, Row("Ana Solano", "mayor"), Row("Solano"), Row("UN", body="organisation")]
    assert merge(rows) == merge(rows[::-1])


def test_twenty_thousand_names_take_seconds() -> None:
    given = [f"{a}{b}o" for a in "bdfgklmnprst" for b in ("a", "ela", "ori", "uni", "ika")]
    rows = [Row(f"{given[i % 60]} {given[i // 60 % 60]}v{i % 97}sen", count=i % 7 + 1) for i in range(20_000)]
    start = time.process_time()
    assert len(merge(rows)) == len(set(rows))
    assert time.process_time() - start < 20


# -- the owner's rulings ----------------------------------------------------------------------------------------------


def rulings(tmp_path: Path, text: str) -> Rulings:
    path = tmp_path / "speakers.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_an_alias_is_shown_by_the_name_it_stands_for(tmp_path: Path) -> None:
    ruled = rulings(tmp_path, "aliases: {Benjamin Netanyahu: [Bibi, B. Netanyahu]}")
    rows = [Row("Bibi", count=9), Row("Benjamin Netanyahu")]
    assert {one.name for one in merge(rows, ruled).values()} == {"Benjamin Netanyahu"}


def test_a_forced_merge_joins_and_a_forbidden_one_keeps_apart(tmp_path: Path) -> None:
    ruled = rulings(tmp_path, "force: [[Ana Solano, La Capitana]]\nforbid: [[Sergei Ivanov, Sergey Ivanov]]")
    rows = [Row("Ana Solano"), Row("La Capitana"), Row("Sergei Ivanov"), Row("Sergey Ivanov")]
    merged = merge(rows, ruled)
    assert merged[rows[0]] == merged[rows[1]]
    assert merged[rows[2]] != merged[rows[3]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("aliases: [a, b", "isn't valid YAML"),
        ("names: []", "may have the keys"),
        ("- a", "may have the keys"),
        ("aliases: [a]", "must map a name"),
        ("aliases: {Ana: 3}", "lists of names"),
        ("aliases: {Ana: [Capi], Luis: [Capi]}", "alias of two names"),
        ("force: Ana", "list of lists"),
        ("forbid: [[Ana]]", "at least two"),
        ("force: [[Ana, Luis]]\nforbid: [[luis, ana]]", "both joined and kept apart"),
    ],
)
def test_a_ruling_that_makes_no_sense_is_refused_with_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        rulings(tmp_path, text)


def test_an_empty_file_rules_nothing(tmp_path: Path) -> None:
    assert rulings(tmp_path, "") == Rulings()


def test_a_missing_file_is_refused_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"speakers\.yaml"):
        load(tmp_path / "speakers.yaml")
