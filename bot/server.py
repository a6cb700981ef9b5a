from pathlib import Path

from bot.settings import ROOT, Settings


def serve(model: Path, settings: Settings) -> None:
    """Serve the trained model on RASA_URL until the process is told to stop."""
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    from bot.warm_up import warm_up

    serve_application(
        model_path=str(model),
        interface=settings.host,
        port=settings.port,
        credentials=str(ROOT / "bot" / "credentials.yml"),
        auth_token=settings.rasa_token,
        endpoints=AvailableEndpoints.read_endpoints(str(ROOT / "bot" / "endpoints.yml")),
        server_listeners=[(warm_up, "after_server_start")],
    )
