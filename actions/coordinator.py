from collections.abc import Mapping, Sequence
from typing import Final

from actions.article import answer, search_for
from actions.base import TopicAction
from actions.contact_points import COORDINATORS
from actions.doubt import doubted
from actions.knowledge import Knowledge
from actions.replies import TALK, Button, Message, Outcome, payload, say
from actions.turn import Turn
from knowledge.answers import CoordinatorMatch

ARTICLE: Final = "kreftkoordinator"  # follow-ups on the role are asked of it
ARTICLES: Final = (ARTICLE, "finn-kreftkoordinator")  # after these a place asks for its contact
OSLO: Final = "0301"  # there each district has its own contact
MOST_CHOICES: Final = 16


class FindCoordinator(TopicAction):
    def name(self) -> str:
        return "action_find_coordinator"

    def outcome(self, turn: Turn) -> Outcome:
        return find_coordinator(turn, self.knowledge)


def find_coordinator(turn: Turn, knowledge: Knowledge) -> Outcome:
    """Give the municipality's contact, or ask which municipality it is."""
    named = (
        _place_of_article(turn, knowledge)
        or named_coordinator(turn, knowledge)
        or doubted(turn, knowledge)
    )
    if named is not None:
        return named
    told_already = turn.last_offer == "kommune" and turn.intent != "affirm"
    response = "utter_kommune_unknown" if told_already else "utter_ask_kommune"
    failures = turn.failures + 1 if told_already else turn.failures
    message = Message("coordinator", response=response, buttons=[TALK] if told_already else [])
    return say(message, last_offer="kommune", failures=failures)


def _place_of_article(turn: Turn, knowledge: Knowledge) -> Outcome | None:
    """Return the article at hand when a place alone asks on about it: «også i Bodø?»."""
    asks_on = turn.intent == "inform_kommune" and turn.last_decision == "answer"
    if not asks_on or turn.is_button or turn.article in (None, *ARTICLES):
        return None
    search = search_for(turn, knowledge)
    is_of_article = search.decision == "answer" and search.results[0].slug == turn.article
    return answer(turn, search) if is_of_article else None


def named_coordinator(turn: Turn, knowledge: Knowledge) -> Outcome | None:
    """Return the contact when the turn names a place, the choice when it names several."""
    query = turn.entities.get("kommune", "") if turn.is_button else turn.text
    matches = _settled_by(turn, knowledge) or (knowledge.coordinators(query) if query else ())
    if not matches:
        return None
    if len(matches) > 1:
        return _which(matches, query)
    [match] = matches
    needs_district = match.kommunenummer == OSLO and match.bydel is None
    return _which_district(query) if needs_district else _contact(turn, match)


def _settled_by(turn: Turn, knowledge: Knowledge) -> Sequence[CoordinatorMatch]:
    """Return those of the places asked about that the turn's words single out."""
    if turn.is_button or turn.last_offer != "kommune" or not turn.kommune:
        return ()
    said = turn.text.casefold()
    asked_about = knowledge.coordinators(turn.kommune)
    chosen = [c for c in asked_about if (c.bydel or c.fylke).casefold() in said]
    return chosen if len(chosen) < len(asked_about) else ()


def _contact(turn: Turn, match: CoordinatorMatch) -> Outcome:
    message = Message(
        "coordinator",
        response=_response(match),
        values=_values(match),
        contacts=[COORDINATORS],
    )
    return say(
        message,
        article=ARTICLE,
        shown=list(turn.shown_of(ARTICLE)),
        topic="kommune",
        kommune=_place(match),
        failures=0,
        last_decision="coordinator",
    )


def _which(matches: Sequence[CoordinatorMatch], query: str) -> Outcome:
    message = Message(
        "coordinator",
        response="utter_which_kommune",
        buttons=[_choice(match) for match in matches[:MOST_CHOICES]],
    )
    return say(message, last_offer="kommune", kommune=query)


def _which_district(query: str) -> Outcome:
    message = Message("coordinator", response="utter_which_district")
    return say(message, last_offer="kommune", kommune=query)


def _choice(match: CoordinatorMatch) -> Button:
    title = match.bydel or f"{match.name} ({match.fylke})"
    chosen = f"{match.name} {match.bydel}" if match.bydel else match.kommunenummer
    return Button(title, payload("choose_kommune", kommune=chosen))


def _response(match: CoordinatorMatch) -> str:
    if match.page:
        return "utter_coordinator_page_dated" if _year(match) else "utter_coordinator_page"
    return "utter_coordinator_website" if match.website else "utter_coordinator_switchboard"


def _values(match: CoordinatorMatch) -> Mapping[str, str]:
    page, website = match.page or "", match.website or ""
    return {"place": _place(match), "page": page, "website": website, "year": _year(match)}


def _place(match: CoordinatorMatch) -> str:
    return f"{match.name}, {match.bydel}" if match.bydel else match.name


def _year(match: CoordinatorMatch) -> str:
    year = (match.page_dated or "")[:4]
    return year if year.isdecimal() else ""
