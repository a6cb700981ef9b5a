"""Send every question and dialogue to the running system, and keep what came back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evaluation.chat import ChatClient, Reply
from evaluation.items import Dialogue, Item, Turn

Progress = Callable[[str], None]
STEP = 100  # items between two lines of progress


@dataclass(frozen=True)
class Asked:
    item: Item
    reply: Reply


@dataclass(frozen=True)
class Held:
    """A dialogue that was held, with the reply to each of its turns."""

    dialogue: Dialogue
    replies: tuple[Reply, ...]

    @property
    def turns(self) -> list[tuple[Turn, Reply]]:
        return list(zip(self.dialogue.turns, self.replies, strict=True))


def ask_items(chat: ChatClient, items: Sequence[Item], progress: Progress) -> list[Asked]:
    """Ask each in a conversation of its own."""
    asked = []
    for number, item in enumerate(items, 1):
        with chat.conversation() as conversation:
            asked.append(Asked(item, conversation.say(item.text)))
        if number % STEP == 0 or number == len(items):
            progress(f"asked {number} of {len(items)} questions")
    return asked


def hold_dialogues(
    chat: ChatClient, dialogues: Sequence[Dialogue], progress: Progress
) -> list[Held]:
    """Hold each in one conversation, awaiting every answer."""
    held = []
    for dialogue in dialogues:
        with chat.conversation() as conversation:
            replies = tuple(conversation.say(turn.user) for turn in dialogue.turns)
        held.append(Held(dialogue, replies))
    progress(f"held {len(held)} dialogues")
    return held
