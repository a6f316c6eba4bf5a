"""Aliyun's Dysmsapi, as far as we speak it."""

import hashlib
import hmac
import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from .base import KEY_ID, KEY_SECRET, Provider, Said, run

SIGNATURE = "演示区家园"
TEMPLATES = ("SMS_1", "SMS_2")
AUTHORIZATION = re.compile(
    r"ACS3-HMAC-SHA256 Credential=(?P<key>[^,]+),SignedHeaders=(?P<names>[^,]+),Signature=(?P<signature>[0-9a-f]{64})"
)
MUST_SIGN = {
    "host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256",
}  # fmt: skip
LATE = timedelta(minutes=15)
BLOCKED = "13900000000"


class AliyunServer(Provider):
    """Keeps a list of what was sent a phone and day. A phone gets ``per_minute`` messages; that is not timed out."""

    throttled = (400, {"Code": "Throttling.User", "Message": "Request was denied due to user flow control."})

    def __init__(self, port: int = 0, per_minute: int = 1000) -> None:
        super().__init__(port)
        self.per_minute = per_minute
        self.nonces: set[str] = set()
        self.sent: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Said:
        refused = self._check(path, headers, body)
        if refused:
            return 400, {"Code": refused, "Message": "refused", "RequestId": "r"}
        params = dict(parse_qsl(urlsplit(path).query, keep_blank_values=True))
        with self.lock:
            if headers["x-acs-action"] == "SendSms":
                return 200, self._send(params)
            if headers["x-acs-action"] == "QuerySendDetails":
                return 200, self._details(params)
        return 404, {"Code": "InvalidAction.NotFound", "Message": "no such action"}

    def _check(self, path: str, headers: dict[str, str], body: bytes) -> str:
        found = AUTHORIZATION.fullmatch(headers.get("authorization", ""))
        if found is None or not set(found["names"].split(";")) >= MUST_SIGN:
            return "IncompleteSignature"
        if found["key"] != KEY_ID:
            return "InvalidAccessKeyId.NotFound"
        said = datetime.strptime(headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if abs(datetime.now(UTC) - said) > LATE:
            return "InvalidTimeStamp.Expired"
        if headers["x-acs-signature-nonce"] in self.nonces:
            return "SignatureNonceUsed"
        self.nonces.add(headers["x-acs-signature-nonce"])
        digest = hashlib.sha256(body).hexdigest()
        signed = "".join(f"{name}:{headers[name]}\n" for name in found["names"].split(";"))
        uri, _mark, query = path.partition("?")
        canonical = f"POST\n{uri}\n{query}\n{signed}\n{found['names']}\n{digest}"
        to_sign = f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        wanted = hmac.new(KEY_SECRET.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
        matches = wanted == found["signature"] and headers["x-acs-content-sha256"] == digest
        return "" if matches else "SignatureDoesNotMatch"

    def _send(self, params: dict[str, str]) -> dict[str, Any]:
        phone = params["PhoneNumbers"]
        if not re.fullmatch(r"1\d{10}|[2-9]\d{6,14}", phone):
            return {"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": "非法手机号"}
        if params["SignName"] != SIGNATURE:
            return {"Code": "isv.SMS_SIGNATURE_ILLEGAL", "Message": "短信签名不合法"}
        if params["TemplateCode"] not in TEMPLATES:
            return {"Code": "isv.SMS_TEMPLATE_ILLEGAL", "Message": "短信模板不合法"}
        if phone == BLOCKED:
            return {"Code": "isv.BLACK_KEY_CONTROL_LIMIT", "Message": "黑名单管控"}
        today = f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y%m%d}"
        if len(self.sent[phone, today]) >= self.per_minute:
            return {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发分钟级流控Permits:1"}
        self.deliveries[params["OutId"]] += 1
        number = f"{sum(self.deliveries.values())}^0"
        self.sent[phone, today].append(
            {
                "OutId": params["OutId"],
                "PhoneNum": phone,
                "SendStatus": 3,
                "TemplateCode": params["TemplateCode"],
                "Content": params["TemplateParam"],
            }
        )
        return {"Code": "OK", "Message": "OK", "BizId": number, "RequestId": "r"}

    def _details(self, params: dict[str, str]) -> dict[str, Any]:
        rows = self.sent[params["PhoneNumber"], params["SendDate"]]
        size, page = int(params["PageSize"]), int(params["CurrentPage"])
        shown = rows[(page - 1) * size : page * size]
        return {"Code": "OK", "TotalCount": str(len(rows)), "SmsSendDetailDTOs": {"SmsSendDetailDTO": shown}}


if __name__ == "__main__":
    run(AliyunServer)
