import json
import time

import pytest
import redis

from web_widget.redis_wire import CHANNEL, RedisWire
from web_widget.signals import Signals


def test_one_follower_may_follow_several_things_and_hears_nothing_else() -> None:
    signals = Signals()
    with signals.following("queue", "adviser:kari") as changed:
        signals.notify(["adviser:ola", "en samtale"])
        assert not changed.is_set()
        for name in ("queue", "adviser:kari"):
            signals.notify([name])
            assert changed.is_set()
            changed.clear()
    signals.notify(["queue"])
    assert not changed.is_set()


class FakeRedis:
    """A Redis that keeps what is published and can be down."""

    def __init__(self) -> None:
        self.published: list[bytes] = []
        self.is_down = False

    def publish(self, channel: str, data: str) -> None:
        assert channel == CHANNEL
        if self.is_down:
            raise redis.ConnectionError
        self.published.append(data.encode())

    def close(self) -> None:
        pass

    def pubsub(self, **_: object) -> "FakeRedis":
        return self

    def __enter__(self) -> "FakeRedis":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def subscribe(self, channel: str) -> None:
        assert channel == CHANNEL

    def get_message(self, timeout: float) -> None:
        time.sleep(timeout / 100)


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch) -> tuple[FakeRedis, Signals, RedisWire]:
    fake = FakeRedis()
    monkeypatch.setattr(redis.Redis, "from_url", lambda *_, **__: fake)
    signals = Signals()
    signals.wire = wire = RedisWire("redis://127.0.0.1:9/0", signals)
    return fake, signals, wire


def test_what_changes_here_is_sent_to_the_other_processes(
    wired: tuple[FakeRedis, Signals, RedisWire],
) -> None:
    fake, signals, _ = wired
    signals.notify({"queue", "en samtale"})
    signals.notify([])
    assert [json.loads(each)["names"] for each in fake.published] == [["en samtale", "queue"]]


def test_without_redis_this_process_still_hears_itself(
    wired: tuple[FakeRedis, Signals, RedisWire],
) -> None:
    fake, signals, _ = wired
    fake.is_down = True
    with signals.following("queue") as changed:
        signals.notify(["queue"])
        assert changed.is_set()


def test_what_changes_elsewhere_wakes_followers_and_an_echo_does_not(
    wired: tuple[FakeRedis, Signals, RedisWire],
) -> None:
    fake, signals, wire = wired
    signals.notify(["queue"])
    with signals.following("queue") as changed:
        wire.hear(fake.published[0])
        assert not changed.is_set()
        wire.hear(b'{"from": "another", "names": ["queue"]}')
        assert changed.is_set()


def test_who_begins_to_listen_looks_once_since_much_may_be_missed(
    wired: tuple[FakeRedis, Signals, RedisWire],
) -> None:
    _, signals, wire = wired
    with signals.following("queue") as changed:
        wire.listen()
        assert changed.wait(timeout=2)
        wire.close()
