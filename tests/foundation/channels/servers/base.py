"""What the HTTP providers share: a server in a thread, faults on order, deliveries counted by reference."""

import argparse
import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self

KEY_ID, KEY_SECRET = "test-key-id", "test-key-secret"
Said = tuple[int, dict[str, Any]]


class Provider:
    """One provider. Subclasses answer requests in :meth:`answer` and name their faults."""

    throttled: ClassVar[Said] = (429, {})

    def __init__(self, port: int = 0) -> None:
        self.deliveries: Counter[str] = Counter()
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.next: list[str] = []
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self.server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Said:
        """``headers`` with names in lower case."""
        raise NotImplementedError

    def handle(self, path: str, headers: dict[str, str], body: bytes) -> Said | None:
        """None: hang up without a word, after the message was taken."""
        with self.lock:
            self.requests.append((path, headers, body))
            fault = self.next.pop(0) if self.next else ""
        if fault == "throttle":
            return self.throttled
        if fault == "broken":
            return 500, {}
        if fault == "garbage":
            return 200, {"": "\0"}
        if fault == "redirect":
            return 302, {}
        said = self.answer(path, headers, body)
        return None if fault == "drop" else said


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say((200, dict(provider.deliveries)) if self.path == "/_deliveries" else (404, {}))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path == "/_next":
                provider.next.extend(json.loads(body))
                self._say((200, {}))
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            said = provider.handle(self.path, headers, body)
            if said is None:
                self.connection.close()
            else:
                self._say(said)

        def _say(self, said: Said) -> None:
            status, content = said
            sent = b"<html>not JSON" if "" in content else json.dumps(content).encode()
            sent = b"" if status in (302, 500) else sent
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{provider.url}/elsewhere")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    return Handler


def run(kind: type[Provider]) -> None:
    """The provider as a process; the first line it prints is its address."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--port", type=int, default=0)
    provider = kind(asked.parse_args().port)
    print(provider.url, flush=True)  # noqa: T201
    provider.server.serve_forever()
