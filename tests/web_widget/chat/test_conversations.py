import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.web_widget.fakes import FakeDialogue, bot_message
from tests.web_widget.people import Visitor, content, new_client_id, visit
from web_widget.conversations.desk import note
from web_widget.conversations.handover import Adviser, ask_for_adviser, take
from web_widget.conversations.models import Conversation, Message
from web_widget.conversations.tokens import hash_token
from web_widget.services import Services

CALLS = [
    ("GET", ""),
    ("DELETE", ""),
    ("POST", "/messages"),
    ("GET", "/events"),
    ("POST", "/typing"),
    ("POST", "/handoff"),
    ("DELETE", "/handoff"),
    ("POST", "/return-code"),
    ("POST", "/callback"),
    ("POST", "/feedback"),
    ("GET", "/transcript"),
]

RETURN = "/api/v1/conversations/return"
KARI = Adviser("kari", "Kari", "nurse")


def test_the_greeting_has_six_topics_and_a_person_as_buttons(visitor: Visitor) -> None:
    titles = [button["title"] for button in visitor.greeting["buttons"]]
    assert len(titles) == 7
    assert titles[-1] == "Snakk med en rådgiver"
    assert visitor.greeting["buttons"][-1]["payload"] == "/talk_to_human"


def test_a_child_is_greeted_in_plain_words_with_a_number_to_ring(client: FlaskClient) -> None:
    greeting = visit(client, {"audience": "barn"}).greeting
    assert "116 111" in greeting["text"]
    assert [button["payload"] for button in greeting["buttons"]] == [
        '/choose_topic{"category": "barn-og-parorende"}',
        '/choose_topic{"category": "kontakt"}',
        "/talk_to_human",
    ]


def test_who_is_writing_is_kept_with_the_conversation(
    client: FlaskClient, dialogue: FakeDialogue
) -> None:
    visitor = visit(client)
    assert content(visitor.get())["audience"] is None
    dialogue.answer = lambda _: [bot_message("Takk.", custom={"audience": "parorende"})]
    payload = '/choose_audience{"audience": "parorende"}'
    assert content(visitor.press(payload))["audience"] == "parorende"
    assert content(visitor.get())["audience"] == "parorende"
    assert visitor.said()[0] == ("user", "Jeg er pårørende")


def test_the_greeting_comes_when_every_neighbour_is_down(
    client: FlaskClient, dialogue: FakeDialogue
) -> None:
    dialogue.is_down = True
    assert visit(client).greeting["sender"] == "bot"


def test_a_conversation_starts_without_any_body(client: FlaskClient) -> None:
    assert client.post("/api/v1/conversations").status_code == 201


def test_only_the_hash_of_the_token_is_stored(visitor: Visitor, services: Services) -> None:
    with services.database.reading() as session:
        stored = session.get_one(Conversation, visitor.id)
    assert stored.token_hash == hash_token(visitor.token)
    assert visitor.token not in str(vars(stored))


def test_the_page_is_kept_without_what_may_say_who_reads_it(
    client: FlaskClient, services: Services
) -> None:
    visitor = visit(client, {"page_url": "https://vert.example/kreft?navn=Kari#kapittel"})
    with services.database.reading() as session:
        assert session.get_one(Conversation, visitor.id).page_url == "https://vert.example/kreft"


def test_what_the_start_says_goes_to_the_bot(client: FlaskClient, dialogue: FakeDialogue) -> None:
    visit(client, {"audience": "barn", "locale": "nn"}).say("Hei")
    assert dialogue.asked[0].metadata == {"audience": "barn", "locale": "nn"}


def test_who_changes_the_language_is_answered_in_it_from_then_on(
    client: FlaskClient, dialogue: FakeDialogue
) -> None:
    visitor = visit(client, {"locale": "nb"})
    visitor.post("/messages", {"text": "Hei", "client_message_id": new_client_id()})
    visitor.post("/messages", {"text": "Hei", "client_message_id": new_client_id(), "locale": "nn"})
    visitor.say("Hei igjen")
    assert [asked.metadata["locale"] for asked in dialogue.asked] == ["nb", "nn", "nn"]


def test_a_language_that_nobody_here_speaks_is_no_hindrance(
    client: FlaskClient, dialogue: FakeDialogue
) -> None:
    visit(client, {"locale": "tlh-Latn"}).say("Hei")
    assert dialogue.asked[0].metadata["locale"] == "tlh-Latn"


@pytest.mark.parametrize(
    "body",
    [
        {"locale": "ikke et språk"},
        {"page_url": "javascript:alert(1)"},
        {"audience": "lege"},
        {"name": "Kari"},
        {"locale": 1},
        [],
    ],
)
def test_a_start_with_a_field_that_does_not_fit_is_refused(
    client: FlaskClient, body: object
) -> None:
    response = client.post("/api/v1/conversations", json=body)
    assert response.status_code == 422
    assert response.mimetype == "application/problem+json"


def test_everything_said_is_there_again_in_order(visitor: Visitor) -> None:
    visitor.say("Hva er sykepenger?")
    visitor.say("Takk")
    assert visitor.said() == [
        ("user", "Hva er sykepenger?"),
        ("bot", "Svar på: Hva er sykepenger?"),
        ("user", "Takk"),
        ("bot", "Svar på: Takk"),
    ]


@pytest.mark.parametrize(("method", "what"), CALLS)
def test_an_outsider_finds_nothing_with_a_token_of_another_conversation(
    visitor: Visitor, outsider: Visitor, method: str, what: str
) -> None:
    response = outsider.client.open(
        visitor.path + what, method=method, headers=outsider.headers, json={}
    )
    assert response.status_code == 404
    unknown = outsider.client.open(
        "/api/v1/conversations/01ARZ3NDEKTSV4RRFFQ69G5FAV" + what,
        method=method,
        headers=outsider.headers,
        json={},
    )
    assert (unknown.status_code, unknown.data) == (response.status_code, response.data)


@pytest.mark.parametrize(
    "authorization", [None, "Bearer", "Bearer gjettet", "Basic Zm9vOmJhcg==", "Bearer " + "A" * 40]
)
def test_no_token_or_one_that_is_none_of_ours_is_401_on_every_call(
    visitor: Visitor, authorization: str | None
) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    for method, what in CALLS:
        response = visitor.client.open(visitor.path + what, method=method, headers=headers, json={})
        assert response.status_code == 401, (method, what)
        assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_deleted_conversation_is_not_there_for_any_call(visitor: Visitor) -> None:
    assert visitor.delete().status_code == 204
    for method, what in CALLS:
        response = visitor.client.open(
            visitor.path + what, method=method, headers=visitor.headers, json={}
        )
        assert response.status_code == 404, (method, what)


def test_deletion_leaves_no_row_and_reaches_rasa(
    visitor: Visitor, outsider: Visitor, services: Services, dialogue: FakeDialogue
) -> None:
    visitor.say("Noe privat")
    visitor.post("/callback", {"phone": "21494921", "consent": True})
    visitor.post("/feedback", {"helpful": True})
    visitor.client.post(RETURN, json={"code": content(visitor.post("/return-code", {}))["code"]})
    with services.database.writing() as session:
        ask_for_adviser(session, visitor.id, None)
        take(session, visitor.id, KARI)
        note(session, visitor.id, KARI, "Ring i morgen")
    visitor.delete()
    assert dialogue.forgotten == [visitor.id]
    with services.database.reading() as session:
        left = set(session.scalars(select(Message.conversation_id)))
        tables = Conversation.metadata.sorted_tables
        rows = {table.name: len(session.execute(select(table)).all()) for table in tables}
    assert left == {outsider.id}
    rows.pop("canned_replies")  # shipped, and nobody's
    assert {name: count for name, count in rows.items() if count} == {
        "conversations": 1,
        "messages": 1,
        "events": 1,
    }


def test_the_cursor_of_a_conversation_is_its_last_message(visitor: Visitor) -> None:
    assert content(visitor.get())["last_event_id"] == "1"
    visitor.say("Hei")
    assert content(visitor.get())["last_event_id"] == "3"
