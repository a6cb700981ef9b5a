"""Try the API against its own description: `python -m tests.fuzz --examples 2000`."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fuzz.run import fuzz


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=2000, help="for each operation")
    parser.add_argument("more", nargs="*", help="passed on to schemathesis after --")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        code, said = fuzz(Path(folder), options.examples, *options.more)
    sys.stdout.write(said)
    return code


if __name__ == "__main__":
    sys.exit(main())
