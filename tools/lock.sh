#!/usr/bin/env bash
# Pin requirements/*.txt from pyproject.toml. No index address, no find-links, no download URL is written.
set -euo pipefail
export UV_FIND_LINKS="${UV_FIND_LINKS:-${PIP_FIND_LINKS:-}}"
uv=.venv/bin/uv
options=(--quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --python-version 3.11)
constraints=$(mktemp -d)
trap 'rm -rf "$constraints"' EXIT

# PyTorch is pinned in torch.txt and installed apart: its CPU and CUDA builds share a version but not a hash.
sed 's/$/+cpu/' requirements/torch.txt >"$constraints/torch"
$uv pip compile pyproject.toml --group app "${options[@]}" --no-emit-package torch -c "$constraints/torch" -o requirements/app.txt "$@"
$uv pip compile pyproject.toml --group dev "${options[@]}" --no-emit-package torch -c "$constraints/torch" -c requirements/app.txt -o requirements/dev.txt "$@"

# Rasa 3.6.21 asks for a matplotlib that has no wheel for Python 3.11.
echo 'matplotlib==3.8.4' >"$constraints/rasa"
$uv pip compile pyproject.toml --group rasa "${options[@]}" --override "$constraints/rasa" -o requirements/rasa.txt "$@"

$uv pip compile pyproject.toml --group scan "${options[@]}" -o requirements/scan.txt "$@"
