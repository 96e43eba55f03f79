"""A command whose outcome is unknown is sent again, and carried out once."""

from __future__ import annotations

import httpx
import pytest

from kyukei import Client, ProblemError, Unreachable
from kyukei.command import Answer, AskToken, Command, NoAnswer, Pause, Send, Step, run
from kyukei.credentials import Credentials

from .support.service import Service

PROBLEM = "application/problem+json"
COMMAND: Command[dict[str, str]] = Command("POST", "/api/meetings/m/rest", {})


class LosesAnswers(httpx.HTTPTransport):
    """A network on which the first answers get lost, after the service has carried the command out."""

    def __init__(self, losses: int) -> None:
        super().__init__()
        self.losses = losses
        self.keys: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.keys.append(request.headers.get("Idempotency-Key", ""))
        response = super().handle_request(request)
        if self.losses > 0:
            self.losses -= 1
            response.read()
            raise httpx.ReadError("lost", request=request)
        return response


def test_a_break_whose_answer_was_lost_is_called_once(service: Service, meeting_id: str) -> None:
    transport = LosesAnswers(losses=2)
    with Client(service.url, http=httpx.Client(transport=transport)) as client:
        meeting = client.meeting(meeting_id)
        meeting.call_break("once")
        events = [notice["event"] for notice in meeting.notices()["events"]]
    assert events == ["meeting_started", "rest_required"]
    assert len(transport.keys) == 4
    assert transport.keys[0] != ""
    assert transport.keys[:3] == [transport.keys[0]] * 3
    assert transport.keys[3] == "", "a GET needs no key"


def test_two_commands_have_two_keys(service: Service, meeting_id: str) -> None:
    transport = LosesAnswers(losses=0)
    with Client(service.url, http=httpx.Client(transport=transport)) as client:
        meeting = client.meeting(meeting_id)
        meeting.call_break()
        meeting.call_break()
    assert transport.keys[0] != transport.keys[1]


class Called:
    """What a command comes to that gets these answers: what was sent, and how long it waited each time."""

    def __init__(self, *answers: Answer | NoAnswer, credentials: Credentials | None = None) -> None:
        self.sent: list[Send] = []
        self.waits: list[float] = []
        self._answers = list(answers)
        self._credentials = credentials or Credentials()

    def run(self) -> object:
        steps = run(COMMAND, self._credentials, lambda: 0.0)
        step = next(steps)
        try:
            while True:
                step = steps.send(self._do(step))
        except StopIteration as done:
            return done.value

    def _do(self, step: Step) -> object:
        if isinstance(step, Pause):
            self.waits.append(step.seconds)
            return None
        if isinstance(step, AskToken):
            return f"token {len(self.sent)}"
        self.sent.append(step)
        return self._answers.pop(0)


def test_a_service_that_is_not_there_is_told_after_four_tries() -> None:
    refused = NoAnswer(httpx.ConnectError("refused"))
    called = Called(refused, refused, refused, refused)
    with pytest.raises(Unreachable) as told:
        called.run()
    assert called.waits == [0.5, 1, 2]
    assert isinstance(told.value.__cause__, httpx.ConnectError)


DONE = Answer(200, "application/json", b'{"message":"done"}')


def test_retry_after_is_waited_for() -> None:
    called = Called(Answer(429, PROBLEM, b'{"code":"too_many_calls"}', retry_after=3.0), DONE)
    assert called.run() == {"message": "done"}
    assert called.waits == [3.0]


def test_a_wait_that_is_too_long_is_left_to_the_caller() -> None:
    with pytest.raises(ProblemError) as told:
        Called(Answer(429, PROBLEM, b'{"code":"too_many_calls"}', retry_after=30.0)).run()
    assert told.value.problem.code == "too_many_calls"


def test_a_gateway_that_answers_with_a_page_is_tried_again() -> None:
    called = Called(Answer(502, "text/html", b"<h1>Bad gateway</h1>"), DONE)
    assert called.run() == {"message": "done"}
    first, second = called.sent
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]


def test_a_refused_token_is_renewed_once() -> None:
    refused = Answer(401, PROBLEM, b'{"code":"unauthorized"}')
    renewable = Credentials(token=lambda: "")
    called = Called(refused, DONE, credentials=renewable)
    called.run()
    assert [sent.headers["Authorization"] for sent in called.sent] == ["Bearer token 0", "Bearer token 1"]
    assert called.waits == []
    with pytest.raises(ProblemError):
        Called(refused, refused, credentials=renewable).run()
    with pytest.raises(ProblemError):
        Called(refused).run()
