import re
from pathlib import Path

import pytest
import yaml

from web_widget.editor.yaml_source import (
    NoSuchValueError,
    as_plain,
    find,
    items_replaced,
    replaced,
)

CONTENT = Path("knowledge/content")
CONTACTS = (CONTENT / "contacts.yml").read_text("utf8")
HEAD = """slug: a
title: En tittel
summary: >-
  Første setning her. Andre
  setning her.
contacts: [nav, b]
sources:
  - {title: En, url: "https://a.no/", dated: "2026"}   # en merknad
  - {title: To, url: "https://b.no/", dated: 2026-01-02}
updated: 2026-11-21
reviewed_by: null
"""


def test_only_the_value_changes() -> None:
    assert replaced(HEAD, ["title"], "Ny tittel: bedre") == HEAD.replace(
        "En tittel", "'Ny tittel: bedre'"
    )
    assert replaced(HEAD, ["updated"], "2026-11-30") == HEAD.replace("2026-11-21", "'2026-11-30'")
    assert replaced(HEAD, ["contacts"], ["nav"]) == HEAD.replace("[nav, b]", "[nav]")


def test_a_value_that_says_the_same_keeps_its_bytes() -> None:
    for path in (["title"], ["summary"], ["sources"], ["updated"], ["reviewed_by"]):
        assert replaced(HEAD, path, as_plain(find(HEAD, path))) == HEAD


def test_a_folded_text_stays_folded_and_says_what_was_written() -> None:
    said = " ".join(f"ord{number}" for number in range(80))
    new = replaced(HEAD, ["summary"], said)
    assert yaml.safe_load(new)["summary"] == said
    assert max(len(line) for line in new.splitlines()) <= 150
    assert new.replace(new[new.index("summary") : new.index("contacts")], "") == HEAD.replace(
        HEAD[HEAD.index("summary") : HEAD.index("contacts")], ""
    )


def test_list_items_that_stay_keep_their_bytes() -> None:
    sources = as_plain(find(HEAD, ["sources"]))
    fewer = items_replaced(HEAD, ["sources"], sources[1:])
    assert '  - {title: To, url: "https://b.no/", dated: 2026-01-02}\n' in fewer
    assert "title: En," not in fewer
    more = items_replaced(HEAD, ["sources"], [*sources, {"title": "Tre", "url": "https://c.no/"}])
    assert yaml.safe_load(more)["sources"][2] == {"title": "Tre", "url": "https://c.no/"}
    assert more.startswith(HEAD[: HEAD.index("  # en merknad")].rstrip())


def test_an_unknown_path_is_told() -> None:
    with pytest.raises(NoSuchValueError):
        replaced(HEAD, ["finnes-ikke"], "x")


@pytest.mark.parametrize("value", ["ja", "[a", "a: b", "«æøå»", "#1", "null", "\u2028x", '"', "'"])
def test_any_text_is_read_back_as_it_was_written(value: str) -> None:
    for path in (["title"], ["sources", 0, "title"], ["contacts", 1]):
        assert as_plain(find(replaced(HEAD, path, value), path)) == value


def test_a_contact_changes_in_its_own_lines_only() -> None:
    new = replaced(CONTACTS, [0, "hours", "text"], "Alltid, hele døgnet")
    new = replaced(new, [0, "phone"], "112")
    before, after = CONTACTS.splitlines(), new.splitlines()
    changed = [index for index, line in enumerate(before) if after[index] != line]
    assert len(changed) == 2
    assert len(before) == len(after)


def test_every_question_file_can_lose_and_gain_a_question() -> None:
    for path in sorted(CONTENT.glob("articles/*/*.questions.yml"))[:12]:
        text = path.read_text("utf8")
        for language, questions in yaml.safe_load(text).items():
            new = items_replaced(text, [language], [*questions[1:], "Et nytt spørsmål: hva nå?"])
            assert yaml.safe_load(new)[language] == [*questions[1:], "Et nytt spørsmål: hva nå?"]
            kept = [line for line in text.splitlines() if line in new.splitlines()]
            assert len(kept) >= len(text.splitlines()) - 1 - len(re.findall("\n ", text))


@pytest.mark.parametrize("style", [">-", ">", "|", "|-"])
@pytest.mark.parametrize("value", ["En.\nTo.", "En.\n\nTo.\n", "  innrykk\nTo", "x\n\n\n", "# a"])
def test_a_block_says_what_was_written_with_all_its_line_breaks(style: str, value: str) -> None:
    text = f"a:\n  - b: {style}\n      Før dette.\n\n      Og mer.\n    c: 1\nd: 2\n"
    new = replaced(text, ["a", 0, "b"], value)
    assert yaml.safe_load(new) == {"a": [{"b": value, "c": 1}], "d": 2}
    assert new.endswith("    c: 1\nd: 2\n")
