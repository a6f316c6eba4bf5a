"""Messages of a WeChat official account: template messages, and subscription messages a person has agreed to."""

import hashlib
import json
import re
from datetime import date
from typing import Any

from django.conf import settings

from .base import Message, Sent
from .calls import call, secure
from .chosen import Template, required, template_for
from .failures import DAY, MINUTE, Meaning, failure
from .wechat_token import Token

STALE = (40001, 40014, 42001)
"""The token is not, or no longer, the right one."""
PATHS = {"": "template/send", "template": "template/send", "subscribe": "subscribe/bizsend"}
LONGEST_ID = 32
LIMITS = {
    "thing": 20,
    "phrase": 5,
    "character_string": 32,
    "letter": 32,
    "symbol": 5,
    "name": 10,
    "number": 32,
}
"""Kind of a template's field, by its name without digits -> characters it holds."""
MEANINGS = (
    Meaning(("45009",), retry_after=DAY),
    Meaning(("40241", "-1", "45011", "45047", "43117", "43108"), retry_after=MINUTE),
    Meaning(
        (
            "40003", "43004", "43019", "43101", "43116", "43107", "43106", "40037", "40036", "41030", "40165", "47003",
            "45168", "40013", "48001", "50001", "50002", "45067",
        ),
        permanent=True,
    ),
    Meaning(tuple(map(str, STALE)), retry_after=MINUTE),
)  # fmt: skip
"""Too often; busy, or twice within a minute; no such follower, not agreed to, template banned or wrong, not allowed."""


class OfficialAccount:
    """``client_msg_id`` carries our reference: WeChat delivers it once within ten minutes, however often it is sent."""

    name = "official"

    def __init__(self) -> None:
        app_id, secret = required("JIAYUAN_WECHAT_APP_ID", "JIAYUAN_WECHAT_APP_SECRET")
        self.url = secure(settings.JIAYUAN_WECHAT_URL, "JIAYUAN_WECHAT_URL")
        self.token = Token(self.url, app_id, secret)

    def send(self, message: Message) -> Sent:
        template = template_for(message, "JIAYUAN_WECHAT_TEMPLATES")
        body = json.dumps(_body(message, template), ensure_ascii=False).encode()
        path = PATHS.get(template.way, PATHS["template"])
        token = self.token.get()
        said = self._post(path, token, body)
        if said.get("errcode") in STALE:
            said = self._post(path, self.token.renew(token), body)
        if said.get("errcode"):
            raise failure(str(said["errcode"]), str(said.get("errmsg", "")), MEANINGS)
        return Sent(provider_id=str(said.get("msgid", "")))

    def was_sent(self, reference: str, to: str, day: date) -> bool | None:  # noqa: ARG002
        """WeChat cannot be asked."""
        return None

    def _post(self, path: str, token: str, body: bytes) -> dict[str, Any]:
        return call(
            f"{self.url}/cgi-bin/message/{path}?access_token={token}",
            body=body,
            headers={"Content-Type": "application/json"},
        ).said


def _body(message: Message, template: Template) -> dict[str, Any]:
    data = {name: {"value": fit(name, value)} for name, value in template.fill(message).items()}
    body: dict[str, Any] = {"touser": message.to, "template_id": template.code, "data": data}
    if template.way == "subscribe":
        return body | ({"page": message.url} if message.url else {})
    return body | {"url": message.url, "client_msg_id": short_id(message.reference)}


def fit(name: str, value: str) -> str:
    """Cut to what the field holds (``thing1``: twenty characters), so that a long title does not cost the message."""
    longest = LIMITS.get(re.sub(r"\d+$", "", name))
    return value if longest is None or len(value) <= longest else value[: longest - 1] + "…"


def short_id(reference: str) -> str:
    """The reference itself if WeChat takes it, otherwise a digest of it."""
    if len(reference) <= LONGEST_ID and re.fullmatch(r"[\w-]+", reference, re.ASCII):
        return reference
    return hashlib.sha256(reference.encode()).hexdigest()[:LONGEST_ID]
