"""What the user is told, in Norwegian, when who answers changes."""

from web_widget.words import HELPLINE

ROLES = {"nurse": "sykepleier", "social_worker": "sosionom", "lawyer": "jurist"}

HANDED_OVER = (
    "Du settes over til en rådgiver. Du er nummer {place} i køen. Du kan skrive mer imens, så ser "
    "rådgiveren det med en gang."
)
LEFT_QUEUE = "Du venter ikke lenger på en rådgiver. Jeg er her og svarer så godt jeg kan."
TAKEN = "Du snakker nå med {adviser}."
GIVEN_BACK = (
    "{name} kan ikke fortsette samtalen. Du venter nå på en ny rådgiver og beholder plassen din."
)
PASSED_TO_ROLE = "{name} setter deg over til en {role}. Du beholder plassen din i køen."
PASSED_TO_COLLEAGUE = "{name} har satt deg over. Du snakker nå med {adviser}."
ADVISER_LOST = (
    "Rådgiveren mistet forbindelsen. Du venter nå på en ny rådgiver og beholder plassen din. "
    f"Du kan også ringe Rådgivningstjenesten på {HELPLINE}."
)
ENDED = (
    "{name} har avsluttet samtalen. Jeg er den automatiske veiviseren, og svarer deg igjen herfra. "
    "Du kan når som helst be om en rådgiver på nytt."
)
CLOSED = (
    "Rådgiverne har stengt for i dag, og ingen er igjen til å svare. Du venter derfor ikke lenger. "
    "Du kan legge igjen telefonnummer eller e-postadresse, så tar en rådgiver kontakt med deg. "
    "Haster det, eller står det om liv, ring 113. Jeg er her og svarer så godt jeg kan imens."
)
STILL_WAITING = (
    f"Du venter fortsatt på en rådgiver. Vil du ikke vente, kan du ringe Rådgivningstjenesten på "
    f"{HELPLINE}. Står det om liv, ring 113."
)

HIDDEN_NUMBER = (
    "Vi har skjult noe som ser ut som et fødselsnummer. Det er ikke lagret, og du trenger ikke å "
    "oppgi det her."
)
HIDDEN_DETAILS = (
    "Vi har skjult navn, telefonnummer eller e-postadresse i meldingen. Det er ikke lagret. Vil du "
    "bli kontaktet, kan du velge «Bli kontaktet» i menyen."
)


def called(name: str, role: str | None) -> str:
    """Write an adviser as one presents them: «Kari, sykepleier»."""
    return f"{name}, {ROLES[role]}" if role in ROLES else name
