"""Stand-ins for the web application's neighbours, with the same signatures."""

import threading
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from web_widget.borders import BotMessage, JsonObject
from web_widget.errors import NotFoundError, UnavailableError


def bot_message(
    text: str,
    route: str = "smalltalk",
    custom: JsonObject | None = None,
    buttons: list[JsonObject] | None = None,
) -> BotMessage:
    return BotMessage.model_validate(
        {"text": text, "buttons": buttons or [], "custom": {"route": route, **(custom or {})}}
    )


@dataclass(frozen=True)
class Asked:
    sender: str
    message: str
    metadata: dict[str, Any]


@dataclass
class FakeDialogue:
    """Answers by a script, remembers what it was asked, and can be down or slow."""

    answer: Callable[[str], list[BotMessage]] = lambda text: [bot_message(f"Svar på: {text}")]
    is_down: bool = False
    seconds: float = 0.0
    while_thinking: Callable[[], object] | None = None
    asked: list[Asked] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    busy_senders: set[str] = field(default_factory=set)
    overlaps: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, sender: str, message: str, metadata: Mapping[str, Any]) -> list[BotMessage]:
        with self._lock:
            self.asked.append(Asked(sender, message, dict(metadata)))
            self.overlaps += sender in self.busy_senders
            self.busy_senders.add(sender)
        time.sleep(self.seconds)
        if self.while_thinking:
            self.while_thinking()
        with self._lock:
            self.busy_senders.discard(sender)
        if self.is_down:
            raise UnavailableError("rasa", "ConnectError")
        return self.answer(message)

    def forget(self, sender: str) -> None:
        if self.is_down:
            raise UnavailableError("rasa", "ConnectError")
        self.forgotten.append(sender)


ARTICLE: JsonObject = {
    "slug": "sykepenger",
    "title": "Sykmelding og sykepenger",
    "category": "okonomi",
    "audience": "pasient",
    "summary": "Du kan få sykepenger i inntil ett år.",
    "contacts": ["nav", "ukjent"],
    "related": ["aap", "finnes-ikke"],
    "sources": [{"title": "Folketrygdloven", "url": "https://lovdata.no/", "dated": "2026-07-02"}],
    "updated": "2026-11-21",
    "valid_until": "2027-11-20",
    "reviewed_by": None,
    "reviewed": None,
}
QUESTION_ON_FILE = "hvor lenge kan jeg få sykepenger av nav"
OTHER = {**ARTICLE, "slug": "aap", "title": "Arbeidsavklaringspenger", "related": []}
CHECKLIST = {**ARTICLE, "slug": "forberede-legetimen", "title": "Forbered møtet med legen"}
SECTIONS = {
    "sykepenger": {
        "Hvor lenge": "I inntil **ett år**. <script>alert(1)</script>",
        "Hvem betaler": "Se [NAV](javascript:alert(1)), eller [AAP](/artikler/aap).",
        "Hva om jeg blir friskmeldt?": "Da\n\n- går du tilbake i jobb\n- eller litt om gangen.",
    },
    "aap": {"Hva er det?": "Penger til livsopphold. Ring 55 55 33 33."},
    "forberede-legetimen": {
        "Hva bør jeg ha med?": "Ta med:\n\n- notatblokk og penn\n- en **oppdatert medisinliste**",
        "Hva bør jeg spørre om?": "- Finnes det andre muligheter?\n- Hva kan jeg gjøre selv?",
        "Kan jeg ha med noen?": "Ja, ta gjerne med en du stoler på.",
    },
}
CONTACTS: list[JsonObject] = [
    {
        "id": name,
        "name": name.upper(),
        "also_known_as": [],
        "phone": "55 55 33 33",
        "email": None,
        "url": "https://example.org/",
        "for_whom": "Alle",
        "hours": {"always_open": False, "text": "Hverdager", "weekly": None},
        "open_now": None,
        "opens": None,
    }
    for name in ("nav", "radgivningstjenesten", "nodnummer-113", "legevakt-116117")
]


@dataclass
class FakeKnowledge:
    is_down: bool = False
    decision: str = "answer"
    confidence: float = 0.8
    searched_for: list[str | None] = field(default_factory=list)
    asked_for_contacts: int = 0
    trials: dict[str, JsonObject] = field(default_factory=dict)
    # What a trial finds to be different, as a test wants it.
    changes: list[JsonObject] = field(default_factory=list)
    tried: list[list[JsonObject]] = field(default_factory=list)
    suggested_for: list[tuple[str, str | None]] = field(default_factory=list)

    def _raise_if_down(self) -> None:
        if self.is_down:
            raise UnavailableError("knowledge", "ConnectError")

    def search(self, text: str, limit: int = 3, audience: str | None = None) -> JsonObject:
        self._raise_if_down()
        self.searched_for.append(audience)
        result = {
            **{name: ARTICLE[name] for name in ("slug", "title", "category", "audience")},
            "section": "Hvor lenge",
            "passage": "Du kan få sykepenger i inntil ett år.",
            "snippet": "inntil ett år",
            "url": "/artikler/sykepenger",
            "score": 0.83,
            "reviewed": None,
            "valid_until": "2027-11-20",
            "contacts": ["nav"],
        }
        results = [] if self.decision == "no_answer" else [result][:limit]
        return {
            "query": text,
            "decision": self.decision,
            "confidence": self.confidence,
            "results": results,
        }

    def suggestions(self, text: str, limit: int, audience: str | None) -> list[JsonObject]:
        self._raise_if_down()
        self.suggested_for.append((text, audience))
        articles = [each for each in (ARTICLE, OTHER) if text.lower() in each["title"].lower()]
        return [
            {
                "slug": each["slug"],
                "title": each["title"],
                "section": None,
                "url": f"/artikler/{each['slug']}",
            }
            for each in articles
        ][:limit]

    def articles(self) -> list[JsonObject]:
        self._raise_if_down()
        return [ARTICLE, OTHER]

    def article(self, slug: str) -> JsonObject:
        self._raise_if_down()
        if slug not in SECTIONS:
            raise NotFoundError(slug)
        sections = [{"heading": heading, "body": body} for heading, body in SECTIONS[slug].items()]
        body = "\n\n".join(f"## {each['heading']}\n\n{each['body']}" for each in sections)
        article = next((each for each in (ARTICLE, OTHER) if each["slug"] == slug), CHECKLIST)
        return {**article, "body": body, "sections": sections}

    def contacts(self) -> list[JsonObject]:
        self.asked_for_contacts += 1
        self._raise_if_down()
        return CONTACTS

    def coordinators(self, kommune: str) -> JsonObject:
        self._raise_if_down()
        match = {
            "kommunenummer": "4601",
            "name": "Bergen",
            "fylke": "Vestland",
            "bydel": None,
            "website": "https://www.bergen.kommune.no/",
            "page": None,
            "page_dated": None,
        }
        found = [match] if kommune.lower() == "bergen" else []
        return {"query": kommune, "matches": found}

    def questions(self) -> list[JsonObject]:
        self._raise_if_down()
        return [{"slug": "sykepenger", "text": QUESTION_ON_FILE, "lang": "nb"}]

    def embed(self, texts: Sequence[str]) -> JsonObject:
        """Embed by the letters in threes: alike texts come near each other, with no model."""
        self._raise_if_down()
        return {"model": "fake", "embeddings": [_letters_in_threes(text) for text in texts]}

    def release(self) -> JsonObject:
        self._raise_if_down()
        return {"release": 1, "wanted": 1, "building": False, "failed": None, "head": "current"}

    def trial_search(self, documents: list[JsonObject], texts: list[str]) -> JsonObject:
        self.tried.append(documents)
        answers = []
        for text in texts:
            found = self.search(text)
            answers.append({"text": text, "before": found, "after": found})
        return {"answers": answers}

    def start_trial(self, documents: list[JsonObject]) -> str:
        self._raise_if_down()
        trial_id = f"trial-{len(self.trials) + 1}"
        self.trials[trial_id] = {
            "state": "done",
            "done": 8000,
            "of": 8000,
            "changes": self.changes,
            "documents": [
                {
                    "kind": each["kind"],
                    "key": each["key"],
                    "sha256": sha256(each["text"].encode()).hexdigest(),
                }
                for each in documents
            ],
        }
        return trial_id

    def trial(self, trial_id: str) -> JsonObject:
        self._raise_if_down()
        if trial_id not in self.trials:
            raise NotFoundError(trial_id)
        return self.trials[trial_id]


def _letters_in_threes(text: str) -> list[float]:
    vector = [0.0] * 64
    for first in range(max(1, len(text) - 2)):
        vector[zlib.crc32(text[first : first + 3].lower().encode()) % 64] += 1.0
    length = sum(each * each for each in vector) ** 0.5
    return [each / length for each in vector]


@dataclass(frozen=True)
class FakeHit:
    route: str
    text_id: str


@dataclass
class FakeSafety:
    """Takes two words for danger, as a stand-in for the real rules."""

    is_broken: bool = False

    def screen(self, text: str, audience: str | None = None) -> FakeHit | None:
        if self.is_broken:
            raise ValueError("a broken rule")
        if "ta livet" in text:
            return FakeHit("crisis", "crisis_child" if audience == "barn" else "crisis_self")
        return FakeHit("emergency", "emergency") if "brystsmerter" in text else None

    def text(self, text_id: str) -> str:
        return f"Ring 113 ({text_id})"
