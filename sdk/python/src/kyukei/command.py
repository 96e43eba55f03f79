"""One call to the service, without input and output: the sync and the async client drive the same steps."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from .credentials import Credentials
from .errors import Problem, ProblemError, Unreachable, media_type_of
from .json_object import json_object

T = TypeVar("T")

JSON = "application/json"

TRIES = 4
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 5.0
"""A `Retry-After` beyond this is left to the caller, with the problem."""


@dataclass(frozen=True)
class Command(Generic[T]):
    """What to send. `T` is the type of the answer's JSON."""

    method: str
    path: str
    body: Mapping[str, Any] | None = None
    query: Mapping[str, str | Sequence[str]] | None = None
    #: Body of the answer: parsed JSON, or the text if it is not JSON.
    media_type: str = JSON


@dataclass(frozen=True)
class AskToken:
    """Step: ask for the token. Send back a text, or None."""


@dataclass(frozen=True)
class Pause:
    """Step: wait. Send back None."""

    seconds: float


@dataclass(frozen=True)
class Send:
    """Step: send this request. Send back an `Answer` or a `NoAnswer`."""

    command: Command[Any]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: bytes
    retry_after: float = 0.0


@dataclass(frozen=True)
class NoAnswer:
    """The network failed. Whether the service got the request is unknown."""

    error: Exception


Step = AskToken | Pause | Send
Steps = Generator[Step, Any, T]


def run(command: Command[T], credentials: Credentials, rng: Callable[[], float] = random.random) -> Steps[T]:
    """Tries until there is an answer that another try cannot mend. Every POST carries an `Idempotency-Key`
    from the first try on, so that a command whose answer was lost is not carried out twice; PUT, GET and
    DELETE need none.
    """
    key = {"Idempotency-Key": str(uuid.uuid4())} if command.method == "POST" else {}
    is_renewed = False
    for tried in range(1, TRIES + 1):
        token = yield AskToken()
        got = yield Send(command, {**credentials.headers(token), **key})
        if isinstance(got, Answer) and 200 <= got.status < 300:
            if command.media_type != JSON:
                return cast("T", _text(got, command.media_type))
            answer = _json(got)
            credentials.keep(answer)
            return cast("T", answer)
        problem = _problem(got)
        if problem is not None and problem.status == 401 and credentials.is_renewable and not is_renewed:
            is_renewed = True
            continue
        if problem is not None and problem.status not in (429, 502, 503, 504):
            raise ProblemError(problem)
        retry_after = got.retry_after if isinstance(got, Answer) else 0.0
        if tried == TRIES or retry_after > LONGEST_PAUSE_SECONDS:
            raise _last(got, problem)
        yield Pause(max(retry_after, FIRST_PAUSE_SECONDS * 2 ** (tried - 1)) * (1 + 0.5 * rng()))
    raise AssertionError("the loop returns or raises")


def _json(answer: Answer) -> dict[str, Any]:
    read = json_object(answer.body)
    if read is None:
        raise Unreachable("the answer is no JSON object, so something else than the service gave it")
    return read


def _text(answer: Answer, media_type: str) -> str:
    if media_type_of(answer.content_type) != media_type:
        raise Unreachable(f"the answer is no {media_type}, so something else than the service gave it")
    return answer.body.decode()


def _problem(got: Answer | NoAnswer) -> Problem | None:
    return Problem.read(got.status, got.content_type, got.body) if isinstance(got, Answer) else None


def _last(got: Answer | NoAnswer, problem: Problem | None) -> Exception:
    if problem is not None:
        return ProblemError(problem)
    if isinstance(got, NoAnswer):
        unreachable = Unreachable(f"no answer after {TRIES} tries: {got.error!r}")
        unreachable.__cause__ = got.error
        return unreachable
    return Unreachable(f"no answer of the service after {TRIES} tries; something else answered {got.status}")
