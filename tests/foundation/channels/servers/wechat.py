"""WeChat's interface for official accounts, as far as we speak it."""

import json
import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .base import KEY_ID, KEY_SECRET, Provider, Said, run

TEMPLATES = {"TPL-1": {"thing1", "time2"}, "SUB-1": {"thing1"}, "TPL-WORDS": {"thing1"}}
UNSUBSCRIBED, UNWILLING = "o-gone", "o-refuses"
LONGEST_THING = 20


class WechatServer(Provider):
    """A token lives until :meth:`expire`; a message with a known ``client_msg_id`` is answered and not delivered."""

    throttled = (200, {"errcode": 45011, "errmsg": "api minute-quota reach limit"})

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.token = ""
        self.tokens_given = self.forced = 0
        self.stale_code = 42001
        self.read: list[dict[str, Any]] = []

    def expire(self) -> None:
        self.token = ""

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Said:  # noqa: ARG002
        said = json.loads(body)
        parts = urlsplit(path)
        with self.lock:
            if parts.path == "/cgi-bin/stable_token":
                return 200, self._give(said)
            if not self.token or parse_qs(parts.query).get("access_token") != [self.token]:
                return 200, {"errcode": self.stale_code, "errmsg": "access_token expired"}
            if parts.path in ("/cgi-bin/message/template/send", "/cgi-bin/message/subscribe/bizsend"):
                return 200, self._send(parts.path, said)
        return 404, {"errcode": 404, "errmsg": "no such thing"}

    def _give(self, said: dict[str, Any]) -> dict[str, Any]:
        if (said["appid"], said["secret"]) != (KEY_ID, KEY_SECRET):
            return {"errcode": 40001, "errmsg": "invalid appsecret"}
        if said["force_refresh"] or not self.token:
            self.forced += bool(said["force_refresh"])
            self.token = secrets.token_hex(16)
            self.tokens_given += 1
        return {"access_token": self.token, "expires_in": 7200}

    def _send(self, path: str, said: dict[str, Any]) -> dict[str, Any]:
        code = self._judge(said)
        if code:
            return {"errcode": code, "errmsg": "refused"}
        identity = said.get("client_msg_id") or f"none-{secrets.token_hex(4)}"
        if path.endswith("bizsend") or identity not in self.deliveries:
            self.deliveries[identity] += 1
            self.read.append({"path": path, **said})
        return {"errcode": 0, "errmsg": "ok", "msgid": 1000 + len(self.deliveries)}

    def _judge(self, said: dict[str, Any]) -> int:
        if said["touser"] == UNSUBSCRIBED:
            return 43004
        if said["touser"] == UNWILLING:
            return 43101
        if said["template_id"] not in TEMPLATES:
            return 40037
        if set(said["data"]) != TEMPLATES[said["template_id"]]:
            return 47003
        too_long = any(len(each["value"]) > LONGEST_THING for each in said["data"].values())
        return 47003 if too_long or len(said.get("client_msg_id", "")) > 32 else 0


if __name__ == "__main__":
    run(WechatServer)
