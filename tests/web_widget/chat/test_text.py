import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from web_widget.bodies import clean_text
from web_widget.chat.text import as_typed, parse_payload

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=50)


@given(ANY_TEXT)
def test_a_cleaned_text_can_be_stored_and_cleaning_it_again_changes_nothing(text: str) -> None:
    cleaned = clean_text(text)
    cleaned.encode()
    assert "\x00" not in cleaned
    assert clean_text(cleaned) == cleaned


@given(ANY_TEXT)
def test_no_typed_text_is_an_intent(text: str) -> None:
    typed = as_typed(clean_text(text))
    assert typed
    assert not typed.lstrip().startswith("/")


@given(st.text(max_size=80))
def test_no_visible_letter_is_lost(text: str) -> None:
    visible = [
        letter
        for letter in unicodedata.normalize("NFC", text)
        if unicodedata.category(letter)[0] in "LNPSM"
    ]
    if any(unicodedata.category(letter)[0] in "LNPS" for letter in visible):
        assert [
            letter for letter in clean_text(text) if unicodedata.category(letter)[0] in "LNPSM"
        ] == visible


@given(st.text(max_size=100))
def test_no_text_breaks_the_reading_of_payloads(text: str) -> None:
    parse_payload("/" + text)
    parse_payload('/choose_article{"slug": ' + text + "}")


def test_the_rest_of_a_topic_can_be_asked_for() -> None:
    rest = '/choose_topic{"category": "okonomi", "from": "8"}'
    assert str(parse_payload(rest)) == rest
    assert parse_payload('/choose_topic{"from": "8"}') is None
    assert parse_payload('/choose_topic{"category": "okonomi", "from": "x"}') is None
    assert parse_payload('/choose_article{"slug": "aap", "from": "8"}') is None


def test_a_payload_is_written_the_same_however_it_was_spaced() -> None:
    payload = parse_payload('/choose_kommune{  "kommune":"4601"}')
    assert str(payload) == '/choose_kommune{"kommune": "4601"}'
