"""``jiayuan doctor``: each question, answered well and badly."""

import json
import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import OperationalError

from jiayuan.doors.cli import checkup
from jiayuan.doors.shell.health import Level
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.ledger.domain.queries import SHELL, record_verification
from jiayuan.foundation.ledger.domain.report import Fault, FaultKind, Report

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.mark.django_db
def test_all_is_said_in_words_and_as_json(call, settings):
    settings.STAFF_SECOND_FACTOR = False
    result = call("doctor")
    assert " ✓ database" in result.output
    assert " ! second factor" in result.output
    said = {each["name"]: each["level"] for each in json.loads(call("doctor", "--json").output)}
    assert len(said) == len(checkup.QUESTIONS)
    assert (said["database"], said["migrations"], said["second factor"]) == ("ok", "ok", "warning")


@pytest.mark.django_db
@pytest.mark.parametrize(("length", "code"), [(50, 0), (10, 1)])
def test_the_exit_code_follows_the_faults(call, settings, monkeypatch, length, code):
    monkeypatch.setattr(checkup, "QUESTIONS", (checkup.find_secret_key,))
    settings.SECRET_KEY = "k" * length
    assert call("doctor").exit_code == code


def test_data_folder(settings, tmp_path):
    assert checkup.find_data_folder().level == Level.OK
    (tmp_path / "file").touch()
    settings.DATA_DIR = tmp_path / "file"
    assert checkup.find_data_folder().level == Level.FAULT


@pytest.mark.parametrize(
    ("free", "level"), [(10 << 30, Level.OK), (2 << 30, Level.WARNING), (1 << 20, Level.FAULT)]
)
def test_space(monkeypatch, settings, tmp_path, free, level):
    settings.DATA_DIR = tmp_path / "not-yet"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(20 << 30, 0, free))
    assert checkup.find_space().level == level


def test_what_is_built(settings, tmp_path):
    settings.PACKAGE = tmp_path
    assert checkup.find_static().level == Level.FAULT
    (tmp_path / "static_built").mkdir()
    (tmp_path / "static_built" / "app.css").touch()
    assert checkup.find_static().level == Level.OK
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").touch()
    assert checkup.find_catalogues().level == Level.FAULT
    (folder / "django.mo").touch()
    assert checkup.find_catalogues().level == Level.OK


def test_a_key_that_others_can_read(settings, tmp_path, monkeypatch):
    monkeypatch.delenv("JIAYUAN_SECRET_KEY", raising=False)
    settings.SECRET_KEY = "k" * 50
    key = tmp_path / "secret-key"
    key.touch(mode=0o600)
    assert checkup.find_secret_key().level == Level.OK
    key.chmod(0o644)
    assert checkup.find_secret_key().level == Level.FAULT


@pytest.mark.parametrize(
    ("given", "level"),
    [
        ({"DEMO": False, "SHOW_CODES": False, "DEBUG": False}, Level.OK),
        ({"DEMO": True, "SHOW_CODES": True, "DEBUG": False}, Level.WARNING),
        ({"DEMO": False, "SHOW_CODES": True, "DEBUG": False}, Level.FAULT),
        ({"DEMO": False, "SHOW_CODES": False, "DEBUG": True}, Level.FAULT),
    ],
)
def test_what_must_not_be_open_to_all(settings, given, level):
    for name, value in given.items():
        setattr(settings, name, value)
    assert checkup.find_demonstration().level == level


@pytest.mark.parametrize(
    ("demo", "url", "https", "level"),
    [
        (True, "", False, Level.OK),
        (False, "", False, Level.WARNING),
        (False, "http://a.example", False, Level.WARNING),
        (False, "https://a.example", True, Level.OK),
    ],
)
def test_address(settings, demo, url, https, level):
    settings.DEMO, settings.PUBLIC_URL, settings.HTTPS = demo, url, https
    assert checkup.find_address().level == level


def test_time_zone(settings):
    assert checkup.find_time_zone().level == Level.OK
    settings.TIME_ZONE = "Europe/Berlin"
    assert checkup.find_time_zone().level == Level.WARNING


def test_second_factor(settings):
    settings.STAFF_SECOND_FACTOR = True
    assert checkup.find_second_factor().level == Level.OK


def test_optional_services(settings):
    settings.MAP_TILES = "https://tiles.example/{z}/{x}/{y}.png"
    finding = checkup.find_optional()
    assert finding.level == Level.OK
    assert "map tiles" in finding.words.split("Not in use")[0]


@pytest.mark.parametrize(
    ("demo", "sms", "level"),
    [(False, "log", Level.WARNING), (False, "city.sms.Sender", Level.OK), (True, "log", Level.OK)],
)
def test_who_carries_messages(settings, demo, sms, level):
    settings.DEMO, settings.JIAYUAN_SMS, settings.JIAYUAN_EMAIL = demo, sms, ""
    settings.JIAYUAN_WECHAT = "official"
    finding = checkup.find_messages()
    assert finding.level == level
    assert ("JIAYUAN_SMS" in finding.words) == (sms == "log")
    assert "JIAYUAN_EMAIL" in finding.words
    settings.JIAYUAN_SMS, settings.JIAYUAN_EMAIL = "aliyun", "smtp"
    assert checkup.find_messages().words == "Text messages, WeChat and e-mail have a provider."


@pytest.mark.django_db
def test_the_last_verification():
    assert checkup.find_verification().level == Level.WARNING
    moment = now()
    with at(moment - timedelta(days=31)):
        record_verification(Report(entries=7, streams=2, seconds=0.25), door=SHELL)
    late = checkup.find_verification()
    assert late.level == Level.WARNING
    assert "long ago" in late.words
    with at(moment - timedelta(days=1)):
        record_verification(Report(entries=8, streams=2, seconds=0.25), door=SHELL)
    assert checkup.find_verification().level == Level.OK
    assert "8 entries" in checkup.find_verification().words
    broken = Report(entries=9, streams=2)
    broken.find(Fault(FaultKind.CHANGED, "case/1", 1, 1))
    record_verification(broken)
    found = checkup.find_verification()
    assert found.level == Level.FAULT
    assert "1 faults" in found.words
    assert "jiayuan ledger verify" in found.remedy


def test_a_ledger_that_cannot_be_read(monkeypatch):
    def refuse():
        raise OperationalError("no such table")

    monkeypatch.setattr(checkup, "last_verification", refuse)
    assert checkup.find_verification().level == Level.FAULT
