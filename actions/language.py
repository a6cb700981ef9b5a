from collections.abc import Mapping
from functools import cache
from typing import Final, Literal, cast, get_args

from lingua import ConfidenceValue, LanguageDetector, LanguageDetectorBuilder
from lingua import Language as Tongue

from actions.nynorsk import is_bokmal, is_nynorsk

Language = Literal["nn", "en", "pl", "uk", "ar", "so"]

NORWEGIAN: Final = ("nb", "nn")
# Swedish and Danish need no line: whoever writes them reads Norwegian.
NEIGHBOURS: Final = ("sv", "da")
MIN_WORDS: Final = 3
TONGUES: Final = (
    Tongue.BOKMAL,
    Tongue.NYNORSK,
    Tongue.SWEDISH,
    Tongue.ENGLISH,
    Tongue.POLISH,
    Tongue.UKRAINIAN,
    Tongue.RUSSIAN,
    Tongue.ARABIC,
    Tongue.PERSIAN,
    Tongue.SOMALI,
    Tongue.SPANISH,
    Tongue.GERMAN,
    Tongue.TURKISH,
    Tongue.LITHUANIAN,
)


def language_of(text: str, known: object = None, locale: object = None) -> Language | None:
    """Return the language to speak instead of bokmål, or None for bokmål.

    A text too short to tell keeps the language known before it, else that of the page.
    """
    fallback = _as_language(known) or _as_language(str(locale).partition("-")[0])
    if text.startswith("/"):
        return fallback
    values = _detector().compute_language_confidence_values(text)
    shares = {_code(value): value.value for value in values}
    best = max(shares, key=lambda code: shares[code], default="")
    if not best or _is_too_short(text, best):
        return fallback
    if shares[best] <= sum(shares.get(code, 0.0) for code in (*NORWEGIAN, *NEIGHBOURS)):
        return _norwegian(text, shares, fallback)
    return _as_language(best) or "en"  # no line of its own: English is the most widely read


def warm_up() -> None:
    """Load the language models, which takes two seconds, before the first user comes."""
    for text in ("hva", "що это", "ماذا"):
        language_of(text)


def _norwegian(
    text: str, shares: Mapping[str, float], fallback: Language | None
) -> Language | None:
    """Return nynorsk when that is written, also when dialect or few words follow nynorsk."""
    if is_nynorsk(text, shares):
        return "nn"
    return "nn" if fallback == "nn" and not is_bokmal(text, shares) else None


def _is_too_short(text: str, best: str) -> bool:
    own_script = best in {"uk", "ru", "ar", "fa"}
    return not own_script and len(text.split()) < MIN_WORDS


def _as_language(value: object) -> Language | None:
    return cast(Language, value) if value in get_args(Language) else None


def _code(value: ConfidenceValue) -> str:
    return value.language.iso_code_639_1.name.lower()


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*TONGUES).build()
