"""The words that tell nothing of anybody: the dictionary's, and those that editors published."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from spacy.lang.nb.stop_words import STOP_WORDS
from spacy.lookups import load_lookups

from web_widget import words
from web_widget.borders import Knowledge
from web_widget.worklist.masking import Masker

WORD_CLASSES = ("verb", "noun", "adj", "adv")
SHORTEST_NAME = 3
_WORD = re.compile(r"[^\W\d_]+")
WORDS = Path(__file__).with_name("words.yml")


def masker_for(knowledge: Knowledge) -> Masker:
    """Make the masker that knows what is published now.

    Raises UnavailableError when the knowledge service does not answer.
    """
    published = frozenset(_lower_case_words(each["text"] for each in knowledge.questions()))
    names = frozenset(_names(knowledge))
    lists = word_lists()
    known = STOP_WORDS | lists["ordinary_words"] | published
    return Masker(
        lambda word: word in known or is_in_dictionary(word),
        names,
        lists["given_names"],
        lists["names_that_are_words"],
    )


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """Read the lists of words that are kept beside this file."""
    lists = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {name: frozenset(text.split()) for name, text in lists.items()}


def _names(knowledge: Knowledge) -> Iterable[str]:
    """Give the words of contact points' names: who to turn to belongs to nobody."""
    for contact in (*words.ALWAYS_THERE, *knowledge.contacts()):
        for name in (contact["name"], *contact.get("also_known_as", [])):
            for word in _WORD.findall(name):
                if len(word) >= SHORTEST_NAME:
                    yield word.lower()


def _lower_case_words(texts: Iterable[str]) -> Iterable[str]:
    # Only as editors wrote them in lower case: a name stays a name.
    for text in texts:
        yield from (word for word in _WORD.findall(text) if word.islower())


def is_in_dictionary(word: str) -> bool:
    """Tell whether the Norwegian dictionary has this form of a word."""
    table = _dictionary()
    place = int(np.searchsorted(table, hash(word)))
    return place < len(table) and int(table[place]) == hash(word)


@cache
def _dictionary() -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    # 580,000 forms: as sorted hashes they take 5 MB instead of 60.
    table = load_lookups("nb", ["lemma_exc"]).get_table("lemma_exc")
    forms = {form for kind in WORD_CLASSES for form in table[kind] if form.islower()}
    return np.sort(np.fromiter((hash(form) for form in forms), np.int64, len(forms)))
