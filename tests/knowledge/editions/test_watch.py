from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.editions import snapshot
from knowledge.editions.models import Kind
from knowledge.embedder import FloatArray
from knowledge.language import Language
from knowledge.queries import Query
from tests.knowledge.content import PARYKK, article_text
from tests.knowledge.editions.publishing import Service, publish

HOUSE = article_text(
    "## Hva er et pusterom\n\nPusterommet har trening på sykehuset.\n",
    slug="pusterom",
    title="Pusterom på sykehuset",
    category="rehabilitering",
    related="[]",
)
ASKED = "nb:\n- Hva er et pusterom?\n- Hvor finner jeg trening på sykehuset?\n"


@pytest.fixture
def service(engine: Engine, session: Session, tmp_path: Path, language: Language) -> Service:
    return Service(engine, tmp_path, language)


def words_of(text: str) -> str:
    return article_text(PARYKK.replace("parykkmakeren", text))


def best_passage(service: Service, question: str) -> str:
    searcher = service.state.edition.searcher
    assert searcher is not None
    return searcher.search(Query(question)).results[0].passage


def test_new_words_are_found_and_only_they_are_embedded(service: Service, engine: Engine) -> None:
    service.embedder.embedded.clear()
    release = publish(engine, Kind.ARTICLE, "parykk", words_of("hårdesigneren"))
    service.watch.look()
    assert service.state.edition.release == release
    assert "hårdesigneren" in best_passage(service, "Hvem velger parykkmaker?")
    own = [text for text in service.embedder.embedded if text != "Hvem velger parykkmaker?"]
    assert len(own) == 1
    assert "hårdesigneren" in own[0]


def test_who_holds_the_old_edition_answers_from_it_alone(service: Service, engine: Engine) -> None:
    old = service.state.edition
    publish(engine, Kind.ARTICLE, "parykk", words_of("hårdesigneren"))
    service.watch.look()
    assert old.searcher is not None
    passages = [result.passage for result in old.searcher.search(Query("parykk")).results]
    assert not any("hårdesigneren" in passage for passage in passages)


def test_a_new_article_is_found_before_its_head_is_trained_and_after(
    service: Service, engine: Engine
) -> None:
    publish(engine, Kind.ARTICLE, "pusterom", HOUSE)
    publish(engine, Kind.QUESTIONS, "pusterom", ASKED)
    service.watch.look()
    assert service.state.progress.head == "training"
    assert "Pusterommet" in best_passage(service, "Hva er et pusterom for noe?")
    service.wait_for_head()
    assert service.state.edition.searcher is not None
    assert "pusterom" in service.state.edition.searcher.finder.head.labels
    assert "Pusterommet" in best_passage(service, "Hva er et pusterom for noe?")


def test_an_article_that_is_taken_away_is_not_answered_with(
    service: Service, engine: Engine
) -> None:
    publish(engine, Kind.ARTICLE, "reise", None)
    service.watch.look()
    searcher = service.state.edition.searcher
    assert searcher is not None
    slugs = {
        result.article.slug for result in searcher.search(Query("bussen til sykehuset")).results
    }
    assert "reise" not in slugs
    service.watch._training.stop()  # type: ignore[union-attr]


def test_a_failed_embedding_leaves_the_old_edition_and_says_so(
    service: Service, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(texts: Sequence[str], kind: str) -> FloatArray:
        raise RuntimeError("no memory")

    before = service.state.edition
    with monkeypatch.context() as patch:
        patch.setattr(service.embedder, "embed", fail)
        release = publish(engine, Kind.ARTICLE, "parykk", words_of("hårdesigneren"))
        service.watch.look()
    assert service.state.edition is before
    failed = service.state.progress.failed
    assert failed is not None
    assert failed.release == service.state.progress.wanted == release
    monkeypatch.setattr(service.watch, "_not_before", 0.0)
    service.watch.look()
    assert service.state.edition.release == release
    assert service.state.progress.failed is None


def test_broken_content_leaves_the_old_edition_until_it_is_mended(
    service: Service, engine: Engine
) -> None:
    publish(engine, Kind.ARTICLE, "parykk", "---\nslug: [\n---\n")
    service.watch.look()
    assert service.state.edition.release == 1
    assert service.state.progress.failed is not None
    assert "parykk.md" in service.state.progress.failed.reason
    mended = publish(engine, Kind.ARTICLE, "parykk", words_of("hårdesigneren"))
    service.watch.look()
    assert service.state.edition.release == mended


def test_many_releases_are_taken_as_one(service: Service, engine: Engine) -> None:
    for number in range(5):
        last = publish(engine, Kind.ARTICLE, "parykk", words_of(f"salongen {number}"))
    service.watch.look()
    assert service.state.edition.release == last == snapshot.last_release(engine)
    assert "salongen 4" in best_passage(service, "Hvem velger parykkmaker?")


def test_a_head_that_was_trained_before_is_taken_from_disk(
    service: Service, engine: Engine, session: Session
) -> None:
    asked = snapshot.read(engine).of(Kind.QUESTIONS)["parykk"]
    publish(engine, Kind.QUESTIONS, "parykk", asked + "- Kva kostar parykken?\n")
    service.watch.look()
    service.wait_for_head()
    publish(engine, Kind.QUESTIONS, "parykk", asked)
    service.watch.look()
    assert service.state.progress.head == "current"


def test_a_head_that_can_not_be_trained_leaves_the_old_one_and_is_not_tried_at_once(
    service: Service, engine: Engine
) -> None:
    publish(engine, Kind.ARTICLE, "pusterom", HOUSE)
    service.watch.look()
    training = service.watch._training
    assert training is not None
    training.process.kill()
    training.process.wait()
    service.watch.look()
    service.watch.look()
    assert service.watch._training is None
    assert service.state.progress.head == "training"
    assert "Pusterommet" in best_passage(service, "Hva er et pusterom?")


def test_a_service_that_starts_takes_what_is_published(
    service: Service, engine: Engine, tmp_path: Path, language: Language
) -> None:
    release = publish(engine, Kind.ARTICLE, "parykk", words_of("hårdesigneren"))
    again = Service(engine, tmp_path, language)
    assert again.state.edition.release == release
    assert again.embedder.embedded
    assert all("hårdesigneren" in text for text in again.embedder.embedded)
