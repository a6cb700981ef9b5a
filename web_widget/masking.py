"""Hide from a text what says who somebody is, before anybody keeps it or reads it."""

import re
import unicodedata
from collections.abc import Iterator

from phonenumbers import PhoneNumberMatcher
from stdnum.no import fodselsnummer

# No longer than the shortest number itself: a text that was not too long never becomes it.
IDENTITY_NUMBER = "[fødselsnr]"
PHONE, EMAIL, NAME = "[telefon]", "[e-post]", "[navn]"
CONTACT_DETAILS = (PHONE, EMAIL, NAME)

# Eleven digits, however people set them apart: 010190 12345, 01.01.90-12345.
_ELEVEN_DIGITS = re.compile(r"(?<!\d)\d(?:[\W_]{0,3}\d){10}(?!\d)")
# What the first check digit may be off by: 0 today, and also these in numbers from 2032 on.
_OFF_BY = range(4)
_DAYS, _MONTHS = range(1, 32), range(1, 13)
# D numbers add 40 to the day, H numbers to the month; FH numbers hold no date at all.
_ADDED = 40
_FIRST_FH_DAY = 80
_EMAIL = re.compile(r"[^\s@<>,;\"«»()]+@(?:[\w-]+\.)+[^\W\d_]{2,}")
_NAME = r"[A-ZÆØÅ][^\W\d_]+(?:-[A-ZÆØÅ][^\W\d_]+)*"
_NAMES = re.compile(rf"\b{_NAME}(?: {_NAME})*")
_CALLED = re.compile(
    r"\b(?P<before>(?i:heter|heiter|kalles|navnet (?:mitt )?er|namnet (?:mitt )?er|hilsen|helsing"
    rf"|mvh|my name is)[\s,:]+)(?P<name>{_NAME}(?: {_NAME})*)"
)


def hide_identity_numbers(text: str) -> str:
    """Put a mark in the place of every national identity number, D number and the like."""
    pieces, at = [], 0
    for first, end in _identity_numbers(text):
        pieces += [text[at:first], IDENTITY_NUMBER]
        at = end
    return "".join((*pieces, text[at:]))


def is_identity_number(digits: str) -> bool:
    """Tell whether eleven digits are a Norwegian identity number, also by the rules from 2032."""
    off_by = (int(digits[9]) - int(fodselsnummer.calc_check_digit1(digits))) % 11
    if off_by not in _OFF_BY or digits[10] != fodselsnummer.calc_check_digit2(digits):
        return False
    day, month = int(digits[:2]), int(digits[2:4])
    if day >= _FIRST_FH_DAY:
        return True
    return _less_added(day) in _DAYS and _less_added(month) in _MONTHS


def hide_contact_details(text: str) -> str:
    """Put marks in the place of phone numbers, e-mail addresses and names of people."""
    text = _EMAIL.sub(EMAIL, text)
    for found in reversed(list(PhoneNumberMatcher(text, "NO"))):
        text = f"{text[: found.start]}{PHONE}{text[found.end :]}"
    text = _CALLED.sub(rf"\g<before>{NAME}", text)
    return _NAMES.sub(lambda found: _name_hidden(found[0]), text)


def without_marks(text: str) -> str:
    """Return the words around the marks, which say nothing of what is asked."""
    marks = [mark for mark in (IDENTITY_NUMBER, *CONTACT_DETAILS) if mark in text]
    for mark in marks:
        text = text.replace(mark, " ")
    return " ".join(text.split()) if marks else text


def _identity_numbers(text: str) -> Iterator[tuple[int, int]]:
    found = _ELEVEN_DIGITS.search(text)
    while found:
        digits = "".join(str(unicodedata.digit(each)) for each in found[0] if each.isdecimal())
        if is_identity_number(digits):
            yield found.span()
            next_place = found.end()
        else:  # one may begin inside of what was no such number
            next_place = found.start() + 1
        found = _ELEVEN_DIGITS.search(text, next_place)


def _less_added(number: int) -> int:
    return number - _ADDED if number > _ADDED else number


def _name_hidden(words: str) -> str:
    """Hide a given name with the names after it: «Spør Kari Nordmann»."""
    # Read where it is first needed: most installations don't hide names.
    from web_widget.worklist.vocabulary import word_lists

    given_names = word_lists()["given_names"]
    parts = words.split(" ")
    for place, part in enumerate(parts):
        if part.casefold().split("-")[0] in given_names:
            return " ".join((*parts[:place], NAME))
    return words
