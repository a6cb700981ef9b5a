import asyncio
from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from actions import (
    coordinator,
    dialogue,
    human,
    metrics,
    more,
    question,
    safety,
    scope,
    smalltalk,
)
from actions.base import TopicAction
from actions.knowledge import Knowledge
from actions.safety_texts import SafetyTexts

App = Sanic[Any, Any]
ACTIONS: tuple[type[TopicAction], ...] = (
    smalltalk.Smalltalk,
    question.AnswerQuestion,
    question.ShowArticle,
    question.ShowTopic,
    question.ShowOfferedArticles,
    more.ShowMore,
    coordinator.FindCoordinator,
    human.OfferHandover,
    human.StartHandover,
    safety.Crisis,
    safety.Emergency,
    safety.MedicalAdvice,
    safety.StayWithNumbers,
    scope.OutOfScope,
    dialogue.YesToNothing,
    dialogue.TakeNo,
    dialogue.ChooseAudience,
    dialogue.NotHelped,
)


class Executor(ActionExecutor):  # type: ignore[misc]
    """Run actions without Rasa's domain, which none of them reads and each turn would carry."""

    def update_and_return_domain(
        self,
        payload: dict[str, Any],  # noqa: ARG002 -- rasa_sdk's signature
        action_name: str,  # noqa: ARG002
    ) -> dict[str, Any]:
        return {}


def build_app(knowledge: Knowledge, texts: SafetyTexts) -> App:
    """Return rasa-sdk's app with our actions and the two health pages."""
    executor = Executor()
    for action in ACTIONS:
        executor.register_action(action(knowledge, texts))
    app: App = create_app(executor, cors_origins=[])
    _add_health(app, knowledge)
    metrics.show(app)
    return app


def _add_health(app: App, knowledge: Knowledge) -> None:
    @app.get("/healthz")
    async def healthz(_: Request) -> HTTPResponse:
        return response.json({"ready": True, "checks": {"process": "ok"}})

    @app.get("/readyz")
    async def readyz(_: Request) -> HTTPResponse:
        ready = await asyncio.to_thread(knowledge.ready)
        checks = {"knowledge": "ok" if ready else "the knowledge service is not ready"}
        return response.json({"ready": ready, "checks": checks}, 200 if ready else 503)
