"""The client for asyncio beside the other one. Types that hold for both cannot be written in one place."""

from __future__ import annotations

import inspect

import pytest

from kyukei import AsyncClient, Client
from kyukei.async_client import AsyncMeeting
from kyukei.client import Meeting

#: What an async object is closed and entered by.
NAMES = {"aclose": "close", "__aenter__": "__enter__", "__aexit__": "__exit__"}


@pytest.mark.parametrize(("blocking", "awaited"), [(Client, AsyncClient), (Meeting, AsyncMeeting)])
def test_they_have_the_same_methods_with_the_same_parameters(blocking: type, awaited: type) -> None:
    assert signatures(awaited) == signatures(blocking)


def signatures(client: type) -> dict[str, object]:
    return {
        NAMES.get(name, name): list(inspect.signature(member).parameters)
        if inspect.isfunction(member)
        # A command of `commands`, as a method.
        else member._build
        for name, member in vars(client).items()
        if inspect.isfunction(member) or hasattr(member, "_build")
    }
