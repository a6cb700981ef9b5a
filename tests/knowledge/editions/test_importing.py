import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.editions.__main__ import main
from knowledge.editions.importing import (
    BOT_FOLDER,
    export_files,
    import_at_first_start,
    import_files,
    shipped_files,
)
from knowledge.editions.models import Document, Kind, Release, Version, create_tables
from knowledge.errors import ContentError
from knowledge.settings import PACKAGED_CONTENT


def versions(session: Session, kind: Kind, key: str) -> list[Version]:
    found = select(Version).where(Version.kind == kind, Version.key == key)
    return list(session.scalars(found.order_by(Version.number)))


def edit(session: Session, kind: Kind, key: str) -> None:
    """Make the published version look like an editor's."""
    versions(session, kind, key)[-1].author_id = "01EDITOR"
    session.commit()


def test_the_first_start_makes_one_release_of_all_files(session: Session) -> None:
    (release,) = session.scalars(select(Release))
    assert release.number == 1
    places = {document.place for document in session.scalars(select(Document))}
    assert places >= {
        "articles/okonomi/parykk.md",
        "articles/okonomi/parykk.questions.yml",
        "contacts.yml",
        "coordinators.csv",
        "safety/texts.yml",
        "../../bot/domain/smalltalk.yml",
        "../../bot/data/nlu/smalltalk.yml",
    }
    assert "../../bot/domain/slots.yml" not in places  # has no responses
    (version,) = versions(session, Kind.ARTICLE, "parykk")
    assert (version.number, version.event, version.author_id) == (1, "imported", None)


def test_a_second_start_imports_nothing(
    session: Session, engine: Engine, content: Path, bot_folder: Path
) -> None:
    assert not import_at_first_start(engine, content, bot_folder)
    assert len(list(session.scalars(select(Release)))) == 1


def test_of_many_processes_that_start_at_once_one_imports(
    engine: Engine, content: Path, bot_folder: Path
) -> None:
    filled: list[bool] = []
    threads = [
        threading.Thread(
            target=lambda: filled.append(import_at_first_start(engine, content, bot_folder))
        )
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(filled) == [False] * 5 + [True]


def test_broken_files_are_not_taken_in(engine: Engine, content: Path, bot_folder: Path) -> None:
    (content / "articles" / "okonomi" / "parykk.md").write_text("---\nslug: [\n---\n", "utf-8")
    with pytest.raises(ContentError, match=r"okonomi/parykk\.md"):
        import_at_first_start(engine, content, bot_folder)
    with Session(engine) as session:
        assert not list(session.scalars(select(Document)))


def test_all_that_ships_comes_back_byte_for_byte(engine: Engine, tmp_path: Path) -> None:
    import_at_first_start(engine, PACKAGED_CONTENT)
    with Session(engine) as session:
        count = export_files(session, tmp_path / "out" / "content", tmp_path / "out" / "bot")
    files = list(shipped_files(PACKAGED_CONTENT))
    assert count == len(files)
    assert sum(file.kind is Kind.ARTICLE for file in files) == 91
    for path in [p for p in (tmp_path / "out").rglob("*") if p.is_file()]:
        inside = path.relative_to(tmp_path / "out")
        root = PACKAGED_CONTENT if inside.parts[0] == "content" else BOT_FOLDER
        assert path.read_bytes() == root.joinpath(*inside.parts[1:]).read_bytes(), inside
    assert sum(p.is_file() for p in (tmp_path / "out").rglob("*")) == count


@pytest.mark.parametrize("ending", [b"\r\n", b"\n"])
def test_line_endings_and_a_byte_order_mark_are_kept(
    engine: Engine, content: Path, bot_folder: Path, tmp_path: Path, ending: bytes
) -> None:
    raw = b"\xef\xbb\xbf# nav" + ending + (content / "contacts.yml").read_bytes()
    (content / "contacts.yml").write_bytes(raw.rstrip())
    import_at_first_start(engine, content, bot_folder)
    with Session(engine) as session:
        export_files(session, tmp_path / "out")
    assert (tmp_path / "out" / "contacts.yml").read_bytes() == raw.rstrip()


def test_a_changed_file_becomes_a_version_and_an_edited_document_is_left_alone(
    session: Session, content: Path, bot_folder: Path
) -> None:
    edit(session, Kind.ARTICLE, "reise")
    for slug in ("parykk", "reise"):
        path = content / "articles" / "okonomi" / f"{slug}.md"
        path.write_text(path.read_text("utf-8") + "\n- Nytt.\n", "utf-8")
    done = import_files(session, content, bot_folder)
    assert (done.release, done.documents) == (2, 1)
    assert [version.number for version in versions(session, Kind.ARTICLE, "parykk")] == [1, 2]
    assert [version.number for version in versions(session, Kind.ARTICLE, "reise")] == [1]
    assert len(done.warnings) == 1
    assert "articles/okonomi/reise.md" in done.warnings[0]


def test_unchanged_files_make_no_release(session: Session, content: Path, bot_folder: Path) -> None:
    edit(session, Kind.ARTICLE, "reise")
    done = import_files(session, content, bot_folder)
    assert (done.release, done.documents, done.warnings) == (None, 0, ())


def test_a_new_file_becomes_a_document(session: Session, content: Path, bot_folder: Path) -> None:
    parykk = (content / "articles" / "okonomi" / "parykk.md").read_text("utf-8")
    new = content / "articles" / "okonomi" / "hatt.md"
    new.write_text(parykk.replace("slug: parykk", "slug: hatt"), "utf-8")
    assert import_files(session, content, bot_folder).documents == 1
    document = session.get_one(Document, (Kind.ARTICLE, "hatt"))
    assert document.published == 1


def test_a_file_that_is_gone_is_told_and_stays_published(
    session: Session, content: Path, bot_folder: Path
) -> None:
    (content / "articles" / "okonomi" / "reise.questions.yml").unlink()
    done = import_files(session, content, bot_folder)
    assert done.release is None
    assert "reise.questions.yml" in done.warnings[0]


def test_an_archived_articles_file_is_taken_away_at_export(
    session: Session, content: Path, bot_folder: Path
) -> None:
    document = session.get_one(Document, (Kind.ARTICLE, "reise"))
    document.published, document.archived = None, True
    session.flush()
    export_files(session, content, bot_folder)
    assert not (content / "articles" / "okonomi" / "reise.md").exists()
    assert (content / "articles" / "okonomi" / "parykk.md").exists()


def test_the_command_imports_tells_and_exports(
    content: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("KNOWLEDGE_CONTENT", str(content))
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    assert main(["import"]) == 0
    assert "release 1" in capsys.readouterr().out
    (content / "contacts.yml").write_text(
        (content / "contacts.yml").read_text("utf-8") + "\n# sist\n", "utf-8"
    )
    assert main(["status"]) == 0
    out = capsys.readouterr().out
    assert "release 1" in out
    assert "contacts.yml differs" in out
    assert main(["export", str(tmp_path / "out"), str(tmp_path / "bot-out")]) == 0
    assert (tmp_path / "out" / "articles" / "okonomi" / "parykk.md").exists()


def test_the_command_says_in_one_line_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KNOWLEDGE_CONTENT", str(tmp_path / "missing"))
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    assert main(["import"]) == 1
    assert capsys.readouterr().err.startswith("error: ")


def test_making_the_tables_twice_is_no_fault(engine: Engine) -> None:
    create_tables(engine)
    create_tables(engine)
