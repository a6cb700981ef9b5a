"""Take out of a text what may tell who wrote it: what is left are words that many use."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

NUMBER, NAME, MAIL, LINK, RARE = "[tall]", "[navn]", "[e-post]", "[lenke]", "…"

_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:no|com|org|net)\b\S*", re.I)
# A digit and all that hangs on it: telephone and birth numbers, dates, ages, amounts.
_NUMBER = re.compile(r"[+(]*\w*\d\w*(?:[ .,:/()–-]{0,2}\w*\d\w*)*(?:,-)?")
_CALLED = re.compile(
    r"\b((?i:heter|hetter|heiter|kalles|navnet (?:mitt |hans |hennes )?er|namnet (?:mitt )?er"
    r"|hilsen|helsing|mvh|my name is))[\s,:]+(?!bare\b|ikke\b|det\b)\w+(?: [A-ZÆØÅ][\w-]*){0,2}"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MARKS = re.compile(r"\[(?:tall|navn|e-post|lenke)\]")
_NAMES_IN_A_ROW = re.compile(r"\[navn\](?:[ -]+\[navn\])+")
_RARE_IN_A_ROW = re.compile(r"…(?:[ ,-]+…)+")
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:\n])[\s«\"'(–-]*$")
_SENTENCE_ENDS = re.compile(r"(?<=[.?!])\s+")
_FEWEST_WORDS = 3
_SHORTEST_PART = 4
_JOINTS = ("", "s", "e")


@dataclass(frozen=True)
class Masker:
    """Masks texts; lets through only words that it knows.

    `is_word` tells whether a lower-case word is an ordinary one. `names` are names that belong
    to nobody in particular, such as NAV, `given_names` those that people have, in lower case.
    """

    is_word: Callable[[str], bool]
    names: Collection[str] = field(default_factory=frozenset)
    given_names: Collection[str] = field(default_factory=frozenset)
    # Of those, the ones that are ordinary words too: taken for a name only with a capital.
    ordinary_names: Collection[str] = field(default_factory=frozenset)

    def mask(self, text: str, also: Collection[str] = ()) -> str:
        """Mask a text; words of `also` are let through, since many have used them."""
        for pattern, mark in ((_MAIL, MAIL), (_LINK, LINK), (_NUMBER, NUMBER)):
            text = pattern.sub(mark, text)
        text = _CALLED.sub(rf"\1 {NAME}", text)
        pieces, at = [], 0
        for found in _MARKS.finditer(text):
            pieces += [self._words(text[at : found.start()], also, is_start=at == 0), found[0]]
            at = found.end()
        pieces.append(self._words(text[at:], also, is_start=at == 0))
        masked = _NAMES_IN_A_ROW.sub(NAME, "".join(pieces))
        return " ".join(_RARE_IN_A_ROW.sub(RARE, masked).split())

    def essence(self, text: str) -> str:
        """Leave out the sentences that are about the person: they say nothing of what is asked.

        The text is for comparing, never to be shown; all of it when too little would be left.
        """
        sentences = _SENTENCE_ENDS.split(text)
        kept = " ".join(each for each in sentences if not _MARKS.search(self.mask(each)))
        return kept if len(_WORD.findall(kept)) >= _FEWEST_WORDS else text

    def _words(self, text: str, also: Collection[str], *, is_start: bool) -> str:
        def replace(match: re.Match[str]) -> str:
            before = text[: match.start()]
            begins = bool(_SENTENCE_BEGINS.search(before)) and (is_start or bool(before.strip()))
            return self._word(match[0], also, begins=begins)

        return _WORD.sub(replace, text)

    def _word(self, word: str, also: Collection[str], *, begins: bool) -> str:
        lower = word.lower()
        if lower in self.names:
            return word
        is_known = self._is_known(lower) or lower in also
        if lower in self.given_names and (word[0].isupper() or lower not in self.ordinary_names):
            return NAME
        if word[0].isupper() and not (begins and is_known) and not word.isupper():
            return NAME
        return word if is_known else RARE

    def _is_known(self, word: str) -> bool:
        parts = [part for part in re.split(r"['’-]", word) if part]
        return all(self.is_word(part) or self._is_compound(part) for part in parts)

    def _is_compound(self, word: str) -> bool:
        """Tell whether it is two known words in one, as Norwegian makes them freely."""
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            if self.is_word(word[cut:]) and any(
                self.is_word(word[:cut].removesuffix(joint))
                for joint in _JOINTS
                if word[:cut].endswith(joint)
            ):
                return True
        return False


def is_telling(masked: str) -> bool:
    """Tell whether enough is left of a masked text for a reader to see what it is about."""
    words = _WORD.findall(_MARKS.sub(" ", masked))
    return len(words) > masked.count(RARE) and bool(words)
