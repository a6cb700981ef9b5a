"""Time the indexing of everything from nothing, and weigh it: `python -m benchmarks.indexing`."""

import resource
import sys
import tempfile
import time
from pathlib import Path

from knowledge.assembly import load_embedder, load_finder, load_language, open_store
from knowledge.library import load_library
from knowledge.settings import load_settings

TIME_LIMIT = 120.0  # seconds, on two cores
KIBIBYTE = 1024


def main() -> int:
    settings = load_settings()
    started = time.perf_counter()
    library, language = load_library(settings.knowledge_content), load_language(settings)
    embedder = load_embedder(settings)
    loaded = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        fresh = settings.model_copy(
            update={"var_dir": Path(folder), "database_url": f"sqlite:///{folder}/index.db"}
        )
        corpus = load_finder(library, language, open_store(embedder, fresh), fresh).corpus
    indexed = time.perf_counter() - loaded
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIBIBYTE
    verdict = "" if indexed <= TIME_LIMIT else "OVER THE LIMIT"
    print(f"{len(corpus.passages)} passages, {len(corpus.questions)} questions")
    print(f"model, dictionary and content loaded in {loaded - started:.0f} s")
    print(f"embedded, indexed and classifier trained in {indexed:.0f} s  {verdict}")
    print(f"largest memory of the process {peak / 1e9:.2f} GB")
    return 0 if indexed <= TIME_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
