"""Letters over SMTP."""

from datetime import date
from typing import Any

import pytest

from jiayuan.foundation.channels.base import SendingFailed, Sent, channel
from jiayuan.foundation.channels.email import message_id

from .conftest import a_message
from .servers.smtp import SmtpServer


def send(**changes: Any) -> Sent:
    return channel("email").send(a_message(**({"channel": "email", "to": "li@example.cn"} | changes)))


def test_a_letter(smtp: SmtpServer, settings: Any) -> None:
    settings.PUBLIC_URL = "https://jiayuan.example.cn"
    sent = send()
    [letter] = smtp.letters
    assert letter["Message-ID"] == sent.provider_id == message_id("notice-7")
    assert sent.provider_id.endswith("@jiayuan.example.cn>")
    assert letter["To"] == "li@example.cn"
    assert letter["Auto-Submitted"] == "auto-generated"
    words = letter.get_payload(decode=True)
    assert isinstance(words, bytes)
    assert words.decode().split() == [
        "【家园】您反映的事项",
        "42",
        "已办结。",
        "https://jiayuan.example.cn/t/abc/",
    ]


def test_the_id_follows_from_the_reference(smtp: SmtpServer, settings: Any) -> None:
    settings.PUBLIC_URL = ""
    assert send(url="").provider_id == send(url="").provider_id
    assert send(reference="other").provider_id != message_id("notice-7")
    assert message_id("case/42 \n").endswith("@example.cn>")
    assert "\n" not in message_id("case/42 \n")
    assert channel("email").was_sent("notice-7", "li@example.cn", date(2026, 3, 2)) is None


@pytest.mark.parametrize(
    ("answers", "permanent", "wait"),
    [
        ({"RCPT": "550 5.1.1 no such box"}, True, None),
        ({"RCPT": "450 4.2.0 greylisted"}, False, 300),
        ({"MAIL": "530 5.7.0 sign in first"}, True, None),
        ({"DATA": "554 5.7.1 looks like spam"}, True, None),
        ({"DATA": "452 4.2.2 box is full"}, False, 300),
        ({"DATA": "drop"}, False, 60),
    ],
)
def test_refusals(smtp: SmtpServer, answers: dict[str, str], permanent: bool, wait: int | None) -> None:
    smtp.answers = answers
    with pytest.raises(SendingFailed) as said:
        send()
    assert (said.value.permanent, said.value.retry_after) == (permanent, wait)


def test_nobody_there(smtp: SmtpServer, settings: Any) -> None:
    settings.EMAIL_PORT = 9
    with pytest.raises(SendingFailed) as said:
        send()
    assert (said.value.permanent, said.value.retry_after) == (False, 60)


def test_a_subject_cannot_smuggle_headers(smtp: SmtpServer) -> None:
    with pytest.raises(SendingFailed) as said:
        send(subject="a\nBcc: everybody@example.cn")
    assert said.value.permanent
    assert not smtp.letters


def test_a_server_that_offers_no_encryption_gets_no_letter(smtp: SmtpServer, settings: Any) -> None:
    settings.EMAIL_USE_TLS = True
    with pytest.raises(SendingFailed) as said:
        send()
    assert said.value.permanent
    assert not smtp.letters
