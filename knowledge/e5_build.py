"""Builds a sentence-transformers folder from a packed multilingual-e5-small."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from peft import PeftModel
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
from transformers.utils import logging

from knowledge.e5_packed import FloatArray, PackedModel

MAX_TOKENS = 512
SPECIAL_TOKENS = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "cls_token": "<s>",
    "sep_token": "</s>",
    "mask_token": "<mask>",
}
PROMPTS = {"query": "query: ", "passage": "passage: "}


def build_model(packed: PackedModel) -> BertModel:
    """Return the transformer with its shipped weights."""
    model = BertModel(BertConfig(**packed.config))
    model.load_state_dict(_state_dict(packed), strict=True)
    return model


@contextmanager
def without_warnings_of_peft() -> Iterator[None]:
    """Keep quiet about what only peft can change: it asks transformers for a renamed attribute."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "`is_gradient_checkpointing`", FutureWarning)
        yield


def build_folder(packed: PackedModel, folder: Path, adapter: Path | None = None) -> None:
    """Write a folder that SentenceTransformer(folder) loads without a network.

    The weights of a LoRA adapter, when there is one, are added to the model's.
    """
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model = build_model(packed)
    if adapter is not None:
        with without_warnings_of_peft():
            model = PeftModel.from_pretrained(model, str(adapter)).merge_and_unload()
    with TemporaryDirectory() as transformer:
        model.save_pretrained(transformer)
        _tokenizer(packed).save_pretrained(transformer)
        modules = [
            Transformer(transformer, max_seq_length=MAX_TOKENS),
            Pooling(packed.config["hidden_size"], pooling_mode="mean"),
            Normalize(),
        ]
    SentenceTransformer(modules=modules, prompts=PROMPTS, device="cpu").save(str(folder))


def _tokenizer(packed: PackedModel) -> PreTrainedTokenizerFast:
    ids = packed.special_ids
    tokenizer = Tokenizer(models.Unigram(packed.vocabulary, unk_id=ids["unk"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", ids["bos"]), ("</s>", ids["eos"])]
    )
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, model_max_length=MAX_TOKENS, **SPECIAL_TOKENS
    )


def _state_dict(packed: PackedModel) -> dict[str, torch.Tensor]:
    hidden = packed.config["hidden_size"]
    tensors = packed.tensors
    arrays = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
        # Not used with mean pooling; without it transformers would fill in random weights.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for layer in range(packed.config["num_hidden_layers"]):
        arrays |= _layer(packed, layer)
    return {name: torch.from_numpy(np.ascontiguousarray(a)) for name, a in arrays.items()}


def _layer(packed: PackedModel, layer: int) -> dict[str, FloatArray]:
    hidden, feed_forward = packed.config["hidden_size"], packed.config["intermediate_size"]
    dense = {
        "q": ("attention.self.query", hidden, hidden),
        "k": ("attention.self.key", hidden, hidden),
        "v": ("attention.self.value", hidden, hidden),
        "ao": ("attention.output.dense", hidden, hidden),
        "fi": ("intermediate.dense", feed_forward, hidden),
        "fo": ("output.dense", hidden, feed_forward),
    }
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    source, target = f"l{layer}.", f"encoder.layer.{layer}."
    arrays = {}
    for short, (long, rows, columns) in dense.items():
        weight = packed.tensors[f"{source}{short}.w"]
        arrays[f"{target}{long}.weight"] = weight.reshape(rows, columns)
        arrays[f"{target}{long}.bias"] = packed.tensors[f"{source}{short}.b"]
    for short, long in norms.items():
        arrays[f"{target}{long}.weight"] = packed.tensors[f"{source}{short}.w"]
        arrays[f"{target}{long}.bias"] = packed.tensors[f"{source}{short}.b"]
    return arrays
