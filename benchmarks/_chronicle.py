"""What happened to each case of :mod:`_city`, from its report to its end."""

import hashlib
import random
import uuid
from datetime import datetime, timedelta
from typing import Any

OPEN = 3_000
BLOCK = 10_000
STEP = timedelta(minutes=4)
"""Between two reports: a million in seven and a half years."""
WORDS = (
    "小区北门口井盖松动，夜里骑车经过很危险",
    "楼道灯坏了三天，老人上下楼看不见",
    "下水道堵了，污水流到人行道上",
    "垃圾桶满了没人清，味道很大",
    "路边乱停车，消防通道被堵住了",
    "健身器材螺丝掉了，孩子玩容易受伤",
    "树枝断了挂在电线上",
    "门前占道经营，行人只能走马路",
    "墙上又贴满了小广告",
    "广场舞声音太大，晚上十点还不停",
)
LIFE = (
    ("report", "reported", "filing", 1.0),
    ("file", "filed", "dispatching", 3.0),
    ("dispatch", "dispatched", "handling", 20.0),
    ("accept", "handling", "", 0.0),
    ("hand_in", "handed_in", "verifying", 5.0),
    ("pass", "verified", "closing", 4.0),
    ("close", "closed", "", 0.0),
)
"""Action, state after it, the stage that begins with it, and its hours."""
MOST, FIRST_ENTRY = 10, 1_000_000
"""Rows of one kind that a case has at most; below ``FIRST_ENTRY`` stands what the cast left in the ledger."""
SHIFTED = {
    "cases_case": {
        "id": "number",
        "token_hash": "hash",
        "reported_at": "time",
        "closed_at": "time",
        "created_at": "time",
        "updated_at": "time",
    },
    "cases_stagerun": {
        "id": "key",
        "case_id": "number",
        "since": "time",
        "counted_from": "time",
        "due_at": "time",
        "ended_at": "time",
    },
    "cases_casepart": {"id": "key", "case_id": "number", "since": "time"},
    "cases_contact": {"case_id": "number"},
    "evidence_photo": {"id": "uuid", "uploaded_at": "time"},
    "cases_casephoto": {"id": "key", "case_id": "number", "photo_id": "uuid"},
    "voice_rating": {"id": "number", "subject": "stream", "rated_at": "time"},
    "ledger_stream": {"name": "stream"},
    "ledger_entry": {"id": "key", "stream": "stream", "at": "time"},
}
"""How the columns of a copy differ."""


class Chronicle:
    def __init__(self, many: int) -> None:
        from _bulk import Rows

        from jiayuan.foundation.evidence.models import Photo
        from jiayuan.foundation.ledger.models import Entry, Stream
        from jiayuan.foundation.organisations.models import Organisation
        from jiayuan.foundation.people.models import Person
        from jiayuan.foundation.places.models import Place
        from jiayuan.services.cases.models import (
            Case,
            CasePart,
            CasePhoto,
            CategoryVersion,
            Contact,
            StageRun,
        )
        from jiayuan.services.voice.models import Rating

        self.many, self.lot = many, random.Random(20261129)
        self.models = (Case, StageRun, CasePart, Contact, CasePhoto, Photo, Rating, Stream, Entry)
        self.rows = {each.__name__: Rows(each) for each in self.models}
        self.versions = list(CategoryVersion.objects.current().filter(category__children=None))
        self.places = list(Place.objects.current().filter(kind__in=["community", "village"]))
        self.people = {each.username: each.pk for each in Person.objects.all()}
        self.within: dict[tuple[str, int], int] = {}
        self.units = {(each.place_id, each.function): each for each in Organisation.objects.all()}

    def write(self) -> dict[str, int]:
        from _bulk import copy_blocks, unguarded

        from jiayuan.foundation.clock.now import now

        end, blocks = now(), self.many // BLOCK
        with unguarded(*self.models):
            if blocks > 1:
                self._tell_block(0, end - STEP * self.many, end, still_open=0)
                copy_blocks(SHIFTED, BLOCK, blocks - 1, STEP * BLOCK)
            self._tell_block(BLOCK * (blocks - 1), end - STEP * BLOCK, end, still_open=OPEN)
        return {each.__name__: each._meta.base_manager.count() for each in self.models}

    def _tell_block(self, before: int, begin: datetime, end: datetime, *, still_open: int) -> None:
        """The open ones are of the last four days."""
        for number in range(BLOCK):
            left = BLOCK - number
            is_open = left <= still_open
            reported = (
                end - timedelta(minutes=2 * left) if is_open else begin + STEP * number - timedelta(days=7)
            )
            self._tell(before + number + 1, reported, end, is_open=is_open)
        for each in self.rows.values():
            each.flush()

    def _key(self, kind: str, number: int) -> int:
        """A key of ``kind`` for a row of case ``number``: copies lie a fixed distance apart."""
        self.within[kind, number] = self.within.get((kind, number), -1) + 1
        return number * MOST + self.within[kind, number]

    def _tell(self, number: int, reported: datetime, end: datetime, *, is_open: bool) -> None:
        lot, rows = self.lot, self.rows
        place, version = lot.choice(self.places), lot.choice(self.versions)
        unit = self.units[place.pk[:9], version.function]
        hands = {
            "desk": self.people[f"bench-community_worker-{place.pk}"],
            "grid": self.people[f"bench-grid_worker-{place.pk}"],
            "unit": self.people[f"bench-unit-{unit.pk}"],
        }
        steps = lot.randrange(1, len(LIFE)) if is_open else len(LIFE)
        at, stages, entries = reported, [], []
        for action, state, stage, hours in LIFE[:steps]:
            if stage:
                stages.append([stage, at, at + timedelta(hours=hours * 2)])
            entries.append((action, state, at))
            at = min(at + timedelta(hours=hours * lot.uniform(0.2, 1.5), minutes=3), end)
        ends = [each[1] for each in stages[1:]] + [None if is_open else entries[-1][2]]
        state, words = entries[-1][1], lot.choice(WORDS)
        last, past = stages[-1], steps > 2
        due = last[2] if is_open else None
        public = words if not version.is_private else ""
        rows["Case"].add(
            id=number,
            version_id=version.pk,
            place_id=place.pk,
            words=words,
            public_words=public,
            state=state,
            revision=steps,
            source="phone",
            token_hash=f"{0:08x}" + hashlib.sha256(b"case%d" % number).hexdigest()[8:],
            address=f"{place.name}{lot.randrange(1, 40)}号楼",
            is_public=not version.is_private,
            latitude=(place.latitude or 37.86) + lot.uniform(-0.004, 0.004),
            longitude=(place.longitude or 112.56) + lot.uniform(-0.004, 0.004),
            unit_id=unit.pk if past else None,
            first_unit_id=unit.pk if past else None,
            handler_id=hands["unit"] if steps > 3 else None,
            verifier_id=hands["grid"] if steps > 5 else None,
            reported_at=reported,
            stage=last[0] if is_open else None,
            stage_since=last[1] if is_open else None,
            due_at=due,
            escalation=self._escalation(due, end),
            closed_at=None if is_open else entries[-1][2],
            created_at=reported,
            updated_at=entries[-1][2],
        )
        for (stage, since, until), ended in zip(stages, ends, strict=True):
            rows["StageRun"].add(
                id=self._key("stage", number),
                case_id=number,
                stage=stage,
                responsible_id=unit.pk if stage == "handling" else None,
                since=since,
                counted_from=since,
                amount=version.handle_amount,
                unit=version.handle_unit,
                due_at=until,
                ended_at=ended,
            )
        self._beside(number, steps, hands, place.pk, entries)
        self._record(number, place.pk, unit, hands, entries)

    @staticmethod
    def _escalation(due: datetime | None, end: datetime) -> str:
        return "street" if due is not None and due < end - timedelta(days=1) else "none"

    def _beside(self, number: int, steps: int, hands: dict[str, int], path: str, entries: list[Any]) -> None:
        """Parts, contact, photos, rating."""
        lot, rows = self.lot, self.rows
        if steps > 3:
            rows["CasePart"].add(
                id=self._key("part", number),
                case_id=number,
                person_id=hands["unit"],
                part="handled",
                since=entries[3][2],
            )
        if steps > 5:
            rows["CasePart"].add(
                id=self._key("part", number),
                case_id=number,
                person_id=hands["grid"],
                part="verified",
                since=entries[5][2],
            )
        if lot.random() < 0.4:
            rows["Contact"].add(case_id=number, name="刘建国", phone=f"+86138{number % 100_000_000:08}")
        for role, needed in (("report", 1), ("after", 5)):
            if steps >= needed and lot.random() < 0.6:
                key = uuid.UUID(int=(number << 8) + needed)
                at = entries[needed - 1][2]
                rows["Photo"].add(
                    id=key,
                    purpose="case",
                    file=f"photos/{key}.jpg",
                    thumbnail=f"photos/{key}.thumb.jpg",
                    width=1200,
                    height=900,
                    bytes=180_000,
                    sha256=f"{number:063x}{needed}",
                    perceptual_hash=f"{lot.getrandbits(64):016x}",
                    uploaded_at=at,
                )
                rows["CasePhoto"].add(id=self._key("photo", number), case_id=number, photo_id=key, role=role)
        if steps == len(LIFE) and lot.random() < 0.3:
            rows["Rating"].add(
                id=number,
                subject=f"case/{number}",
                service="cases",
                place_id=path,
                score=lot.choice((3, 4, 4, 5, 5)),
                rated_at=entries[-1][2] + timedelta(hours=5),
            )

    def _record(self, number: int, path: str, unit: Any, hands: dict[str, int], entries: list[Any]) -> None:
        """The chain in the ledger, hashed as the ledger hashes."""
        from jiayuan.foundation.ledger.hashing import canonical, digest_payload, hash_facts, spell_moment

        who = {"report": None, "accept": hands["unit"], "hand_in": hands["unit"], "pass": hands["grid"]}
        name, head, before = f"case/{number}", "", ""
        for at_number, (action, state, at) in enumerate(entries, start=1):
            actor = who.get(action, hands["desk"])
            role = "reporter" if action == "report" else "unit" if actor == hands["unit"] else "desk"
            after = {"state": state, "role": role, "words": "已到现场处理" if action == "hand_in" else ""}
            if action in ("dispatch", "accept", "hand_in"):
                after["unit"] = unit.name
            text = canonical({"before": {"state": before} if before else {}, "after": after})
            salt = f"{number:028x}{at_number:04x}"
            digest = digest_payload(text, salt)
            source = "phone" if action == "report" else "console"
            facts = [
                name,
                at_number,
                f"cases.{action}",
                spell_moment(at),
                actor,
                None,
                path,
                source,
                None,
                digest,
                head,
            ]
            before, previous, head = state, head, hash_facts(facts)
            self.rows["Entry"].add(
                id=FIRST_ENTRY + self._key("entry", number),
                stream_id=name,
                number=at_number,
                action=f"cases.{action}",
                at=at,
                actor_id=actor,
                place_path=path,
                source=source,
                payload=text,
                salt=salt,
                payload_digest=digest,
                previous_hash=previous,
                hash=head,
            )
        self.rows["Stream"].add(name=name, length=len(entries), head=head)
