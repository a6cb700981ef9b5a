from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copy

import pytest
import yaml

from knowledge.check import check
from knowledge.language import Sentences
from knowledge.settings import PACKAGED_CONTENT

TODAY = date(2026, 11, 21)
SECTION = (
    "Sykepenger kan du få når du er for syk til å jobbe. Du får dem i om lag ett år. Legen skriver "
    "en sykmelding. Så sender du en søknad selv. Det gjør du hver gang en periode er over. Nav "
    "svarer hvis du lurer på noe. Du kan også be noen du stoler på om hjelp til å søke. "
)
HEADINGS = (
    "Hva er det?",
    "Hvem får det?",
    "Slik gjør du",
    "Hvor lenge?",
    "Hva så?",
    "Hvem hjelper?",
    "Mer",
)
FRONT = {
    "slug": "sykepenger",
    "title": "Sykmelding og sykepenger",
    "category": "okonomi",
    "audience": "pasient",
    "summary": "Sykepenger kan du få i om lag ett år.",
    "contacts": ["nav"],
    "related": [],
    "sources": [{"title": "Sykepenger", "url": "https://www.nav.no/sykepenger", "dated": "2026"}],
    "updated": date(2026, 11, 1),
    "valid_until": date(2027, 5, 1),
    "reviewed_by": None,
    "reviewed": None,
}
CONTACT = {
    "id": "nav",
    "name": "Nav",
    "phone": "55 55 33 33",
    "email": None,
    "url": "https://www.nav.no/",
    "for_whom": "Alle",
    "hours": {"always_open": False, "text": "Hverdager", "weekly": None},
    "source": {"title": "Nav", "url": "https://www.nav.no/", "dated": "2026"},
    "checked": date(2026, 11, 21),
}
Write = Callable[..., Path]
Faults = Callable[[Path], list[str]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write sound content with one article, changed as the test asks."""

    def written(
        body: str | None = None, questions: list[str] | None = None, **front: object
    ) -> Path:
        copy(PACKAGED_CONTENT / "outdated.yml", tmp_path / "outdated.yml")
        (tmp_path / "contacts.yml").write_text(yaml.safe_dump([CONTACT]), "utf8")
        meta = {**FRONT, **front}
        folder = tmp_path / "articles" / "okonomi"
        folder.mkdir(parents=True, exist_ok=True)
        text = sections() if body is None else body
        front_matter = yaml.safe_dump(meta, allow_unicode=True)
        path = folder / f"{meta['slug']}.md"
        path.write_text(f"---\n{front_matter}---\n\n{text}", "utf8")
        asked = (
            [f"Hva er spørsmål nummer {n}?" for n in range(25)] if questions is None else questions
        )
        path.with_suffix(".questions.yml").write_text(yaml.safe_dump({"nb": asked}), "utf8")
        return tmp_path

    return written


def sections(**changed: str) -> str:
    """Write seven sound sections; `first` is put at the end of the first."""
    first = SECTION + changed.get("first", "")
    bodies = [first, *[SECTION] * (len(HEADINGS) - 1)]
    return "\n\n".join(f"## {name}\n\n{body}" for name, body in zip(HEADINGS, bodies, strict=True))


@pytest.fixture(scope="module")
def sentences() -> Sentences:
    return Sentences()


@pytest.fixture
def faults(sentences: Sentences) -> Faults:
    return lambda content: [finding.what for finding in check(content, sentences, TODAY)]


def test_sound_content_has_no_fault(write: Write, faults: Faults) -> None:
    assert faults(write()) == []


def test_the_content_that_ships_has_no_fault(sentences: Sentences) -> None:
    assert [str(finding) for finding in check(PACKAGED_CONTENT, sentences, TODAY)] == []


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ({"title": None}, "title"),
        ({"audience": "hund"}, "audience"),
        ({"sources": []}, "sources"),
        ({"contacts": ["finnes-ikke"]}, "finnes-ikke"),
        ({"valid_until": date(2028, 5, 1)}, "valid_until"),
        ({"reviewed_by": "En lege"}, "reviewed"),
        ({"slug": "Syke Penger"}, "slug"),
    ],
)
def test_a_front_matter_that_breaks_the_schema_is_found(
    write: Write, faults: Faults, front: dict[str, object], words: str
) -> None:
    (fault,) = faults(write(**front))
    assert words in fault


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ({"related": ["finnes-ikke"]}, "«finnes-ikke» er ikke publisert"),
        ({"related": ["sykepenger"]}, "med seg selv"),
        ({"updated": date(2026, 12, 1)}, "fram i tid"),
        ({"updated": date(2026, 1, 1), "valid_until": date(2026, 11, 20)}, "gikk ut på dato"),
        ({"summary": "En. To. Tre. Fire."}, "Sammendraget har 4 setninger"),
        ({"summary": "Du kan få 5 000 kroner."}, "beløp uten årstall"),
        ({"summary": "Ring i dag!"}, "utropstegn"),
    ],
)
def test_a_fault_in_the_front_matter_is_found(
    write: Write, faults: Faults, front: dict[str, object], words: str
) -> None:
    (fault,) = faults(write(**front))
    assert words in fault


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ("Se [her](/artikler/finnes-ikke).", "Lenken til «finnes-ikke» fører ingen steder"),
        ("Ring 800 57 338.", "gamle nummer"),
        ("Skriv til kreftlinjen@kreftforeningen.no.", "e-postadresse"),
        ("Du må ha samtykkekompetanse.", "beslutningskompetanse"),
        ("Ring NAV.", "skriv Nav"),
        ("Ring 22 33 44 55.", "22 33 44 55 finnes ikke blant kontaktpunktene"),
        ("Ring 112.", "112 finnes ikke blant kontaktpunktene"),
        ("I [2026](https://www.nav.no/) er det fint!", "utropstegn"),
    ],
)
def test_a_fault_in_a_section_is_found(
    write: Write, faults: Faults, first: str, words: str
) -> None:
    assert any(words in fault for fault in faults(write(sections(first=first))))


def test_the_old_name_of_a_scheme_may_be_told_as_the_past(write: Write, faults: Faults) -> None:
    past = "Ordningen fritt behandlingsvalg hos private er avviklet."
    assert faults(write(sections(first=past))) == []


def test_an_amount_needs_its_year_and_a_link(write: Write, faults: Faults) -> None:
    assert len(faults(write(sections(first="Du får 5 000 kroner.")))) == 2
    told = "I 2026 får du 5 000 kroner, se [satsene](https://www.nav.no/)."
    assert faults(write(sections(first=told))) == []


def test_a_phone_number_of_a_contact_point_is_allowed(write: Write, faults: Faults) -> None:
    assert faults(write(sections(first="Ring 55 55 33 33 eller +47 55 55 33 33."))) == []


def test_an_article_too_short_or_too_long_is_found(write: Write, faults: Faults) -> None:
    assert any("ord. Den bør ha 350" in fault for fault in faults(write(f"## Kort\n\n{SECTION}")))
    long = sections() + "\n\n" + sections().replace("## ", "## Mer om ")
    assert any(
        "ord. Den bør ha 350" in fault for fault in faults(write(long + "\n\n## Til\n\n" + SECTION))
    )


def test_a_section_too_short_or_too_long_is_found(write: Write, faults: Faults) -> None:
    assert faults(write(sections() + "\n\n## Kort\n\nNei.")) == [
        "Avsnittet «Kort» har 1 ord. Det bør ha 40 til 120."
    ]
    assert any("«Hva er det?» har" in fault for fault in faults(write(sections(first=SECTION * 2))))


def test_a_heading_used_twice_is_found(write: Write, faults: Faults) -> None:
    assert faults(write(sections() + f"\n\n## Mer\n\n{SECTION}")) == [
        "Overskriften «Mer» står der to ganger."
    ]


def test_heavy_language_is_found_and_children_get_a_lower_limit(
    write: Write, faults: Faults
) -> None:
    heavy = sections().replace(
        "Du får dem i om lag ett år.", "Utbetalingen forutsetter dokumentasjon fra arbeidsgiveren."
    )
    heavy = heavy.replace(". ", " og ")
    assert any("under 45" in fault for fault in faults(write(heavy)))
    middling = sections().replace(
        "Nav svarer hvis du lurer på noe.",
        "Arbeidsgiveren betaler sykepengene, feriepengene og pensjonsinnskuddet dessuten.",
    )
    middling = middling.replace(
        "Du får dem i om lag ett år.", "Utbetalingen forutsetter dokumentasjon fra arbeidsgiveren."
    )
    middling = middling.replace("Legen skriver", "Fastlegen eller sykehuslegen utsteder")
    middling = middling.replace("Så sender", "og deretter sender")
    assert faults(write(middling)) == []
    assert any("under 35" in fault for fault in faults(write(middling, audience="barn")))


def test_too_few_questions_and_a_question_of_two_articles_are_found(
    write: Write, faults: Faults
) -> None:
    assert faults(write(questions=["Hva er sykepenger?"])) == [
        "Artikkelen har 1 spørsmål. Den bør ha 25 eller flere."
    ]
    write(questions=["Hva nå?", *[f"Ett {n}?" for n in range(24)]])
    content = write(slug="aap", questions=["hva nå", *[f"To {n}?" for n in range(24)]])
    (fault,) = faults(content)
    assert "Spørsmålet står også i" in fault
