from pathlib import Path

import numpy as np
import pytest

from knowledge import embedding_model
from knowledge.e5_packed import read_packed
from knowledge.embedder import Embedder
from knowledge.embedding_model import STAMP, is_unpacked, main, read_packed_file
from knowledge.errors import ModelError


def test_a_folder_without_our_stamp_is_not_unpacked(tmp_path: Path) -> None:
    assert not is_unpacked(tmp_path)
    (tmp_path / STAMP).write_text("another hash\n")
    assert not is_unpacked(tmp_path)


def test_a_packed_file_with_another_hash_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding_model, "PACKED_SHA256", "0" * 64)
    with pytest.raises(ModelError, match="SHA-256"):
        read_packed_file()


def test_bytes_that_are_no_model_are_refused() -> None:
    with pytest.raises(ModelError, match="not an E5S1"):
        read_packed(b"PK\x03\x04")
    with pytest.raises(ModelError, match="cut short"):
        read_packed(read_packed_file()[:1000])


def test_the_packed_model_has_what_its_header_says() -> None:
    packed = read_packed(read_packed_file())
    assert packed.config["hidden_size"] == 384
    assert packed.vocabulary[0] == ("<s>", 0.0)
    assert 250_000 < len(packed.vocabulary) <= packed.config["vocab_size"]
    word_weights = packed.tensors["emb.word"]
    assert word_weights.size == packed.config["vocab_size"] * 384
    assert np.isfinite(word_weights[:10_000]).all()


def test_a_model_of_ones_own_needs_no_unpacking(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", "my/model")
    assert main() == 0
    assert "nothing to unpack" in capsys.readouterr().out


def test_a_place_that_can_not_be_written_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.delenv("EMBEDDING_MODEL", raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "file"))
    assert main() == 1
    assert capsys.readouterr().err.startswith("error: ")


@pytest.mark.model
def test_norwegian_questions_lie_near_the_passages_that_answer_them(
    real_embedder: Embedder,
) -> None:
    passages = real_embedder.embed(
        ["Nav dekker parykk når du mister håret.", "Bussen til sykehuset er gratis."], "passage"
    )
    queries = real_embedder.embed(
        ["Får jeg penger til ny hårpryd?", "how do I get to the hospital"], "query"
    )
    assert (queries @ passages.T).argmax(axis=1).tolist() == [0, 1]


@pytest.mark.model
def test_a_folder_that_is_no_model_is_told(tmp_path: Path) -> None:
    from knowledge.sentence_embedder import SentenceEmbedder

    with pytest.raises(ModelError, match="EMBEDDING_MODEL"):
        SentenceEmbedder(str(tmp_path))
