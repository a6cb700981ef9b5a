from functools import lru_cache

from knowledge.articles import Article
from knowledge.language import Language
from knowledge.passages import Passage, article_passages

TEXTS_KEPT = 32_768
ARTICLES_KEPT = 1_000


class OwnTexts:
    """Remembers how our own texts are read, so that a new edition costs what changed in it.

    Never given what a user wrote: nobody's words are kept.
    """

    def __init__(self, language: Language) -> None:
        self.terms = lru_cache(TEXTS_KEPT)(language.terms)
        self.reading = lru_cache(TEXTS_KEPT)(language.reading)
        self._passages: dict[tuple[str, str], list[Passage]] = {}

    def passages(self, article: Article, language: Language) -> list[Passage]:
        """Cut an article into passages, once for each body."""
        name = (article.slug, article.body)
        if name not in self._passages:
            if len(self._passages) >= ARTICLES_KEPT:
                self._passages = {}
            self._passages[name] = article_passages(article, language)
        return self._passages[name]
