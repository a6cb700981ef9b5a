from flask import Blueprint


def insight_blueprint() -> Blueprint:
    """Figures of how the bot is used, and what the editors' work list lets them do."""
    from web_widget.access import Role, add_to_menu, guard
    from web_widget.insight import figures_views, words, worklist_views

    blueprint = Blueprint("insight", __name__, url_prefix="/innsikt")
    readers = (Role.EDITOR, Role.REVIEWER, Role.ADMINISTRATOR)
    guard(blueprint, *readers)
    add_to_menu(blueprint, "Innsikt", "insight.figures", *readers)
    blueprint.app_context_processor(lambda: {"insight_words": words})
    for views in (figures_views, worklist_views):
        views.add_to(blueprint)
    return blueprint
