"""Where keys and tokens go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from kyukei import Client


@contextmanager
def server(status: int, headers: dict[str, str], heard: list[dict[str, str]]) -> Iterator[str]:
    """A server that keeps the headers of each request and gives one answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as listening:
        Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


def test_a_key_is_not_sent_to_another_host_that_a_redirect_names() -> None:
    here: list[dict[str, str]] = []
    there: list[dict[str, str]] = []
    with (
        server(204, {}, there) as elsewhere,
        server(302, {"Location": f"{elsewhere}/stolen"}, here) as url,
        Client(url, api_key="a-key-of-the-leaders") as client,
        client.meeting("abc").watch() as watch,
    ):
        for update in watch:
            if update.name in ("offline", "refused"):
                break
    assert here[0]["authorization"] == "Bearer a-key-of-the-leaders"
    assert there
    assert not any("a-key-of-the-leaders" in value for request in there for value in request.values())
