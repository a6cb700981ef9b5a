from typing import Any

from rasa.utils.endpoints import EndpointConfig

# Less than the web application gives a turn (RASA_TIMEOUT), more than a search is given.
SECONDS = 4.5


class BoundedEndpoint(EndpointConfig):  # type: ignore[misc]
    """The action server, waited for so long and no longer; Rasa itself would wait five minutes.

    A conversation in which an action hangs takes no other turn meanwhile.
    """

    async def request(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- Rasa's signature
        return await super().request(*args, **{**kwargs, "timeout": SECONDS})


def with_time_limit(endpoint: EndpointConfig) -> BoundedEndpoint:
    """Return the same endpoint with a time limit."""
    return BoundedEndpoint(endpoint.url, **endpoint.kwargs)
