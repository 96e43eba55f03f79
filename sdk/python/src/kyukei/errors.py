"""What can go wrong, as exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from .json_object import json_object

#: Statuses of 4xx that another try may mend.
_PASSING = (408, 425, 429)


@dataclass(frozen=True)
class Problem:
    """An RFC 9457 problem. Decide by `code`; the texts may change."""

    status: int
    #: All that the service sent, with fields of later versions.
    body: Mapping[str, Any]

    @staticmethod
    def read(status: int, content_type: str, body: bytes) -> Problem | None:
        """The problem in an answer, or None when something else answered (a proxy, a captive portal)."""
        if media_type_of(content_type) != "application/problem+json":
            return None
        told = json_object(body)
        return None if told is None else Problem(status, told)

    @property
    def code(self) -> str:
        return str(self.body.get("code", ""))

    @property
    def title(self) -> str:
        return str(self.body.get("title", ""))

    @property
    def detail(self) -> str:
        return str(self.body.get("detail", ""))

    @property
    def errors(self) -> list[Mapping[str, str]]:
        """The fields that are invalid: `field` and `message` of each."""
        told: object = self.body.get("errors")
        return cast("list[Mapping[str, str]]", told) if isinstance(told, list) else []

    @property
    def is_final(self) -> bool:
        """Whether trying the same again cannot help."""
        return 400 <= self.status < 500 and self.status not in _PASSING

    def __str__(self) -> str:
        fields = "; ".join(f"{error.get('field')} {error.get('message')}" for error in self.errors)
        return f"{self.status} {self.code}: {fields or self.detail or self.title}"


def media_type_of(content_type: str) -> str:
    """A `Content-Type` without its parameters."""
    return content_type.partition(";")[0].strip().lower()


class KyukeiError(Exception):
    """Base of all exceptions of this package."""


class ProblemError(KyukeiError):
    """The service refused, and said why: `problem`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Unreachable(KyukeiError):
    """No answer of the service after several tries. Whether a command was carried out is unknown."""
