"""What the browser tests and pictures are told: published texts, found by a word."""

from pathlib import Path

import yaml

from tests.web_widget.fakes import FakeKnowledge, FakeSafety, bot_message
from web_widget.borders import BotMessage, JsonObject

CONTENT = Path("knowledge/content")
QUESTION = "Hvor lenge kan jeg få sykepenger?"
UNCLEAR = "Jeg har spørsmål om penger"
DANGER = "Jeg har brystsmerter"


def article_card(category: str, slug: str, section: str) -> JsonObject:
    front = yaml.safe_load(_article(category, slug).split("---")[1])
    return {
        "slug": slug,
        "title": front["title"],
        "category": category,
        "url": f"/artikler/{slug}",
        "section": section,
        "reviewed": None,
        "score": 0.83,
    }


def section_text(category: str, slug: str, section: str) -> str:
    """Return the first paragraph below a heading."""
    paragraphs = _article(category, slug).split(f"## {section}\n\n")[1].split("\n\n")
    return paragraphs[0].replace("\n", " ")


def _article(category: str, slug: str) -> str:
    return (CONTENT / "articles" / category / f"{slug}.md").read_text("utf8")


SICKNESS_PAY = article_card("okonomi", "sykepenger", "Hvor lenge kan jeg få sykepenger?")
WORKING = article_card("okonomi", "jobb-under-behandling", "")
AAP = article_card("okonomi", "aap", "")


def answer(said: str) -> list[BotMessage]:
    """Answer as the dialogue engine would, by a word in what was said."""
    if said == "/talk_to_human":
        return [_consent()]
    if said == "/affirm":
        return [bot_message("", "human", {"handover": {"step": "start", "topic": "okonomi"}})]
    if "penger" in said and "spørsmål" in said:
        return [_clarify()]
    if "sykepenger" in said:
        return [_sickness_pay()]
    return [
        bot_message("Det finner jeg ikke noe svar på. En rådgiver kan hjelpe deg.", "no_answer")
    ]


def _sickness_pay() -> BotMessage:
    text = section_text("okonomi", "sykepenger", str(SICKNESS_PAY["section"]))
    articles = [SICKNESS_PAY, WORKING, AAP]
    return bot_message(text, "answer", {"articles": articles, "contacts": ["nav"]})


def _clarify() -> BotMessage:
    buttons = [
        {"title": card["title"], "payload": f'/choose_article{{"slug": "{card["slug"]}"}}'}
        for card in (SICKNESS_PAY, WORKING, AAP)
    ]
    text = "Jeg vil gjerne svare på det riktige. Hva av dette ligner mest på det du lurer på?"
    return bot_message(text, "clarify", {"articles": [SICKNESS_PAY, WORKING, AAP]}, buttons)


def _consent() -> BotMessage:
    text = yaml.safe_load(Path("bot/domain/human.yml").read_text("utf8"))["responses"]
    (said,) = text["utter_ask_consent"]
    return bot_message(said["text"], "human", {"handover": {"step": "offer"}}, said["buttons"])


class PublishedContacts(FakeKnowledge):
    """The contact points as they are on file, whether open or not."""

    def contacts(self) -> list[JsonObject]:
        self._raise_if_down()
        on_file = yaml.safe_load((CONTENT / "contacts.yml").read_text("utf8"))
        return [{**contact, "open_now": None, "opens": None} for contact in on_file]


class PublishedWarnings(FakeSafety):
    """Two words for danger, and the texts that are shown for them."""

    def text(self, text_id: str) -> str:
        texts = yaml.safe_load((CONTENT / "safety" / "texts.yml").read_text("utf8"))
        return str(texts[text_id]["text"])
