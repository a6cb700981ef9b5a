from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from actions.article import (
    MOST_CHOICES,
    answer,
    one_per_article,
    passage_message,
    search_for,
    settled,
)
from actions.audience import for_search
from actions.base import TopicAction
from actions.contact_points import HELPLINE
from actions.coordinator import named_coordinator
from actions.correction import correction, question_of, what_is_meant
from actions.doubt import FALLBACK, asked_besides
from actions.knowledge import Knowledge
from actions.passage import Passage
from actions.replies import TALK, Button, Message, Outcome, article_button, payload, say
from actions.safety_texts import SafetyTexts, beside_numbers, lasting_danger, stay_with_numbers
from actions.turn import Turn
from knowledge.answers import ArticleSummary, ExpiredArticle, SearchAnswer

TOPIC_PAGE = 8
QUESTION = "ask_question"
SURE_WITHOUT_INTENT = 0.45
# Right after the numbers, only what is plainly a question leads away from them.
ASKS_AFTER_DANGER, ANSWERS_AFTER_DANGER = 0.7, 0.4
FAILURES_BEFORE_OFFER = 2
MOST_SOURCES = 3
OSLO = ZoneInfo("Europe/Oslo")
LONGEST_NAME = 4  # words: a longer text after «which municipality» is a new question


class AnswerQuestion(TopicAction):
    def name(self) -> str:
        return "action_answer_question"

    def outcome(self, turn: Turn) -> Outcome:
        return answer_question(turn, self.knowledge, self.texts)


class ShowArticle(TopicAction):
    def name(self) -> str:
        return "action_show_article"

    def outcome(self, turn: Turn) -> Outcome:
        return show_article(turn, self.knowledge)


class ShowTopic(TopicAction):
    def name(self) -> str:
        return "action_show_topic"

    def outcome(self, turn: Turn) -> Outcome:
        return show_topic(turn, self.knowledge)


class ShowOfferedArticles(TopicAction):
    def name(self) -> str:
        return "action_show_offered_articles"

    def outcome(self, turn: Turn) -> Outcome:
        asked = asked_besides(turn, self.knowledge)
        return asked or show_offered_articles(turn, self.knowledge)


def answer_question(turn: Turn, knowledge: Knowledge, texts: SafetyTexts) -> Outcome:
    """Answer with a passage, ask which of two readings is meant, or say that there is none."""
    named = _named_place(turn, knowledge)
    if named is not None:
        return named
    found = _looked_up(turn, knowledge, texts)
    return replace(found, slots={"question": question_of(turn), **found.slots})


def _looked_up(turn: Turn, knowledge: Knowledge, texts: SafetyTexts) -> Outcome:
    search = search_for(turn, knowledge)
    answers = _answers(turn, search) or _already_asked_which(turn, search)
    danger = lasting_danger(turn)
    if danger is not None:
        if answers and _leads_away(turn, search):
            return beside_numbers(answer(turn, search), danger)
        return stay_with_numbers(turn, texts)
    if answers:
        return answer(turn, search)
    if search.expired is not None:
        return expired_article(turn, search.expired)
    return _clarify(turn, search) if search.decision != "no_answer" else no_answer(turn)


def _named_place(turn: Turn, knowledge: Knowledge) -> Outcome | None:
    """Return the contact when the turn names a place where one was asked for, or just given."""
    text = what_is_meant(turn.text)
    is_name = 0 < len(text.split()) <= LONGEST_NAME
    if is_name and (turn.last_offer == "kommune" or turn.last_decision == "coordinator"):
        return named_coordinator(replace(turn, text=text), knowledge)
    return None


def meant_instead(turn: Turn, knowledge: Knowledge, texts: SafetyTexts) -> Outcome | None:
    """Answer what a turn corrects in the one before; None when it corrects nothing."""
    if correction(turn) is not None:
        return answer_question(turn, knowledge, texts)
    return _named_place(turn, knowledge)


def no_answer(turn: Turn) -> Outcome:
    """Say that no article answers; the second time in a row, offer a person."""
    if turn.failures + 1 >= FAILURES_BEFORE_OFFER:
        message = Message(
            "no_answer",
            response="utter_no_answer_offer_person",
            contacts=[HELPLINE],
            handover={"step": "offer"},
        )
        return say(message, last_offer="human", failures=0, last_decision="no_answer")
    message = Message("no_answer", response="utter_no_answer", contacts=[HELPLINE])
    return say(message, failures=turn.failures + 1, last_decision="no_answer")


def expired_article(turn: Turn, article: ExpiredArticle | ArticleSummary) -> Outcome:
    """Say that the article is past its date, and where what holds now is found."""
    sources = article.sources[:MOST_SOURCES]
    message = Message(
        "no_answer",
        response="utter_expired_article",
        values={
            "title": article.title,
            "sources": "\n".join(f"- [{source.title}]({source.url})" for source in sources),
        },
        buttons=[TALK],
        contacts=[HELPLINE],
    )
    return say(message, failures=turn.failures + 1, last_decision="no_answer")


def is_expired(article: ArticleSummary) -> bool:
    return date.fromisoformat(article.valid_until) < datetime.now(OSLO).date()


def show_article(turn: Turn, knowledge: Knowledge) -> Outcome:
    """Show the chosen article's summary; an article that is gone is said to be so."""
    slug = turn.entities.get("slug", "")
    article = next((a for a in knowledge.articles() if a.slug == slug), None)
    if article is None:
        return no_answer(turn)
    return _open(turn, article)


def show_topic(turn: Turn, knowledge: Knowledge) -> Outcome:
    """List the articles of a category as buttons, those for who is writing first."""
    category, start = turn.entities.get("category", ""), _number(turn.entities.get("from"))
    articles = [a for a in knowledge.articles() if a.category == category]
    articles.sort(key=lambda a: a.audience not in (for_search(turn.audience), "alle"))
    shown = articles[start : start + TOPIC_PAGE]
    if not shown:
        return no_answer(turn)
    buttons = [article_button(article.slug, article.title) for article in shown]
    if len(articles) > start + TOPIC_PAGE:
        rest = payload("choose_topic", category=category, **{"from": str(start + TOPIC_PAGE)})
        buttons.append(Button("Flere om dette", rest, nynorsk="Fleire om dette"))
    message = Message("clarify", response="utter_choose_topic_article", buttons=buttons)
    return say(message, topic=category)


def show_offered_articles(turn: Turn, knowledge: Knowledge) -> Outcome:
    """Open the article that yes was said to, or ask which when there were two."""
    offered = [a for a in knowledge.articles() if a.slug in turn.offered]
    if len(offered) == 1:
        return _open(turn, offered[0])
    if not offered:
        return no_answer(turn)
    buttons = [article_button(article.slug, article.title) for article in offered]
    passages = [Passage.of_article(article) for article in offered]
    message = Message(
        "clarify", response="utter_choose_offered_article", buttons=buttons, articles=passages
    )
    return say(message)


def _clarify(turn: Turn, search: SearchAnswer) -> Outcome:
    readings = one_per_article(search.results)[:MOST_CHOICES]
    if len(readings) == 1:
        return answer(turn, search)
    message = Message(
        "clarify",
        response="utter_clarify",
        buttons=[article_button(reading.slug, reading.title) for reading in readings],
        articles=readings,
    )
    return say(message, last_decision="clarify")


def _answers(turn: Turn, search: SearchAnswer) -> bool:
    """Tell whether to answer; what may be no question at all needs a surer article."""
    if search.decision != "answer" or turn.intent != FALLBACK:
        return search.decision == "answer"
    follows_up = search.results[0].slug == turn.article
    return follows_up or search.confidence >= SURE_WITHOUT_INTENT


def _leads_away(turn: Turn, search: SearchAnswer) -> bool:
    asks = turn.intent == QUESTION and turn.confidence >= ASKS_AFTER_DANGER
    return asks and search.confidence >= ANSWERS_AFTER_DANGER


def _already_asked_which(turn: Turn, search: SearchAnswer) -> bool:
    return turn.last_decision == "clarify" and search.decision == "clarify"


def _open(turn: Turn, article: ArticleSummary) -> Outcome:
    if is_expired(article):
        return expired_article(turn, article)
    summary = Passage.of_article(article)
    return say(passage_message(turn, summary, [], []), question=None, **settled(turn, summary))


def _number(value: str | None) -> int:
    return int(value) if value is not None and value.isdecimal() else 0
