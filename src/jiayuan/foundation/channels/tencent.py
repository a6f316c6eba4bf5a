"""Text messages over Tencent Cloud (SMS, version 2021-01-11)."""

import json
import time
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings

from .base import Message, Sent
from .calls import call, secure
from .chosen import required, template_for
from .failures import DAY, HOUR, MINUTE, Meaning, failure
from .tencent_signature import JSON, authorization

ENDPOINT = "https://sms.tencentcloudapi.com"
VERSION = "2021-01-11"
CHINA = ZoneInfo("Asia/Shanghai")
LISTED = 100
"""As many as one pull gives; it has no second page."""
MEANINGS = (
    Meaning(("LimitExceeded.PhoneNumberThirtySecondLimit",), retry_after=30),
    Meaning(("LimitExceeded.PhoneNumberOneHourLimit",), retry_after=HOUR),
    Meaning(("LimitExceeded.PhoneNumberDailyLimit", "LimitExceeded.AppDailyLimit"), retry_after=DAY),
    Meaning(("LimitExceeded.PhoneNumberSameContentDailyLimit",), retry_after=DAY),
    Meaning(("FailedOperation.InsufficientBalanceInSmsPackage",), retry_after=HOUR),
    Meaning(("LimitExceeded", "RequestLimitExceeded", "InternalError"), retry_after=MINUTE),
    Meaning(("AuthFailure.SignatureExpire",), retry_after=1),
    Meaning(
        (
            "InvalidParameter", "UnsupportedOperation", "UnauthorizedOperation", "AuthFailure", "MissingParameter",
            "FailedOperation.SignatureIncorrectOrUnapproved", "FailedOperation.TemplateIncorrectOrUnapproved",
            "FailedOperation.TemplateParamSetNotMatchApprovedTemplate", "FailedOperation.PhoneNumberInBlacklist",
            "FailedOperation.ContainSensitiveWord", "FailedOperation.MissingTemplateToModify",
            "FailedOperation.MissingTemplateList", "FailedOperation.ProhibitSubMailUse", "InvalidAction", "NoSuch",
        ),
        permanent=True,
    ),
)  # fmt: skip
"""By what a code begins with; the first that fits."""


class TencentSms:
    """``SessionContext`` carries our reference; the reports give it back where the account has that switched on."""

    name = "tencent"

    def __init__(self) -> None:
        self.key_id, self.secret, self.signature, self.app = required(
            "JIAYUAN_SMS_KEY_ID", "JIAYUAN_SMS_KEY_SECRET", "JIAYUAN_SMS_SIGNATURE", "JIAYUAN_SMS_APP"
        )
        self.url = secure(settings.JIAYUAN_SMS_URL or ENDPOINT, "JIAYUAN_SMS_URL")

    def send(self, message: Message) -> Sent:
        template = template_for(message, "JIAYUAN_SMS_TEMPLATES")
        said = self._ask(
            "SendSms",
            {
                "PhoneNumberSet": [message.to],
                "SmsSdkAppId": self.app,
                "SignName": self.signature,
                "TemplateId": template.code,
                "TemplateParamSet": list(template.fill(message).values()),
                "SessionContext": message.reference,
            },
        )
        [status] = said["SendStatusSet"]
        if status["Code"] != "Ok":
            raise failure(status["Code"], status.get("Message", ""), MEANINGS)
        return Sent(provider_id=status["SerialNo"])

    def was_sent(self, reference: str, to: str, day: date) -> bool | None:
        """True, or cannot be said: a message is listed only after the operator has reported on it, which can last."""
        begin = datetime.combine(day, clock_time(), CHINA)
        said = self._ask(
            "PullSmsSendStatusByPhoneNumber",
            {
                "BeginTime": int(begin.timestamp()),
                "EndTime": int((begin + timedelta(days=1)).timestamp()) - 1,
                "Offset": 0,
                "Limit": LISTED,
                "PhoneNumber": to,
                "SmsSdkAppId": self.app,
            },
        )
        reported = said.get("PullSmsSendStatusSet") or []
        return True if any(each.get("SessionContext") == reference for each in reported) else None

    def _ask(self, action: str, params: Mapping[str, Any]) -> dict[str, Any]:
        body = json.dumps(params).encode()
        # The provider compares with its own clock, so this is the machine's time even where the house's is set.
        timestamp = int(time.time())
        headers = {"content-type": JSON, "host": urlsplit(self.url).netloc, "x-tc-action": action.lower()}
        signed = authorization(
            self.key_id, self.secret, service="sms", body=body, headers=headers, timestamp=timestamp
        )
        headers |= {
            "authorization": signed,
            "x-tc-action": action,
            "x-tc-version": VERSION,
            "x-tc-timestamp": str(timestamp),
            "x-tc-region": settings.JIAYUAN_SMS_REGION,
        }
        said: dict[str, Any] = call(self.url, body=body, headers=headers).said.get("Response", {})
        if "Error" in said:
            raise failure(said["Error"]["Code"], said["Error"].get("Message", ""), MEANINGS)
        return said
