"""Every address, tried by eight people, against rules written down here and the table in docs."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.access.scene import OUTSIDER, PEOPLE, STAFF, USERS, Scene, build
from tests.access.table import DENIED, Row, rows, text

ADVISERS = {"rådgiver 1", "rådgiver 2"}
EDITORIAL = {"redaktør", "fagansvarlig"}
ONLY_REVIEWERS = {"/arkiver", "/godkjenn", "/gjenopprett"}
# Where anybody may knock: the pages, and the sign-in, whose next steps have nobody waiting here.
OPEN_API = ("/api/v1/articles", "/api/v1/contacts", "/api/v1/coordinators", "/api/v1/search")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return build(tmp_path_factory.mktemp("scene"))


@pytest.fixture(scope="module")
def found(scene: Scene) -> list[Row]:
    return list(rows(scene))


def let_in(row: Row) -> set[str]:
    return {person for person in PEOPLE if row.of(person) not in DENIED | {404}}


def name(row: Row) -> str:
    return f"{row.method} {row.rule.rule}"


def under(found: list[Row], *prefixes: str) -> list[Row]:
    return [row for row in found if row.rule.rule.startswith(prefixes)]


def assert_each(found: Iterable[Row], allowed: set[str]) -> None:
    tried = list(found)
    assert tried
    for row in tried:
        assert let_in(row) == allowed, name(row)


def test_the_table_in_the_docs_is_what_is_found(found: list[Row]) -> None:
    written = Path("docs/tilgang.md").read_text("utf8")
    assert written == text(found), "python -m tests.access.table docs/tilgang.md writes it anew"


def test_nobody_ever_meets_an_error_of_ours(found: list[Row]) -> None:
    assert len(found) > 100
    for row in found:
        assert max(row.statuses) < 500 or row.rule.rule == "/readyz", name(row)


def test_a_conversation_is_its_users_alone(found: list[Row]) -> None:
    mine = under(found, "/api/v1/conversations/<conversation_id>")
    assert len(mine) >= 10
    for row in mine:
        assert let_in(row) == {"bruker 1"}, name(row)
        assert row.of("bruker 2") == 404, name(row)
        for person in {*STAFF, OUTSIDER}:
            assert row.of(person) == 401, name(row)


def test_the_console_is_the_advisers_and_a_conversation_is_one_advisers(found: list[Row]) -> None:
    console = under(found, "/radgiver")
    assert len(console) > 25
    for row in console:
        is_of_one = "<conversation_id>" in row.rule.rule and not row.rule.rule.endswith("/ta")
        assert row.of("rådgiver 1") < 500
        for person in set(PEOPLE) - ADVISERS:
            assert row.of(person) in DENIED, f"{name(row)} {person}"
        if is_of_one:
            assert row.of("rådgiver 2") in {404, 409}, name(row)
            assert row.of("rådgiver 1") < 400, name(row)
        else:
            assert let_in(row) == ADVISERS, name(row)


def test_the_editorial_side_is_the_editors_and_reviewers(found: list[Row]) -> None:
    editorial = under(found, "/redaksjon")
    assert len(editorial) > 25
    for row in editorial:
        allowed = {"fagansvarlig"} if _is_last(row, ONLY_REVIEWERS) else EDITORIAL
        for person in PEOPLE:
            assert (row.of(person) in DENIED) == (person not in allowed), f"{name(row)} {person}"


def test_figures_are_for_the_editorial_side_and_administrators(found: list[Row]) -> None:
    figures = [row for row in under(found, "/innsikt") if row.method == "GET"]
    assert_each(figures, EDITORIAL | {"administrator"})
    for row in under(found, "/innsikt"):
        if row.method == "POST":
            refused = {person for person in PEOPLE if row.of(person) in DENIED}
            assert refused >= set(PEOPLE) - EDITORIAL, name(row)


def test_accounts_and_the_log_are_the_administrators(found: list[Row]) -> None:
    assert_each(under(found, "/konto/ansatte", "/konto/logg"), {"administrator"})


def test_ones_own_account_is_for_all_who_have_one(found: list[Row]) -> None:
    own = [
        row
        for row in under(found, "/konto", "/logg-ut")
        if not row.rule.rule.startswith(
            ("/konto/ansatte", "/konto/logg", "/konto/forste", "/konto/passord/")
        )
    ]
    assert_each(own, set(STAFF))


def test_a_link_that_nobody_was_given_opens_nothing(found: list[Row]) -> None:
    for row in under(found, "/konto/forste", "/konto/passord/"):
        assert set(row.statuses) <= {400, 404}, name(row)


def test_what_is_public_is_open_to_all(found: list[Row]) -> None:
    assert_each(under(found, *OPEN_API, "/artikler", "/api/docs", "/healthz"), set(PEOPLE))


def test_users_have_no_way_into_the_staffs_pages(found: list[Row]) -> None:
    for row in under(found, "/radgiver", "/redaksjon", "/innsikt", "/konto/ansatte", "/konto/logg"):
        for person in (*USERS, OUTSIDER):
            assert row.of(person) in {302, 401}, name(row)
            assert row.of(person) != 302 or row.method in {"GET", "POST", "PUT"}


def _is_last(row: Row, ends: set[str]) -> bool:
    return any(row.rule.rule.endswith(end) for end in ends)
