"""Tencent Cloud's SMS, as far as we speak it."""

import hashlib
import hmac
import json
import re
import time
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from .base import KEY_ID, KEY_SECRET, Provider, Said, run

SIGNATURE, APP = "演示区家园", "1400006666"
TEMPLATES = {"1001": 1, "1002": 2}
"""Template -> how many variables it has."""
AUTHORIZATION = re.compile(
    r"TC3-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<day>[\d-]+)/sms/tc3_request, "
    r"SignedHeaders=(?P<names>[^,]+), Signature=(?P<signature>[0-9a-f]{64})"
)
LATE = 300


def _error(code: str) -> Said:
    return 200, {"Response": {"Error": {"Code": code, "Message": "refused"}, "RequestId": "r"}}


def _keyed(key: bytes, words: str) -> bytes:
    return hmac.new(key, words.encode(), hashlib.sha256).digest()


class TencentServer(Provider):
    """``with_context``: the account has the return of session contexts switched on."""

    throttled = _error("RequestLimitExceeded")

    def __init__(self, port: int = 0, *, per_thirty_seconds: int = 1000, with_context: bool = True) -> None:
        super().__init__(port)
        self.per_thirty_seconds, self.with_context = per_thirty_seconds, with_context
        self.sent: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Said:
        refused = self._check(path, headers, body)
        if refused:
            return _error(refused)
        params = json.loads(body)
        with self.lock:
            if params["SmsSdkAppId"] != APP:
                return _error("UnauthorizedOperation.SmsSdkAppIdVerifyFail")
            if headers["x-tc-action"] == "SendSms":
                return 200, {"Response": {"SendStatusSet": [self._send(params)], "RequestId": "r"}}
            return 200, {"Response": {"PullSmsSendStatusSet": self._status(params), "RequestId": "r"}}

    def _check(self, path: str, headers: dict[str, str], body: bytes) -> str:
        found = AUTHORIZATION.fullmatch(headers.get("authorization", ""))
        if found is None or headers.get("x-tc-version") != "2021-01-11" or not headers.get("x-tc-region"):
            return "AuthFailure.InvalidAuthorization"
        if found["key"] != KEY_ID:
            return "AuthFailure.SecretIdNotFound"
        moment = int(headers["x-tc-timestamp"])
        day = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d")
        if abs(time.time() - moment) > LATE or day != found["day"]:
            return "AuthFailure.SignatureExpire"
        signed = "".join(f"{name}:{headers[name].lower()}\n" for name in found["names"].split(";"))
        canonical = f"POST\n{path}\n\n{signed}\n{found['names']}\n{hashlib.sha256(body).hexdigest()}"
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        to_sign = f"TC3-HMAC-SHA256\n{moment}\n{day}/sms/tc3_request\n{digest}"
        key = _keyed(_keyed(_keyed(f"TC3{KEY_SECRET}".encode(), day), "sms"), "tc3_request")
        return "" if _keyed(key, to_sign).hex() == found["signature"] else "AuthFailure.SignatureFailure"

    def _send(self, params: dict[str, Any]) -> dict[str, Any]:
        [phone] = params["PhoneNumberSet"]
        code = self._judge(phone, params)
        if code != "Ok":
            return {"SerialNo": "", "PhoneNumber": phone, "Code": code, "Message": "refused"}
        context = params["SessionContext"]
        self.deliveries[context] += 1
        self.sent[phone].append(
            {
                "PhoneNumber": phone,
                "ReportStatus": "SUCCESS",
                "SessionContext": context if self.with_context else "",
                "at": time.time(),
                "params": params["TemplateParamSet"],
            }
        )
        return {"SerialNo": f"2019:{len(self.deliveries)}", "PhoneNumber": phone, "Code": "Ok", "Message": ""}

    def _judge(self, phone: str, params: dict[str, Any]) -> str:
        if not re.fullmatch(r"\+\d{8,15}", phone):
            return "InvalidParameterValue.IncorrectPhoneNumber"
        if params["SignName"] != SIGNATURE:
            return "FailedOperation.SignatureIncorrectOrUnapproved"
        if params["TemplateId"] not in TEMPLATES:
            return "FailedOperation.TemplateIncorrectOrUnapproved"
        if len(params["TemplateParamSet"]) != TEMPLATES[params["TemplateId"]]:
            return "FailedOperation.TemplateParamSetNotMatchApprovedTemplate"
        if len(self.sent[phone]) >= self.per_thirty_seconds:
            return "LimitExceeded.PhoneNumberThirtySecondLimit"
        return "Ok"

    def _status(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        rows = self.sent[params["PhoneNumber"]]
        inside = [each for each in rows if params["BeginTime"] <= each["at"] <= params["EndTime"]]
        return inside[: params["Limit"]]


if __name__ == "__main__":
    run(TencentServer)
