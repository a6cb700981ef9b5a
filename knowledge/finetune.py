"""Fine-tune the embedding model on what people ask: `python -m knowledge.finetune`.

The articles' questions teach it which article is meant; the examples of the dialogue's intents
(`--intents`, Rasa's NLU files) what is danger, medical advice, or none of ours.
Writes knowledge/adapter (LoRA, arXiv:2106.09685), which `make setup` merges into the model.
With --further it goes on from the adapter that is there, for new questions and examples.
With --held-out it trains without a fifth of the questions, and writes a model for
`knowledge.calibrate`, which needs questions that the model has not seen.
"""

import argparse
import math
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
import yaml
from peft import LoraConfig, PeftModel, get_peft_model
from torch.nn import functional
from transformers import AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase
from transformers.tokenization_utils_base import BatchEncoding

from knowledge.articles import one_line
from knowledge.assembly import load_language
from knowledge.corpus import Corpus, build_corpus
from knowledge.e5_build import PROMPTS, build_folder, build_model, without_warnings_of_peft
from knowledge.e5_packed import PackedModel, read_packed
from knowledge.embedding_model import ADAPTER, HELD_OUT_MODEL, read_packed_file
from knowledge.errors import ContentError, KnowledgeError
from knowledge.library import load_library
from knowledge.settings import Settings, load_settings

EPOCHS, FURTHER_EPOCHS = 3, 1
BATCH_SIZE = 64
BATCHES_SORTED_TOGETHER = 16
MOST_TOKENS = 48
RANK = 16
RATE_OF_ADAPTER, RATE_OF_CENTRES = 4e-4, 2e-3
WARM_UP = 0.08  # share of all steps
FIRST_SCALE = 20.0  # of the cosines; learnt
LABEL_SMOOTHING = 0.05
# Without the processor's own instructions bfloat16 takes many times as long.
HAS_BFLOAT16 = torch.cpu._is_avx512_bf16_supported()
MISSPELT = 0.15  # share of the questions that get an error in each epoch
# Questions for an article are told apart by article; the small intents are left to n-grams.
INTENTS = (
    "ask_coordinator",
    "crisis",
    "emergency",
    "medical_advice",
    "out_of_scope",
    "talk_to_human",
)
ENTITY = re.compile(r"\[([^\]]+)\]\(\w+\)")


@dataclass(frozen=True)
class Example:
    """A text with its prompt, and the row of the article or intent that it belongs to."""

    text: str
    label: int


def examples(corpus: Corpus, *, held_out: bool) -> list[Example]:
    """Return all questions, passages and titles; without the held-out questions if so wanted."""
    rows = {slug: row for row, slug in enumerate(corpus.slugs)}
    asked = [q for q in corpus.questions if not (held_out and q.held_out)]
    passages = zip(corpus.passage_texts, corpus.passages, strict=True)
    return [
        *(Example(PROMPTS["query"] + q.text, rows[q.slug]) for q in asked),
        *(Example(PROMPTS["passage"] + text, rows[p.slug]) for text, p in passages),
        *(Example(PROMPTS["passage"] + title, row) for row, title in enumerate(corpus.titles)),
    ]


def intent_examples(folder: Path, first_row: int) -> list[Example]:
    """Return the examples of INTENTS, one row per intent; raise ContentError on a broken file."""
    found: list[Example] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            entries = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
            said = [(e["intent"], e["examples"]) for e in entries if e.get("intent") in INTENTS]
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise ContentError(f"{path.name}: {one_line(error)}") from error
        for intent, lines in said:
            texts = ENTITY.sub(r"\1", lines).removeprefix("- ").split("\n- ")
            row = first_row + INTENTS.index(intent)
            found += [Example(PROMPTS["query"] + text.strip(), row) for text in texts]
    return found


class Trainer:
    """Teaches the model that texts of one article, or of one intent, belong together.

    Cross-entropy over articles and intents, each with a learnt centre that the centred embedding is
    compared with by cosine (NormFace, arXiv:1704.06369).
    """

    def __init__(self, model: PeftModel, tokenizer: PreTrainedTokenizerBase, seed: int) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._random = random.Random(seed)  # noqa: S311 # nosec B311 -- nothing secret

    def train(self, taught: Sequence[Example], epochs: int = EPOCHS) -> None:
        """Train the adapter in place, and print the loss of each epoch."""
        self._set_centres(taught)
        trained = [weight for weight in self._model.parameters() if weight.requires_grad]
        optimizer = torch.optim.AdamW(
            [
                {"params": trained, "lr": RATE_OF_ADAPTER},
                {"params": [self._centres, self._log_scale], "lr": RATE_OF_CENTRES},
            ]
        )
        steps = epochs * math.ceil(len(taught) / BATCH_SIZE)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
        self._model.train()
        for epoch in range(epochs):
            losses = []
            for batch in self._batches(taught):
                loss = self._loss(batch)
                loss.backward()  # type: ignore[no-untyped-call]
                torch.nn.utils.clip_grad_norm_(trained, 1.0)
                optimizer.step()
                optimizer.zero_grad()
                schedule.step()
                losses.append(loss.item())
            sys.stdout.write(f"epoch {epoch + 1}/{epochs}: loss {sum(losses) / len(losses):.3f}\n")
            sys.stdout.flush()
        self._model.eval()

    def _set_centres(self, taught: Sequence[Example]) -> None:
        vectors = torch.empty(len(taught), self._model.config.hidden_size)
        rows = sorted(range(len(taught)), key=lambda row: len(taught[row].text))
        self._model.eval()
        with torch.no_grad():
            for start in range(0, len(rows), BATCH_SIZE):
                part = rows[start : start + BATCH_SIZE]
                vectors[part] = self._embed([taught[row].text for row in part])
        labels = torch.tensor([example.label for example in taught])
        sums = torch.zeros(int(labels.max()) + 1, vectors.shape[1]).index_add_(0, labels, vectors)
        self._mean = vectors.mean(dim=0)
        self._centres = torch.nn.Parameter(sums / labels.bincount()[:, None] - self._mean)
        self._log_scale = torch.nn.Parameter(torch.tensor(math.log(FIRST_SCALE)))

    def _loss(self, batch: Sequence[Example]) -> torch.Tensor:
        texts = [self._misspelt(example.text) for example in batch]
        with torch.autocast("cpu", torch.bfloat16, enabled=HAS_BFLOAT16):
            vectors = self._embed(texts)
        apart = functional.normalize(vectors.float() - self._mean, dim=-1)
        cosines = apart @ functional.normalize(self._centres, dim=-1).T
        labels = torch.tensor([example.label for example in batch])
        return functional.cross_entropy(
            self._log_scale.exp() * cosines, labels, label_smoothing=LABEL_SMOOTHING
        )

    def _embed(self, texts: Sequence[str]) -> torch.Tensor:
        tokens: BatchEncoding = self._tokenizer(
            list(texts),
            padding=True,
            truncation=True,
            max_length=MOST_TOKENS,
            return_tensors="pt",
        )
        mask = tokens["attention_mask"]
        states = self._model(input_ids=tokens["input_ids"], attention_mask=mask).last_hidden_state
        weights = mask[..., None].float()
        return functional.normalize((states * weights).sum(1) / weights.sum(1), dim=-1)

    def _batches(self, taught: Sequence[Example]) -> Iterator[Sequence[Example]]:
        # Batches of like length, in random order: what is padded costs as much as what is meant.
        shuffled = self._random.sample(list(taught), len(taught))
        size = BATCH_SIZE * BATCHES_SORTED_TOGETHER
        batches = []
        for start in range(0, len(shuffled), size):
            part = sorted(shuffled[start : start + size], key=lambda example: len(example.text))
            batches += [part[i : i + BATCH_SIZE] for i in range(0, len(part), BATCH_SIZE)]
        self._random.shuffle(batches)
        yield from batches

    def _misspelt(self, text: str) -> str:
        """Drop, swap or double a letter in some of the questions."""
        prompt, asked = PROMPTS["query"], text.removeprefix(PROMPTS["query"])
        if asked == text or len(asked) < len(prompt) or self._random.random() >= MISSPELT:
            return text
        at = self._random.randrange(len(asked) - 1)
        first, second = asked[at], asked[at + 1]
        error = self._random.choice([second, second + first, first + first + second])
        return prompt + asked[:at] + error + asked[at + 2 :]


def _rate(step: int, steps: int) -> float:
    """Rise in a straight line, then fall along a cosine."""
    return min(1.0, (step + 1) / (WARM_UP * steps)) * (1 + math.cos(math.pi * step / steps)) / 2


def with_adapter(model: PreTrainedModel, rank: int) -> PeftModel:
    """Return the model with an untrained adapter on every linear layer."""
    lora = LoraConfig(
        r=rank,
        lora_alpha=2 * rank,
        target_modules=["query", "key", "value", "dense"],
        exclude_modules=".*pooler.*",
    )
    with without_warnings_of_peft():
        return get_peft_model(model, lora)


def shipped_adapter(model: PreTrainedModel) -> PeftModel:
    """Return the model with the adapter that is in the repository, to be trained further."""
    with without_warnings_of_peft():
        return PeftModel.from_pretrained(model, str(ADAPTER), is_trainable=True)


def finetune(settings: Settings, packed: PackedModel, options: argparse.Namespace) -> PeftModel:
    """Return the model with an adapter trained on the content and the intents' examples."""
    library = load_library(settings.knowledge_content)
    corpus = build_corpus(library, load_language(settings))
    torch.manual_seed(options.seed)
    torch.set_num_threads(settings.embedding_threads)
    model = build_model(packed)
    adapted = shipped_adapter(model) if options.further else with_adapter(model, RANK)
    # A folder of ours, or a name that whoever trains gives.
    tokenizer = AutoTokenizer.from_pretrained(settings.embedding_model)  # nosec B615
    taught = examples(corpus, held_out=options.held_out)
    taught += intent_examples(options.intents, len(corpus.slugs))
    epochs = FURTHER_EPOCHS if options.further else EPOCHS
    Trainer(adapted, tokenizer, options.seed).train(taught, epochs)
    return adapted


def save_adapter(model: PeftModel, folder: Path) -> None:
    """Write the adapter in half precision: the difference is far below that of another seed."""
    model.half().save_pretrained(str(folder))
    (folder / "README.md").unlink(missing_ok=True)  # a model card without content


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--further", action="store_true", help="go on from the shipped adapter")
    parser.add_argument("--held-out", action="store_true", help="train without a fifth")
    parser.add_argument("--intents", type=Path, default=Path("bot/data/nlu"))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    try:
        settings = load_settings()
        packed = read_packed(read_packed_file())
        model = finetune(settings, packed, options)
    except KnowledgeError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    if not options.held_out:
        save_adapter(model, ADAPTER)
        return 0
    folder = settings.var_dir / "models" / HELD_OUT_MODEL
    with TemporaryDirectory() as adapter:
        save_adapter(model, Path(adapter))
        build_folder(packed, folder, Path(adapter))
    return 0


if __name__ == "__main__":
    sys.exit(main())
