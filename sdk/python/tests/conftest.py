from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest

from .support.service import Service

StartService = Callable[..., Service]


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    """With the defaults, and for all tests that neither stop it nor need other settings."""
    started = Service()
    yield started
    started.stop()


@pytest.fixture
def start_service() -> Iterator[StartService]:
    started: list[Service] = []

    def start(port: int = 0, **settings: str) -> Service:
        started.append(Service(port, **settings))
        return started[-1]

    yield start
    for service in started:
        service.stop()


@pytest.fixture
def meeting_id() -> str:
    return f"m-{uuid.uuid4()}"
