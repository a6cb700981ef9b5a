from flask import Blueprint


def console_blueprint() -> Blueprint:
    """The advisers' console: the desk they chat at, and the lists around it."""
    from web_widget.access import Role, add_to_menu, guard
    from web_widget.console import (
        callbacks,
        canned_replies,
        conversation_views,
        desk,
        giving_views,
        help_views,
        refusals,
        search,
        stream,
    )
    from web_widget.console.words import in_oslo
    from web_widget.markdown import to_html

    blueprint = Blueprint("console", __name__, url_prefix="/radgiver")
    blueprint.add_app_template_filter(in_oslo, "oslo")
    blueprint.add_app_template_filter(to_html, "markdown")
    guard(blueprint, Role.ADVISER)
    for title, endpoint in (
        ("Samtaler", "console.desk"),
        ("Tilbakeringing", "console.callbacks"),
        ("Ferdige svar", "console.canned_replies"),
        ("Søk", "console.search"),
    ):
        add_to_menu(blueprint, title, endpoint, Role.ADVISER)
    for views in (
        desk,
        conversation_views,
        help_views,
        giving_views,
        stream,
        callbacks,
        canned_replies,
        search,
        refusals,
    ):
        views.add_to(blueprint)
    return blueprint
