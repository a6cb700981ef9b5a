from collections.abc import Iterator, Mapping
from functools import lru_cache

import yaml
from pydantic import ValidationError

from knowledge.article_checks import question_elsewhere, question_key, too_few_questions
from knowledge.editions.findings import (
    Finding,
    Texts,
    content_finding,
    error,
    line_of,
    of_kind,
    schema_findings,
    warning,
    yaml_finding,
)
from knowledge.editions.models import Kind
from knowledge.errors import ContentError
from knowledge.questions import FILE, Question, parse_questions

MOST = 1_000


def check(key: str, text: str, others: Texts) -> Iterator[Finding]:
    """Yield what is wrong with the questions that an article answers."""
    if (Kind.ARTICLE, key) not in others:
        yield error("Publiser artikkelen før spørsmålene til den.")
    try:
        FILE.validate_python(yaml.load(text, Loader=yaml.CSafeLoader) or {})
        questions = parse_questions(text, key, key)
    except yaml.YAMLError as fault:
        yield yaml_finding(fault)
        return
    except ValidationError as fault:
        yield from schema_findings(fault)
        return
    except ContentError as fault:
        yield content_finding(fault)
        return
    if len(questions) > MOST:
        yield error(f"Det er {len(questions)} spørsmål. Det kan være høyst {MOST}.")
        return
    few = too_few_questions(questions)
    if few is not None:
        yield warning(few)
    yield from _twice(key, text, questions, others)


def _twice(key: str, text: str, questions: list[Question], others: Texts) -> Iterator[Finding]:
    elsewhere = asked_of(
        {slug: t for slug, t in of_kind(others, Kind.QUESTIONS).items() if slug != key}
    )
    for question in questions:
        message = question_elsewhere(question, elsewhere)
        if message is not None:
            yield warning(message, line_of(text, question.text))


def asked_of(files: Mapping[str, str]) -> dict[str, str]:
    """Return the article of every question, by what makes two questions the same."""
    return {key: slug for slug, text in files.items() for key in _keys(text, slug)}


@lru_cache(maxsize=500)
def _keys(text: str, slug: str) -> frozenset[str]:
    try:
        return frozenset(question_key(each.text) for each in parse_questions(text, slug, slug))
    except ContentError:
        return frozenset()
