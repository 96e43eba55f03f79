"""The exceptions of this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from .json_object import json_object

#: 4xx statuses that a retry may fix.
_PASSING = (408, 425, 429)


@dataclass(frozen=True)
class Problem:
    """An RFC 9457 problem. Decide by `code`; the texts may change."""

    status: int
    #: The complete body, with fields of later versions.
    body: Mapping[str, Any]

    @staticmethod
    def read(status: int, content_type: str, body: bytes) -> Problem | None:
        """The problem in an answer; None if something else answered (a proxy, a captive portal)."""
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
        """The invalid fields, each with `field` and `message`."""
        told: object = self.body.get("errors")
        return cast("list[Mapping[str, str]]", told) if isinstance(told, list) else []

    @property
    def is_final(self) -> bool:
        """Whether a retry of the same request cannot help."""
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
    """The service refused; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Unreachable(KyukeiError):
    """No answer after several attempts. It is unknown whether the command was executed."""
