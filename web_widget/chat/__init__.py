from flask import Blueprint


def chat_blueprint() -> Blueprint:
    """The public chat API."""
    from web_widget.chat import (
        adviser_views,
        catalogue,
        conversation_views,
        events,
        openapi,
        return_views,
    )

    blueprint = Blueprint("chat", __name__, url_prefix="/api/v1", template_folder="templates")
    for views in (
        *(conversation_views, adviser_views, return_views),
        *(events, catalogue, openapi),
    ):
        views.add_to(blueprint)
    return blueprint
