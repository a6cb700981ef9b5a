from flask import Blueprint

from web_widget.access import Role, add_to_menu


def staff_blueprint() -> Blueprint:
    """Accounts of the staff: sign-in, one's own account, and the administrator's pages."""
    from web_widget.staff import (
        administration,
        audit_log,
        invitations,
        oidc_views,
        own_account,
        sign_in_views,
    )

    blueprint = Blueprint("staff", __name__)
    for views in (
        *(sign_in_views, oidc_views, invitations, own_account),
        *(administration, audit_log),
    ):
        views.add_to(blueprint)
    add_to_menu(blueprint, "Ansatte", "staff.people", Role.ADMINISTRATOR)
    add_to_menu(blueprint, "Logg", "staff.log", Role.ADMINISTRATOR)
    add_to_menu(blueprint, "Min konto", "staff.own")
    return blueprint
