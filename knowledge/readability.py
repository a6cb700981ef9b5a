import re

from knowledge.articles import Article
from knowledge.language import Sentences
from knowledge.passages import plain_text

LONG_WORD = 7  # letters: LIX counts words of more than six
WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+", re.MULTILINE)


def words(text: str) -> list[str]:
    """Return the words of a plain text."""
    return WORD.findall(text)


def lix(text: str, language: Sentences) -> float:
    """Return the readability index of Markdown: words per sentence plus percent long words.

    Each list item and heading counts as a sentence, as it reads like one.
    Source: C.-H. Björnsson, Läsbarhet, 1968.
    """
    blocks = [block for block in re.split(r"\n\s*\n", ITEM.sub("\n\n", text)) if block.strip()]
    plain = [plain_text(block) for block in blocks]
    found = [word for block in plain for word in words(block)]
    if not found:
        return 0.0
    sentences = sum(len(language.sentences(block)) for block in plain if words(block))
    long_words = sum(len(word) >= LONG_WORD for word in found)
    return len(found) / sentences + 100 * long_words / len(found)


def article_lix(article: Article, language: Sentences) -> float:
    """Return the readability index of an article's body."""
    return lix(article.body, language)
