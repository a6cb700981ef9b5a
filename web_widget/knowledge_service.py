"""Plug the real knowledge client and safety rules into what the web application expects."""

from knowledge.errors import KnowledgeError
from knowledge.safety import SafetyHit, SafetyRules, safety_text
from web_widget.borders import Safety
from web_widget.errors import SettingsError


class RealSafety:
    """The rules of `knowledge.safety`, in this process."""

    def __init__(self, rules: SafetyRules) -> None:
        self._rules = rules

    def screen(self, text: str, audience: str | None = None) -> SafetyHit | None:
        return self._rules.screen(text, audience)

    def text(self, text_id: str) -> str:
        return safety_text(text_id)


def load_safety() -> Safety:
    """Load the safety rules; raise SettingsError when their files are broken."""
    try:
        return RealSafety(SafetyRules.load())
    except KnowledgeError as error:
        raise SettingsError(str(error)) from error
