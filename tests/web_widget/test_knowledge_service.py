import httpx

from knowledge.client import KnowledgeClient
from tests.web_widget.fakes import ARTICLE
from web_widget.knowledge_service import KnowledgeService


def test_an_article_comes_with_its_body_and_not_a_second_time_in_passages() -> None:
    sections = [{"heading": "Hvor lenge", "body": "I inntil **ett år**."}]
    whole = {
        **ARTICLE,
        "url": "/artikler/sykepenger",
        "body": "## Hvor lenge\n\nI inntil **ett år**.",
        "sections": sections,
        "passages": [{"section": "Hvor lenge", "passage": "I inntil **ett år**."}],
    }
    asked = httpx.MockTransport(lambda _: httpx.Response(200, json=whole))
    found = KnowledgeService(KnowledgeClient("http://knowledge", asked)).article("sykepenger")
    assert found["sections"] == sections
    assert "passages" not in found
