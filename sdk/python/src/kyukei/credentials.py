"""Who calls: an API key, or a token that may be renewed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

#: A token, or a function that returns one. It is called before each request, so that an expired token is
#: replaced.
Token = str | Callable[[], str]
AsyncToken = str | Callable[[], str | Awaitable[str]]


@dataclass
class Credentials:
    token: AsyncToken | None = None
    api_key: str | None = None
    _claimed: str | None = field(default=None, init=False)

    @property
    def is_renewable(self) -> bool:
        """Whether a refused token may be followed by another one."""
        return callable(self.token)

    def headers(self, token: str | None) -> dict[str, str]:
        """Headers, never the URL: URLs end up in the logs of proxies. Not `X-API-Key` either: httpx sends
        it to whatever host a redirect names, and `Authorization` to the same origin only.
        """
        secret = token if self.api_key is None else self.api_key
        return {"Authorization": f"Bearer {secret}"} if secret else {}

    def keep(self, answer: Mapping[str, Any]) -> None:
        """Whoever claims a meeting by starting it needs the `leader_token` of the answer for every later
        command. A token that the caller gave stays.
        """
        if self.token == self._claimed and "leader_token" in answer:
            self.token = self._claimed = str(answer["leader_token"])
