"""Move content between files and database: `python -m knowledge.editions import|export|status`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from knowledge.editions.importing import differing_places, export_files, import_files
from knowledge.editions.models import create_tables
from knowledge.editions.releases import last_release
from knowledge.errors import KnowledgeError
from knowledge.settings import Settings, load_settings
from knowledge.store import open_database


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; one line on stderr when it can't be done."""
    asked = _parser().parse_args(arguments)
    try:
        settings = load_settings()
        engine = open_database(settings.database_url)
        create_tables(engine)
        with Session(engine) as session, session.begin():
            lines = _done(asked, session, settings)
    except (KnowledgeError, SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        sys.stderr.write(f"error: {reason}\n")
        return 1
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def _done(asked: argparse.Namespace, session: Session, settings: Settings) -> list[str]:
    if asked.command == "import":
        done = import_files(session, settings.knowledge_content)
        warnings = [f"warning: {warning}" for warning in done.warnings]
        return [*warnings, f"release {last_release(session)}, {done.documents} documents taken in"]
    if asked.command == "export":
        count = export_files(session, asked.content, asked.bot)
        return [f"release {last_release(session)}, {count} files written"]
    places = differing_places(session, settings.knowledge_content)
    return [f"release {last_release(session)}", *(f"{place} differs" for place in places)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge.editions", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("import", help="take in new and changed files as one release")
    commands.add_parser("status", help="tell the release, and which files differ from it")
    export = commands.add_parser("export", help="write what is published to files")
    export.add_argument("content", type=Path, help="the content folder to write")
    export.add_argument("bot", type=Path, nargs="?", help="the bot's folder; default: ../../bot")
    return parser


if __name__ == "__main__":
    sys.exit(main())
