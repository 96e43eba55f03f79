"""The Python client, as sdk/conformance speaks to it: `python conformance.py [sync|async]`."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

from kyukei import (
    AsyncClient,
    AsyncOverview,
    AsyncWatch,
    Client,
    MeetingState,
    Overview,
    OverviewUpdate,
    ProblemError,
    Update,
    Watch,
)

#: Told by a report of its own, or to nobody.
UNTOLD = ("connected", "heartbeat", "online", "offline")
NEWS = ("presence", "break_requested", "more_time_requested", "token_expiring")


def say(says: str, **fields: Any) -> None:
    print(json.dumps({"says": says, **fields}), flush=True)


class Reporter:
    was_online = False

    def tell(self, update: Update | OverviewUpdate) -> None:
        name, data = update.name, update.data
        if update.online != self.was_online or name == "offline":
            self.tell_online(update)
        if name in UNTOLD:
            return
        if name in ("degraded", "restored"):
            say(name)
        elif name == "goodbye":
            say("goodbye", data=data)
        elif name == "refused":
            say("refused", **data)
        elif name == "ended":
            say("gave_up", **data)
        elif name in NEWS:
            say("news", name=name, data=data)
        elif isinstance(update, OverviewUpdate):
            meeting_id = data["meeting_id"]
            meeting = of_the_break(update.meetings[meeting_id])
            more = {"degraded": update.degraded, "meetings": len(update.meetings)}
            say("meeting", meeting_id=meeting_id, **meeting, **more)
        else:
            tell_meeting(update)

    def tell_online(self, update: Update | OverviewUpdate) -> None:
        self.was_online = update.online
        if update.online:
            say("online")
        else:
            heard = update.last_heard
            say("offline", last_heard_ms=heard and round((time.time() - heard.timestamp()) * 1000))


def of_the_break(meeting: MeetingState) -> dict[str, str | None]:
    rest = meeting["rest"]
    return {
        "phase": meeting["phase"],
        "rest_id": rest["rest_id"] if rest else None,
        "ends_at": rest["ends_at"] if rest else None,
    }


def tell_meeting(update: Update) -> None:
    name, data, cursor, meeting = update.name, update.data, update.cursor, of_the_break(update.meeting)
    if name == "state":
        say("state", resync=data.get("resync"), cursor=cursor, **meeting)
    else:
        say("notice", name=name, data=data, cursor=cursor, replayed=update.replayed, **meeting)


def commands() -> Iterator[dict[str, Any]]:
    """Up to `stop`, or the end of the input, which is as good."""
    for line in sys.stdin:
        command: dict[str, Any] = json.loads(line)
        yield command
        if command["do"] == "stop":
            return
    yield {"do": "stop"}


def obey(command: dict[str, Any], watch: Watch | AsyncWatch | Overview | AsyncOverview) -> None:
    calls: dict[str, Callable[[], object]] = {
        "wake": watch.wake,
        "shows": lambda: None if isinstance(watch, (Overview, AsyncOverview)) else watch.shown(),
        "clock": lambda: say("clock", server_time=round(watch.server_now().timestamp() * 1000)),
        "stop": watch.close,
    }
    calls.get(command["do"], lambda: None)()


def token_of(follow: dict[str, Any]) -> str | Callable[[], str] | None:
    tokens: list[str] | None = follow.get("tokens")
    if tokens is None:
        return follow.get("token")
    # The next one each time, and the last one for ever.
    return lambda: tokens.pop(0) if len(tokens) > 1 else tokens[0]


def options_of(follow: dict[str, Any]) -> dict[str, Any]:
    return {name: follow[name] for name in ("role", "heartbeat", "cursor") if name in follow}


def run_sync(follow: dict[str, Any]) -> None:
    with Client(follow["server"], token=token_of(follow)) as client:
        meeting = client.meeting(follow["meeting_id"], client_id=follow.get("client_id"))
        options = options_of(follow)
        several = follow.get("meeting_ids")
        watch = client.overview(several, **options) if several else meeting.watch(**options)

        def read() -> None:
            for command in commands():
                obey(command, watch)

        reader = Thread(target=read)
        reader.start()
        reporter = Reporter()
        try:
            for update in watch:
                reporter.tell(update)
        except ProblemError:
            pass  # It was told.
        reader.join()


async def run_async(follow: dict[str, Any]) -> None:
    async with AsyncClient(follow["server"], token=token_of(follow)) as client:
        meeting = client.meeting(follow["meeting_id"], client_id=follow.get("client_id"))
        loop = asyncio.get_running_loop()
        options = options_of(follow)
        several = follow.get("meeting_ids")
        async with client.overview(several, **options) if several else meeting.watch(**options) as watch:

            def read() -> None:
                for command in commands():
                    loop.call_soon_threadsafe(obey, command, watch)

            reader = Thread(target=read)
            reader.start()
            reporter = Reporter()
            try:
                async for update in watch:
                    reporter.tell(update)
            except ProblemError:
                pass  # It was told.
            await asyncio.to_thread(reader.join)


if __name__ == "__main__":
    first: dict[str, Any] = json.loads(sys.stdin.readline())
    if sys.argv[1:] == ["async"]:
        asyncio.run(run_async(first))
    else:
        run_sync(first)
