"""A small content folder of made-up articles."""

from pathlib import Path

FRONT_MATTER = {
    "slug": "parykk",
    "title": "Parykk og hodeplagg",
    "category": "okonomi",
    "audience": "pasient",
    "summary": "Du kan få støtte til parykk.",
    "contacts": "[nav]",
    "related": "[reise, finnes-ikke]",
    "sources": '[{title: Folketrygdloven, url: "https://lovdata.no/lov", dated: udatert}]',
    "updated": "2026-11-01",
    "valid_until": "2027-10-31",
    "reviewed_by": "null",
    "reviewed": "null",
}
PARYKK = """## Hva dekkes

Nav dekker parykk når du mister håret av cellegift. Du velger selv parykkmakeren.

## Slik søker du

Send søknaden til Nav:

- Legg ved en erklæring fra legen.
- Ta vare på kvitteringen.
"""
REISE = """## Hvem betaler reisen

Pasientreiser dekker bussen til sykehuset.

{{tekst: feber}}
"""
BARN = """## Hva er kreft

Kreft er ikke smittsomt. Du kan klemme mamma som før.
"""
CONTACTS = """
- id: nav
  name: Nav
  phone: "55 55 33 33"
  email: null
  url: https://www.nav.no/
  for_whom: Alle
  hours: {always_open: false, text: Hverdager, weekly: {mon: ["09:00-15:00"], thu: ["09:00-15:00"]}}
  source: {title: Nav, url: "https://www.nav.no/", dated: "2026"}
  checked: 2026-11-21
- id: nodnummer
  name: Nødnummer
  phone: "113"
  email: null
  url: null
  for_whom: Alle
  hours: {always_open: true, text: Hele døgnet, weekly: null}
  source: {title: Helsenorge, url: null, dated: "2026"}
  checked: 2026-11-21
"""
QUESTIONS = {
    "okonomi/parykk": """
nb:
- Får jeg penger til parykk?
- Hvem betaler parykken min?
nn:
- Kven betaler parykken?
""",
    "okonomi/reise": """
nb:
- Får jeg dekket bussen til sykehuset?
- Hva koster reisen?
""",
    "barn-og-parorende/barn": """
nb:
- Smitter kreft?
- Kan jeg klemme mamma?
""",
}
TEXTS = """
feber:
  kind: article
  text: Har du feber over 38, så ring avdelingen.
"""
COORDINATORS = """kommunenummer,name,fylke,bydel,other_names,former_names,website,page,page_dated
0301,Oslo,Oslo,,,,,,
1515,Herøy,Møre og Romsdal,,,,,,
1818,Herøy,Nordland,,,,,,
"""


def article_text(body: str, **changes: str) -> str:
    """Return an article file's text, with some front matter changed."""
    lines = [f"{key}: {value}" for key, value in (FRONT_MATTER | changes).items()]
    return "\n".join(["---", *lines, "---", "", body])


def write_content(folder: Path) -> Path:
    """Write three articles with their questions, contacts and texts."""
    articles = {
        "okonomi/parykk": article_text(PARYKK),
        "okonomi/reise": article_text(
            REISE, slug="reise", title="Reise til behandling", audience="parorende", related="[]"
        ),
        "barn-og-parorende/barn": article_text(
            BARN,
            slug="barn",
            title="Kreft for barn",
            category="barn-og-parorende",
            audience="barn",
            related="[]",
        ),
    }
    for name, text in articles.items():
        path = folder / "articles" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.with_suffix(".questions.yml").write_text(QUESTIONS[name], encoding="utf-8")
    (folder / "contacts.yml").write_text(CONTACTS, encoding="utf-8")
    (folder / "coordinators.csv").write_text(COORDINATORS, encoding="utf-8")
    (folder / "safety").mkdir()
    (folder / "safety" / "texts.yml").write_text(TEXTS, "utf-8")
    return folder
