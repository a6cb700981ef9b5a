"""How the editors' calls answer."""

from hashlib import sha256

from knowledge.editions.documents import Finding
from knowledge.editions.models import Draft
from web_widget.borders import JsonObject
from web_widget.editor import forms, words


def finding_json(finding: Finding) -> JsonObject:
    return {
        "level": finding.level,
        "field": finding.field,
        "line": finding.line,
        "message": finding.message,
    }


def draft_json(draft: Draft) -> JsonObject:
    return {
        "text": draft.text,
        "fields": forms.fields_of(draft.kind, draft.key, draft.text),
        "revision": draft.revision,
        "based_on": draft.based_on,
        "author_name": draft.author_name,
        "saved_at": words.clock(draft.saved_at),
    }


def trial_document(kind: str, key: str, text: str) -> JsonObject:
    return {"kind": kind, "key": key, "text": text}


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
