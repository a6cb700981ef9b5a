from collections.abc import Callable
from datetime import date

import pytest

from actions import contact_points
from actions.safety_texts import NEEDED
from knowledge.editions import documents
from knowledge.editions.checks import lists, safety
from knowledge.editions.documents import Finding
from knowledge.editions.importing import shipped_files
from knowledge.editions.models import Kind
from knowledge.editions.must_hold import parse_must_hold
from knowledge.editions.opening_hours import parse_opening_hours
from knowledge.errors import ContentError
from knowledge.settings import PACKAGED_CONTENT

TODAY = date(2026, 11, 30)
SHIPPED = {(file.kind, file.key): file.text for file in shipped_files(PACKAGED_CONTENT)}
ARTICLE, QUESTIONS = (Kind.ARTICLE, "sykepenger"), (Kind.QUESTIONS, "sykepenger")
CONTACTS, TABLE = (Kind.CONTACTS, "contacts"), (Kind.COORDINATORS, "coordinators")
WORDS, EXAMPLES = (Kind.RESPONSES, "question"), (Kind.EXAMPLES, "smalltalk")
HOURS, MUST_HOLD = (Kind.OPENING_HOURS, "opening_hours"), (Kind.MUST_HOLD, "must_hold")
RULES, TEXTS = (Kind.SAFETY, "crisis"), (Kind.SAFETY, "texts")
FIRST_HEADING = "## Hvor lenge kan jeg få sykepenger?"

Name = tuple[Kind, str]
Check = Callable[..., list[Finding]]


def changed(name: Name, old: str, new: str) -> list[Finding]:
    """Check a shipped text with one thing changed."""
    text = SHIPPED[name]
    assert old in text
    return documents.check(*name, text.replace(old, new, 1), SHIPPED, TODAY)


def errors(findings: list[Finding]) -> list[str]:
    return [finding.message for finding in findings if finding.level == "error"]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.SAFETY])
def test_all_that_ships_is_without_fault(kind: Kind) -> None:
    for (each, key), text in SHIPPED.items():
        if each is kind:
            assert documents.check(kind, key, text, SHIPPED, TODAY) == [], key


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("title: Sykmelding", "title: Syk: melding", "front_matter", "anførselstegn"),
        ("title: Sykmelding", "titel: Sykmelding", "title", "«Tittel» mangler"),
        ("audience: pasient", "audience: hund", "audience", "'pasient', 'parorende'"),
        ("valid_until: 2027-05-01", "valid_until: 2029-05-01", "valid_until", "12 måneder"),
        ("valid_until: 2027-05-01", "valid_until: 2026-05-01", "valid_until", "en dag som kommer"),
        ("valid_until: 2027-05-01", "valid_until: snart", "valid_until", "2026-11-30"),
        ("slug: sykepenger", "slug: syke", "slug", "kan ikke endres"),
        ("contacts: [nav,", "contacts: [nva,", "contacts", "«nva»"),
        ('url: "https://www.nav.no/sykepenger"', 'url: "nav.no"', "sources", "https://"),
    ],
)
def test_a_fault_of_the_front_matter_is_told_with_field_and_line(
    old: str, new: str, field: str, words: str
) -> None:
    found = [each for each in changed(ARTICLE, old, new) if each.level == "error"]
    assert any(each.field == field and words in each.message for each in found), found
    assert found[0].line is not None or "mangler" in found[0].message


def test_the_line_of_broken_yaml_is_the_one_in_the_whole_text() -> None:
    (finding,) = changed(ARTICLE, "audience: pasient", "audience: 'pasient")
    assert finding.line == 5


@pytest.mark.parametrize("text", ["", "   ", "## Bare tekst\n\nHei.", "---\n", "---\n---\n"])
def test_an_article_without_front_matter_is_told_in_words(text: str) -> None:
    assert documents.errors(*ARTICLE, text, SHIPPED, TODAY)


@pytest.mark.parametrize(
    ("added", "words"),
    [
        ("<script>alert(1)</script>", "HTML"),
        ("Hei <b onclick='x()'>du</b>", "HTML"),
        ("<!-- skjult -->", "HTML"),
        ("[trykk](javascript:alert)", "https://"),
        ("[trykk](data:text/html;base64,x)", "https://"),
        ("![bilde](https://x.no/a.png)", "Bilder"),
        ("Se [borte](/artikler/finnes-ikke).", "fører ingen steder"),
        ("<<<<<<< Din tekst", "velge mellom to tekster"),
        ("{{tekst: borte}}", "«borte»"),
        ("Her er {{tekst: feber}} midt i.", "alene"),
    ],
)
def test_what_must_not_stand_in_a_text_is_an_error_with_its_line(added: str, words: str) -> None:
    found = changed(ARTICLE, FIRST_HEADING, f"{FIRST_HEADING}\n\n{added}\n\n## Videre")
    faults = [each for each in found if words in each.message]
    assert faults
    assert faults[0].level == "error"
    text = SHIPPED[ARTICLE].replace(FIRST_HEADING, f"{FIRST_HEADING}\n\n{added}\n\n## Videre", 1)
    if faults[0].line is not None:
        assert added.split(maxsplit=1)[0] in text.splitlines()[faults[0].line - 1]


@pytest.mark.parametrize(
    ("added", "words"),
    [
        ("Ring nå!", "utropstegn"),
        ("Ring 22 33 44 55.", "22 33 44 55"),
        ("Du får 5 000 kroner.", "beløp uten årstall"),
        ("Ring NAV.", "skriv Nav"),
        ("ord " * 130, "ord. Det bør ha 40 til 120"),
    ],
)
def test_what_could_be_better_is_a_warning(added: str, words: str) -> None:
    found = changed(ARTICLE, FIRST_HEADING, f"## Først\n\n{added}\n\n{FIRST_HEADING}")
    assert errors(found) == []
    assert any(words in each.message for each in found)


def test_an_empty_section_is_told_by_its_name() -> None:
    found = changed(ARTICLE, FIRST_HEADING, f"## Tomt\n\n{FIRST_HEADING}")
    (fault,) = [each for each in found if each.level == "error"]
    assert "«Tomt» er tomt" in fault.message
    assert fault.line == SHIPPED[ARTICLE].splitlines().index(FIRST_HEADING) + 1


def test_relations_to_itself_and_to_nothing_are_told_and_cycles_are_legal() -> None:
    found = changed(ARTICLE, "related: [aap,", "related: [sykepenger, borte, aap,")
    assert [each.message.split("«")[0] for each in found if each.field == "related"] == [
        "Artikkelen er satt opp som beslektet med seg selv.",
        "Den beslektede artikkelen ",
    ]
    back = SHIPPED[Kind.ARTICLE, "aap"]
    assert "sykepenger" in back.split("related:")[1].split("\n")[0]  # a cycle that ships


def test_heavy_reading_is_told_with_the_index() -> None:
    heavy = SHIPPED[ARTICLE].replace(". ", " og ").replace("Nav ", "Velferdsforvaltningen ")
    heavy = heavy.replace("audience: pasient", "audience: barn")
    found = documents.check(*ARTICLE, heavy, SHIPPED, TODAY)
    assert any("LIX 37, og den bør være under 35" in each.message for each in found)
    assert 20 < documents.lix(SHIPPED[ARTICLE]) < 45


def test_a_huge_text_is_told_at_once_and_nothing_else_of_it() -> None:
    (finding,) = documents.check(*ARTICLE, "x" * 200_000, SHIPPED, TODAY)
    assert "200000 tegn" in finding.message


@pytest.mark.parametrize(
    ("old", "new", "level", "words"),
    [
        ("nb:\n", "nb:\n- Hva er AAP, og har jeg krav på det?\n", "warning", "«aap»"),
        ("nb:\n", "nb: 3\nxx:\n", "error", "må være en liste"),
        ("nb:\n", "nb:\n- ''\n", "error", "tomt eller for langt"),
        ("nb:\n", "nb:\n- Hva: hva?\n", "error", "må være tekst"),
        ("nb:\n", "nb:\n- [hva\n", "error", "ikke leses"),
    ],
)
def test_a_fault_among_the_questions_is_told(old: str, new: str, level: str, words: str) -> None:
    found = changed(QUESTIONS, old, new)
    assert any(each.level == level and words in each.message for each in found), found


def test_questions_need_a_published_article_and_should_be_many() -> None:
    found = documents.check(Kind.QUESTIONS, "hatt", "nb:\n- Hva er hatt?\n", SHIPPED, TODAY)
    assert [each.level for each in found] == ["error", "warning"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- id: nodnummer-113", "- id: nodnummer-112", "Boten viser selv til «nodnummer-113»"),
        ("- id: nav\n", "- id: nav-nytt\n", "viser til «nav»"),
        ("- id: nod-sms-113", "- id: nodnummer-113", "brukt to ganger"),
        ('phone: "113"', "phone: 113", "anførselstegn"),
        ("always_open: true", "always_open: kanskje", "«Alltid åpent»"),
    ],
)
def test_a_fault_among_the_contact_points_is_told(old: str, new: str, words: str) -> None:
    assert any(words in message for message in errors(changed(CONTACTS, old, new)))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kommunenummer,name", "nummer,name", "Kolonnene må være"),
        ("0301,Oslo,Oslo,,", "301,Oslo,Oslo,,", "fire sifre"),
        ("0301,Oslo,Oslo,Sagene,", "0301,Oslo,Oslo,Grünerløkka,", "to ganger"),
        ("https://bodo.kommune.no/,", "bodo.kommune.no,", "https://"),
        ('"udatert, etter 2022"', "i fjor", "årstallet"),
        ("0301,Oslo,Oslo,Sagene,,,,,", "0301,Oslo,Oslo,Sagene", "9 kolonner"),
    ],
)
def test_a_fault_among_the_municipalities_is_told(old: str, new: str, words: str) -> None:
    found = changed(TABLE, old, new)
    assert any(words in message for message in errors(found)), found


def test_a_municipality_that_is_gone_is_told() -> None:
    row = next(line for line in SHIPPED[TABLE].splitlines() if line.startswith("1804,"))
    (finding,) = changed(TABLE, row + "\n", "")
    assert "Bodø" in finding.message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("utter_no_answer:", "utter_nytt_svar:", "kan ikke tas bort"),
        ("payload: /talk_to_human", "payload: /noe_annet", "Bare ordene kan endres"),
        ("Teksten «{title}»", "Teksten", "Bare ordene kan endres"),
        ("  - ask_question: {use_entities: []}", "  - ask_question", "Bare tekstene under"),
        ("    - text: Hvilken av disse vil du lese?", "    - text: ''", "tom tekst"),
    ],
)
def test_only_the_words_of_the_bot_can_be_changed(old: str, new: str, words: str) -> None:
    found = changed(WORDS, old, new)
    assert any(words in message for message in errors(found)), found


def test_new_words_of_the_bot_are_fine_but_nynorsk_is_minded() -> None:
    (finding,) = changed(WORDS, "Hvilken av disse vil du lese?", "Hvilken vil du lese?")
    assert finding.level == "warning"
    assert "nynorsk" in finding.message


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("      - /affirm\n", "begynne med /"),
        ("      - hei fra [Bodø](by)\n", "«by»"),
        ("      - koble meg videre\n", "talk_to_human"),
        ("      -\n", "tomt"),
    ],
)
def test_a_fault_among_the_bots_examples_is_told(new: str, words: str) -> None:
    found = changed(EXAMPLES, "examples: |\n", f"examples: |\n{new}")
    assert any(words in message for message in errors(found)), found


def test_an_intent_is_neither_added_nor_taken_away() -> None:
    text = SHIPPED[EXAMPLES]
    intent = text.split("- intent: ")[1].split("\n")[0]
    new = documents.errors(*EXAMPLES, text.replace(f": {intent}\n", ": ny\n"), SHIPPED, TODAY)
    assert {"kan ikke tas bort", "er ikke noe boten kjenner"} <= {
        each.message.split("» ")[1].rstrip(".") for each in new
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("weekly: {mon: '9-15'}\nclosed: []\n", "09:00-15:30"),
        ("weekly: {mon: '15:00-09:00'}\n", "slutter før den begynner"),
        ("weekly: null\nclosed: [{day: julaften}]\n", "2026-11-30"),
        ("weekly: {man: '09:00-15:00'}\n", "må være en av disse"),
        ("closed: []\n", "mangler"),
        ("weekly: [", "ikke leses"),
    ],
)
def test_a_fault_of_the_opening_hours_is_told(text: str, words: str) -> None:
    found = documents.errors(*HOURS, text, SHIPPED, TODAY)
    assert any(words in each.message for each in found), found


def test_opening_hours_are_read_as_the_setting_has_them() -> None:
    assert parse_opening_hours(SHIPPED[HOURS]).as_setting is None
    hours = parse_opening_hours(
        "weekly: {fri: '09:00-14:00', mon: '09:00-15:30'}\nclosed: [{day: 2026-12-24, why: Jul}]\n"
    )
    assert hours.as_setting == "mon 09:00-15:30, fri 09:00-14:00"
    assert hours.closed_days == {date(2026, 12, 24)}


def test_must_hold_questions_name_published_articles() -> None:
    text = "- question: Hva er hatt?\n  slug: hatt\n- question: hva er HATT?\n  slug: aap\n"
    messages = errors(documents.check(*MUST_HOLD, text, SHIPPED, TODAY))
    assert len(messages) == 2
    assert documents.errors(*MUST_HOLD, "- question: Hva?\n", SHIPPED, TODAY)


def test_every_article_has_a_question_that_must_hold() -> None:
    held = {each.slug for each in parse_must_hold(SHIPPED[MUST_HOLD])}
    assert held == {key for kind, key in SHIPPED if kind is Kind.ARTICLE}
    with pytest.raises(ContentError, match=r"must_hold\.yml"):
        parse_must_hold("- nei")


def test_what_the_bot_names_by_itself_is_known_here() -> None:
    named = {*contact_points.DANGER, *contact_points.CRISIS, contact_points.HELPLINE}
    named |= {contact_points.ALARM_LINE, contact_points.COORDINATORS}
    assert named == lists.OF_THE_BOT
    assert set(safety.OF_THE_BOT) == set(NEEDED)


def test_the_safety_rules_that_ship_hold() -> None:
    for key in ("crisis", "texts"):
        assert documents.check(Kind.SAFETY, key, SHIPPED[Kind.SAFETY, key], SHIPPED, TODAY) == []


def test_a_rule_whose_own_example_fails_can_not_be_published() -> None:
    text = SHIPPED[RULES]
    rule = text.split("  - id: ")[1]
    example = rule.split("positive:")[1].split("- ")[1].split("\n")[0]
    found = documents.errors(
        *RULES,
        text.replace(f"- {example}\n", f"- {example}\n      - Jeg liker vafler\n", 1),
        SHIPPED,
    )
    assert len(found) == 1
    assert "finner ikke sitt eget eksempel: Jeg liker vafler" in found[0].message
    assert found[0].line is not None
    assert found[0].field == rule.split("\n")[0]


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (RULES, "route: crisis", "route: panikk", "'crisis'"),
        (RULES, "classes:", "klasser:", "er ikke et felt"),
        (RULES, "classes:\n", "classes: [\n", "ikke leses"),
        (TEXTS, "crisis_self:", "crisis_selv:", "kan ikke tas bort"),
        (TEXTS, "Ring **113**", "Ring **112**", "112"),
        (TEXTS, "Jeg er en automatisk tjeneste", "Ring nå! Jeg", "utropstegn"),
        (TEXTS, "feber:", "feberen:", "viser teksten «feber»"),
    ],
)
def test_a_fault_of_a_safety_file_is_told(name: Name, old: str, new: str, words: str) -> None:
    found = changed(name, old, new)
    assert any(words in message for message in errors(found)), found


def test_a_rule_that_is_gone_is_told() -> None:
    text = SHIPPED[RULES]
    first, second = text.split("  - id: ")[1:3]
    found = documents.check(*RULES, text.replace(f"  - id: {first}", "", 1), SHIPPED, TODAY)
    assert any("er tatt bort" in each.message for each in found), second
