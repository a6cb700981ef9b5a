import yaml

from actions.contact_points import ALARM_LINE, COORDINATORS, CRISIS, HELPLINE
from actions.settings import SAFETY_TEXTS

CONTACTS = SAFETY_TEXTS.parents[1] / "contacts.yml"


def test_every_contact_point_that_an_action_names_is_in_the_book() -> None:
    known = {entry["id"] for entry in yaml.safe_load(CONTACTS.read_text(encoding="utf-8"))}
    assert {HELPLINE, ALARM_LINE, COORDINATORS, *CRISIS} <= known
