"""Signals between web processes through Redis; nothing else talks to it."""

import json
import logging
import uuid
from threading import Event, Thread

import redis

from knowledge.breaker import Breaker
from web_widget.signals import Signals

log = logging.getLogger(__name__)

CHANNEL = "kreftveiviser:changed"
TIMEOUT = 2.0
RETRY_SECONDS = 1.0


class RedisWire:
    """Publish what changed here, and wake this process's followers of what changed elsewhere."""

    def __init__(self, url: str, signals: Signals) -> None:
        self._redis = redis.Redis.from_url(
            url, socket_connect_timeout=TIMEOUT, socket_timeout=TIMEOUT
        )
        self._signals = signals
        # Else each write would wait for a Redis that hangs.
        self._breaker = Breaker(Exception, lambda: redis.ConnectionError("not asked for a while"))
        self._stopping = Event()
        self._name = ""

    def send(self, names: list[str]) -> None:
        try:
            with self._breaker.guard():
                self._redis.publish(CHANNEL, json.dumps({"from": self._name, "names": names}))
        except Exception as error:  # others see it at their next slow look instead
            log.warning("signal not sent", extra={"reason": type(error).__name__})

    def listen(self) -> None:
        """Begin to listen, in a thread of its own; call it once in each process, after a fork."""
        self._name = uuid.uuid4().hex
        Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._stopping.set()
        self._redis.close()

    def hear(self, data: bytes) -> None:
        """Wake those who follow what has changed elsewhere; an echo of this process's is old."""
        told = json.loads(data)
        if told["from"] != self._name:
            self._signals.wake(told["names"])

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                self._hear()
            except Exception as error:
                # Whatever it was: a thread that ended would never hear anything again.
                log.warning("signals lost", extra={"reason": type(error).__name__})
                self._stopping.wait(RETRY_SECONDS)

    def _hear(self) -> None:
        with self._redis.pubsub(ignore_subscribe_messages=True) as channel:  # type: ignore[no-untyped-call]
            channel.subscribe(CHANNEL)
            # What changed while nobody listened is found by looking once.
            self._signals.wake_all()
            while not self._stopping.is_set():
                message = channel.get_message(timeout=TIMEOUT / 2)
                if message is not None:
                    self.hear(message["data"])
