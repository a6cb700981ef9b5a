import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.editions.diff import DiffLine, merge, readable

LINES = st.lists(st.sampled_from(["en", "to", "tre", "", "fire fem"]), max_size=12)


def shown(lines: list[DiffLine]) -> list[tuple[str, str]]:
    return [(line.kind, "".join(part.text for part in line.parts)) for line in lines]


def test_equal_texts_have_only_equal_lines() -> None:
    assert {line.kind for line in readable("a\nb\n", "a\nb\n")} == {"same"}


def test_a_changed_line_shows_which_words_changed() -> None:
    (line,) = readable("Nav betaler i ett år.", "Nav betaler i to år.")
    assert line.kind == "changed"
    assert [(p.kind, p.text) for p in line.parts] == [
        ("same", "Nav betaler i "),
        ("removed", "ett"),
        ("added", "to"),
        ("same", " år."),
    ]
    assert (line.old, line.new) == (1, 1)


def test_lines_that_came_and_went_stand_for_themselves() -> None:
    assert shown(readable("a\nb\nc", "a\nc\nd")) == [
        ("same", "a"),
        ("removed", "b"),
        ("same", "c"),
        ("added", "d"),
    ]


def test_lines_with_little_in_common_are_not_compared_word_by_word() -> None:
    kinds = [line.kind for line in readable("Send søknaden til Nav.", "## Klage på vedtak")]
    assert kinds == ["removed", "added"]


@given(LINES, LINES)
@settings(max_examples=60, deadline=None)
def test_both_texts_can_be_read_from_the_diff(old: list[str], new: list[str]) -> None:
    lines = readable("\n".join(old), "\n".join(new))
    for side, other, text in (("old", "added", old), ("new", "removed", new)):
        numbers = [n for line in lines if (n := getattr(line, side)) is not None]
        assert all(a < b for a, b in pairwise(numbers))
        read = [
            "".join(part.text for part in line.parts if part.kind != other)
            for line in lines
            if line.kind != other
        ]
        assert read == "\n".join(text).splitlines()


@pytest.mark.parametrize("text", ["ord " * 50_000, "ord\n" * 50_000])
def test_a_huge_paste_is_compared_at_once(text: str) -> None:
    started = time.process_time()
    readable("Nav betaler.\n", text)
    readable(text, text.replace("ord", "or", 900))
    assert time.process_time() - started < 20


def test_changes_in_different_places_are_joined() -> None:
    base = "en\nto\ntre\nfire\nfem\n"
    merged = merge(base, base.replace("en\n", "EN\n"), base.replace("fem\n", "FEM\n"))
    assert (merged.text, merged.conflicts) == ("EN\nto\ntre\nfire\nFEM\n", 0)


def test_the_same_change_twice_is_one() -> None:
    assert merge("a\nb\n", "a\nc\n", "a\nc\n").text == "a\nc\n"


def test_where_both_changed_a_line_both_stand_there_with_marks() -> None:
    merged = merge("a\nb\nc\n", "a\nmin\nc\n", "a\nderes\nc\n")
    assert merged.conflicts == 1
    assert merged.text == (
        "a\n<<<<<<< Din tekst\nmin\n=======\nderes\n>>>>>>> Den andres tekst\nc\n"
    )


def test_marks_stand_on_lines_of_their_own_also_at_the_end_of_a_text() -> None:
    assert merge("a", "b", "c").text == (
        "<<<<<<< Din tekst\nb\n=======\nc\n>>>>>>> Den andres tekst\n"
    )


@given(LINES, LINES)
@settings(max_examples=60, deadline=None)
def test_who_alone_changed_something_gets_their_text(base: list[str], changed: list[str]) -> None:
    old, new = "\n".join(base), "\n".join(changed)
    assert merge(old, new, old).text == new
    assert merge(old, old, new).text == new
    assert merge(old, new, new).text == new


@given(LINES, LINES, LINES)
@settings(max_examples=60, deadline=None)
def test_nobodys_new_lines_are_lost(base: list[str], mine: list[str], theirs: list[str]) -> None:
    merged = merge("\n".join(base), "\n".join(mine), "\n".join(theirs)).text.splitlines()
    for lines in (mine, theirs):
        assert set(lines) - set(base) - {""} <= set(merged)
