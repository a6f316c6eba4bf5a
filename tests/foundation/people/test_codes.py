"""One-time codes: five minutes, five guesses, one use."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.utils import timezone

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, DomainError, Invalid, TooMany
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.duties.domain.run import Done, run_due
from jiayuan.foundation.people import limits, sms
from jiayuan.foundation.people.domain import codes
from jiayuan.foundation.people.domain.codes import send_code, use_code
from jiayuan.foundation.people.enums import CodePurpose
from jiayuan.foundation.people.models import OneTimeCode

PHONE = "+8613812345678"
SIGN_IN = CodePurpose.SIGN_IN


@pytest.fixture(autouse=True)
def _shown(settings: Any) -> None:
    settings.SHOW_CODES = True


def send(phone: str = PHONE, purpose: CodePurpose = SIGN_IN, ip: str = "10.0.0.1") -> str:
    """A code, past the limit of one a minute."""
    limits.cache.clear()
    shown = send_code(phone, purpose, ip=ip).shown
    assert shown is not None
    return shown


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def refusal(kind: type[DomainError], phone: str, code: str) -> Any:
    with pytest.raises(kind) as raised:
        use_code(phone, SIGN_IN, code)
    return raised.value


@pytest.mark.django_db
def test_the_right_code_works_however_it_is_typed() -> None:
    use_code(PHONE, SIGN_IN, send())
    code = send()
    use_code(
        PHONE,
        SIGN_IN,
        f" {code[:3]} {code[3:]} ".translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    )


@pytest.mark.django_db
def test_the_table_holds_no_code() -> None:
    code = send()
    row = OneTimeCode.objects.get()
    assert code not in row.code_hash
    assert row.code_hash == codes.hash_code(PHONE, SIGN_IN, code)
    assert row.code_hash != codes.hash_code(PHONE, CodePurpose.REPORT, code)


@pytest.mark.django_db
def test_used_twice() -> None:
    code = send()
    use_code(PHONE, SIGN_IN, code)
    said = refusal(Invalid, PHONE, code)
    assert (said.code, said.field) == ("used", "code")
    assert str(said.message) == "这个验证码已经用过了。"


@pytest.mark.django_db
def test_expired_after_five_minutes() -> None:
    sent = timezone.now()
    with at(sent):
        code = send()
    with at(sent + timedelta(minutes=5)):
        said = refusal(Invalid, PHONE, code)
    assert said.code == "expired"
    assert "5 分钟" in str(said.message)
    with at(sent + timedelta(minutes=4, seconds=59)):
        use_code(PHONE, SIGN_IN, code)


@pytest.mark.django_db
def test_guessing_ends_after_five() -> None:
    code = send()
    left = []
    for _ in range(4):
        said = refusal(Invalid, PHONE, wrong(code))
        assert said.code == "wrong"
        left.append(str(said.message))
    assert left[1] == "验证码不对，还可以试 3 次。"
    assert "1" in left[3]
    assert "五次" in str(refusal(TooMany, PHONE, wrong(code)).message)
    assert refusal(TooMany, PHONE, code).status == 429
    assert OneTimeCode.objects.get().used_at is None


@pytest.mark.django_db
def test_a_newer_code_replaces_the_older() -> None:
    old = send()
    new = send()
    said = refusal(Invalid, PHONE, old)
    assert said.code == "replaced"
    use_code(PHONE, SIGN_IN, new)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "①②③④⑤⑥⑦"])
def test_what_is_no_code_costs_no_guess(typed: str) -> None:
    send()
    assert refusal(Invalid, PHONE, typed).code == "shape"
    assert OneTimeCode.objects.get().attempts == 0


@pytest.mark.django_db
def test_no_code_was_sent() -> None:
    send()
    assert refusal(Invalid, "+8613900000000", "123456").code == "none"


@pytest.mark.django_db
def test_a_code_is_for_its_purpose() -> None:
    code = send(purpose=CodePurpose.REPORT)
    assert refusal(Invalid, PHONE, code).code == "none"
    use_code(PHONE, CodePurpose.REPORT, code)


@pytest.mark.django_db
def test_one_a_minute_to_a_phone() -> None:
    send()
    with pytest.raises(TooMany) as said:
        send_code(PHONE, SIGN_IN, ip="10.0.0.9")
    assert 0 < said.value.retry_after <= 60
    assert "秒" in str(said.value.remedy)
    assert OneTimeCode.objects.count() == 1


@pytest.mark.django_db
def test_ten_an_hour_to_a_phone(time_machine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "cache", LocMemCache("hours", {}))  # Redis would not travel in time
    start = datetime(2026, 11, 20, 2, 0, tzinfo=timezone.get_default_timezone())
    for number in range(10):
        time_machine.move_to(start + timedelta(seconds=61 * number))
        send_code(PHONE, SIGN_IN, ip="10.0.0.1")
    time_machine.move_to(start + timedelta(seconds=61 * 10))
    with pytest.raises(TooMany) as said:
        send_code(PHONE, SIGN_IN, ip="10.0.0.1")
    assert abs(said.value.retry_after - (3600 - 610)) <= 1
    assert "分钟" in str(said.value.remedy)
    time_machine.move_to(start + timedelta(seconds=3601))
    send_code(PHONE, SIGN_IN, ip="10.0.0.1")


@pytest.mark.django_db
def test_sixty_an_hour_from_an_address() -> None:
    for number in range(60):
        send_code(f"+861390000{number:04d}", SIGN_IN, ip="10.0.0.1")
    with pytest.raises(TooMany) as said:
        send_code(PHONE, SIGN_IN, ip="10.0.0.1")
    assert "网络" in str(said.value.message)
    send_code(PHONE, SIGN_IN, ip="10.0.0.2")


@pytest.mark.django_db
def test_codes_of_yesterday_are_forgotten_by_the_clock_with_their_phones() -> None:
    with at(timezone.now() - timedelta(days=2)):
        send()
        send_code("+8613900000009", SIGN_IN, ip="10.0.0.9")
    send_code("+8613900000008", SIGN_IN, ip="10.0.0.8")
    done = run_duty_now("forget codes")
    assert (done.ok, done.result) == (True, "2")
    assert list(OneTimeCode.objects.values_list("phone", flat=True)) == ["+8613900000008"]


def run_duty_now(name: str) -> Done:
    [done] = run_due([registers.duties[name]])
    return done


class Post:
    """A provider that keeps what it was given."""

    sent: list[tuple[str, str]] = []

    def send(self, phone: str, words: str) -> None:
        self.sent.append((phone, words))


class DeadPost(Post):
    def send(self, phone: str, words: str) -> None:
        raise sms.SendingFailed(f"{phone}: {words}")


@pytest.fixture
def post(settings: Any) -> list[tuple[str, str]]:
    settings.SHOW_CODES = False
    settings.JIAYUAN_SMS = f"{__name__}.Post"
    Post.sent.clear()
    return Post.sent


@pytest.mark.django_db(transaction=True)
def test_sent_by_message_and_not_shown(post: list[tuple[str, str]]) -> None:
    assert send_code(PHONE, SIGN_IN, ip="10.0.0.1").shown is None
    [(phone, words)] = post
    code = "".join(filter(str.isdigit, words))[:6]
    assert phone == PHONE
    use_code(PHONE, SIGN_IN, code)


@pytest.mark.django_db(transaction=True)
def test_a_provider_that_fails_is_said(settings: Any) -> None:
    settings.SHOW_CODES = False
    settings.JIAYUAN_SMS = f"{__name__}.DeadPost"
    with pytest.raises(Conflict) as said:
        send_code(PHONE, SIGN_IN, ip="10.0.0.1")
    assert said.value.code == "not-sent"


def test_without_a_provider_the_log_says_so_and_holds_no_code(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.JIAYUAN_SMS = "log"
    sms.send_code_by_message(PHONE, "123456", "Your code is 123456.")
    assert "138****5678" in caplog.text
    assert "JIAYUAN_SMS" in caplog.text
    assert "123456" not in caplog.text
    assert PHONE not in caplog.text


def both_at_once(work: Callable[[], Any]) -> list[Any]:
    """Run ``work`` in two threads with a database connection each; what each gave or raised."""
    results: list[Any] = []

    def run() -> None:
        try:
            results.append(work())
        except DomainError as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return results


def read_then_write(barrier: threading.Barrier) -> Callable[[OneTimeCode], bool]:
    """The claim as it must not be written."""

    def claim(sent: OneTimeCode) -> bool:
        row = OneTimeCode.objects.get(pk=sent.pk)
        barrier.wait(10)
        if row.used_at is not None:
            return False
        row.used_at = timezone.now()
        row.save(update_fields=["used_at"])
        return True

    return claim


def meeting_first(barrier: threading.Barrier) -> Callable[[OneTimeCode], bool]:
    """The true claim, entered by both at the same moment."""
    true_claim = codes._claim

    def claim(sent: OneTimeCode) -> bool:
        barrier.wait(10)
        return true_claim(sent)

    return claim


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("claim", "successes"), [(read_then_write, 2), (meeting_first, 1)], ids=["guard off", "guard on"]
)
def test_one_code_used_twice_at_once(claim: Any, successes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    code = send()
    monkeypatch.setattr(codes, "_claim", claim(threading.Barrier(2)))
    results = both_at_once(lambda: use_code(PHONE, SIGN_IN, code))
    assert results.count(None) == successes
    assert [error.code for error in results if error is not None] == ["used"] * (2 - successes)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_are_all_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    code = send()
    OneTimeCode.objects.update(attempts=codes.GUESSES - 1)
    barrier = threading.Barrier(2)
    true_spend = codes._spend_guess

    def spend(sent: OneTimeCode) -> bool:
        barrier.wait(10)
        return true_spend(sent)

    monkeypatch.setattr(codes, "_spend_guess", spend)
    results = both_at_once(lambda: use_code(PHONE, SIGN_IN, wrong(code)))
    assert all(isinstance(each, TooMany) for each in results)
    assert OneTimeCode.objects.get().attempts == codes.GUESSES
