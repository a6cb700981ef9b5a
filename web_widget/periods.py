"""How long each kind of row is kept."""

from collections.abc import Mapping
from datetime import timedelta

from web_widget.settings import Settings

Periods = Mapping[str, timedelta]


def periods_of(settings: Settings) -> Periods:
    return {
        "conversations": timedelta(days=settings.retention_conversations_days),
        "callbacks": timedelta(days=settings.retention_callbacks_days),
        "notes": timedelta(days=settings.retention_notes_days),
        "questions": timedelta(days=settings.retention_questions_days),
        "audit": timedelta(days=settings.retention_audit_days),
    }
