from pathlib import Path

import pytest
import yaml

from bot.errors import TrainingError
from bot.generated_data import (
    COORDINATORS,
    examples_by_hand,
    former_municipalities,
    municipalities,
    municipality_lookup,
    question_examples,
    write,
)
from bot.settings import ROOT


def test_every_question_becomes_one_example_on_one_line() -> None:
    data = question_examples(
        [("frikort", "Hva er\nfrikort?"), ("aap", "  aap "), ("aap", "aap"), ("aap", "")]
    )
    assert data["nlu"] == [{"intent": "ask_question", "examples": "- Hva er frikort?\n- aap\n"}]


def test_what_another_intent_asks_is_no_example_of_a_question() -> None:
    asked = [("finn-kreftkoordinator", "Hvem er det hos oss?"), ("aap", "Hva er AAP?")]
    assert question_examples(asked)["nlu"][0]["examples"] == "- Hva er AAP?\n"


def test_municipalities_and_districts_are_read_once_each(tmp_path: Path) -> None:
    path = tmp_path / "coordinators.csv"
    path.write_text("name,bydel\nOslo,\nOslo,Sagene\nVoss,\n", encoding="utf-8")
    assert municipalities(path) == ["Oslo", "Sagene", "Voss"]


def test_the_shipped_list_names_every_municipality() -> None:
    names = municipalities(ROOT / COORDINATORS)
    assert {"Voss", "Å", "Sagene"} & set(names) == {"Voss", "Sagene"}
    assert len(names) > 350


def test_the_names_of_former_municipalities_are_read_once_each(tmp_path: Path) -> None:
    path = tmp_path / "coordinators.csv"
    path.write_text("name,former_names\nNarvik,Tysfjord;Ballangen\nHamarøy,Tysfjord\n", "utf-8")
    assert former_municipalities(path) == ["Ballangen", "Tysfjord"]
    assert municipalities(path) == ["Hamarøy", "Narvik"]


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"coordinators\.csv"):
        municipalities(tmp_path / "coordinators.csv")


def test_all_names_are_looked_up_and_some_are_examples() -> None:
    lookup, examples = municipality_lookup(["Bodø", "Oslo", "Voss"], ["Rissa"])["nlu"]
    assert lookup["examples"] == "- Bodø\n- Oslo\n- Rissa\n- Voss\n"
    assert examples == {"intent": "inform_kommune", "examples": "- [Bodø](kommune)\n"}


def test_what_is_written_reads_back_alike(tmp_path: Path) -> None:
    data = question_examples([("x", "«Kva» er 100 %: ja # nei"), ("x", "- strek"), ("x", "{a: b}")])
    more = municipality_lookup(["Voss"], [])
    write([data, more], tmp_path / "new" / "nlu.yml")
    read = yaml.safe_load((tmp_path / "new" / "nlu.yml").read_text(encoding="utf-8"))
    assert read == {"version": "3.1", "nlu": data["nlu"] + more["nlu"]}


def test_the_files_written_by_hand_become_one(tmp_path: Path) -> None:
    for name, intent in (("b.yml", "thank"), ("a.yml", "greet")):
        text = f'version: "3.1"\nnlu:\n  - intent: {intent}\n    examples: |\n      - x\n'
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [entry["intent"] for entry in examples_by_hand(tmp_path)["nlu"]] == ["greet", "thank"]
