from collections.abc import Callable

from web_widget.conversations import handover
from web_widget.conversations.handover import Adviser
from web_widget.conversations.log import Reply, add_reply, add_user_message
from web_widget.conversations.models import Feedback
from web_widget.conversations.slip import slip
from web_widget.database import Database

CARD = {"slug": "sykepenger", "title": "Sykmelding og sykepenger", "url": "/artikler/sykepenger"}


def test_the_slip_says_what_was_asked_shown_and_what_failed(
    database: Database, arrive: Callable[..., str]
) -> None:
    conversation_id = arrive()
    with database.writing() as session:
        asked = add_user_message(session, conversation_id, "Hvor lenge får jeg sykepenger?")
        shown = Reply("I inntil ett år.", "answer", articles=[CARD])
        answer = add_reply(session, conversation_id, shown, asked.id)
        session.add(Feedback(conversation_id=conversation_id, message_id=answer.id, helpful=False))
        more = add_user_message(session, conversation_id, "Og for drosjesjåfører?")
        add_reply(session, conversation_id, Reply("Det vet jeg ikke.", "no_answer"), more.id)
        add_user_message(session, conversation_id, "Ja", payload="/affirm")
        handover.ask_for_adviser(session, conversation_id, "okonomi", "social_worker")
    with database.writing() as session:
        add_user_message(session, conversation_id, "Er det noen der?")
    with database.reading() as session:
        found = slip(session, conversation_id)
    assert (found.topic, found.wanted_role) == ("okonomi", "social_worker")
    assert found.question == ["Hvor lenge får jeg sykepenger?", "Og for drosjesjåfører?"]
    assert found.articles == [CARD]
    assert found.unanswered == ["Og for drosjesjåfører?"]
    assert found.not_helpful == ["Sykmelding og sykepenger"]
    assert (found.urgent, found.danger) == (False, None)


def test_of_an_answer_that_was_no_help_only_the_article_shown_first_has_failed(
    database: Database, arrive: Callable[..., str]
) -> None:
    conversation_id = arrive("Hva har jeg krav på?")
    others = [{**CARD, "slug": slug, "title": slug.upper()} for slug in ("aap", "ufor")]
    with database.writing() as session:
        first = Reply("Best", "answer", articles=[CARD, *others])
        chosen = Reply("Valgt", "answer", articles=[others[0]])
        for reply in (first, chosen):
            said = add_reply(session, conversation_id, reply)
            down = Feedback(conversation_id=conversation_id, message_id=said.id, helpful=False)
            session.add(down)
        handover.ask_for_adviser(session, conversation_id, None)
    with database.reading() as session:
        found = slip(session, conversation_id)
    assert found.not_helpful == ["Sykmelding og sykepenger", "AAP"]
    assert [card["slug"] for card in found.articles] == ["sykepenger", "aap", "ufor"]


def test_the_slip_says_why_it_is_urgent_in_the_users_words(
    database: Database, arrive: Callable[..., str]
) -> None:
    conversation_id = arrive("Jeg orker ikke mer")
    with database.writing() as session:
        veiled = add_user_message(session, conversation_id, "Det er ingen vits i noe")
        add_reply(session, conversation_id, Reply("Ring 113", "crisis", urgent=True), veiled.id)
        handover.ask_for_adviser(session, conversation_id, None)
    with database.reading() as session:
        found = slip(session, conversation_id)
    assert (found.urgent, found.danger) == (True, "crisis")
    assert found.danger_words == "Det er ingen vits i noe"


def test_what_an_adviser_has_ended_is_not_on_the_next_slip(
    database: Database, arrive: Callable[..., str], kari: Adviser
) -> None:
    conversation_id = arrive("Det gamle")
    with database.writing() as session:
        handover.ask_for_adviser(session, conversation_id, "okonomi")
        handover.take(session, conversation_id, kari)
        handover.end(session, conversation_id, kari, "okonomi")
        add_user_message(session, conversation_id, "Det nye")
        handover.ask_for_adviser(session, conversation_id, None)
    with database.reading() as session:
        found = slip(session, conversation_id)
    assert found.question == ["Det nye"]
    assert found.last_ended_topic == "okonomi"
