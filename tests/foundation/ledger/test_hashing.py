from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db.models import F, TextField
from django.db.models.functions import Cast
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.ledger.domain.record import hash_entry, record
from jiayuan.foundation.ledger.hashing import canonical, digest_payload, hash_facts, spell_moment
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.ledger.moments import SpelledMoment

SHANGHAI = timezone(timedelta(hours=8))
MOMENTS = [
    datetime(2026, 11, 20, 15, 10, tzinfo=SHANGHAI),
    datetime(2026, 11, 20, 15, 10, 0, 120000, tzinfo=SHANGHAI),
    datetime(2026, 11, 20, 15, 10, 59, 1, tzinfo=UTC),
    datetime(2019, 1, 1, 0, 0, 0, 999999, tzinfo=UTC),
]
PAYLOADS: list[Any] = [
    {"float": 1e16, "small": 1e-7, "negative zero": -0.0, "big": 2**70, "one": 1.0},
    {"nul": "a\x00b", "emoji": "👵🏽", "rtl": "\u202eabc", "html": "<b>&amp;</b>", "half": "\ud83d"},
    {"b": {"z": 1, "a": [None, True, ""]}, "a": "行" * 5000},
    {},
]


@pytest.mark.django_db
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_keeps_its_spelling_through_the_database(moment: datetime) -> None:
    entry = record("case/1", "note", at=moment)
    stored = Entry.objects.annotate(spelled=SpelledMoment(F("at"))).get(pk=entry.pk)
    assert stored.spelled == spell_moment(moment) == spell_moment(stored.at)
    assert hash_entry(stored) == entry.hash == stored.hash


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_keeps_its_text_through_the_database(payload: dict[str, Any]) -> None:
    entry = record("case/1", "note", after=payload)
    stored = Entry.objects.annotate(text=Cast("payload", TextField())).get(pk=entry.pk)
    assert stored.payload == entry.payload == {"before": {}, "after": payload}
    assert digest_payload(stored.text, stored.salt) == entry.payload_digest


@pytest.mark.django_db
@pytest.mark.parametrize("nonsense", [float("nan"), float("inf")])
def test_a_number_that_json_does_not_know_is_not_recorded(nonsense: float) -> None:
    with pytest.raises(ValueError, match="Out of range"):
        record("case/1", "note", after={"latitude": nonsense})
    assert not Entry.objects.exists()


def test_the_spelling_is_the_published_one() -> None:
    assert canonical({"b": "行", "a": 1}) == '{"a":1,"b":"行"}'
    # what `printf '["case/1",1,"note"]' | sha256sum` prints
    assert (
        hash_facts(["case/1", 1, "note"])
        == "07ab7a9b178a7cfc1bae67cab93bf2d6add87c7f1a8b89e463b91313ed3ee107"
    )


@given(st.lists(st.one_of(st.none(), st.integers(), st.text()), min_size=2, max_size=4))
def test_no_two_lists_of_facts_are_spelled_alike(facts: list[Any]) -> None:
    joined = [f"{facts[0]}{facts[1]}", *facts[2:]]
    assert hash_facts(facts) != hash_facts(joined)
