"""What the web application itself says to a reader, in Norwegian."""

from typing import Any

HELPLINE = "21 49 49 21"
EMERGENCY = "113"

# Whom one can always call, also when every other part is down.
ALWAYS_THERE: list[dict[str, Any]] = [
    {
        "id": "radgivningstjenesten",
        "name": "Rådgivningstjenesten i Kreftforeningen",
        "phone": HELPLINE,
        "email": None,
        "url": "https://kreftforeningen.no/",
        "for_whom": "Alle som er berørt av kreft",
        "open_now": None,
        "opens": None,
    },
    {
        "id": "nodnummer-113",
        "name": "Medisinsk nødtelefon 113, når det er akutt",
        "phone": EMERGENCY,
        "email": None,
        "url": "https://www.helsenorge.no/nn/forstehjelp/ring-113/",
        "for_whom": "Alle, når det er akutt og kan stå om liv",
        "open_now": True,
        "opens": None,
    },
]

CATEGORIES = {
    "kontakt": "Noen å snakke med",
    "rettigheter": "Rettigheter i helsetjenesten",
    "okonomi": "Økonomi og jobb",
    "rehabilitering": "Leve med og etter kreft",
    "barn-og-parorende": "Barn og pårørende",
    "kommune": "Hjelp der du bor",
}

GREETING = (
    "Hei. Jeg er en automatisk veiviser for deg som er berørt av kreft, enten du er syk selv "
    "eller står nær noen som er det.\n\n"
    "Skriv hva du lurer på, eller velg et tema. Du kan også snakke med en rådgiver."
)
# For who has said at the start to be a child: plain words, and somebody to ring at once.
GREETING_FOR_CHILDREN = (
    "Hei, fint at du er her. Jeg er en robot som kan svare på ting om kreft.\n\n"
    "Skriv det du lurer på. Ingen spørsmål er dumme. Vil du snakke med en voksen nå, kan du ringe "
    "**116 111**. Det er gratis, og de svarer hele døgnet."
)
TOPICS_FOR_CHILDREN = {
    "barn-og-parorende": "Noen i familien er syk",
    "kontakt": "Noen å snakke med",
}
TALK_TO_HUMAN = "Snakk med en rådgiver"
TALK_TO_ADULT = "Snakk med en voksen her"
# As the bot says it, for when Rasa can't.
ASK_CONSENT = (
    "Du kan få snakke med en rådgiver. Rådgiveren får se det vi har skrevet til hverandre her, "
    "hvem du har sagt at du er, og hvilket tema det gjelder, så du slipper å forklare alt på nytt. "
    "Du er fortsatt anonym, og rådgiveren har taushetsplikt. Er det greit for deg?"
)
ASK_CONSENT_IN_DANGER = (
    "Er det fare for liv, ring **113** nå. Legevakten har **116 117**. Du kan også få snakke med "
    "en rådgiver. Rådgiveren får se det vi har skrevet til hverandre her, og du er fortsatt "
    "anonym. Er det greit for deg?"
)
CONSENT = "Ja, det er greit"
NO_CONSENT = "Nei, ikke nå"
PERSON_DECLINED = "Det er helt greit. Du kan be om en rådgiver når du vil."

# What a button said, where the bot has not offered it in words of its own.
PAYLOAD_TITLES = {
    "choose_article": "Jeg vil lese mer",
    "choose_topic": "Jeg velger et tema",
    "choose_audience": "Jeg vil si hvem jeg er",
    "choose_kommune": "Jeg velger kommune",
    "talk_to_human": TALK_TO_HUMAN,
    "consent_to_handover": CONSENT,
    "affirm": "Ja",
    "deny": "Nei",
    "restart": "Start på nytt",
}

# Who is writing, as the button that says it.
AUDIENCES = {
    "pasient": "Jeg har eller har hatt kreft",
    "parorende": "Jeg er pårørende",
    "etterlatt": "Jeg har mistet noen",
    "barn": "Jeg er barn eller ungdom",
    "fagperson": "Jeg er fagperson",
}

WHOM_TO_CALL = (
    f"Du kan ringe Rådgivningstjenesten på {HELPLINE}. Står det om liv, eller haster det, ring "
    f"{EMERGENCY}."
)
TURN_FAILED = (
    f"Jeg får ikke svart akkurat nå. Spørsmålet ditt er tatt vare på. Prøv gjerne igjen om litt. "
    f"{WHOM_TO_CALL}"
)
NOT_STORED = (
    f"Jeg fikk ikke tatt imot meldingen akkurat nå. Ta vare på teksten, og prøv igjen om litt. "
    f"{WHOM_TO_CALL}"
)
TOO_MANY_TURNS = (
    f"Mange skriver til meg akkurat nå, så jeg fikk ikke tatt imot meldingen. Ta vare på teksten, "
    f"og prøv igjen om litt. {WHOM_TO_CALL}"
)
SEARCHED_ONLY = (
    "Deler av tjenesten er nede akkurat nå, så jeg har bare søkt i artiklene. Dette er det "
    "nærmeste jeg fant, og det er ikke sikkert det svarer på det du lurer på."
)
SEARCHED_ONLY_NN = (
    "Delar av tenesta er nede akkurat no, så eg har berre søkt i artiklane. Dette er det nærmaste "
    "eg fann, og det er ikkje sikkert det svarar på det du lurer på."
)
BUSY = f"Jeg holder fortsatt på med forrige melding. Prøv igjen om litt. {WHOM_TO_CALL}"
UNAVAILABLE = f"Noe av tjenesten er nede akkurat nå. Prøv igjen om litt. {WHOM_TO_CALL}"
UNEXPECTED = f"Noe gikk galt hos oss. Prøv igjen om litt. {WHOM_TO_CALL}"

NOT_FOUND = "Det du leter etter, finnes ikke her."
UNKNOWN_MESSAGE = "message_id: Samtalen har ingen slik melding fra boten."
DIFFERENT_TEXT = "En annen melding er allerede sendt med samme client_message_id."
WRONG_STATE = "Samtalen er avsluttet. Start gjerne en ny."
UNAUTHORISED = "Du må sende samtalens token i Authorization-hodet."
NOT_SIGNED_IN = "Du er ikke logget inn, eller økten er over. Logg inn på nytt."
NOT_YOUR_ROLE = "Du har ikke tilgang til denne siden med rollene du har."
FORGED = "Siden har vært åpen for lenge. Last den på nytt, og prøv igjen."
WRONG_ORIGIN = "Denne nettsiden har ikke lov til å bruke tjenesten."
TEXT_TOO_LONG = "Meldingen er for lang. Den kan være på høyst 2000 tegn. Del den gjerne i flere."
TEXT_EMPTY = "Meldingen er tom. Skriv gjerne hva du lurer på."
BAD_JSON = "Innholdet må være gyldig JSON i UTF-8."
NOT_AN_OBJECT = "Innholdet må være et JSON-objekt."
BAD_CURSOR = "Last-Event-ID må være et tall som denne strømmen har sendt."
TOO_MANY_STREAMS = f"Mange bruker tjenesten akkurat nå. Prøv igjen om litt. {WHOM_TO_CALL}"
FIELD_INVALID = "Verdien passer ikke."
FIELD_REASONS = {
    "missing": "Feltet mangler.",
    "string_too_long": "Teksten er for lang.",
    "extra_forbidden": "Feltet er ukjent.",
    "string_type": "Verdien må være tekst.",
    "bool_type": "Verdien må være true eller false.",
    "literal_error": "Verdien er ikke blant dem som er lov.",
    "phone": "Telefonnummeret ser ikke riktig ut.",
    "email": "E-postadressen ser ikke riktig ut.",
    "consent": "Du må samtykke først.",
    "reach": "Skriv et telefonnummer eller en e-postadresse.",
    "uuid": "Verdien må være en UUID.",
    "text_or_payload": "Send enten text eller payload.",
    "payload": "Dette valget finnes ikke.",
    "page_url": "Verdien må være adressen til en nettside.",
}
BY_STATUS = {
    400: "Forespørselen kan ikke leses.",
    404: NOT_FOUND,
    405: "Denne adressen kan ikke brukes slik.",
    406: "Vi kan gi svaret som text/plain, text/html eller application/json.",
    413: "Innholdet er for stort.",
    414: "Adressen er for lang. Skriv kortere, eller send det som en melding.",
    415: "Innholdet må være application/json.",
    431: "Forespørselen er for stor.",
    429: f"Det kom mange meldinger på kort tid. Vent litt og prøv igjen. {WHOM_TO_CALL}",
}
PAGE_TITLES = {
    400: "Prøv en gang til",
    401: "Du er ikke logget inn",
    403: "Du har ikke tilgang",
    404: "Fant ikke siden",
    405: "Siden kan ikke brukes slik",
    429: "Vent litt",
    503: "Siden er nede akkurat nå",
    500: "Noe gikk galt",
}

CALLBACK_RECEIVED = (
    "Takk. Rådgivningstjenesten tar kontakt med deg. Kvitteringen din er {receipt}. Du kan oppgi "
    "den hvis du selv ringer."
)
NOT_WAITING = "Du venter ikke i køen lenger."
UNKNOWN_CODE = "Vi finner ingen samtale med denne koden. Se om alle fem ordene er riktige."

SENDERS = {"user": "Du", "bot": "Veiviseren", "adviser": "Rådgiver", "system": "Melding"}
TRANSCRIPT_TITLE = "Samtale med Kreftveiviser"

OTHER_WAYS = (
    "Du kan også legge igjen telefonnummer eller e-postadresse, så tar en rådgiver kontakt med "
    f"deg. Haster det, eller står det om liv, ring {EMERGENCY}."
)
ADVISERS_CLOSED = (
    f"Rådgiverne har ikke åpent nå. De åpner igjen {{opens}}, og da kan du ringe {HELPLINE}. "
    f"{OTHER_WAYS} Jeg er her og svarer så godt jeg kan imens."
)
ADVISERS_NOT_IN_CHAT = (
    f"Jeg kan ikke sette deg over til en rådgiver her i chatten nå. Ring {HELPLINE}, så får du "
    f"snakke med en. {OTHER_WAYS}"
)
SAFETY_CONTACTS = {
    "crisis": ["nodnummer-113", "legevakt-116117", "mental-helse", "alarmtelefonen-116111"],
    "emergency": ["nodnummer-113", "legevakt-116117"],
}
