"""Questions beside what answers them: a small change to the encoder for questions alone.

An encoder of sentences brings near a question what looks like it, which is not always what answers it. The adapter adds
to each linear layer a product of two thin matrices (LoRA, Hu et al. 2021); with these questions are encoded, and only
they: nothing in an index depends on it. Fitted by `python -m bot.adapt`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from corpus.errors import ModelError

ADAPTER = Path(__file__).with_name("question.safetensors")
LAYERS = ".encoder."  # the linear layers under this name are changed


def linear_layers(model: Any) -> Iterator[tuple[str, Any]]:
    """The layers of a sentence-transformers model that an adapter changes, by name."""
    import torch

    for name, layer in model.named_modules():
        if isinstance(layer, torch.nn.Linear) and LAYERS in name:
            yield name, layer


def adapted(model: Any, fingerprint: str, file: Path = ADAPTER) -> Any:
    """A copy of a model with an adapter added; the model itself where the adapter belongs to other weights.

    The embeddings, which are half of it, are shared. Raises ModelError for a file that can't be read or doesn't fit.
    """
    import torch

    try:
        with safe_open(str(file), framework="pt") as stored:
            if (stored.metadata() or {}).get("model") != fingerprint:
                return model
            thin = {name: stored.get_tensor(name).float() for name in stored.keys()}  # noqa: SIM118  # not a dictionary
        kept = [layer for layer in model.modules() if isinstance(layer, torch.nn.Embedding)]
        changed = copy.deepcopy(model, {id(layer): layer for layer in kept})
        with torch.no_grad():
            for name, layer in linear_layers(changed):
                added = thin[f"{name}.b"] @ thin[f"{name}.a"]
                layer.weight.copy_(layer.weight.float() + added)
    except (OSError, SafetensorError, KeyError, RuntimeError) as error:
        raise ModelError(
            f"The adapter for questions in {file} can't be used ({error}). Reinstall onrecord, or fit it again: "
            "python -m bot.adapt"
        ) from error
    return changed


def save(thin: dict[str, Any], fingerprint: str, file: Path) -> None:
    """Writes the matrices, `<layer>.a` (rank, in) and `<layer>.b` (out, rank), in half precision; all or nothing."""
    from safetensors.torch import save_file

    part = file.with_suffix(".part")
    held = {name: matrix.detach().half().cpu().contiguous() for name, matrix in thin.items()}
    save_file(held, str(part), {"model": fingerprint})
    part.replace(file)
