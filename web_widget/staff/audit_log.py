from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select

from web_widget.access import Role, require
from web_widget.audit import Action, AuditEntry, audit
from web_widget.services import current_services
from web_widget.staff import accounts, words

PAGE = 50


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/konto/logg")(require(Role.ADMINISTRATOR)(log))


def log() -> ResponseReturnValue:
    person, action = request.args.get("hvem", ""), request.args.get("hva", "")
    before = request.args.get("for", "")
    with current_services().database.writing() as session:
        found = list(session.scalars(_entries(person, action, before)))
        people = accounts.everybody(session)
        # Turning pages is the same reading.
        if not before:
            audit(session, Action.AUDIT_LOG_READ, person or None, only=action)
    return render_template(
        "staff/log.html",
        entries=found[:PAGE],
        older=found[PAGE - 1].id if len(found) > PAGE else None,
        people=people,
        names={account.id: account.name for account in people},
        chosen={"hvem": person, "hva": action},
        titles=words,
    )


def _entries(person: str, action: str, before: str) -> Select[AuditEntry]:
    """Select one page of entries, and one more that tells whether there are older ones."""
    found = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(PAGE + 1)
    if person:
        found = found.where(AuditEntry.account_id == person)
    if action:
        found = found.where(AuditEntry.action == action)
    return found.where(AuditEntry.id < before) if before else found
