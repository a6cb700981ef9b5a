from flask import Blueprint


def pages_blueprint() -> Blueprint:
    """The pages a person reads, and the widget's files."""
    from web_widget.pages import articles, site, widget_files

    blueprint = Blueprint("pages", __name__)
    for views in (site, articles, widget_files):
        views.add_to(blueprint)
    return blueprint
