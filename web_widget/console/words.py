"""What the console says to advisers, in Norwegian."""

from datetime import datetime

from web_widget.conversations.opening_hours import OSLO
from web_widget.words import CATEGORIES

ROLES = {"nurse": "Sykepleier", "social_worker": "Sosionom", "lawyer": "Jurist"}
AUDIENCES = {
    "pasient": "Pasient",
    "parorende": "Pårørende",
    "etterlatt": "Etterlatt",
    "barn": "Barn eller ungdom",
    "fagperson": "Fagperson",
}
# What a conversation with an adviser may turn out to have been about.
TOPICS = {**CATEGORIES, "annet": "Annet"}
# Of messages; the adviser is named, and «du» would be the reader.
SENDERS = {"user": "Bruker", "bot": "Veiviseren", "adviser": "Rådgiver", "system": "Melding"}
DANGERS = {
    "crisis": "Sikkerhetsreglene: Mulig selvmordsfare eller selvskading",
    "emergency": "Sikkerhetsreglene: Mulig akutt fare for kroppen",
}
MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)

TAKEN_BY = "Samtalen er tatt av {name}."
NOT_IN_QUEUE = "Samtalen er ikke lenger i køen."
NOT_YOURS = "Du har ikke lenger denne samtalen."
NOW_WITH = "Du har ikke lenger denne samtalen. {name} har den nå."
NOT_PRESENT = "Kollegaen er ikke til stede lenger. Velg en annen."
BAD_CURSOR = "after må være et tall."

CALLBACK_DONE = "Forespørselen {receipt} er håndtert. Telefonnummer og e-post er slettet."
CALLBACK_WAS_DONE = "Forespørselen er alt håndtert av {name}."
REPLY_SAVED = "Svaret «{title}» er lagret."
REPLY_DELETED = "Svaret er slettet."
REPLY_INCOMPLETE = "Svaret må ha både tittel og tekst. Tittelen kan ha 100 tegn, teksten 2000."


def in_oslo(moment: datetime) -> str:
    """Write a moment as an adviser's clock shows it."""
    local = moment.astimezone(OSLO)
    return f"{local.day}. {MONTHS[local.month - 1]} kl. {local:%H.%M}"
