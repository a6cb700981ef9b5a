import time

import httpx

from tools.system import System

RECOVERY_LIMIT = 240.0  # seconds: the machine may have two cores and much to do


def wait_until_ready(system: System) -> None:
    """Wait until every part answers again."""
    deadline = time.monotonic() + RECOVERY_LIMIT
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{system.base_url}/readyz", timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise TimeoutError
