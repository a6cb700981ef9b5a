from web_widget.errors import WebError


class StaffError(WebError):
    """Base of what can be wrong with a change to an account."""


class EmailTakenError(StaffError):
    """Another account has this e-mail address."""


class OutsideSignInError(StaffError):
    """The organisation's own sign-in did not lead to an account; says which kind of fault."""


class LastAdministratorError(StaffError):
    """Nobody could let people in any more after this change."""
