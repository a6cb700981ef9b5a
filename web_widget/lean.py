"""Keep torch out of the web process; imported before whatever imports spaCy.

spaCy loads torch wherever it is installed, and never uses it here: 120 MB, and a third of the time
that a killed process needs to come back. Only as
`python -m web_widget`, since in tests the embedding model may live in the same process.
"""

import sys

if sys.orig_argv[1:3] == ["-m", "web_widget"]:
    sys.modules["torch"] = None  # type: ignore[assignment]
