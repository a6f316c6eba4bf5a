"""Text messages over Aliyun (Dysmsapi, version 2017-05-25)."""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from .aliyun_signature import EMPTY_BODY, authorization, canonical_query
from .base import Message, SendingFailed, Sent
from .calls import call, secure
from .chosen import required, template_for
from .failures import DAY, HOUR, MINUTE, Meaning, failure

ENDPOINT = "https://dysmsapi.aliyuncs.com"
VERSION = "2017-05-25"
PAGE, PAGES = 50, 20
"""Messages a page, at most this many pages: a phone that got a thousand messages in a day has other troubles."""
FLOW_CONTROL = "isv.BUSINESS_LIMIT_CONTROL"
PERIODS = {"分钟": MINUTE, "小时": HOUR, "天": DAY}
MEANINGS = (
    Meaning(("isp.RAM_PERMISSION_DENY",), permanent=True),
    Meaning(("isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL"), retry_after=DAY),
    Meaning(("isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE"), retry_after=HOUR),
    Meaning(("Throttling", "ServiceUnavailable", "isp.", "InternalError"), retry_after=MINUTE),
    Meaning(("SignatureNonceUsed", "InvalidTimeStamp"), retry_after=1),
    Meaning(
        (
            "isv.", "SignatureDoesNotMatch", "InvalidAccessKeyId", "IncompleteSignature", "Forbidden", "NoPermission",
            "Missing", "InvalidParameter", "InvalidVersion", "InvalidAction", "UnsupportedOperation",
        ),
        permanent=True,
    ),
)  # fmt: skip
"""By what a code begins with, the first that fits. All other ``isv.`` are our own mistakes: number, text, signature."""


class AliyunSms:
    """``OutId`` carries our reference, and the list of what was sent gives it back."""

    name = "aliyun"

    def __init__(self) -> None:
        self.key_id, self.secret, self.signature = required(
            "JIAYUAN_SMS_KEY_ID", "JIAYUAN_SMS_KEY_SECRET", "JIAYUAN_SMS_SIGNATURE"
        )
        self.url = secure(settings.JIAYUAN_SMS_URL or ENDPOINT, "JIAYUAN_SMS_URL")

    def send(self, message: Message) -> Sent:
        template = template_for(message, "JIAYUAN_SMS_TEMPLATES")
        said = self._ask(
            "SendSms",
            {
                "PhoneNumbers": local_number(message.to),
                "SignName": self.signature,
                "TemplateCode": template.code,
                "TemplateParam": json.dumps(template.fill(message), ensure_ascii=False),
                "OutId": message.reference,
            },
        )
        return Sent(provider_id=str(said.get("BizId", "")))

    def was_sent(self, reference: str, to: str, day: date) -> bool | None:
        """Aliyun remembers thirty days."""
        for page in range(1, PAGES + 1):
            said = self._ask(
                "QuerySendDetails",
                {
                    "PhoneNumber": local_number(to),
                    "SendDate": f"{day:%Y%m%d}",
                    "PageSize": str(PAGE),
                    "CurrentPage": str(page),
                },
            )
            found = said.get("SmsSendDetailDTOs", {}).get("SmsSendDetailDTO", [])
            if any(each.get("OutId") == reference for each in found):
                return True
            if len(found) < PAGE:
                return False
        return None

    def _ask(self, action: str, params: Mapping[str, str]) -> dict[str, Any]:
        query = canonical_query(params)
        # The provider compares with its own clock, so this is the machine's time even where the house's is set.
        headers = {
            "host": urlsplit(self.url).netloc,
            "x-acs-action": action,
            "x-acs-version": VERSION,
            "x-acs-date": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "x-acs-signature-nonce": secrets.token_hex(16),
            "x-acs-content-sha256": EMPTY_BODY,
        }
        headers["Authorization"] = authorization(self.key_id, self.secret, query, headers)
        said = call(f"{self.url}/?{query}", body=b"", headers=headers).said
        if said.get("Code") != "OK":
            raise _failure(str(said.get("Code", "")), str(said.get("Message", "")))
        return said


def local_number(phone: str) -> str:
    """E.164 -> eleven digits within the mainland, otherwise the digits with the country's."""
    return phone.removeprefix("+86") if phone.startswith("+86") else phone.removeprefix("+")


def _failure(code: str, words: str) -> SendingFailed:
    """The flow control of a phone says only in its words which period is full."""
    if code.startswith(FLOW_CONTROL):
        wait = next((seconds for period, seconds in PERIODS.items() if period in words), HOUR)
        return SendingFailed(f"{code}: {words}", retry_after=wait, code=code)
    return failure(code, words, MEANINGS)
