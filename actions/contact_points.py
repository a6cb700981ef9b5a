from typing import Final

# Ids in knowledge/content/contacts.yml.
HELPLINE: Final = "radgivningstjenesten"
ALARM_LINE: Final = "alarmtelefonen-116111"
COORDINATORS: Final = "kreftkoordinator"
DANGER: Final = ("nodnummer-113", "legevakt-116117")
CRISIS: Final = (*DANGER, "mental-helse", "kirkens-sos", ALARM_LINE)
