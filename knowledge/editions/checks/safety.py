import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import yaml
from pydantic import ValidationError

from knowledge.article_checks import digits
from knowledge.articles import TEXT_REFERENCE
from knowledge.editions.checks.article import phones
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
from knowledge.safety import (
    Rule,
    SafetyFile,
    SafetyRules,
    SafetyText,
    parse_safety_file,
    parse_safety_texts,
)

TEXTS = "texts"
# The bot says these by itself; tests hold the list to actions/safety_texts.py.
OF_THE_BOT = (
    "crisis_self",
    "crisis_other",
    "crisis_child",
    "crisis_again",
    "emergency",
    "emergency_child",
    "emergency_end_of_life",
    "emergency_again",
    "child_again",
    "medical_advice",
)
BOLD_NUMBER = re.compile(r"\*\*([\d ]+)\*\*")
TO_RING = re.compile(r"\b(113|116 111|116 117)\b")
LONGEST = 300_000


def check(key: str, text: str, others: Texts) -> Iterator[Finding]:
    """Yield what is wrong with a file of rules, or with the texts that they show."""
    if len(text) > LONGEST:
        yield error(f"Teksten har {len(text)} tegn. Den kan ha høyst {LONGEST}.")
        return
    broken = list(_broken(key, text))
    if broken:
        yield from broken
        return
    if key == TEXTS:
        yield from _texts(text, others)
    else:
        yield from _gone_rules(text, others.get((Kind.SAFETY, key), ""))
    files = {f"{name}.yml": each for name, each in of_kind(others, Kind.SAFETY).items()}
    files[f"{key}.yml"] = text
    yield from _together(text, files)


def _broken(key: str, text: str) -> Iterator[Finding]:
    try:
        if key == TEXTS:
            parse_safety_texts(text)
        else:
            parse_safety_file(text, key)
    except ContentError as fault:
        cause = fault.__cause__
        if isinstance(cause, yaml.YAMLError):
            yield yaml_finding(cause)
        elif isinstance(cause, ValidationError):
            yield from schema_findings(cause)
        else:
            yield content_finding(fault)


def _texts(text: str, others: Texts) -> Iterator[Finding]:
    texts = parse_safety_texts(text)
    known = phones(others)
    yield from _still_shown(texts, others)
    for name, each in texts.items():
        line = line_of(text, f"{name}:")
        for number in BOLD_NUMBER.findall(each.text):
            if digits(number) not in known:
                message = f"Nummeret {number.strip()} finnes ikke blant kontaktpunktene."
                yield error(message, line_of(text, number, (line or 1) - 1), name)
        if each.kind != "article" and not TO_RING.search(each.text):
            yield error(
                "Teksten må nevne et nummer å ringe: 113, 116 117 eller 116 111.", line, name
            )
        if "!" in each.text or "?" in each.text:
            yield error("Teksten kan ikke ha utropstegn eller spørsmålstegn.", line, name)


def _still_shown(texts: Mapping[str, SafetyText], others: Texts) -> Iterator[Finding]:
    before = others.get((Kind.SAFETY, TEXTS), "")
    for name in OF_THE_BOT:
        if name not in texts and f"{name}:" in before:
            yield error(f"Boten viser selv teksten «{name}». Den kan ikke tas bort.", None, name)
    for slug, article in of_kind(others, Kind.ARTICLE).items():
        for name in TEXT_REFERENCE.findall(article):
            if name not in texts:
                yield error(
                    f"Artikkelen «{slug}» viser teksten «{name}», som ikke er her.", None, name
                )


def _gone_rules(text: str, before: str) -> Iterator[Finding]:
    now = {rule.id for rule in parse_safety_file(text, "").rules}
    try:
        former = parse_safety_file(before, "").rules if before else []
    except ContentError:
        former = []
    for rule in former:
        if rule.id not in now:
            yield warning(f"Regelen «{rule.id}» er tatt bort: {rule.why}", None, rule.id)


def _together(text: str, files: Mapping[str, str]) -> Iterator[Finding]:
    """Check that all rules together find their own examples, and nothing that is harmless."""
    try:
        rules = _rules(tuple(sorted(files.items())))
    except ContentError as fault:
        yield content_finding(fault)
        return
    ids = [rule.id for rule in rules.rules]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield error(f"To regler heter «{name}».", line_of(text, f"id: {name}"), name)
    for rule in rules.rules:
        for message in failing_examples(rules, rule):
            yield error(message, line_of(text, f"id: {rule.id}"), rule.id)


def failing_examples(rules: SafetyRules, rule: Rule) -> Iterator[str]:
    """Say which of a rule's own examples do not hold with all the rules."""
    expected = {(rule.route, rule.text_id), (rule.route, f"{rule.route}_child")}
    for example in rule.positive:
        hit = rules.screen(example)
        if hit is None:
            yield f"Regelen «{rule.id}» finner ikke sitt eget eksempel: {example}"
        elif (hit.route, hit.text_id) not in expected:
            yield (
                f"Eksempelet til «{rule.id}» blir funnet av «{hit.rule_id}», "
                f"som viser en annen tekst: {example}"
            )
    for example in rule.negative:
        hit = rules.screen(example)
        if hit is not None:
            yield f"Eksempelet skal være ufarlig, men «{hit.rule_id}» slår til: {example}"


@lru_cache(maxsize=2)
def _rules(files: tuple[tuple[str, str], ...]) -> SafetyRules:
    # Building the matcher takes a second or two, and an editor checks the same text again.
    return SafetyRules.parse(dict(files))


def rules_of(key: str, text: str, others: Texts) -> tuple[SafetyRules, SafetyFile | None]:
    """Return all rules with this text in its place, and its own file (None for the texts).

    For trying a message on a draft; raises ContentError.
    """
    files = {f"{name}.yml": each for name, each in of_kind(others, Kind.SAFETY).items()}
    files[f"{key}.yml"] = text
    own = None if key == TEXTS else parse_safety_file(text, f"{key}.yml")
    return _rules(tuple(sorted(files.items()))), own
