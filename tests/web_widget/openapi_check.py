import re
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.test import TestResponse

from web_widget.chat.openapi import load_description


def raise_unless_described(response: TestResponse) -> None:
    """Fail when an answer of the API is not as its description says."""
    path = response.request.path
    operation = _operation(path, response.request.method.lower())
    if operation is None:
        return
    answers = operation["responses"]
    assert str(response.status_code) in answers, f"{path}: {response.status_code} is not described"
    described = _resolved(answers[str(response.status_code)])
    if response.status_code == 204:
        assert response.data == b""
        return
    assert response.mimetype in described["content"], f"{path}: {response.mimetype}"
    if str(response.mimetype).endswith("json"):
        schema = described["content"][response.mimetype]["schema"]
        _raise_unless_fits(response.get_json(), schema)
    if "Retry-After" in described.get("headers", {}):
        assert int(response.headers["Retry-After"]) >= 1


def _operation(path: str, method: str) -> dict[str, Any] | None:
    for template, operations in load_description()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            found: dict[str, Any] | None = operations.get(method)
            return found
    return None


def _resolved(described: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in described:
        return described
    found: Any = load_description()
    for step in described["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    answer: dict[str, Any] = found
    return answer


def _raise_unless_fits(body: object, schema: dict[str, Any]) -> None:
    whole = {**schema, "components": load_description()["components"]}
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(body)
