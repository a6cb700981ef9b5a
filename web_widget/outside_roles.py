"""Which role a group at the organisation's own sign-in gives: «redaksjon=editor»."""

from dataclasses import dataclass

ROLES = frozenset({"adviser", "editor", "reviewer", "administrator"})
PROFESSIONS = frozenset({"nurse", "social_worker", "lawyer"})


@dataclass(frozen=True)
class OutsideRole:
    value: str
    role: str
    profession: str | None = None


def read_outside_roles(text: str) -> tuple[OutsideRole, ...]:
    """Read «group=role, group=adviser/profession»; raise ValueError with what is wrong."""
    return tuple(_read(part.strip()) for part in text.split(",") if part.strip())


def _read(part: str) -> OutsideRole:
    value, _, given = part.rpartition("=")
    role, _, profession = given.partition("/")
    is_known = value and role in ROLES and (not profession or profession in PROFESSIONS)
    if not is_known or (role == "adviser") != bool(profession):
        raise ValueError(f"{part!r} must look like editors=editor or nurses=adviser/nurse")
    return OutsideRole(value, role, profession or None)
