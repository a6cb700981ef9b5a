from functools import lru_cache
from pathlib import Path

import yaml
from flask import Blueprint
from flask.typing import ResponseReturnValue

from web_widget.borders import JsonObject


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/openapi.json")(description)


def description() -> ResponseReturnValue:
    return load_description()


@lru_cache(maxsize=1)
def load_description() -> JsonObject:
    """Read the description of this API, written by hand beside this file."""
    text = Path(__file__).with_name("openapi.yml").read_text(encoding="utf-8")
    loaded: JsonObject = yaml.safe_load(text)
    return loaded
