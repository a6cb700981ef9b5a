"""Group 2,000 made-up questions that nobody answered, and print the groups for a reader.

    python -m benchmarks.worklist [--questions 2000] [--knowledge http://127.0.0.1:5060]

Needs a running knowledge service; the conversations go into a database of their own. Since the
topic of each question is known, agreement is measured too (1 is perfect).
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from sklearn.metrics import homogeneity_completeness_v_measure
from sqlalchemy import select

from knowledge.client import KnowledgeClient
from web_widget.conversations.log import Reply, add_reply, add_user_message
from web_widget.conversations.models import Conversation, new_id
from web_widget.database import Database
from web_widget.keyring import Keyring, new_line
from web_widget.knowledge_service import KnowledgeService
from web_widget.worklist.grouping import group_questions
from web_widget.worklist.models import GroupedQuestion

QUESTIONS = Path(__file__).with_name("unanswered.yml")
ALONE = 0.03  # share of questions that are like no other
LIMIT = 30.0  # seconds
SHOWN = 4


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--knowledge", default="http://127.0.0.1:5060")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        keyring = Keyring.parse(new_line())
        database = Database(f"sqlite:///{folder}/worklist.db", keyring=keyring)
        database.upgrade()
        topics = ask(database, made_up(options.questions))
        knowledge = KnowledgeService(KnowledgeClient(options.knowledge))
        started = time.perf_counter()
        group_questions(database, knowledge)
        seconds = time.perf_counter() - started
        started = time.perf_counter()
        group_questions(database, knowledge)
        again = time.perf_counter() - started
        with database.reading() as session:
            rows = list(session.scalars(select(GroupedQuestion)))
        database.close()
    report(rows, topics)
    print(f"\n{len(rows)} questions grouped in {seconds:.1f} s, once more in {again:.1f} s")
    return 0 if seconds <= LIMIT else 1


def made_up(count: int) -> list[tuple[str, str]]:
    """Return (topic, question); the topic "" for what is like nothing else."""
    written: dict[str, Any] = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    dice = random.Random(6)
    topics = list(written["topics"])
    made = []
    for _ in range(count):
        topic = "" if dice.random() < ALONE else dice.choice(topics)
        asks = written["topics"].get(topic, written["alone"])
        text = dice.choice(asks).replace("{hvem}", dice.choice(written["who"]))
        text = f"{dice.choice(written['prefixes'])}{text}{dice.choice(written['suffixes'])}"
        made.append((topic, misspelt(text, dice)))
    return made


def misspelt(text: str, dice: random.Random) -> str:
    """Write as some do in a hurry: two letters change places, or all is in small letters."""
    if dice.random() < 0.15:  # noqa: PLR2004 about as often as in real chats
        place = dice.randrange(1, max(2, len(text) - 2))
        text = text[:place] + text[place + 1 : place + 2] + text[place] + text[place + 2 :]
    return text.lower() if dice.random() < 0.5 else text[:1].upper() + text[1:]  # noqa: PLR2004


def ask(database: Database, questions: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Let each question be asked in a conversation of its own; return the topics by message."""
    topics: dict[str, str] = {}
    with database.writing() as session:
        for topic, text in questions:
            conversation = Conversation(id=new_id(), token_hash="x")  # noqa: S106 no real token
            session.add(conversation)
            session.flush()
            message = add_user_message(session, conversation.id, text)
            add_reply(session, conversation.id, Reply("…", "no_answer"), answers=message.id)
            topics[message.id] = topic
    return topics


def report(rows: Sequence[GroupedQuestion], topics: dict[str, str]) -> None:
    groups: dict[str, list[GroupedQuestion]] = {}
    for row in rows:
        groups.setdefault(row.group_id or "", []).append(row)
    loose = groups.pop("", [])
    for members in sorted(groups.values(), key=len, reverse=True):
        members.sort(key=lambda each: -each.closeness)
        inside = Counter(topics[each.message_id] or "(alone)" for each in members)
        print(f"\n{len(members)} questions; topics: {dict(inside.most_common(4))}")
        for question in list(dict.fromkeys(each.question for each in members))[:SHOWN]:
            print(f"    {question}")
    grouped = [row for members in groups.values() for row in members]
    scores = homogeneity_completeness_v_measure(
        [topics[each.message_id] for each in grouped], [each.group_id for each in grouped]
    )
    print(f"\n{len(groups)} groups, {len(loose)} questions in none")
    print("homogeneity {:.3f}, completeness {:.3f}, V-measure {:.3f}".format(*scores))


if __name__ == "__main__":
    sys.exit(main())
