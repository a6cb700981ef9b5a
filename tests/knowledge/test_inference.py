import copy

import pytest

pytestmark = pytest.mark.model


def test_exchanged_parts_give_the_same_vectors() -> None:
    import torch
    from transformers import BertConfig, BertModel

    from knowledge.inference import prepare_for_inference

    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=50,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
    )
    full = BertModel(config).eval()
    exchanged = copy.deepcopy(full)
    prepare_for_inference(exchanged)
    for shape in ((1, 3), (7, 20)):
        ids = torch.randint(0, 50, shape)
        with torch.inference_mode():
            expected = full(input_ids=ids).last_hidden_state
            found = exchanged(input_ids=ids).last_hidden_state
        # The word vectors are in half precision: three digits of them.
        assert torch.allclose(found, expected, atol=5e-3)


def test_a_layer_without_bias_is_exchanged_too() -> None:
    import torch

    from knowledge.inference import prepare_for_inference

    model = torch.nn.Sequential(torch.nn.Linear(8, 4, bias=False))
    rows = torch.randn(5, 8)
    expected = model(rows).detach()
    prepare_for_inference(model)
    assert not isinstance(model[0], torch.nn.Linear)
    assert torch.allclose(model(rows), expected, atol=1e-5)
