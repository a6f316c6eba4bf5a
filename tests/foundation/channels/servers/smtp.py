"""A mail server that takes letters, or answers with the code it was told to."""

import argparse
import socketserver
import threading
from collections import Counter
from email import message_from_bytes
from email.message import Message
from typing import Any, Self


class SmtpServer:
    """``answers``: command -> reply instead of the ordinary one, such as ``{"RCPT": "450 4.2.0 later"}``."""

    def __init__(self, port: int = 0, answers: dict[str, str] | None = None) -> None:
        self.answers = answers or {}
        self.letters: list[Message] = []
        self.deliveries: Counter[str] = Counter()
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", port), _handler(self))
        self.server.daemon_threads = True

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def _handler(mail: SmtpServer) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 mail.test ready")
            while line := self.rfile.readline():
                command = line.decode().strip().split(" ")[0].split(":")[0].upper()
                if mail.answers.get(command) == "drop":
                    return
                if command in mail.answers:
                    self._say(mail.answers[command])
                elif command == "DATA":
                    self._take()
                elif command == "QUIT":
                    self._say("221 bye")
                    return
                else:
                    self._say("250 ok")

        def _take(self) -> None:
            self._say("354 go on")
            lines: list[bytes] = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            letter = message_from_bytes(b"".join(lines))
            mail.letters.append(letter)
            mail.deliveries[str(letter["Message-ID"])] += 1
            self._say("250 taken")

        def _say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    return Handler


def main() -> Any:
    asked = argparse.ArgumentParser()
    asked.add_argument("--port", type=int, default=0)
    mail = SmtpServer(asked.parse_args().port)
    print(f"127.0.0.1:{mail.port}", flush=True)  # noqa: T201
    mail.server.serve_forever()


if __name__ == "__main__":
    main()
