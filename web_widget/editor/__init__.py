from flask import Blueprint


def editor_blueprint() -> Blueprint:
    """The editors' pages: what needs them, the texts, their review and publication."""
    from web_widget.access import Role, add_to_menu, guard
    from web_widget.editor import (
        answers,
        document_views,
        draft_views,
        gate,
        history_views,
        lists,
        previews,
        publishing,
        refusals,
        row_views,
        safety_views,
        words,
    )
    from web_widget.editor.bodies import let_texts_be_large

    blueprint = Blueprint("editor", __name__, url_prefix="/redaksjon")
    blueprint.before_app_request(let_texts_be_large)
    guard(blueprint, Role.EDITOR, Role.REVIEWER)
    add_to_menu(blueprint, "Redaksjon", "editor.front", Role.EDITOR, Role.REVIEWER)
    blueprint.record_once(lambda state: state.app.jinja_env.globals.update(editor_words=words))
    for views in (
        lists,
        answers,
        gate,
        history_views,
        publishing,
        previews,
        safety_views,
        row_views,
        draft_views,
        document_views,
        refusals,
    ):
        views.add_to(blueprint)
    return blueprint
