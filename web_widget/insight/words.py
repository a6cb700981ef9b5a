"""What the figures and the work list say, in Norwegian."""

from datetime import date, timedelta

from web_widget.access import Role, current_member
from web_widget.conversations.opening_hours import OSLO
from web_widget.words import CATEGORIES
from web_widget.worklist.blocks import Worklist

SHOWN_FIRST = 8
NOT_TELLING = "(Spørsmålene er skrevet med ord som ikke kan vises)"
LINK_FAULTS = {
    "gone": "Siden finnes ikke lenger",
    "error": "Siden svarer med feil",
    "unreachable": "Ingen svarer",
    "not_public": "Ikke en åpen nettside",
}
GROUPING_BEGUN = "Spørsmålene grupperes på nytt. Last siden på nytt om et halvt minutt."
FINISHED = "Oppføringen er tatt av listen."
GONE = "Oppføringen er ikke på listen lenger."
DRAFT_BEGUN = "Utkastet er laget. Skriv svaret, og legg inn kilder."

TOPICS = {**CATEGORIES, "annet": "Uten tema"}
ROUTES = {
    "answer": "Svar fra en artikkel",
    "clarify": "Spørsmål tilbake",
    "coordinator": "Kreftkoordinator",
    "human": "Rådgiver",
    "no_answer": "Uten svar",
    "medical_advice": "Medisinsk råd",
    "out_of_scope": "Utenfor tema",
    "smalltalk": "Småprat",
    "crisis": "Mulig selvmordsfare",
    "emergency": "Mulig akutt fare",
}
OUTCOMES = {
    "answered": "Besvart",
    "clarified": "Spurt tilbake",
    "handed_over": "Satt over eller tilbudt rådgiver",
    "unanswered": "Uten svar",
    "other": "Annet",
}
AUDIENCES = {
    "pasient": "Pasient",
    "parorende": "Pårørende",
    "etterlatt": "Etterlatt",
    "barn": "Barn eller ungdom",
    "fagperson": "Fagperson",
    "ukjent": "Ikke sagt",
}
WAITS = {
    "under_1": "Under 1 min",
    "1_5": "1–5 min",
    "5_15": "5–15 min",
    "15_30": "15–30 min",
    "over_30": "Over 30 min",
    "left": "Fikk ikke rådgiver",
}
THUMBS = {"up": "Til hjelp", "down": "Ikke til hjelp"}
FIGURES = {
    "days": "Samtaler per dag",
    "weeks": "Samtaler per uke",
    "hours": "Samtaler gjennom døgnet",
    "routes": "Hva boten svarte med",
    "topics": "Temaer i svarene",
    "outcomes": "Hvordan det gikk med spørsmålene",
    "waits": "Ventetid på rådgiver",
    "thumbs": "Tommel opp og ned",
    "audiences": "Hvem som skriver",
}
UNITS = {
    "days": "samtaler",
    "weeks": "samtaler",
    "hours": "samtaler",
    "routes": "svar",
    "topics": "svar",
    "outcomes": "spørsmål",
    "waits": "ganger noen ventet",
    "thumbs": "vurderinger",
    "audiences": "samtaler",
}
PERIODS = {7: "7 dager", 30: "30 dager", 90: "90 dager", 365: "12 måneder"}
HIDDEN = "under 5"
CSV_HEAD = ("figur", "gruppe", "antall")


def day(value: date) -> str:
    return value.strftime("%d.%m.%Y")


def can_write() -> bool:
    return current_member().has(Role.EDITOR)


def about_grouping(worklist: Worklist) -> str:
    """Say when the questions were grouped last, and whether it is going on."""
    run = worklist.grouping
    if run is None:
        return "Spørsmålene er ikke gruppert ennå."
    if worklist.is_grouping:
        return "Spørsmålene grupperes nå. Last siden på nytt om et halvt minutt."
    when = f"{(run.finished_at or run.started_at).astimezone(OSLO):%d.%m.%Y kl. %H.%M}"
    if run.failed or run.finished_at is None:
        return f"Forsøket på å gruppere {when} lyktes ikke. Gruppene under er fra forrige gang."
    return (
        f"Gruppert {when}. Vises når minst tre samtaler har spurt om det samme. Navn, tall og "
        "uvanlige ord er tatt ut."
    )


def days_before(last: date, days: int) -> date:
    """Return the first of so many days that end with the last one."""
    return last - timedelta(days=days - 1)
