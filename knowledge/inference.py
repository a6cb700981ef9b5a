"""Parts of a torch model exchanged for ones that only ever answer, and do that cheaper."""

from typing import Any

import torch
from torch.nn import Embedding, Linear, Module, Parameter
from transformers import PreTrainedModel


def prepare_for_inference(model: Module) -> None:
    """Exchange word vectors and linear layers; the model can't be trained any more."""
    for module in list(model.modules()):
        if isinstance(module, PreTrainedModel):
            words = module.get_input_embeddings()
            if isinstance(words, Embedding):
                module.set_input_embeddings(_HalfPrecisionEmbedding(words))
        if torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
            for name, child in list(module.named_children()):
                if type(child) is Linear:
                    setattr(module, name, _PackedLinear(child))
    _let_go_of_file(model)


def _let_go_of_file(model: Module) -> None:
    """Copy the few weights that stay as they were loaded, as parts of the file mapped to memory.

    One of them keeps all of it mapped: half a gigabyte, read through once and never again.
    """
    for weights in (*model.parameters(), *model.buffers()):
        weights.data = weights.data.clone()


class _HalfPrecisionEmbedding(Module):
    """The word vectors in half the memory; four-bit weights have no more digits than that."""

    def __init__(self, full: Embedding) -> None:
        super().__init__()
        self.weight = Parameter(full.weight.detach().half(), requires_grad=False)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.embedding(ids, self.weight).float()


class _PackedLinear(Module):
    """A linear layer whose weights oneDNN has laid out beforehand.

    torch's own goes to MKL, which on an AMD processor takes a third more time for many texts
    and half as much again for one. Same sums in float32; these operators are the ones that
    torch's own compiler writes.
    """

    def __init__(self, linear: Linear) -> None:
        super().__init__()
        self._operators: Any = torch.ops.mkldnn
        self._weight = self._operators._reorder_linear_weight(linear.weight.detach())
        self._bias = None if linear.bias is None else linear.bias.detach().clone()

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        result: torch.Tensor = self._operators._linear_pointwise(
            rows, self._weight, self._bias, "none", [], ""
        )
        return result
