"""Official account: tokens that expire, ids that make a message arrive once, refusals by number."""

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache

from jiayuan.foundation.channels.base import SendingFailed, Sent, channel
from jiayuan.foundation.channels.wechat import fit, short_id
from jiayuan.foundation.channels.wechat_token import Token

from .conftest import a_message
from .servers.base import KEY_ID, KEY_SECRET
from .servers.wechat import UNSUBSCRIBED, UNWILLING, WechatServer

PARAMS = {"title": "路面坑洼已修复", "when": "2026年3月2日 10:00"}


def send(**changes: Any) -> Sent:
    given = {"channel": "wechat", "to": "o-1", "params": PARAMS}
    return channel("wechat").send(a_message(**(given | changes)))


def test_a_template_message_with_link_and_id(wechat: WechatServer) -> None:
    assert send().provider_id == "1001"
    [read] = wechat.read
    assert read["path"] == "/cgi-bin/message/template/send"
    assert read["touser"] == "o-1"
    assert read["url"] == "https://jiayuan.example.cn/t/abc/"
    assert read["client_msg_id"] == "notice-7"
    assert read["data"]["thing1"] == {"value": "路面坑洼已修复"}


def test_the_same_reference_arrives_once(wechat: WechatServer) -> None:
    wechat.next.extend(["", "drop"])
    with pytest.raises(SendingFailed) as lost:
        send()
    assert not lost.value.permanent
    assert channel("wechat").was_sent("notice-7", "o-1", date(2026, 3, 2)) is None
    send()
    assert wechat.deliveries == {"notice-7": 1}


@pytest.mark.parametrize(("url", "page"), [("https://a.cn/x", "https://a.cn/x"), ("", None)])
def test_a_subscription_message(wechat: WechatServer, url: str, page: str | None) -> None:
    send(template="agreed", url=url)
    [read] = wechat.read
    assert read["path"] == "/cgi-bin/message/subscribe/bizsend"
    assert read.get("page") == page
    assert "client_msg_id" not in read


def test_a_kind_without_template_takes_the_common_one_cut_to_size(wechat: WechatServer) -> None:
    send(template="other", words="很" * 30)
    assert wechat.read[0]["data"]["thing1"]["value"] == "很" * 19 + "…"


def test_one_token_for_many_messages(wechat: WechatServer) -> None:
    for number in range(3):
        send(reference=f"r{number}")
    assert wechat.tokens_given == 1
    assert len([path for path, *_rest in wechat.requests if "stable_token" in path]) == 1


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_an_expired_token_is_renewed_and_the_message_sent(wechat: WechatServer, code: int) -> None:
    send(reference="first")
    wechat.expire()
    wechat.stale_code = code
    send(reference="second")
    assert set(wechat.deliveries) == {"first", "second"}
    assert (wechat.tokens_given, wechat.forced) == (2, 0)


def test_a_token_that_wechat_gives_but_does_not_take_is_forced(wechat: WechatServer) -> None:
    used = Token(wechat.url, KEY_ID, KEY_SECRET)
    first = used.get()
    second = used.renew(first)
    assert (second != first, wechat.forced) == (True, 1)
    assert used.renew(first) == second
    assert wechat.tokens_given == 2


def test_wrong_keys_are_not_tried_again(wechat: WechatServer, settings: Any) -> None:
    settings.JIAYUAN_WECHAT_APP_SECRET = "wrong"
    with pytest.raises(SendingFailed) as said:
        send()
    assert (said.value.permanent, said.value.code) == (True, "40001")


def test_an_answer_without_token(wechat: WechatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wechat, "_give", lambda _said: {})
    with pytest.raises(SendingFailed, match="no token") as said:
        send()
    assert not said.value.permanent
    assert cache.get(f"wechat-token:{KEY_ID}") is None


@pytest.mark.parametrize(("to", "code"), [(UNSUBSCRIBED, "43004"), (UNWILLING, "43101")])
def test_who_does_not_want_it_is_not_asked_again(wechat: WechatServer, to: str, code: str) -> None:
    with pytest.raises(SendingFailed) as said:
        send(to=to)
    assert (said.value.permanent, said.value.code) == (True, code)


def test_wrong_template_and_throttling(wechat: WechatServer, settings: Any) -> None:
    wechat.next.extend(["", "throttle"])
    with pytest.raises(SendingFailed) as said:
        send()
    assert (said.value.permanent, said.value.retry_after) == (False, 60)
    settings.JIAYUAN_WECHAT_TEMPLATES = {"*": "GONE"}
    with pytest.raises(SendingFailed) as said:
        send()
    assert (said.value.permanent, said.value.code) == (True, "40037")


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("thing1", "短", "短"),
        ("thing12", "字" * 21, "字" * 19 + "…"),
        ("phrase3", "已经全部办结", "已经全部…"),
        ("first", "长" * 300, "长" * 300),
    ],
)
def test_fit(name: str, value: str, kept: str) -> None:
    assert fit(name, value) == kept


def test_short_id() -> None:
    assert short_id("notice-7") == "notice-7"
    assert len(short_id("n" * 33)) == 32
    assert short_id("case/42") == short_id("case/42")
    assert short_id("case/42") != short_id("case/43")
    assert "/" not in short_id("case/42")
