from flask import Blueprint


def staff_blueprint() -> Blueprint:
    """Accounts of the staff: sign-in, one's own account, and the administrator's pages."""
    return Blueprint("staff", __name__)
