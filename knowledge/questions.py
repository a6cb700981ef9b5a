import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from knowledge.articles import Article, first_fault, one_line
from knowledge.errors import ContentError

FILE = TypeAdapter(dict[str, list[str]])
LONGEST = 2_000
HELD_OUT_ONE_IN = 5
TITLE = "title"  # the language code of a question that is an article's own title


@dataclass(frozen=True)
class Question:
    slug: str
    text: str
    lang: str

    @property
    def held_out(self) -> bool:
        """Tell whether this is of the fifth that weights and thresholds are chosen on."""
        number = hashlib.sha256(self.text.encode()).digest()[0]
        return self.lang != TITLE and number % HELD_OUT_ONE_IN == 0


def load_questions(folder: Path, articles: Iterable[Article]) -> list[Question]:
    """Read what people ask each article; an article without such a file has no questions."""
    questions = []
    for article in articles:
        path = folder / article.meta.category / f"{article.slug}.questions.yml"
        if path.exists():
            questions += read_questions(path, article.slug)
    return questions


def read_questions(path: Path, slug: str) -> list[Question]:
    """Read one article's questions; raise ContentError when the file is broken."""
    where = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ContentError(f"{where}: {one_line(error)}") from error
    return parse_questions(text, slug, where)


def parse_questions(text: str, slug: str, where: str) -> list[Question]:
    """Read one article's questions from their text; `where` is for the error."""
    try:
        by_language = FILE.validate_python(yaml.load(text, Loader=yaml.CSafeLoader) or {})
    except yaml.YAMLError as error:
        raise ContentError(f"{where}: {one_line(error)}") from error
    except ValidationError as error:
        raise ContentError(f"{where}: {first_fault(error)}") from error
    questions = [
        Question(slug, text.strip(), lang) for lang, texts in by_language.items() for text in texts
    ]
    for question in questions:
        if not 0 < len(question.text) <= LONGEST:
            raise ContentError(f"{where}: {question.lang}: a question is empty or too long")
    return list(dict.fromkeys(questions))
