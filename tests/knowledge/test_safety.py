import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lookups import load_lookups

from knowledge import safety_words
from knowledge.errors import ContentError
from knowledge.safety import (
    SAFETY_CONTENT,
    TEXTS_FILE,
    Calm,
    Rule,
    SafetyHit,
    SafetyRules,
    parse_safety_texts,
)
from knowledge.safety_patterns import words_of
from knowledge.safety_words import UNKNOWN, Lexicon, Slips, normalise, number_word

RULES = SafetyRules.load()
TEXTS = parse_safety_texts((SAFETY_CONTENT / TEXTS_FILE).read_text(encoding="utf-8"))
CONTACTS = SAFETY_CONTENT.parent / "contacts.yml"
CHILD_TEXTS = {"crisis": "crisis_child", "emergency": "emergency_child"}


@pytest.fixture(autouse=True, scope="module")
def dictionary_read_once() -> Iterator[None]:
    """Share spaCy's dictionary between the small lexicons here: each reading takes seconds."""
    dictionary = load_lookups("nb", ["lemma_exc"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(safety_words, "load_lookups", lambda _language, _tables: dictionary)
        yield


def _examples(kind: str) -> list[tuple[Rule, str]]:
    return [(rule, example) for rule in RULES.rules for example in getattr(rule, kind)]


@pytest.mark.parametrize(("rule", "example"), _examples("positive"))
def test_every_rule_finds_its_own_examples(rule: Rule, example: str) -> None:
    hit = RULES.screen(example)
    assert hit is not None
    assert (hit.route, hit.text_id) in {
        (rule.route, rule.text_id),
        (rule.route, CHILD_TEXTS[rule.route]),
    }


@pytest.mark.parametrize(("rule", "example"), _examples("negative"))
def test_no_rule_finds_what_is_harmless(rule: Rule, example: str) -> None:
    assert RULES.screen(example) is None


def _calm_examples(kind: str) -> list[tuple[Calm, str]]:
    return [(calm, example) for calm in RULES.calm for example in getattr(calm, kind)]


@pytest.mark.parametrize(("calm", "example"), _calm_examples("harmless"))
def test_a_frame_that_makes_it_harmless_sets_nothing_off(calm: Calm, example: str) -> None:
    assert RULES.screen(example) is None, calm.id


@pytest.mark.parametrize(("calm", "example"), _calm_examples("danger"))
def test_no_frame_hides_danger_that_is_there_now(calm: Calm, example: str) -> None:
    assert RULES.screen(example) is not None, calm.id


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for rule in RULES.rules]
    assert len(ids) == len(set(ids))


def test_a_hit_names_route_rule_and_text() -> None:
    hit = RULES.screen("Mamma våkner ikke")
    assert hit == SafetyHit("emergency", "emergency-unresponsive", "emergency")


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "Hei", "Hva er et Vardesenter?", "🙂🙂", "…", "113"]
)
def test_a_calm_message_gives_no_hit(text: str) -> None:
    assert RULES.screen(text) is None


@pytest.mark.parametrize(
    ("text", "text_id"),
    [
        ("Jeg vil ikke leve lenger", "crisis_child"),
        ("Mamma får ikke puste", "emergency_child"),
    ],
)
def test_a_child_is_met_with_the_childs_text(text: str, text_id: str) -> None:
    hit = RULES.screen(text, audience="barn")
    assert hit is not None
    assert hit.text_id == text_id


@pytest.mark.parametrize(
    "text",
    [
        "jeg er 12 år og vil ikke leve",
        "jeg går i sjuende klasse og kutter meg",
        "pappa våkner ikke og jeg er alene",
    ],
)
def test_words_can_show_that_a_child_writes(text: str) -> None:
    hit = RULES.screen(text)
    assert hit is not None
    assert hit.text_id.endswith("_child")


@pytest.mark.parametrize("audience", [None, "pasient", "parorende", "alle"])
def test_other_audiences_get_the_rules_own_text(audience: str | None) -> None:
    hit = RULES.screen("Jeg vil ikke leve lenger", audience)
    assert hit is not None
    assert hit.text_id == "crisis_self"


def test_crisis_goes_before_emergency() -> None:
    hit = RULES.screen("Jeg har tatt alle tablettene og får ikke puste")
    assert hit is not None
    assert hit.route == "crisis"


def test_danger_to_somebody_else_gets_the_text_about_others() -> None:
    hit = RULES.screen("Naboen sier at hun vil ta livet sitt")
    assert hit is not None
    assert hit.text_id == "crisis_other"


def test_death_expected_at_home_has_its_own_text() -> None:
    hit = RULES.screen("Mor sover bare og puster rart")
    assert hit is not None
    assert hit.text_id == "emergency_end_of_life"


@pytest.mark.parametrize(
    "text",
    [
        "JEG VIL IKKE LEVE",
        "jeg   vil\u00a0ikke\u2003leve",
        "jeeeeg vil ikkkke leveeee",
        "jeg vil ik\u00adke leve",
        "eg vil ikkje leva",
        "æ vil itj leve",
        "jæ vil ikke leve",
        "jeg tenker på selvmrod",
        "får ikke puuuste",
        "fa\u030ar ikke puste",
    ],
)
def test_spelling_and_spacing_hide_no_danger(text: str) -> None:
    assert RULES.screen(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "jeg er ikke suicidal, men dette er ikke et liv",
        "har ikke feber, men skjelver og fryser etter kuren",
        "det er bare litt tungt å puste",
    ],
)
def test_denial_takes_no_danger_away(text: str) -> None:
    assert RULES.screen(text) is not None


def test_harmless_words_hide_no_danger_beside_them() -> None:
    assert RULES.screen("Jeg er livredd for MR. Skjemaene tar livet av meg.") is None
    assert RULES.screen("Skjemaene tar livet av meg, og jeg vil ikke leve lenger") is not None


def test_a_frame_ends_with_its_sentence() -> None:
    assert RULES.screen("Hva gjør jeg hvis legen ikke svarer på feber?") is None
    assert RULES.screen("Hva gjør jeg hvis legen ikke svarer? Har feber nå") is not None


@pytest.mark.parametrize("subject", ["jeg", "han", "hun", "vi"])
def test_a_verb_before_its_subject_means_the_same(subject: str) -> None:
    assert RULES.screen(f"Nå får {subject} ikke puste") is not None


def test_a_sign_asked_about_ahead_is_calm_and_one_that_is_here_is_not() -> None:
    assert RULES.screen("Hva gjør jeg hvis jeg får feber?") is None
    assert RULES.screen("Har 38,4 nå. Hva gjør jeg hvis det stiger?") is not None


@pytest.mark.parametrize(
    ("token", "name"),
    [
        ("38", "HELTALL38"),
        ("38,4", "FEBERTALL"),
        ("38.4", "FEBERTALL"),
        ("37,9", "NESTENFEBER"),
        ("35,8", "LAVTALL"),
        ("36,8", "TALL"),
        ("38,45", "TALL"),
        ("12", "BARNEALDER"),
        ("20", "MANGE"),
        ("5", "TALL"),
        ("2026", "ÅRSTALL"),
        ("9" * 500, "TALL"),
        ("٣٨", "HELTALL38"),
    ],
)
def test_numbers_are_told_apart(token: str, name: str) -> None:
    assert number_word(token) == name


def test_normalising_keeps_norwegian_letters_and_drops_other_marks() -> None:
    assert normalise("Ærlig Øl på ÉN żyć") == "ærlig øl på en zyc"


def test_one_slip_is_mended_unless_the_word_means_something_else() -> None:
    slips = Slips(["krampe", "forvirret"], ["kramse"])
    assert slips.mend("kramppe") == "krampe"
    assert slips.mend("forvirert") == "forvirret"
    assert slips.mend("kramse") is None
    assert slips.mend("forviklinger") is None
    assert slips.mend("dø") is None


def test_a_vowel_is_no_slip_for_a_consonant() -> None:
    slips = Slips(["choking", "krampe"], [])
    assert slips.mend("cooking") is None
    assert slips.mend("krampa") == "krampe"


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("tablettan", "tablett"),
        ("tablettane", "tablett"),
        ("bestæmt", "bestemme"),
        ("plutseligt", "plutselig"),
    ],
)
def test_dialect_spellings_are_read_as_bokmaal(written: str, word: str) -> None:
    lexicon = Lexicon({}, ["tablett", "bestemme", "plutselig"])
    assert lexicon.canonical_or_unknown(written) == word


def test_a_dialect_spelling_that_is_a_word_of_its_own_keeps_its_meaning() -> None:
    lexicon = Lexicon({}, ["sovne"])
    assert lexicon.canonical_or_unknown("sovn") == "sovne"
    assert lexicon.canonical_or_unknown("søvn") == UNKNOWN


def test_a_compound_is_read_by_its_last_part_when_the_rules_say_so() -> None:
    lexicon = Lexicon({}, ["tablett"], heads=["tablett"])
    assert lexicon.canonical_or_unknown("blodtrykkstablettene") == "tablett"
    assert lexicon.canonical_or_unknown("a" * 500 + "tablett") == UNKNOWN
    assert Lexicon({}, ["tablett"]).canonical_or_unknown("blodtrykkstablett") == UNKNOWN


def test_numbers_stand_inside_phrases_too() -> None:
    assert words_of("for TALL år siden") == ["for", "TALL", "år", "siden"]


@given(st.text(max_size=2000))
@settings(max_examples=150, deadline=500)
def test_no_text_breaks_the_rules(text: str) -> None:
    assert RULES.screen(text) is None or RULES.screen(text) is not None


WORDS_OF_RULES = [
    "jeg",
    "vil",
    "ikke",
    "mamma",
    "puste",
    "leve",
    "dø",
    "feber",
    "38",
    ".",
    "og",
    "så",
]


@given(st.lists(st.sampled_from(WORDS_OF_RULES), max_size=450))
@settings(max_examples=60, deadline=500)
def test_no_heap_of_the_rules_own_words_makes_a_pattern_run_away(words: list[str]) -> None:
    hit = RULES.screen(" ".join(words))
    assert hit is None or hit.route in {"crisis", "emergency"}


def test_the_words_of_users_are_not_kept() -> None:
    RULES.screen("Tante Ingerutarina bor i Bakvendtbygda")
    assert "ingerutarina" not in RULES._matcher._vocab.strings


@pytest.mark.parametrize(
    "text_id",
    [
        "crisis_self",
        "crisis_other",
        "crisis_child",
        "emergency",
        "emergency_child",
        "emergency_end_of_life",
        "medical_advice",
        "crisis_again",
        "emergency_again",
        "child_again",
        "feber",
        "ring-113",
        "ryggmarg",
        "ikke-akutthjelp",
        "selvmordsfare",
    ],
)
def test_every_safety_text_names_a_number_to_ring(text_id: str) -> None:
    assert re.search(r"\b(113|116 111|116 117)\b", RULES.text(text_id))


def test_an_unknown_safety_text_is_refused() -> None:
    with pytest.raises(ContentError, match="no safety text is called 'finnes-ikke'"):
        RULES.text("finnes-ikke")


def test_article_texts_are_short() -> None:
    for text in TEXTS.values():
        if text.kind == "article":
            assert 30 <= len(text.text.split()) <= 70


def test_every_number_in_the_texts_is_a_contact_point() -> None:
    contacts = yaml.safe_load(CONTACTS.read_text(encoding="utf-8"))
    known = {contact["phone"] for contact in contacts}
    for text in TEXTS.values():
        assert set(re.findall(r"\*\*([\d ]+)\*\*", text.text)) <= known


def test_the_texts_shout_nothing_and_ask_nothing_back() -> None:
    for name, text in TEXTS.items():
        assert "!" not in text.text, name
        assert "?" not in text.text, name


RULE_FILE = """
classes: {tegn: [frysninger]}
rules:
  - id: prøve
    route: emergency
    text_id: emergency
    why: "Prøve."
    patterns: ["{tegn}"]
    positive: [frysninger]
    negative: [hei]
"""


def _folder(path: Path, rules: str) -> Path:
    (path / "texts.yml").write_text("emergency: {kind: response, text: Ring}", encoding="utf-8")
    (path / "rules.yml").write_text(rules, encoding="utf-8")
    return path


def test_rules_are_read_from_any_folder(tmp_path: Path) -> None:
    rules = SafetyRules.load(_folder(tmp_path, RULE_FILE))
    assert rules.screen("Jeg har frysninger") == SafetyHit("emergency", "prøve", "emergency")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("route: emergency", "route: panic", r"rules\.yml: rules\.0\.route"),
        ("text_id: emergency", "text_id: borte", "no text is called borte"),
        ('["{tegn}"]', '["{ukjent}"]', "word classes that nobody wrote: {ukjent}"),
        ('["{tegn}"]', '["{tegn} .."]', "nothing stands on one side"),
        ('["{tegn}"]', '["{tegn} &  & {tegn}"]', "nothing stands on one side"),
        ("positive: [frysninger]", "positive: []", r"rules\.0\.positive"),
        ("why:", "whi:", r"rules\.0\.why"),
        ("classes: {tegn: [frysninger]}", "classes: {tegn: [", "can't be read"),
    ],
)
def test_a_wrong_rule_file_says_what_is_wrong(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(ContentError, match=message):
        SafetyRules.load(_folder(tmp_path, RULE_FILE.replace(old, new, 1)))


def test_a_word_class_in_two_files_is_refused(tmp_path: Path) -> None:
    folder = _folder(tmp_path, RULE_FILE)
    (folder / "more.yml").write_text("classes: {tegn: [feber]}", encoding="utf-8")
    with pytest.raises(ContentError, match="written in two files: tegn"):
        SafetyRules.load(folder)


def test_a_rule_file_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"rules\.yml is not a mapping"):
        SafetyRules.load(_folder(tmp_path, "- bare en liste"))


def test_a_missing_text_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"texts\.yml can't be read"):
        SafetyRules.load(tmp_path)
