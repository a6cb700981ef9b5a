"""What the editors' pages say, in Norwegian."""

from datetime import datetime

from knowledge.editions.models import DraftState, Event, Kind
from web_widget.conversations.opening_hours import OSLO
from web_widget.words import CATEGORIES

KINDS = {
    Kind.ARTICLE: "Artikler",
    Kind.QUESTIONS: "Spørsmål til artiklene",
    Kind.MUST_HOLD: "Spørsmål som må holde",
    Kind.CONTACTS: "Kontaktpunkter",
    Kind.COORDINATORS: "Kreftkoordinatorer",
    Kind.OPENING_HOURS: "Åpningstider",
    Kind.SAFETY: "Sikkerhetsregler",
    Kind.RESPONSES: "Svartekster",
    Kind.EXAMPLES: "Botens eksempler",
}
KIND_HELP = {
    Kind.QUESTIONS: "Det folk spør om, på sin egen måte. Boten lærer av dem hva som svarer.",
    Kind.MUST_HOLD: "Viktige spørsmål, hvert med artikkelen som skal svare. Prøves hver gang.",
    Kind.CONTACTS: "Telefonnumre og adresser som artiklene og boten viser til.",
    Kind.COORDINATORS: "Hvem som er kreftkoordinator i hver kommune.",
    Kind.OPENING_HOURS: "Når rådgiverne er i chatten.",
    Kind.SAFETY: "Reglene som kjenner igjen fare for liv, og tekstene som vises da.",
    Kind.RESPONSES: "Det boten sier utenom artiklene.",
    Kind.EXAMPLES: "Setninger som boten lærer hensikter av. Endringer må læres inn før de virker.",
}
STATES = {DraftState.DRAFT: "Utkast", DraftState.REVIEW: "Til godkjenning"}
EVENTS = {
    Event.IMPORTED: "Hentet inn fra fil",
    Event.PUBLISHED: "Publisert",
    Event.RESTORED: "Gjenopprettet",
    Event.ARCHIVED: "Arkivert",
}
AUDIENCES = {
    "pasient": "Pasienter",
    "parorende": "Pårørende",
    "barn": "Barn og unge",
    "alle": "Alle",
}
LANGUAGES = {
    "nb": "Bokmål",
    "nn": "Nynorsk",
    "dialekt": "Dialekt",
    "en": "Engelsk",
    "pl": "Polsk",
    "uk": "Ukrainsk",
    "ru": "Russisk",
    "ar": "Arabisk",
    "so": "Somali",
    "ti": "Tigrinja",
    "es": "Spansk",
    "de": "Tysk",
    "fr": "Fransk",
    "lt": "Litauisk",
    "sv": "Svensk",
    "da": "Dansk",
    "se": "Nordsamisk",
    "tr": "Tyrkisk",
    "fa": "Persisk",
    "ur": "Urdu",
}
FILTERS = {
    "utkast": "Har utkast",
    "godkjenning": "Venter på godkjenning",
    "publisert": "Publisert",
    "utloper": "Utløpt, eller utløper snart",
    "uten-fagperson": "Ikke faglig godkjent",
    "arkivert": "Arkivert",
}
LEVELS = {"error": "Må rettes", "warning": "Bør ses på"}

CREATED = "Utkastet «{title}» er laget."
SUBMITTED = "Utkastet er sendt til godkjenning."
SENT_BACK = "Utkastet er sendt tilbake."
DISCARDED = "Utkastet er forkastet. Den publiserte teksten er som før."
TAKEN_IN = "Den publiserte versjonen er flettet inn i utkastet. Se over før du sender det videre."
TAKEN_IN_WITH_CLASHES = (
    "Den publiserte versjonen er flettet inn. Noen steder er det samme endret på to måter: Begge "
    "står i teksten mellom <<<<<<< og >>>>>>>. Velg selv, og fjern merkene."
)
PUBLISHED = "Publisert som utgave {release}. Boten svarer med den nye teksten om noen sekunder."
SCHEDULED = "Godkjent. Teksten publiseres {when}."
RESTORED = "Versjon {number} er publisert igjen, som utgave {release}."
ARCHIVED = "Artikkelen er arkivert. Boten svarer ikke med den lenger."
ROW_SAVED = "«{name}» er lagret i utkastet. Det publiseres når utkastet er godkjent."
ROW_REMOVED = "«{name}» er tatt ut av utkastet."
TOO_LONG = "Teksten er for lang til å lagres. Den kan være på høyst {most} tegn."
SLUG_INVALID = (
    "Adressen kan ha små bokstaver a–z, tall og bindestrek. For eksempel: reise-til-behandling"
)
TITLE_MISSING = "Skriv en tittel, på høyst 120 tegn."
CATEGORY_MISSING = "Velg et tema."
DATE_INVALID = "Tidspunktet må være en dato og et klokkeslett fram i tid."
REASON_NEEDED = (
    "Et spørsmål som må holde, får et annet svar. Skriv hvorfor teksten likevel skal publiseres."
)
GATE_NEEDED = "Kjør prøven mot alle spørsmål før du publiserer."
GATE_OLD = "Prøven gjelder en annen utgave av teksten. Kjør den på nytt."
NOT_READABLE = "Siden kan vises når det som må rettes, er rettet. Se lista over funn."
MESSAGE_EMPTY = "Skriv en melding å prøve."
DRAFT_BROKEN = "Utkastet kan ikke prøves før det som må rettes, er rettet."
RULES_BROKEN = "Reglene kan ikke prøves før feilene er rettet: {reason}"


def clock(moment: datetime) -> str:
    """Write a moment as a clock in Norway shows it."""
    return f"{moment.astimezone(OSLO):%d.%m.%Y kl. %H.%M}"


def category(name: str | None) -> str:
    return CATEGORIES.get(name or "", name or "")
