import logging
import os
from functools import lru_cache
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.centring import Centring, Vectors
from bot.errors import KnowledgeUnavailable, TrainingError
from bot.knowledge_client import KnowledgeClient

log = logging.getLogger(__name__)

CENTRING_FILE = "centring.npz"
BATCH_SIZE = 256


# Rasa trains and applies this with two objects in one process; both need the same vectors.
@lru_cache(maxsize=1)
def embed_examples(
    url: str, timeout: float, texts: frozenset[str]
) -> tuple[str, dict[str, Vectors]]:
    """Return the model's name and a query embedding, shape (dimensions,), per example."""
    client = KnowledgeClient(url, timeout)
    # Texts of one length share a batch: what is padded costs as much as what is meant.
    wanted = sorted(texts, key=lambda text: (len(text), text))
    model, vectors = "", {}
    for start in range(0, len(wanted), BATCH_SIZE):
        batch = wanted[start : start + BATCH_SIZE]
        model, embeddings = client.embed(batch, keep=True)
        vectors.update(zip(batch, np.asarray(embeddings, dtype=np.float32), strict=True))
    return model, vectors


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEmbeddingFeaturizer(DenseFeaturizer, GraphComponent):
    """Add the sentence embedding that the knowledge service computes, centred, of length `weight`.

    Vectors of e5 lie close together (cosine 0.7–1.0): a regularised classifier can't part them
    before their common mean is taken away.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            **DenseFeaturizer.get_default_config(),
            "weight": 4.0,
            "timeout": 3.0,
            "training_timeout": 60.0,
        }

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None: ...

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        storage: ModelStorage,
        resource: Resource,
        centring: Centring | None = None,
    ) -> None:
        super().__init__(name, {**self.get_default_config(), **config})
        self._storage = storage
        self._resource = resource
        self._centring = centring
        self._model = ""
        # Read here and not from config.yml: a trained model would keep the address of its day.
        self._client = KnowledgeClient(os.environ["KNOWLEDGE_URL"], self._config["timeout"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceEmbeddingFeaturizer":
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,  # noqa: ANN401 -- Rasa's signature
    ) -> "SentenceEmbeddingFeaturizer":
        with model_storage.read_from(resource) as folder:
            centring = Centring.load(folder / CENTRING_FILE)
        return cls(config, execution_context.node_name, model_storage, resource, centring)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the mean embedding of the training examples."""
        vectors = self._training_vectors(training_data)
        with self._storage.write_to(self._resource) as folder:
            Centring.fit(self._model, np.stack(list(vectors.values()))).save(folder / CENTRING_FILE)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        vectors = self._training_vectors(training_data)
        for message in training_data.training_examples:
            if message.get(TEXT):
                self._add(message, self._scaled(vectors[message.get(TEXT)][np.newaxis]))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT):
                self._add(message, self._vector(message.get(TEXT)))
        return messages

    def _vector(self, text: str) -> Vectors:
        centring = self._fitted()
        if text.startswith(INTENT_MESSAGE_PREFIX):
            return centring.nothing  # a button's payload carries its intent
        try:
            model, embeddings = self._client.embed([text])
        except KnowledgeUnavailable:
            # The n-grams alone still find the plainest cries for help.
            log.exception("embedding missing, intent from character n-grams alone")
            return centring.nothing
        if model != centring.model:
            log.error("embedding model differs from the trained one; restart to train again")
            return centring.nothing
        return self._scaled(np.asarray(embeddings, dtype=np.float32))

    def _scaled(self, vectors: Vectors) -> Vectors:
        return self._fitted().apply(vectors) * np.float32(self._config["weight"])

    def _fitted(self) -> Centring:
        if self._centring is None:
            raise RuntimeError("the featurizer was asked for features before it was trained")
        return self._centring

    def _training_vectors(self, training_data: TrainingData) -> dict[str, Vectors]:
        texts = {str(m.get(TEXT)) for m in training_data.training_examples if m.get(TEXT)}
        if not texts:
            raise TrainingError("there are no examples to embed")
        self._model, vectors = embed_examples(
            self._client.url, self._config["training_timeout"], frozenset(texts)
        )
        return vectors

    def _add(self, message: Message, vector: Vectors) -> None:
        alias = self._config[FEATURIZER_CLASS_ALIAS]
        message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, alias))
