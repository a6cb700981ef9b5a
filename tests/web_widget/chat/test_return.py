from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web_widget.conftest import made_settings
from tests.web_widget.people import Visitor, content
from web_widget import create_app
from web_widget.conversations.models import Conversation
from web_widget.conversations.return_code import return_words
from web_widget.services import Services

RETURN = "/api/v1/conversations/return"


def code_of(visitor: Visitor) -> str:
    response = visitor.post("/return-code", {})
    assert response.status_code == 201
    return str(content(response)["code"])


def test_with_five_words_the_user_goes_on_elsewhere_and_the_old_token_stays_good(
    visitor: Visitor, app: Flask
) -> None:
    visitor.say("Hei")
    code = code_of(visitor)
    assert len(code.split()) == 5
    elsewhere = app.test_client()
    found = content(elsewhere.post(RETURN, json={"code": code}))
    assert found["id"] == visitor.id
    assert found["messages"] == content(visitor.get())["messages"]
    again = Visitor(elsewhere, found["id"], found["token"], found["messages"][0])
    assert again.say("Jeg er tilbake").status_code == 200
    assert visitor.said()[-2:] == again.said()[-2:]


@pytest.mark.parametrize("change", [str.upper, lambda code: f"  {code.replace(' ', '-')}. "])
def test_a_code_is_read_as_people_write_it(visitor: Visitor, change: object) -> None:
    code = code_of(visitor)
    assert callable(change)
    assert visitor.client.post(RETURN, json={"code": change(code)}).status_code == 200


def test_only_the_last_code_is_good_and_only_its_hash_is_kept(
    visitor: Visitor, services: Services
) -> None:
    first, second = code_of(visitor), code_of(visitor)
    assert visitor.client.post(RETURN, json={"code": first}).status_code == 404
    assert visitor.client.post(RETURN, json={"code": second}).status_code == 200
    with services.database.reading() as session:
        stored = str(session.get_one(Conversation, visitor.id).return_code_hash)
    assert len(stored) == 64
    assert not any(word in stored for word in second.split())


def test_no_code_is_shown_unasked_and_no_outsider_gets_one(
    visitor: Visitor, outsider: Visitor
) -> None:
    path = f"{visitor.path}/return-code"
    assert outsider.client.post(path, json={}, headers=outsider.headers).status_code == 404
    assert outsider.client.post(path, json={}).status_code == 401
    assert "code" not in content(visitor.get())


@pytest.mark.parametrize("code", ["", " ", "feil kode helt feil her", "a" * 3000])
def test_a_code_that_is_nobodys_opens_nothing(client: FlaskClient, code: str) -> None:
    assert client.post(RETURN, json={"code": code}).status_code in {404, 413, 422}


def test_deleted_is_gone_with_its_code(visitor: Visitor) -> None:
    code = code_of(visitor)
    visitor.delete()
    assert visitor.client.post(RETURN, json={"code": code}).status_code == 404


def test_a_code_can_be_tried_ten_times_an_hour(services: Services) -> None:
    settings = made_settings(Path("unused"), "sqlite:///unused.db")
    limited = settings.model_copy(update={"rate_limit_return": "10/hour"})
    client = create_app(limited, services).test_client()
    tried = [client.post(RETURN, json={"code": "feil"}).status_code for _ in range(11)]
    assert tried == [404] * 10 + [429]


def test_the_words_are_many_and_short() -> None:
    words = return_words()
    assert len(set(words)) == len(words) >= 2048
    assert all(3 < len(word) <= 8 and word.isalpha() and word.islower() for word in words)


@pytest.mark.parametrize("written", [{}, {"ø": "o", "å": "a"}, {"ø": "oe", "å": "aa"}])
def test_no_word_is_taken_for_another_with_one_slip_of_the_pen(written: dict[str, str]) -> None:
    words = [word.translate(str.maketrans(written)) for word in return_words()]
    changed = [word[:at] + "?" + word[at + 1 :] for word in words for at in range(len(word))]
    assert len(set(changed)) == len(changed)
    left_out = {word[:at] + word[at + 1 :] for word in words for at in range(len(word))}
    assert left_out.isdisjoint(words)
    swapped = {
        word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        for word in words
        for at in range(len(word) - 1)
        if word[at] != word[at + 1]
    }
    assert swapped.isdisjoint(words)


def test_no_word_has_a_letter_that_is_heard_as_another() -> None:
    assert [word for word in return_words() if "æ" in word] == []
