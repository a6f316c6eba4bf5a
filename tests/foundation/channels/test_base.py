"""Which provider carries what, what a settings mistake says, and the way without any provider."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from jiayuan.foundation.channels.base import PROVIDERS, Message, Sent, channel
from jiayuan.foundation.channels.calls import secure
from jiayuan.foundation.channels.log import mask_address

from .conftest import PHONE, a_message

DAY = date(2026, 3, 2)


class Local:
    """A platform of the city's own."""

    took: list[tuple[str, str]] = []

    def send(self, phone: str, words: str) -> None:
        self.took.append((phone, words))


class Whole:
    name = "whole"

    def send(self, message: Message) -> Sent:
        return Sent(f"whole-{message.reference}")

    def was_sent(self, reference: str, to: str, day: date) -> bool | None:  # noqa: ARG002
        return True


@pytest.mark.parametrize(
    ("name", "to", "shown"),
    [
        ("sms", PHONE, "138****5678"),
        ("email", "li.jianfang@example.cn", "l***@example.cn"),
        ("wechat", "oABCDEFGHIJ", "oABC****"),
    ],
)
def test_without_a_provider_the_log_has_neither_words_nor_address(
    name: str, to: str, shown: str, caplog: pytest.LogCaptureFixture
) -> None:
    used = channel(name)
    sent = used.send(a_message(channel=name, to=to))
    assert sent.provider_id == "log-notice-7"
    assert f"JIAYUAN_{name.upper()}" in caplog.text
    assert "已办结" not in caplog.text
    assert shown in caplog.text
    assert to not in caplog.text
    assert used.was_sent("notice-7", to, DAY) is None


@pytest.mark.parametrize("where", ["DEMO", "DEBUG"])
def test_the_log_has_the_words_where_nobody_is_real(
    where: str, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    setattr(settings, where, True)
    channel("sms").send(a_message(channel="sms", to=PHONE))
    assert "已办结" in caplog.text
    assert PHONE not in caplog.text


def test_masks() -> None:
    assert mask_address("+8613812345678") == "138****5678"
    assert mask_address("a@b.cn") == "a***@b.cn"
    assert mask_address("o1") == "o1****"


def test_every_short_name_names_a_class_that_can_do_both(settings: Any, aliyun: Any, tencent: Any) -> None:
    settings.JIAYUAN_WECHAT_APP_ID = settings.JIAYUAN_WECHAT_APP_SECRET = "x"
    settings.EMAIL_HOST = settings.DEFAULT_FROM_EMAIL = "a@b.cn"
    for name, providers in PROVIDERS.items():
        for short in providers:
            setattr(settings, f"JIAYUAN_{name.upper()}", short)
            assert channel(name).name == short


def test_a_class_with_one_method_is_enough(settings: Any) -> None:
    settings.JIAYUAN_SMS = f"{__name__}.Local"
    Local.took.clear()
    used = channel("sms")
    assert used.send(a_message()).provider_id == ""
    assert Local.took == [(PHONE, "【家园】您反映的事项 42 已办结。")]
    assert used.was_sent("notice-7", PHONE, DAY) is None


def test_a_whole_channel_is_taken_as_it_is(settings: Any) -> None:
    settings.JIAYUAN_SMS = f"{__name__}.Whole"
    assert channel("sms").send(a_message()) == Sent("whole-notice-7")
    assert channel("sms").was_sent("notice-7", PHONE, DAY) is True


def test_unknown_names_are_said(settings: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match="no channel 'pigeon'"):
        channel("pigeon")
    settings.JIAYUAN_SMS = "alyun"
    with pytest.raises(ImproperlyConfigured, match="log, aliyun, tencent"):
        channel("sms")


def test_a_provider_without_its_keys_names_the_settings(settings: Any) -> None:
    settings.JIAYUAN_SMS = "aliyun"
    settings.JIAYUAN_SMS_KEY_ID = "k"
    with pytest.raises(ImproperlyConfigured, match="JIAYUAN_SMS_KEY_SECRET, JIAYUAN_SMS_SIGNATURE"):
        channel("sms")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://sms.example.cn/", "https://sms.example.cn"),
        ("http://127.0.0.1:9001", "http://127.0.0.1:9001"),
        ("http://localhost:1/", "http://localhost:1"),
        ("http://[::1]:1", "http://[::1]:1"),
        ("http://sms.example.cn", None),
        ("http://10.0.0.1", None),
        ("ftp://127.0.0.1", None),
        ("sms.example.cn", None),
    ],
)
def test_keys_travel_encrypted_or_not_at_all(url: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(ImproperlyConfigured, match="JIAYUAN_SMS_URL must begin with https"):
            secure(url, "JIAYUAN_SMS_URL")
    else:
        assert secure(url, "JIAYUAN_SMS_URL") == kept
