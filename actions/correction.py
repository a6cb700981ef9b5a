import re
from dataclasses import dataclass
from typing import Final

from actions.turn import Turn

LOOKED_UP: Final = ("answer", "clarify", "no_answer")
# The words of a slip in bokmål, nynorsk and dialects. What comes before or after them is meant.
I: Final = "(?:jeg|eg|æ|ej|e|je|jæ|i)"  # noqa: E741 -- the pronoun
MEANT: Final = "(?:mente|meinte|meinti|mener|meiner|meine|mein|tenkte på|tenkjer på)"
WRONG: Final = "(?:feil|galt|gale)"
WROTE_WRONG: Final = (
    rf"(?:skrev|skreiv|skreva|skriv|tasta|tastet) (?:det )?{WRONG}"
    rf"|(?:det )?(?:ble|blei|vart|var|va) {WRONG}|skrivefeil|tastefeil|{WRONG} av meg"
)
SHOULD_SAY: Final = "(?:skulle|sku|skal) (?:det )?(?:stå|være|vere|vær|ha stått)"
SORRY: Final = re.compile(
    r"^(?:(?:nei|næ|oi|ops|oops|hm|uff|vent|beklager|unnskyld|orsak|sorry|no)\b[,.: ]*)+",
    re.IGNORECASE,
)
BEGINS: Final = re.compile(
    rf"^(?:(?:(?:{I} )?(?:{WROTE_WRONG})|det {SHOULD_SAY}|i meant?"
    rf"|(?:det (?:er|e|var|va) )?{I} {MEANT}(?: (?:jo|altså|egentlig|eigentleg|heller))?)[,.: ]+)+",
    re.IGNORECASE,
)
ENDS: Final = re.compile(
    rf"(?<!\b[hk]va)[,. ]+(?:(?:er|e|var|va) det )?(?:{I} {MEANT}|{MEANT} {I})"
    r"(?: altså| sjølvsagt)?[.! ]*$"
    rf"|[,. ]+{SHOULD_SAY}[.! ]*$",
    re.IGNORECASE,
)
DENIES: Final = re.compile(
    r"^(?P<it>det (?:er|e|gjelder|gjeld|var|va) )?ik(?:ke|kje) (?P<denied>[^,.;]+?)"
    r"(?:[,.;]+(?: men)?| men) (?:(?:det )?(?:er|e|gjelder|gjeld) )?(?P<meant>.+)$",
    re.IGNORECASE,
)
SAYS_NOTHING: Final = re.compile(
    r"^(?:(?:noe|noko|nokka|annet|anna|helt|heilt|ikke|ikkje|det|den|dette|sånn|slik|på|igjen"
    r"|something|else|that|not|jeg|eg|æ|du|kanskje|nå|no|senere|seinare|takk|ok|greit|bare) ?)*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Correction:
    """What the user meant by itself, and the question before with that in its place."""

    meant: str
    question: str


def correction(turn: Turn) -> Correction | None:
    """Return what a turn corrects in the question looked up right before it, else None."""
    if turn.is_button or not turn.question or turn.last_decision not in LOOKED_UP:
        return None
    said = _without_sorry(turn.text)
    meant = _without_slip(said)
    denial = DENIES.match(meant)
    if denial is not None and (denial["it"] or _place(turn.question, denial["denied"])):
        meant = _bare(denial["meant"])
        question = _in_place(turn.question, denial["denied"], meant)
    elif meant == said:
        return None
    else:
        question = f"{_bare(turn.question)} {meant}"
    return None if SAYS_NOTHING.match(meant) else Correction(meant, question)


def question_of(turn: Turn) -> str:
    """Return the question that a turn asks, whole also when it corrects the one before."""
    corrected = correction(turn)
    return turn.text if corrected is None else corrected.question


def what_is_meant(text: str) -> str:
    """Return a text without the words that only say that it corrects: «nei, Voss mente jeg»."""
    return _bare(_without_slip(_without_sorry(text)))


def _without_sorry(text: str) -> str:
    return _bare(SORRY.sub("", text.strip()))


def _without_slip(text: str) -> str:
    """Take away the words of the slip, which may stand at both ends."""
    return _bare(ENDS.sub("", _without_sorry(BEGINS.sub("", text))))


def _in_place(question: str, denied: str, meant: str) -> str:
    found = _place(question, denied)
    if found is None:
        return f"{_bare(question)} {meant}"
    return question[: found.start()] + meant + question[found.end() :]


def _place(question: str, words: str) -> re.Match[str] | None:
    return re.search(rf"\b{re.escape(words)}\b", question, re.IGNORECASE)


def _bare(text: str) -> str:
    return text.strip(" ,.:;!?")
