import re
from typing import Final, Literal, cast, get_args

Audience = Literal["pasient", "parorende", "etterlatt", "barn", "fagperson"]

I_AM: Final = r"\b(?:jeg|eg|æ|je|jæ|e) (?:er|e) (?:bare |ein? |et )?"
FAMILY: Final = (
    "mann|kone|kona|ektefelle|samboer|kjæreste|kjærast|mor|mora|moren|far|faren|foreldre|søster"
    "|søstera|bror|broren|søsken|sønn|sønnen|datter|dattera|datra|barnet|guten|jenta|bestemor"
    "|bestefar|mormor|morfar|farmor|farfar|svigermor|svigerfar|svoger|venn|venninne|tante|onkel"
)
MINE: Final = "(?:min|mi|mitt|mine|vår|vårt|våre)"
ENGLISH_FAMILY: Final = (
    "my (?:husband|wife|mother|mom|mum|father|dad|son|daughter|brother|sister|partner|friend)"
)
DIED: Final = "(?:døde|døydde|dødde|gikk bort|sovnet inn|er død|er dau)"
PROFESSIONS: Final = (
    "sykepleier|sjukepleiar|lege|fastlege|kreftkoordinator|sosionom|lærer|lærar|personalleder"
    "|arbeidsgiver|saksbehandler|helsesykepleier|fagperson"
)


def _sign(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


FAMILY_OF_MINE: Final = _sign(
    rf"\b(?:{FAMILY})(?:en|a|et)? {MINE}\b",
    rf"\b{MINE} (?:{FAMILY})\b",
    r"\b(?:mamma|pappa|muttern|fattern)\b",
    rf"\b{ENGLISH_FAMILY}\b",
)
RELATIVE: Final = _sign(rf"{I_AM}pårørende?\b", r"\bsom pårørende\b")
BEREAVED: Final = _sign(
    r"\b(?:etterlatt|enkemann|enke|har mistet|mista)\b",
    rf"\b(?:{FAMILY}|mamma|pappa)(?:en|a)?(?: {MINE})? {DIED}\b",
)
CHILD: Final = _sign(
    rf"{I_AM}(?:barn|gutt|jente|[6-9]|1[0-7])(?: år)?(?=$|[.,!?]| og | gammel)",
    rf"{I_AM}(?:[6-9]|1[0-7]) år\b",
    r"\bgår i (?:[1-9]|10)\.? ?klasse\b",
    r"\bpå (?:ungdomsskolen|barneskolen)\b",
)
PROFESSIONAL: Final = _sign(rf"{I_AM}(?:{PROFESSIONS})\b", rf"\bjobber som (?:{PROFESSIONS})\b")
PATIENT: Final = _sign(
    r"\b(?:jeg|eg|æ|je|jæ) (?:har|fikk|fekk)(?: fått| hatt)?(?: \w+)? ?\w*(?:kreft|lymfom)\b",
    rf"{I_AM}(?:pasient|kreftsyk|kreftsjuk|syk selv)\b",
)
# The first that fits counts: a child whose mother is ill is a child, a widow is bereaved.
SIGNS: Final[tuple[tuple[Audience, re.Pattern[str]], ...]] = (
    ("barn", CHILD),
    ("fagperson", PROFESSIONAL),
    ("etterlatt", BEREAVED),
    ("parorende", RELATIVE),
    ("parorende", FAMILY_OF_MINE),
    ("pasient", PATIENT),
)


def audience_in(text: str, known: Audience | None = None) -> Audience | None:
    """Return who the words say is writing; a child, once known, stays one."""
    if known == "barn":
        return None
    return next((audience for audience, sign in SIGNS if sign.search(text)), None)


def as_audience(value: object) -> Audience | None:
    return cast(Audience, value) if value in get_args(Audience) else None


def for_search(audience: Audience | None) -> str | None:
    """Return the audience that articles are written for, nearest to who is writing."""
    if audience is None or audience == "fagperson":
        return None
    return "parorende" if audience == "etterlatt" else audience
