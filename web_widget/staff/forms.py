import re
from collections.abc import Iterable

from werkzeug.datastructures import MultiDict

from web_widget.access import Role
from web_widget.staff import words
from web_widget.staff.accounts import Profile
from web_widget.staff.passwords import MAX_LENGTH, MIN_LENGTH, MIN_LETTERS

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MAX_EMAIL, MAX_NAME = 254, 100


class Form:
    """The fields of a form that was sent, and in Norwegian what is wrong with each."""

    def __init__(self, values: MultiDict[str, str] | None = None) -> None:
        self.values = values or MultiDict()
        self.errors: dict[str, str] = {}

    def text(self, field: str) -> str:
        return self.values.get(field, "").strip()

    def email(self) -> str:
        email = self.text("email").lower()
        if not EMAIL.fullmatch(email) or len(email) > MAX_EMAIL:
            self.errors["email"] = words.EMAIL_INVALID
        return email

    def new_password(self, personal: Iterable[str]) -> str:
        """Return the password that was chosen; it must not be one of the `personal` words."""
        password = self.values.get("new_password", "")
        is_simple = len(set(password)) < MIN_LETTERS or password.lower() in personal
        if len(password) < MIN_LENGTH:
            self.errors["new_password"] = words.PASSWORD_SHORT
        elif len(password) > MAX_LENGTH:
            self.errors["new_password"] = words.PASSWORD_LONG
        elif is_simple:
            self.errors["new_password"] = words.PASSWORD_SIMPLE
        elif password != self.values.get("repeated", ""):
            self.errors["repeated"] = words.PASSWORDS_DIFFER
        return password

    def name(self) -> str:
        name = self.text("name")
        if not 0 < len(name) <= MAX_NAME or not name.isprintable():
            self.errors["name"] = words.NAME_MISSING
        return name

    def profile(self) -> Profile:
        roles = frozenset(role for role in Role if role in self.values.getlist("roles"))
        profession = self.text("profession")
        if profession not in words.PROFESSIONS:
            profession = ""
        if Role.ADVISER in roles and not profession:
            self.errors["profession"] = words.PROFESSION_NEEDED
        return Profile(self.name(), roles, profession or None)
