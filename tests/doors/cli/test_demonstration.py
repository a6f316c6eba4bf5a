"""``jiayuan demo``; what it builds is tested with the builder."""

import pytest

from jiayuan.doors.cli import demo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    monkeypatch.setenv("JIAYUAN_DEMO", "1")


@pytest.fixture
def built(monkeypatch):
    calls = []

    def build(*, seed, progress):
        progress("Places")
        calls.append(seed)

    monkeypatch.setattr(demo, "build", build)
    monkeypatch.setattr(demo, "is_built", lambda: bool(calls))
    return calls


def test_built_once_and_kept(call, built):
    result = call("demo", "--if-missing")
    assert result.exit_code == 0
    assert "  Places\n" in result.output
    assert "Ready after" in result.output
    assert "is there" in call("demo", "--if-missing").output
    assert built == [demo.SEED]


def test_built_anew_only_when_said(call, built):
    call("demo", "--seed", "pear")
    result = call("demo")
    assert result.exit_code == 1
    assert "--reset" in result.output
    call("demo", "--reset", "--seed", "plum")
    assert built == ["pear", "plum"]
