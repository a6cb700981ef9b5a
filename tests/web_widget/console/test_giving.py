from tests.web_widget.console.advisers import AtDesk, wait_in_queue
from tests.web_widget.people import Visitor, content
from web_widget.services import Services
from web_widget.worklist.models import ReleasedQuestion


def asked(visitor: Visitor, text: str) -> str:
    visitor.say(text)
    messages = content(visitor.get())["messages"]
    return str(next(each["id"] for each in messages if each["text"] == text))


def released(services: Services) -> list[str]:
    with services.database.reading() as session:
        return [each.text for each in session.query(ReleasedQuestion)]


def test_an_adviser_sees_a_question_masked_before_it_is_given(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    message = asked(visitor, "Hvor kan Gunvor Moen parkere? Ring 912 34 567")
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    path = f"/samtaler/{visitor.id}/meldinger/{message}"
    assert content(kari.get(f"{path}/maskert"))["text"] == "Hvor kan [navn] parkere? Ring [tall]"
    assert released(services) == []
    # What the adviser leaves in is masked once more.
    assert kari.post(f"{path}/gi", {"text": "Hvor kan jeg parkere, Gunvor?"}).status_code == 204
    assert released(services) == ["Hvor kan jeg parkere, [navn]?"]


def test_nobody_gives_what_is_not_theirs_to_read(
    kari: AtDesk, ola: AtDesk, visitor: Visitor, outsider: Visitor, services: Services
) -> None:
    message = asked(visitor, "Hvor kan jeg parkere?")
    foreign = asked(outsider, "Noe annet")
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    for at_desk, name in ((ola, message), (kari, foreign), (kari, "1")):
        path = f"/samtaler/{visitor.id}/meldinger/{name}"
        assert at_desk.get(f"{path}/maskert").status_code == 404
        assert at_desk.post(f"{path}/gi", {"text": "x"}).status_code == 404
    assert released(services) == []


def test_what_spoke_of_danger_stays_in_the_conversation(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    message = asked(visitor, "Jeg vil ta livet av meg")
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    path = f"/samtaler/{visitor.id}/meldinger/{message}"
    assert kari.get(f"{path}/maskert").status_code == 404


def test_what_was_given_goes_with_the_conversation(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    message = asked(visitor, "Hvor kan jeg parkere?")
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    kari.post(f"/samtaler/{visitor.id}/meldinger/{message}/gi", {"text": "Hvor kan jeg parkere?"})
    assert visitor.delete().status_code == 204
    assert released(services) == []
