from asyncio import AbstractEventLoop
from pathlib import Path

from sanic import Sanic

from bot.settings import ROOT, Settings

# Rasa is frozen, with known weaknesses; a turn is a few kilobytes, and its server takes 100 MB.
LARGEST_REQUEST = 128 * 1024  # bytes


def serve(model: Path, settings: Settings) -> None:
    """Serve the trained model on RASA_URL until the process is told to stop."""
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    from bot.action_endpoint import with_time_limit
    from bot.warm_up import warm_up

    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "bot" / "endpoints.yml"))
    endpoints.action = with_time_limit(endpoints.action)
    serve_application(
        model_path=str(model),
        interface=settings.host,
        port=settings.port,
        credentials=str(ROOT / "bot" / "credentials.yml"),
        auth_token=settings.rasa_token,
        endpoints=endpoints,
        server_listeners=[(bound_requests, "after_server_start"), (warm_up, "after_server_start")],
    )


async def bound_requests(app: Sanic, _: AbstractEventLoop) -> None:
    """Let no request in that is larger than any turn; connections read this as they open."""
    app.config.REQUEST_MAX_SIZE = LARGEST_REQUEST
