import time
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.editions.models import Kind
from knowledge.editions.trial import Trial, Trials, questions_on_file
from knowledge.errors import ContentError
from knowledge.language import Language
from knowledge.queries import Query
from knowledge.ranking import fuse
from knowledge.service import create_app
from tests.knowledge.content import REISE, article_text
from tests.knowledge.editions.publishing import Service, publish

MUST_HOLD = """- question: Hvem betaler parykken min?
  slug: parykk
- question: Hva koster reisen?
  slug: reise
"""


@pytest.fixture
def service(engine: Engine, session: Session, tmp_path: Path, language: Language) -> Service:
    publish(engine, Kind.MUST_HOLD, "must_hold", MUST_HOLD)
    return Service(engine, tmp_path, language)


@pytest.fixture
def trials(service: Service) -> Trials:
    return Trials(service.state, service.builder)


def finished(trials: Trials, trial: Trial) -> Trial:
    deadline = time.monotonic() + 30
    while trial.state == "running" and time.monotonic() < deadline:
        time.sleep(0.01)
    found = trials.find(trial.id)
    assert found is not None
    return found


def test_a_trial_shows_the_ranking_without_and_with_the_text(trials: Trials) -> None:
    text = article_text(
        REISE.replace("bussen", "drosjen"), slug="reise", title="Reise", related="[]"
    )
    [(before, after)] = trials.search(
        {(Kind.ARTICLE, "reise"): text}, [Query("Hvem betaler reisen?")]
    )
    assert "bussen" in next(r.passage for r in before.results if r.article.slug == "reise")
    assert "drosjen" in next(r.passage for r in after.results if r.article.slug == "reise")


def test_a_trial_of_a_broken_text_is_refused(trials: Trials) -> None:
    with pytest.raises(ContentError):
        trials.search({(Kind.ARTICLE, "reise"): "ingenting"}, [Query("reise")])
    trial = finished(trials, trials.start({(Kind.ARTICLE, "reise"): "ingenting"}))
    assert trial.state == "failed"
    assert trial.reason


def test_without_a_change_no_answer_is_another(trials: Trials, service: Service) -> None:
    trial = finished(trials, trials.start({}))
    assert trial.state == "done"
    assert trial.done == trial.of == len(questions_on_file(service.state.edition)) == 7
    assert [change for change in trial.changes if change.before != change.after] == []


def test_an_article_taken_away_breaks_its_questions_that_must_hold(trials: Trials) -> None:
    trial = finished(trials, trials.start({(Kind.ARTICLE, "parykk"): None}))
    assert trial.state == "done"
    broken = {change.text for change in trial.changes if change.must_hold}
    assert "Hvem betaler parykken min?" in broken
    assert all(change.after != "parykk" for change in trial.changes)


def test_a_trial_is_told_over_http(trials: Trials, service: Service) -> None:
    service.state.trials = trials
    client = create_app(service.state).test_client()
    document = {"kind": "article", "key": "parykk", "text": None}
    asked = {"documents": [document], "texts": ["Hvem betaler parykken?"], "limit": 2}
    [answer] = client.post("/v1/trial/search", json=asked).get_json()["answers"]
    assert answer["before"]["results"][0]["slug"] == "parykk"
    assert "parykk" not in {result["slug"] for result in answer["after"]["results"]}
    started = client.post("/v1/trial", json={"documents": [document]})
    assert started.status_code == 202
    trial = trials.find(started.get_json()["id"])
    assert trial is not None
    finished(trials, trial)
    told = client.get(f"/v1/trial/{trial.id}").get_json()
    assert (told["state"], told["done"], told["of"]) == ("done", 5, 5)
    assert told["documents"] == [{"kind": "article", "key": "parykk", "sha256": None}]
    assert {"text", "expected", "must_hold", "before", "after"} == set(told["changes"][0])
    assert client.get("/v1/trial/ukjent").status_code == 404
    broken = asked | {"documents": [document | {"text": "ingenting"}]}
    assert client.post("/v1/trial/search", json=broken).status_code == 422


def test_many_questions_are_weighed_as_each_alone_is(service: Service) -> None:
    searcher = service.state.edition.searcher
    assert searcher is not None
    texts = [question.text for question in service.state.edition.library.questions]
    vectors = service.embedder.embed(texts, "query")
    many = searcher.finder.many_features(texts, vectors, service.builder.own_texts)
    for row, (text, vector) in enumerate(zip(texts, vectors, strict=True)):
        alone = searcher.finder.evidence(text, vector)
        assert np.allclose(many[row], alone.features, atol=1e-4)
        assert fuse(alone, searcher._ranking).shape == (3,)
    answers = searcher.first_answers(texts, vectors, service.builder.own_texts)
    for text, slug in zip(texts, answers, strict=True):
        found = searcher.search(Query(text))
        assert slug == (found.results[0].article.slug if found.decision == "answer" else None)
