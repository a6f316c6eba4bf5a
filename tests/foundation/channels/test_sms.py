"""Text messages over providers that check every signature, count, throttle and refuse."""

import json
import subprocess
import sys
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from jiayuan.foundation.channels.aliyun import PAGE, local_number
from jiayuan.foundation.channels.base import SendingFailed, channel
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.people.sms import send_code_by_message

from .conftest import PHONE, a_message
from .servers.aliyun import BLOCKED, AliyunServer
from .servers.tencent import TencentServer


def refusal(**changes: Any) -> SendingFailed:
    with pytest.raises(SendingFailed) as failed:
        channel("sms").send(a_message(**changes))
    return failed.value


def test_aliyun_delivers_and_remembers(aliyun: AliyunServer) -> None:
    sent = channel("sms").send(a_message(params={"number": "42", "place": "枣园小区 3 号楼"}))
    assert sent.provider_id == "1^0"
    assert aliyun.deliveries == {"notice-7": 1}
    [row] = aliyun.sent["13812345678", f"{today():%Y%m%d}"]
    assert json.loads(row["Content"]) == {"number": "42", "place": "枣园小区 3 号楼"}
    assert channel("sms").was_sent("notice-7", PHONE, today()) is True
    assert channel("sms").was_sent("notice-8", PHONE, today()) is False
    assert channel("sms").was_sent("notice-7", PHONE, today() - timedelta(days=1)) is False


def test_aliyun_was_sent_reads_every_page(aliyun: AliyunServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(PAGE + 1):
        channel("sms").send(a_message(reference=f"r{number}"))
    assert channel("sms").was_sent(f"r{PAGE}", PHONE, today()) is True
    monkeypatch.setattr("jiayuan.foundation.channels.aliyun.PAGES", 1)
    assert channel("sms").was_sent(f"r{PAGE}", PHONE, today()) is None


def test_a_lost_answer_is_cleared_up_by_asking(aliyun: AliyunServer) -> None:
    aliyun.next.append("drop")
    lost = refusal()
    assert not lost.permanent
    assert lost.retry_after
    assert channel("sms").was_sent("notice-7", PHONE, today()) is True
    assert aliyun.deliveries["notice-7"] == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "+86138"}, "isv.MOBILE_NUMBER_ILLEGAL"),
        ({"to": f"+86{BLOCKED}"}, "isv.BLACK_KEY_CONTROL_LIMIT"),
        ({"template": "unknown"}, "no-template"),
    ],
)
def test_aliyun_never_again(aliyun: AliyunServer, changes: dict[str, str], code: str) -> None:
    said = refusal(**changes)
    assert (said.permanent, said.retry_after, said.code) == (True, None, code)
    assert not aliyun.deliveries


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        ("JIAYUAN_SMS_SIGNATURE", "别的", "isv.SMS_SIGNATURE_ILLEGAL"),
        ("JIAYUAN_SMS_TEMPLATES", {"*": "SMS_9"}, "isv.SMS_TEMPLATE_ILLEGAL"),
        ("JIAYUAN_SMS_KEY_ID", "stranger", "InvalidAccessKeyId.NotFound"),
        ("JIAYUAN_SMS_KEY_SECRET", "wrong", "SignatureDoesNotMatch"),
    ],
)
def test_aliyun_wrong_settings(
    aliyun: AliyunServer, settings: Any, setting: str, value: Any, code: str
) -> None:
    setattr(settings, setting, value)
    said = refusal()
    assert (said.permanent, said.code) == (True, code)


def test_aliyun_flow_control_says_how_long(aliyun: AliyunServer) -> None:
    aliyun.per_minute = 1
    channel("sms").send(a_message())
    said = refusal(reference="second")
    assert (said.permanent, said.retry_after, said.code) == (False, 60, "isv.BUSINESS_LIMIT_CONTROL")


@pytest.mark.parametrize(("fault", "wait"), [("throttle", 60), ("broken", 30), ("garbage", 30)])
def test_faults_that_pass(aliyun: AliyunServer, fault: str, wait: int) -> None:
    aliyun.next.append(fault)
    said = refusal()
    assert (said.permanent, said.retry_after) == (False, wait)
    assert channel("sms").send(a_message()).provider_id


def test_a_redirect_is_not_followed(aliyun: AliyunServer) -> None:
    aliyun.next.append("redirect")
    said = refusal()
    assert said.permanent
    assert said.code == "302"
    assert len(aliyun.requests) == 1


def test_nobody_there(aliyun: AliyunServer, settings: Any) -> None:
    settings.JIAYUAN_SMS_URL = "http://127.0.0.1:9"
    said = refusal()
    assert (said.permanent, said.retry_after) == (False, 30)


def test_every_call_has_a_nonce_of_its_own(aliyun: AliyunServer) -> None:
    for number in range(3):
        channel("sms").send(a_message(reference=str(number)))
    assert len(aliyun.nonces) == 3


@pytest.mark.parametrize(
    ("phone", "local"),
    [(PHONE, "13812345678"), ("+85291234567", "85291234567"), ("13812345678", "13812345678")],
)
def test_local_number(phone: str, local: str) -> None:
    assert local_number(phone) == local


def test_tencent_delivers_and_remembers(tencent: TencentServer) -> None:
    assert channel("sms").send(a_message()).provider_id == "2019:1"
    assert tencent.deliveries == {"notice-7": 1}
    assert tencent.sent[PHONE][0]["params"] == ["42", "https://jiayuan.example.cn/t/abc/"]
    assert channel("sms").was_sent("notice-7", PHONE, today()) is True
    assert channel("sms").was_sent("notice-8", PHONE, today()) is None
    assert channel("sms").was_sent("notice-7", PHONE, today() - timedelta(days=1)) is None


def test_tencent_without_contexts_cannot_say(tencent: TencentServer) -> None:
    tencent.with_context = False
    channel("sms").send(a_message())
    assert channel("sms").was_sent("notice-7", PHONE, today()) is None


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        ("JIAYUAN_SMS_SIGNATURE", "别的", "FailedOperation.SignatureIncorrectOrUnapproved"),
        ("JIAYUAN_SMS_TEMPLATES", {"*": "9"}, "FailedOperation.TemplateIncorrectOrUnapproved"),
        ("JIAYUAN_SMS_TEMPLATES", {"*": "1002"}, "FailedOperation.TemplateParamSetNotMatchApprovedTemplate"),
        ("JIAYUAN_SMS_KEY_ID", "stranger", "AuthFailure.SecretIdNotFound"),
        ("JIAYUAN_SMS_KEY_SECRET", "wrong", "AuthFailure.SignatureFailure"),
        ("JIAYUAN_SMS_APP", "1", "UnauthorizedOperation.SmsSdkAppIdVerifyFail"),
    ],
)
def test_tencent_wrong_settings(
    tencent: TencentServer, settings: Any, setting: str, value: Any, code: str
) -> None:
    setattr(settings, setting, value)
    said = refusal()
    assert (said.permanent, said.code) == (True, code)
    assert not tencent.deliveries


def test_tencent_wrong_number_and_limits(tencent: TencentServer) -> None:
    assert refusal(to="+86x").permanent
    tencent.next.append("throttle")
    assert refusal().retry_after == 60
    tencent.per_thirty_seconds = 0
    said = refusal()
    assert (said.permanent, said.retry_after) == (False, 30)


def test_a_code_is_a_template_of_one_param(aliyun: AliyunServer) -> None:
    send_code_by_message(PHONE, "123456", "words that no template carries")
    [row] = aliyun.sent["13812345678", f"{today():%Y%m%d}"]
    assert (row["TemplateCode"], json.loads(row["Content"])) == ("SMS_2", {"code": "123456"})


@pytest.mark.parametrize(
    "given", [7, "", {}, {"code": 1}, {"code": "x", "fields": "number"}, {"code": "x", "fields": {"a": 1}}]
)
def test_a_template_that_is_none_is_said(aliyun: AliyunServer, settings: Any, given: object) -> None:
    settings.JIAYUAN_SMS_TEMPLATES = {"closed": given}
    with pytest.raises(ImproperlyConfigured, match="JIAYUAN_SMS_TEMPLATES"):
        channel("sms").send(a_message())


def test_a_param_that_the_kind_has_not_is_said(aliyun: AliyunServer, settings: Any) -> None:
    settings.JIAYUAN_SMS_TEMPLATES = {"*": {"code": "SMS_1", "fields": {"n": "number", "s": "street"}}}
    said = refusal()
    assert (said.permanent, said.code) == (True, "no-param")
    assert "street" in str(said)


@pytest.mark.parametrize("name", ["aliyun", "tencent", "wechat"])
def test_a_provider_runs_as_a_process_of_its_own(name: str) -> None:
    """So that a worker can be killed between handing over and writing down, and the deliveries still be counted."""
    root = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-m", f"tests.foundation.channels.servers.{name}", "--port", "0"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            url = process.stdout.readline().strip()
            assert json.load(urllib.request.urlopen(f"{url}/_deliveries")) == {}
            asked = urllib.request.Request(f"{url}/_next", data=b'["drop"]', method="POST")
            assert urllib.request.urlopen(asked).status == 200
        finally:
            process.terminate()
