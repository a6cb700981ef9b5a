"""Make demo accounts, or give them new passwords, and print how to sign in. Only when asked for."""

import secrets
import sys

from sqlalchemy.orm import Session

from web_widget.access import Role
from web_widget.database import Database
from web_widget.errors import SettingsError
from web_widget.settings import load_settings
from web_widget.staff import accounts
from web_widget.staff.accounts import Profile
from web_widget.staff.passwords import hash_password

DEMO = {
    "sykepleier": Profile("Demo Sykepleier", frozenset({Role.ADVISER}), "nurse"),
    "sosionom": Profile("Demo Sosionom", frozenset({Role.ADVISER}), "social_worker"),
    "jurist": Profile("Demo Jurist", frozenset({Role.ADVISER}), "lawyer"),
    "redaktor": Profile("Demo Redaktør", frozenset({Role.EDITOR}), None),
    "fagansvarlig": Profile("Demo Fagansvarlig", frozenset({Role.REVIEWER}), None),
    "administrator": Profile("Demo Administrator", frozenset({Role.ADMINISTRATOR}), None),
}


def make_demo_accounts(database: Database) -> dict[str, str]:
    """Return the password of each demo account by its e-mail address."""
    made = {}
    for name, profile in DEMO.items():
        email, password = f"{name}@demo.example", secrets.token_urlsafe(12)
        password_hash = hash_password(password)
        with database.writing() as session:
            _make(session, email, profile, password_hash)
        made[email] = password
    return made


def _make(session: Session, email: str, profile: Profile, password_hash: str) -> None:
    account = accounts.by_email(session, email)
    if account is None:
        accounts.create(session, email, profile, password_hash)
        return
    accounts.set_password(session, account, password_hash)
    # Whoever asks for demo accounts can't be asked for the phone of the one who tried before.
    accounts.reset_second_factor(session, account)
    account.active = True


def main() -> int:
    try:
        settings = load_settings()
        database = Database.of(settings)
        database.upgrade()
    except SettingsError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 the one line for whoever runs it
        return 1
    for email, password in make_demo_accounts(database).items():
        print(f"{email:28} {password}")  # noqa: T201 what it was run for
    database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
