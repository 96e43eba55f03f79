"""One client on Python, as its README has it: python.py NAME URL"""

import asyncio
import importlib.util
import json
import pathlib
import re
import sys


def say(line):
    print(json.dumps(line), flush=True)


def hear(event, data):
    if event not in (None, "", "message"):
        return
    if not data:
        return say({"empty": True})
    seen = re.search(r"休憩 (\d)", json.loads(data).get("message", ""))
    say({"heard": int(seen[1])} if seen else {"garbled": data})


def sseclient(url):
    # sseclient-py is a folder of the same name, which Python finds first.
    place = importlib.util.find_spec("sseclient").origin
    file = pathlib.Path(place).parent.parent / "sseclient.py"
    spec = importlib.util.spec_from_file_location("sseclient_file", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for message in module.SSEClient(url):
        hear(message.event, message.data)


def sseclient_py(url):
    import requests
    from sseclient import SSEClient

    for event in SSEClient(requests.get(url, stream=True)).events():
        hear(event.event, event.data)


def httpx_sse(url, **options):
    import httpx
    from httpx_sse import connect_sse

    with httpx.Client(**options) as client:
        with connect_sse(client, "GET", url) as source:
            for event in source.iter_sse():
                hear(event.event, event.data)


def httpx_sse_recipe(url):
    import time

    import httpx
    from httpx_sse import connect_sse

    last_id, retry = "", 3
    with httpx.Client(timeout=httpx.Timeout(5, read=20)) as client:
        while True:
            try:
                with connect_sse(client, "GET", url, headers={"last-event-id": last_id} if last_id else {}) as source:
                    if source.response.status_code in (401, 403, 422):
                        raise SystemExit(source.response.read().decode())
                    for event in source.iter_sse():
                        last_id = event.id or last_id
                        retry = event.retry / 1000 if event.retry else retry
                        hear(event.event, event.data)
            except httpx.TransportError:
                pass
            time.sleep(retry)


def requests_sse(url):
    from requests_sse import EventSource

    with EventSource(url) as source:
        for event in source:
            hear(event.type, event.data)


def aiohttp_sse(url):
    from aiohttp_sse_client2 import client

    async def run():
        async with client.EventSource(url) as source:
            async for event in source:
                hear(event.type, event.data)

    asyncio.run(run())


CLIENTS = {
    "sseclient": sseclient,
    "sseclient-py": sseclient_py,
    "httpx-sse": httpx_sse,
    "httpx-sse, timeout=None": lambda url: httpx_sse(url, timeout=None),
    "httpx-sse, recipe": httpx_sse_recipe,
    "requests-sse": requests_sse,
    "aiohttp-sse-client2": aiohttp_sse,
}

if len(sys.argv) == 1:
    say(list(CLIENTS))
else:
    try:
        CLIENTS[sys.argv[1]](sys.argv[2])
        say({"over": "the loop ended"})
    except Exception as error:
        say({"over": f"{type(error).__name__}: {error}"[:120]})
