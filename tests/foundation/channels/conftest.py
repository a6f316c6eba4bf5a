"""Messages, and providers that stand ready with the settings that lead to them."""

from collections.abc import Iterator
from typing import Any

import pytest

from jiayuan.foundation.channels.base import Message

from .servers.aliyun import SIGNATURE, AliyunServer
from .servers.base import KEY_ID, KEY_SECRET
from .servers.smtp import SmtpServer
from .servers.tencent import APP, TencentServer
from .servers.wechat import WechatServer

PHONE = "+8613812345678"


def a_message(**changes: Any) -> Message:
    given: dict[str, Any] = {
        "channel": "sms",
        "to": PHONE,
        "template": "closed",
        "params": {"number": "42"},
        "subject": "事项办结",
        "words": "【家园】您反映的事项 42 已办结。",
        "url": "https://jiayuan.example.cn/t/abc/",
        "reference": "notice-7",
    }
    return Message(**(given | changes))


@pytest.fixture
def aliyun(settings: Any) -> Iterator[AliyunServer]:
    with AliyunServer() as server:
        _sms(settings, "aliyun", server.url)
        settings.JIAYUAN_SMS_TEMPLATES = {"closed": "SMS_1", "code": "SMS_2"}
        yield server


@pytest.fixture
def tencent(settings: Any) -> Iterator[TencentServer]:
    with TencentServer() as server:
        _sms(settings, "tencent", server.url)
        settings.JIAYUAN_SMS_APP = APP
        settings.JIAYUAN_SMS_TEMPLATES = {
            "closed": {"code": "1002", "fields": ["number", "url"]},
            "code": "1001",
        }
        yield server


def _sms(settings: Any, name: str, url: str) -> None:
    settings.JIAYUAN_SMS = name
    settings.JIAYUAN_SMS_URL = url
    settings.JIAYUAN_SMS_KEY_ID, settings.JIAYUAN_SMS_KEY_SECRET = KEY_ID, KEY_SECRET
    settings.JIAYUAN_SMS_SIGNATURE = SIGNATURE


@pytest.fixture
def wechat(settings: Any, db: None) -> Iterator[WechatServer]:
    with WechatServer() as server:
        settings.JIAYUAN_WECHAT = "official"
        settings.JIAYUAN_WECHAT_URL = server.url
        settings.JIAYUAN_WECHAT_APP_ID, settings.JIAYUAN_WECHAT_APP_SECRET = KEY_ID, KEY_SECRET
        settings.JIAYUAN_WECHAT_TEMPLATES = {
            "closed": {"code": "TPL-1", "fields": {"thing1": "title", "time2": "when"}},
            "agreed": {"code": "SUB-1", "fields": {"thing1": "title"}, "way": "subscribe"},
            "*": {"code": "TPL-WORDS", "fields": {"thing1": "words"}},
        }
        yield server


@pytest.fixture
def smtp(settings: Any) -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        settings.JIAYUAN_EMAIL = "smtp"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "家园 <jiayuan@example.cn>"
        yield server
