import pytest
from hypothesis import given
from hypothesis import strategies as st

from web_widget.borders import JsonObject
from web_widget.markup import markup

BLOCKS = {"paragraph", "heading", "quote", "list"}


def words(nodes: list[JsonObject]) -> str:
    return "".join(node.get("text", "") + words(node.get("children", [])) for node in nodes)


def outline(nodes: list[JsonObject]) -> list[object]:
    """A node as its text, or its type followed by what is in it."""
    return [
        node.get("text") or [node["type"], *outline(node.get("children", []))] for node in nodes
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I **52 uker**.\n\nIkke *mer*.",
            [
                ["paragraph", "I ", ["strong", "52 uker"], "."],
                ["paragraph", "Ikke ", ["emphasis", "mer"], "."],
            ],
        ),
        ("Først\nså", [["paragraph", "Først", ["break"], "så"]]),
        ("- en\n- **to**", [["list", ["item", "en"], ["item", ["strong", "to"]]]]),
        ("- en\n\n- to", [["list", ["item", ["paragraph", "en"]], ["item", ["paragraph", "to"]]]]),
        ("- a\n  - b", [["list", ["item", "a", ["list", ["item", "b"]]]]]),
        ("## Hvor lenge\n> sitat", [["heading", "Hvor lenge"], ["quote", ["paragraph", "sitat"]]]),
        ("5 < 6 & 7 &amp; 8", [["paragraph", "5 < 6 & 7 & 8"]]),
        ("", []),
    ],
)  # fmt: skip
def test_a_text_becomes_its_blocks(text: str, expected: list[object]) -> None:
    assert outline(markup(text)) == expected


def test_a_numbered_list_keeps_the_number_it_starts_at() -> None:
    assert [node["start"] for node in markup("3. tre\n4. fire")] == [3]
    assert "start" not in markup("- en")[0]


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("[AAP](/artikler/aap)", "/artikler/aap"),
        ("[Ring](tel:113)", "tel:113"),
        ("Se https://nav.no/a.", "https://nav.no/a"),
        ("Skriv til post@example.no.", "mailto:post@example.no"),
    ],
)
def test_addresses_become_links(text: str, href: str) -> None:
    (paragraph,) = markup(text)
    assert [node["href"] for node in paragraph["children"] if node["type"] == "link"] == [href]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "hei <b onclick='x()'>du</b>",
        "- <svg onload=alert(1)>",
        "`<img src=x>`",
        "[trykk](javascript:alert(1))",
        "[trykk](data:text/html,x)",
        "nav.no og kl.no",
    ],
)
def test_what_is_not_on_the_list_stays_text(text: str) -> None:
    assert words(markup(text)) == text.removeprefix("- ")
    assert "link" not in str(outline(markup(text)))


@given(st.text())
def test_any_text_becomes_blocks_of_known_types(text: str) -> None:
    assert {node["type"] for node in markup(text)} <= BLOCKS
