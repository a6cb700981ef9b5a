"""Checks of what Rasa reads: response texts, and examples of what people write."""

import re
from collections.abc import Generator, Iterable, Iterator
from typing import Any

import yaml

from knowledge.editions.findings import (
    Finding,
    Texts,
    error,
    line_of,
    of_kind,
    parsed,
    warning,
    yaml_finding,
)
from knowledge.editions.models import Kind

PLACEHOLDER = re.compile(r"\{(\w+)\}")
ENTITY = re.compile(r"\[([^\]]+)\](?:\((\w+)\)|(\{[^}]*\}))?")
NYNORSK = "_nn"
WORDS = ("text", "title")  # what an editor may change in a response; the rest is for the program


def check_responses(key: str, text: str, others: Texts) -> Iterator[Finding]:
    """Yield what is wrong with the bot's words; only words may have changed."""
    content = yield from _read(text)
    if content is None:
        return
    responses = content.get("responses")
    if not isinstance(responses, dict):
        yield error("Filen må ha en del som heter «responses».")
        return
    before = parsed(others.get((Kind.RESPONSES, key), "")) or content
    if {**content, "responses": None} != {**before, "responses": None}:
        yield error("Bare tekstene under «responses» kan endres her.")
    was = before["responses"]
    yield from _names(responses, was)
    for name, variants in responses.items():
        line = line_of(text, f"{name}:")
        yield from _response(name, variants, line)
        if _frame(variants) != _frame(was.get(name, variants)):
            message = "Bare ordene kan endres: knapper, {navn} og «custom» må stå som de var."
            yield error(message, line, name)
        twin = f"{name}{NYNORSK}"
        is_new, twin_is_new = (responses.get(n) != was.get(n) for n in (name, twin))
        if twin in responses and is_new and not twin_is_new:
            yield warning(f"«{name}» er endret på bokmål, men ikke på nynorsk.", line, name)


def _names(names: Iterable[str], before: Iterable[str]) -> Iterator[Finding]:
    for name in sorted(set(before) - set(names)):
        yield error(f"Teksten «{name}» kan ikke tas bort.", None, name)
    for name in sorted(set(names) - set(before)):
        yield error(f"Boten bruker ingen tekst som heter «{name}».", None, name)


def _read(text: str) -> Generator[Finding, None, dict[str, Any] | None]:
    try:
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError) as fault:
        yield yaml_finding(fault)
        return None
    if not isinstance(content, dict):
        yield error("Filen må ha felter med navn.")
        return None
    return content


def _response(name: str, variants: Any, line: int | None) -> Iterator[Finding]:  # noqa: ANN401 -- YAML
    if not isinstance(variants, list) or not variants:
        yield error(f"«{name}» har ingen tekst.", line, name)
        return
    for variant in variants:
        words = variant.get("text") if isinstance(variant, dict) else None
        if not isinstance(words, str) or not words.strip():
            yield error(f"«{name}» har en tom tekst.", line, name)
        elif "!" in words:
            yield warning("Det står et utropstegn. Tjenesten roper ikke.", line, name)


def _frame(part: Any, name: str = "") -> Any:  # noqa: ANN401 -- YAML
    """Return a response without its words, but with the names that are filled in."""
    if isinstance(part, dict):
        return {key: _frame(value, key) for key, value in part.items()}
    if isinstance(part, list):
        return [_frame(each) for each in part]
    if name in WORDS and isinstance(part, str):
        return sorted(set(PLACEHOLDER.findall(part)))
    return part


def check_examples(key: str, text: str, others: Texts) -> Iterator[Finding]:
    """Yield what is wrong with the examples that the bot learns to understand from."""
    content = yield from _read(text)
    if content is None:
        return
    entries = content.get("nlu")
    if not isinstance(entries, list) or not all(map(_is_entry, entries)):
        yield error("Hver del må ha «intent» og «examples».")
        return
    before = parsed(others.get((Kind.EXAMPLES, key), "")) or content
    intents = {entry["intent"] for entry in entries}
    for name in sorted({entry["intent"] for entry in before["nlu"]} ^ intents):
        gone = name not in intents
        message = f"«{name}» {'kan ikke tas bort' if gone else 'er ikke noe boten kjenner'}."
        yield error(message, None, name)
    entities = {
        found for each in of_kind(others, Kind.EXAMPLES).values() for found in _entities(each)
    }
    elsewhere = _meanings(
        {name: t for name, t in of_kind(others, Kind.EXAMPLES).items() if name != key}
    )
    entities |= _entities_of(before)
    lines = {
        line.strip().removeprefix("-").strip(): n for n, line in enumerate(text.splitlines(), 1)
    }
    for entry in entries:
        for example in _lines(entry["examples"]):
            line = lines.get(example)
            yield from _example(example, line, entry["intent"], entities)
            meant = elsewhere.setdefault(example.casefold(), entry["intent"])
            if meant != entry["intent"]:
                yield error(
                    f"Eksempelet står også under «{meant}»: {example}", line, entry["intent"]
                )


def _is_entry(entry: Any) -> bool:  # noqa: ANN401 -- YAML
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("intent"), str)
        and isinstance(entry.get("examples"), str)
    )


def _lines(examples: str) -> list[str]:
    return [line.removeprefix("-").strip() for line in examples.splitlines() if line.strip()]


def _example(example: str, line: int | None, intent: str, entities: set[str]) -> Iterator[Finding]:
    if not example:
        yield error("Et eksempel er tomt.", line, intent)
    elif example.startswith("/"):
        yield error("Et eksempel kan ikke begynne med /.", line, intent)
    for _, entity, other in ENTITY.findall(example):
        if other or (entity and entity not in entities):
            yield error(f"Boten kjenner ikke merket «{entity or other}».", line, intent)
        elif not entity:
            yield warning(
                "Hakeparenteser brukes bare med et merke etter, som [Bodø](kommune).", line, intent
            )


def _entities(text: str) -> set[str]:
    return {entity for _, entity, _ in ENTITY.findall(text) if entity}


def _entities_of(content: Any) -> set[str]:  # noqa: ANN401 -- YAML
    return {name for entry in content["nlu"] for name in _entities(entry["examples"])}


def _meanings(files: dict[str, str]) -> dict[str, str]:
    """Return what each example of the other files means."""
    return {
        example.casefold(): entry["intent"]
        for text in files.values()
        for entry in (parsed(text) or {}).get("nlu", [])
        for example in _lines(entry["examples"])
    }
