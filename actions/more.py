from collections.abc import Sequence
from typing import Final

from actions.article import MOST_RELATED, offered, passage_message, settled
from actions.base import TopicAction
from actions.doubt import doubted
from actions.knowledge import Knowledge
from actions.passage import Passage
from actions.question import expired_article, is_expired, no_answer
from actions.replies import Message, Outcome, article_button, say
from actions.turn import Turn
from knowledge.answers import WholeArticle
from knowledge.client import ArticleNotFoundError

LONGEST_WISH: Final = 4  # words of «fortell litt mer da»: a longer one may name another subject


class ShowMore(TopicAction):
    def name(self) -> str:
        return "action_show_more"

    def outcome(self, turn: Turn) -> Outcome:
        names_subject = turn.article is None or turn.words > LONGEST_WISH
        found = doubted(turn, self.knowledge) if names_subject else None
        return found or show_more(turn, self.knowledge)


def show_more(turn: Turn, knowledge: Knowledge) -> Outcome:
    """Show the next passage of the article at hand that the user has not seen."""
    if turn.article is None:
        return say(Message("clarify", response="utter_more_of_what"))
    try:
        article = knowledge.article(turn.article)
    except ArticleNotFoundError:  # taken away since it was shown
        return no_answer(turn)
    if is_expired(article):
        return expired_article(turn, article)
    position = _next(len(article.passages), turn.shown_of(article.slug))
    if position is None:
        return _seen_all(article, knowledge)
    passage = Passage.of_whole(article, position)
    return say(passage_message(turn, passage, [], []), **settled(turn, passage))


def _next(count: int, shown: Sequence[int]) -> int | None:
    """Return the first position after the last one shown, then what was skipped before it."""
    start = shown[-1] + 1 if shown else 0
    return next((p for p in (*range(start, count), *range(start)) if p not in shown), None)


def _seen_all(article: WholeArticle, knowledge: Knowledge) -> Outcome:
    """Say that there is no more, and name the articles that the editors have put beside it."""
    related = [a for a in knowledge.articles() if a.slug in article.related and not is_expired(a)]
    more = [Passage.of_article(each) for each in related[:MOST_RELATED]]
    message = Message(
        "answer",
        response="utter_no_more",
        buttons=[article_button(each.slug, each.title) for each in more],
        articles=[Passage.of_article(article), *more],
    )
    return say(message, last_decision="answer", **offered(more))
