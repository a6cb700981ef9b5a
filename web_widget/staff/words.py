"""What the staff's pages say, in Norwegian."""

from web_widget.access import Member, Role
from web_widget.audit import Action
from web_widget.conversations.models import JsonObject
from web_widget.staff.passwords import MIN_LENGTH

ROLES = {
    Role.ADVISER: "Rådgiver",
    Role.EDITOR: "Redaktør",
    Role.REVIEWER: "Fagansvarlig",
    Role.ADMINISTRATOR: "Administrator",
}
ROLE_HELP = {
    Role.ADVISER: "Snakker med dem som ber om en rådgiver.",
    Role.EDITOR: "Skriver og endrer artikler.",
    Role.REVIEWER: "Går gjennom og godkjenner artikler faglig.",
    Role.ADMINISTRATOR: "Inviterer ansatte, gir roller og leser loggen.",
}
PROFESSIONS = {"nurse": "Sykepleier", "social_worker": "Sosionom", "lawyer": "Jurist"}

ACTIONS = {
    Action.SIGNED_IN: "Logget inn",
    Action.SIGN_IN_FAILED: "Mislykket innlogging",
    Action.LOCKED_OUT: "Sperret i 15 minutter",
    Action.SIGNED_OUT: "Logget ut",
    Action.RECOVERY_CODE_USED: "Brukte en reservekode",
    Action.PASSWORD_CHANGED: "Byttet passord",
    Action.SECOND_FACTOR_SET: "Satte opp totrinnsinnlogging",
    Action.SECOND_FACTOR_RESET: "Nullstilte totrinnsinnlogging",
    Action.RECOVERY_CODES_MADE: "Laget nye reservekoder",
    Action.FIRST_ADMINISTRATOR: "Ble første administrator",
    Action.INVITED: "Inviterte en ansatt",
    Action.OUTSIDE_TIED: "Knyttet kontoen til organisasjonens innlogging",
    Action.LINK_MADE: "Laget ny lenke for passord",
    Action.ACCOUNT_CHANGED: "Endret en konto",
    Action.DEACTIVATED: "Stengte en konto",
    Action.ACTIVATED: "Åpnet en konto igjen",
    Action.AUDIT_LOG_READ: "Leste loggen",
    Action.CONVERSATION_READ: "Leste en samtale",
    Action.CONVERSATION_TAKEN: "Tok en samtale",
    Action.CONVERSATION_PASSED: "Overførte en samtale",
    Action.CONVERSATION_GIVEN_BACK: "Ga en samtale tilbake til køen",
    Action.CONVERSATION_ENDED: "Avsluttet en samtale",
    Action.CONVERSATIONS_SEARCHED: "Søkte i egne samtaler",
    Action.NOTE_WRITTEN: "Skrev et notat",
    Action.CALLBACKS_READ: "Leste listen over tilbakeringing",
    Action.CALLBACK_HANDLED: "Fullførte en tilbakeringing",
    Action.CANNED_REPLY_CHANGED: "Endret et ferdig svar",
    Action.DRAFT_BEGUN: "Begynte på en tekst",
    Action.DRAFT_SAVED: "Skrev i et utkast",
    Action.DRAFT_SUBMITTED: "Sendte et utkast til godkjenning",
    Action.DRAFT_SENT_BACK: "Sendte et utkast tilbake",
    Action.DRAFT_DISCARDED: "Forkastet et utkast",
    Action.CONTENT_PUBLISHED: "Publiserte en tekst",
    Action.CONTENT_SCHEDULED: "Godkjente en tekst for senere",
    Action.CONTENT_RESTORED: "Gjenopprettet en versjon",
    Action.CONTENT_ARCHIVED: "Arkiverte en artikkel",
    Action.QUESTION_RELEASED: "Ga et spørsmål til redaksjonen",
    Action.QUESTIONS_HANDLED: "Ble ferdig med spørsmål på arbeidslisten",
    Action.QUESTIONS_GROUPED: "Grupperte spørsmål på nytt",
    Action.FIGURES_EXPORTED: "Lastet ned tall",
}

DETAILS = {
    **{role.value: title.lower() for role, title in ROLES.items()},
    **{profession: title.lower() for profession, title in PROFESSIONS.items()},
    **{action.value: title.lower() for action, title in ACTIONS.items()},
    "changed": "endret",
    "kind": "slags",
    "release": "utgave",
    "version": "versjon",
    "code": "engangskode",
    "oidc": "organisasjonens innlogging",
    "reason": "grunn",
    "via": "gjennom",
    "name": "navn",
    "only": "bare",
    "password": "passord",
    "profession": "yrke",
    "roles": "roller",
    "step": "trinn",
}

WRONG_SIGN_IN = (
    "E-postadressen eller passordet stemmer ikke. Etter fem feil må du vente i 15 minutter."
)
WRONG_CODE = (
    "Koden stemmer ikke, eller den er brukt. Vent på neste kode og prøv igjen. "
    "Etter fem feil må du vente i 15 minutter."
)
WRONG_NEW_CODE = "Koden stemmer ikke. Se at klokken på telefonen går riktig, og prøv neste kode."
WRONG_PASSWORD = "Passordet stemmer ikke."  # noqa: S105 not a password
SIGN_IN_AGAIN = "Det gikk for lang tid. Skriv e-postadressen og passordet på nytt."
OUTSIDE_FAILED = (
    "Innloggingen ble ikke fullført, eller du har ikke tilgang. Prøv igjen, eller be en "
    "administrator om hjelp."
)
SIGNED_OUT = "Du er logget ut."
EMAIL_TAKEN = "En annen konto har denne e-postadressen."
LAST_ADMINISTRATOR = "Minst én aktiv konto må ha rollen administrator. Gi den til noen andre først."
LINK_USED = "Lenken er brukt eller for gammel. Be en administrator om en ny."

EMAIL_INVALID = "Skriv e-postadressen slik: navn@eksempel.no"
NAME_MISSING = "Skriv navnet, på høyst 100 tegn."
PASSWORD_SHORT = f"Passordet må ha minst {MIN_LENGTH} tegn."
PASSWORD_LONG = "Passordet er for langt."  # noqa: S105 not a password
PASSWORD_SIMPLE = "Passordet er for lett å gjette. Velg noen tilfeldige ord."  # noqa: S105 not a password
PASSWORDS_DIFFER = "De to passordene er ikke like."
PROFESSION_NEEDED = "En rådgiver må ha et yrke, fordi brukeren ser det i samtalen."

PASSWORD_CHANGED = "Passordet er byttet. Du er logget ut på andre enheter."  # noqa: S105 not a password
SAVED = "Endringene er lagret."
DEACTIVATED = "Kontoen er stengt, og økter som var åpne, er avsluttet."
ACTIVATED = "Kontoen er åpen igjen."
FACTOR_RESET = "Totrinnsinnlogging er nullstilt. Den settes opp på nytt ved neste innlogging."


def in_norwegian(details: JsonObject) -> str:
    """Return the details of an audit entry in one line."""
    parts = []
    for name, value in details.items():
        values = value if isinstance(value, list) else [value]
        said = ", ".join(DETAILS.get(str(each), str(each)) for each in values if each)
        parts += [f"{DETAILS.get(name, name)}: {said}"] if said else []
    return "; ".join(parts)


def roles_of(member: Member) -> str:
    """Return the profession and roles of a member in one line."""
    titles = [ROLES[role] for role in Role if role in member.roles]
    if member.profession and Role.ADVISER in member.roles:
        titles[0] = PROFESSIONS.get(member.profession, titles[0])
    return ", ".join(titles)
