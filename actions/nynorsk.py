import re
from collections.abc import Mapping
from typing import Final

MIN_WORDS: Final = 4
CLEARLY: Final = 1.2  # the language model's share of one written form over the other's


def _any_of(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE)


NYNORSK: Final = _any_of(
    "eg|ein|eit|dei|dykk|dykkar|sjølv|ikkje|kva|kven|kvar|kvifor|korleis|kvarandre|nokon|noko|nokre",
    "annan|eigen|eigne|fleire|mykje|meir|frå|hjå|utan|medan|sidan|berre|òg|heim|heime|finst|treng",
    "vere|vera|vore|vert|kome|kjem|gjere|gjera|gjev|seie|seier|fortelje|ringje|spørje|søkje|søkjer",
    "tenkje|høyre|døyr|døydde|veker|born|borna|sjukmeld|pårørande|rettar|arbeidsgjevar(?:en)?",
)
BOKMAL: Final = _any_of("jeg|hva|hvem|hvor|hvordan|hvorfor|ikke|noe|noen|fra|mye|gjør")
# Who writes the way they speak need not want nynorsk back.
DIALECT: Final = _any_of(
    "æ|æg|ej|jæ|je|mæ|mei|dæ|sæ|ka|kem|kæm|e|va|ska|vett|ikkj|kje|itj|ittj|ittje|itte|korsen|korsn",
    "koss|kossen|hossen|kordan|koffer|koffor|hått|nån|nåka|nåkka|nokka|nåke|nåkke|nåken|nåkken",
    "nåkon|någe|någen|hainn|dåkk|dokker|okke|okker|åss|ossan|ette|øve|te|hell|sjøl",
)


def is_nynorsk(text: str, shares: Mapping[str, float]) -> bool:
    """Return whether the text is surely nynorsk; shares are by language code, 0 to 1."""
    if _is_short(text) or BOKMAL.search(text) or DIALECT.search(text):
        return False
    return NYNORSK.search(text) is not None and _outweighs("nn", "nb", shares)


def is_bokmal(text: str, shares: Mapping[str, float]) -> bool:
    """Return whether the text is surely bokmål; shares are by language code, 0 to 1."""
    if _is_short(text) or NYNORSK.search(text) or DIALECT.search(text):
        return False
    return BOKMAL.search(text) is not None or _outweighs("nb", "nn", shares)


def _is_short(text: str) -> bool:
    return len(text.split()) < MIN_WORDS


def _outweighs(one: str, other: str, shares: Mapping[str, float]) -> bool:
    return shares.get(one, 0.0) >= CLEARLY * shares.get(other, 0.0)
