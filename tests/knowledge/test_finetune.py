from itertools import pairwise

import pytest
import torch
from transformers import AutoTokenizer, BertConfig, BertModel

from knowledge import finetune
from knowledge.corpus import Corpus
from knowledge.e5_build import PROMPTS
from knowledge.embedding_model import ADAPTER
from knowledge.finetune import Example, Trainer, _rate, examples, with_adapter
from knowledge.settings import load_settings

QUERY = PROMPTS["query"]


def test_everything_written_for_an_article_is_an_example_of_it(corpus: Corpus) -> None:
    taught = examples(corpus, held_out=False)
    assert len(taught) == len(corpus.questions) + len(corpus.passages) + len(corpus.slugs)
    assert {example.label for example in taught} == set(range(len(corpus.slugs)))


def test_held_out_questions_are_not_taught(corpus: Corpus) -> None:
    held_out = {QUERY + question.text for question in corpus.questions if question.held_out}
    taught = {example.text for example in examples(corpus, held_out=True)}
    assert held_out
    assert not held_out & taught
    assert len(held_out) < len(taught)


def test_the_rate_rises_and_falls_to_nothing() -> None:
    rates = [_rate(step, 100) for step in range(100)]
    assert rates[0] < rates[7] > rates[50] > rates[99] > 0
    assert all(later < earlier for earlier, later in pairwise(rates[8:]))


def test_the_shipped_adapter_is_small() -> None:
    assert sum(file.stat().st_size for file in ADAPTER.iterdir()) < 5_000_000


@pytest.mark.model
def test_texts_of_one_article_come_closer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finetune, "RATE_OF_ADAPTER", 1e-2)  # a random model has far to go
    torch.manual_seed(1)
    tokenizer = AutoTokenizer.from_pretrained(load_settings().default_model)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    trainer = Trainer(with_adapter(BertModel(config), rank=4), tokenizer, seed=1)
    taught = [
        Example(f"{QUERY}{word} {number}", label)
        for label, word in enumerate(("parykk", "feber", "testament"))
        for number in range(400)
    ]
    before = _closeness(trainer, taught)
    trainer.train(taught)
    assert _closeness(trainer, taught) > before + 0.05


def _closeness(trainer: Trainer, taught: list[Example]) -> float:
    """Return how much likelier two texts of one article are than two of different ones."""
    with torch.no_grad():
        vectors = trainer._embed([example.text for example in taught])
    labels = torch.tensor([example.label for example in taught])
    same = labels[:, None] == labels[None, :]
    apart = torch.nn.functional.normalize(vectors - vectors.mean(dim=0), dim=-1)
    cosines = apart @ apart.T
    return float(cosines[same].mean() - cosines[~same].mean())
