import subprocess
import sys
import threading


def start_grouping() -> None:
    """Group the questions in a process of its own, which gives its memory back when it is done."""
    process = subprocess.Popen(
        [sys.executable, "-m", "web_widget.worklist"], stdin=subprocess.DEVNULL
    )
    threading.Thread(target=process.wait, daemon=True).start()
