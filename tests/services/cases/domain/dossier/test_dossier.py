"""A proof file: what is in it for whom, that it proves itself, and that nothing missing stops it."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.base import ContentFile
from PIL import Image

from jiayuan.doors.cli.main import jiayuan
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.documents.archive import check_archive, write_archive
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.domain.chain_file import check_chain, is_in_this_ledger, spell_chain
from jiayuan.foundation.ledger.domain.report import FaultKind
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.dossier.ask import ask_dossier, dossiers_for, find_dossier, hand_out
from jiayuan.services.cases.domain.dossier.build import build_dossier, write_dossier_file
from jiayuan.services.cases.domain.dossier.tidy import forget_dossiers
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.neighbours.personal_data import erase_joinings
from jiayuan.services.cases.domain.perform import perform_action
from jiayuan.services.cases.domain.personal_data import erase_cases
from jiayuan.services.cases.domain.queries.timeline import timeline
from jiayuan.services.cases.enums import Action, DossierKind, DossierState, PhotoRole
from jiayuan.services.cases.models import Case, Contact, Dossier, Joining
from jiayuan.services.cases.outside_enums import OutsideKind
from jiayuan.services.cases.piece_rules import pieces_of
from tests.factories import CasePhotoFactory, RatingFactory
from tests.services.cases.domain.outside.asking import answer, ask
from tests.services.cases.domain.test_splitting import Divided
from tests.services.cases.story import Story, actor

pytestmark = pytest.mark.django_db
OFFICE, REPORTER = DossierKind.OFFICE, DossierKind.REPORTER
NUMBER = "13812345678"


def store(photo: Photo, colour: str = "red") -> None:
    import hashlib

    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    photo.file.save("stored.jpg", ContentFile(out.getvalue()), save=False)
    photo.sha256 = hashlib.sha256(out.getvalue()).hexdigest()
    photo.save()


@pytest.fixture
def closed() -> Story:
    story = Story().until(Action.ACCEPT)
    story.do(Action.ASK_EXTENSION, story.handler, Given(words="等配件", days=2))
    story.do(Action.APPROVE, story.worker, Given())
    answer(ask(story), OutsideKind.TAKE, words="明天来")
    for action in (Action.HAND_IN, Action.PASS, Action.CLOSE, Action.RATE):
        story.do(action)
    for each in Photo.objects.filter(case_photo__case=story.case):
        store(each)
    return story


def made(story: Story, kind: DossierKind = OFFICE, by: Actor | None = None, **asked: Any) -> Dossier:
    case = Case.objects.get(pk=story.case.pk)
    dossier = ask_dossier(
        case, kind, by=by or story.worker, address="https://jiayuan.example/cases/1/", **asked
    )
    write_dossier_file(dossier.pk)
    dossier.refresh_from_db()
    return dossier


def opened(dossier: Dossier, tmp_path: Path) -> dict[str, bytes]:
    path = tmp_path / "proof.zip"
    with dossier.file.open("rb") as file:
        path.write_bytes(file.read())
    checked = check_archive(path)
    assert checked.ok
    return checked.files


def text_of(files: dict[str, bytes]) -> str:
    return "".join(files[each].decode() for each in files if each.endswith((".json", ".txt")))


def test_the_office_gets_it_masked_and_it_proves_itself(closed: Story, tmp_path: Path) -> None:
    dossier = made(closed)
    assert dossier.state == DossierState.READY
    files = opened(dossier, tmp_path)
    assert {
        "case.json",
        "ledger.json",
        "README.txt",
        "manifest.json",
        f"case-{closed.case.number}.pdf",
    } < set(files)
    assert files[f"case-{closed.case.number}.pdf"].startswith(b"%PDF")
    text = text_of(files)
    assert NUMBER not in text
    assert "李奶奶" not in text
    content = json.loads(files["case.json"])
    assert content["reporter"] == {"name": "李**", "phone": "138****5678"}
    assert content["timeline"][0]["what"]
    assert content["requests"][0]["reason"] == "等配件"
    assert content["outside"][0]["answers"][0]["words"] == "明天来"
    assert content["ratings"][0]["score"] == 5
    assert content["deadlines"][0]["because"]
    entries = json.loads(files["ledger.json"])["entries"]
    assert len(entries) == Entry.objects.filter(stream_id=closed.case.stream).count()
    assert check_chain(entries).ok
    assert not any("payload" in each for each in entries)


def test_in_full_only_for_a_recorded_reason_and_for_who_gave_it(closed: Story, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as wrong:
        made(closed, in_full=True)
    assert wrong.value.field == "reason"
    dossier = made(closed, in_full=True, reason="法院调取")
    files = opened(dossier, tmp_path)
    assert NUMBER in text_of(files)
    assert check_chain(json.loads(files["ledger.json"])["entries"]).ok
    entry = Entry.objects.filter(stream_id=closed.case.stream).order_by("number").last()
    assert entry
    assert entry.action == "cases.dossier"
    assert entry.payload["after"] == {
        "words": "法院调取",
        "role": "desk",
        "reader": "office",
        "in_full": True,
    }
    assert dossiers_for(closed.case, OFFICE, by=closed.worker) == [dossier]
    assert dossiers_for(closed.case, OFFICE, by=closed.grid) == []
    with pytest.raises(Refused):
        made(closed, by=closed.colleague, in_full=True, reason="好奇")


def test_in_full_not_after_the_right_has_ended_and_each_fetch_is_recorded() -> None:
    """Who handles a case reaches its reporter while it is in their hands, and works on it for longer."""
    story = Story().until(Action.ACCEPT)
    full, masked = made(story, by=story.handler, in_full=True, reason="上门"), made(story, by=story.handler)
    fetched = Entry.objects.filter(stream_id=story.case.stream, action="cases.dossier_fetched")
    for dossier in (full, masked):
        hand_out(story.case, OFFICE, dossier.pk, by=story.handler).close()
    assert [each.payload["after"]["in_full"] for each in fetched.order_by("number")] == [True, False]
    assert {each.actor_id for each in fetched} == {story.handler.pk}
    assert [each.what for each in timeline(story.case, story.handler)][-2:] == ["取走证明材料"] * 2
    for action in (Action.HAND_IN, Action.PASS, Action.CLOSE):
        case = story.do(action)
    with pytest.raises(Refused):
        hand_out(case, OFFICE, full.pk, by=story.handler)
    assert fetched.count() == 2
    hand_out(case, OFFICE, masked.pk, by=story.handler).close()


def test_the_reporter_gets_their_own_and_nothing_of_others(closed: Story, tmp_path: Path) -> None:
    files = opened(made(closed, REPORTER, closed.resident), tmp_path)
    text = text_of(files)
    assert NUMBER in text
    for each in (closed.handler, closed.worker, closed.grid):
        assert each.person.name not in text
    content = json.loads(files["case.json"])
    assert "requests" not in content
    assert "outside" not in content
    assert "等配件" not in text
    with_content = [each for each in json.loads(files["ledger.json"])["entries"] if "payload" in each]
    assert {json.loads(each["payload"])["after"]["role"] for each in with_content} == {"reporter"}
    assert check_chain(with_content[:1]).ok


@pytest.mark.parametrize(("kind", "who"), [(OFFICE, "resident"), (REPORTER, "worker"), (REPORTER, "handler")])
def test_nobody_else_has_one_made(closed: Story, kind: DossierKind, who: str) -> None:
    with pytest.raises(Refused) as refused:
        made(closed, kind, getattr(closed, who))
    assert refused.value.remedy
    assert dossiers_for(closed.case, kind, by=getattr(closed, who)) == []
    with pytest.raises(Missing):
        find_dossier(closed.case, kind, 1, by=getattr(closed, who))


def test_the_same_case_gives_the_same_bytes(closed: Story) -> None:
    dossier = made(closed)
    with at(now() + timedelta(days=40)):
        assert build_dossier(dossier)[0] == build_dossier(dossier)[0]
    with dossier.file.open("rb") as file:
        assert build_dossier(dossier)[0] == file.read()


def test_a_photo_that_is_gone_changed_or_broken_is_named(closed: Story, tmp_path: Path) -> None:
    closed.do(
        Action.REOPEN, closed.resident, Given(words="又坏了", photo_ids=[closed.photo(closed.resident)])
    )
    gone, changed = Photo.objects.filter(case_photo__case=closed.case).order_by("case_photo__pk")
    gone.file.storage.delete(gone.file.name)
    changed.file.save("other.jpg", ContentFile(b"no picture"), save=True)
    dossier = made(closed)
    assert (dossier.state, dossier.missing) == (DossierState.READY, 2)
    files = opened(dossier, tmp_path)
    named = json.loads(files["manifest.json"])["missing"]
    assert [each["state"] for each in named] == ["missing", "changed"]
    assert len([each for each in files if each.startswith("photos/")]) == 1
    import hashlib

    changed.sha256 = hashlib.sha256(b"no picture").hexdigest()
    changed.save()
    assert made(closed).missing == 1


def test_rare_names_pictures_in_words_and_no_photos(tmp_path: Path) -> None:
    story = Story()
    Contact.objects.filter(case=story.case).update(name="䶮𠮷𪚥")
    Case.objects.filter(pk=story.case.pk).update(words="井盖😀👍🏽 #panic() $x$ 👨‍👩‍👧\n𪚥 \\ `")
    files = opened(made(story, REPORTER, story.resident), tmp_path)
    assert json.loads(files["case.json"])["reporter"]["name"] == "䶮𠮷𪚥"


def test_asked_for_twice_is_made_once(closed: Story) -> None:
    first, second = (made(closed, nonce="n" * 20) for _ in range(2))
    assert first.pk == second.pk
    assert Entry.objects.filter(action="cases.dossier").count() == 1
    other = Story()
    with pytest.raises(Conflict):
        made(other, nonce="n" * 20)


def test_what_fails_says_so_and_is_made_the_next_time(closed: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    from jiayuan.services.cases.domain.dossier import build

    case = Case.objects.get(pk=closed.case.pk)
    dossier = ask_dossier(case, OFFICE, by=closed.worker)
    with pytest.raises(Conflict):
        find_dossier(case, OFFICE, dossier.pk, by=closed.worker)
    with monkeypatch.context() as broken:
        broken.setattr(build, "TEMPLATE", Path("/nowhere.typ"))
        with pytest.raises(FileNotFoundError):
            write_dossier_file(dossier.pk)
    with pytest.raises(Missing):
        find_dossier(case, OFFICE, dossier.pk, by=closed.worker)
    for _ in range(2):
        write_dossier_file(dossier.pk)
    assert find_dossier(case, OFFICE, dossier.pk, by=closed.worker).state == DossierState.READY
    write_dossier_file(0)


def test_it_does_not_stay(closed: Story) -> None:
    dossier = made(closed)
    assert forget_dossiers() == 0
    with at(now() + timedelta(days=8)):
        assert forget_dossiers() == 1
    with pytest.raises(Missing):
        find_dossier(closed.case, OFFICE, dossier.pk, by=closed.worker)
    again = made(closed)
    erase_cases(closed.resident.person)
    again.refresh_from_db()
    assert (again.state, again.file.name) == (DossierState.FORGOTTEN, "")


def test_what_is_being_written_while_somebody_is_forgotten_is_not_kept(
    closed: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was read before, and holds what nobody may hold any more."""
    from jiayuan.services.cases.domain.dossier import build

    def forgotten_meanwhile(dossier: Dossier) -> Any:
        made_of_all = build_dossier(dossier)
        erase_cases(closed.resident.person)
        return made_of_all

    monkeypatch.setattr(build, "build_dossier", forgotten_meanwhile)
    dossier = made(closed, in_full=True, reason="法院调取")
    assert (dossier.state, dossier.file.name) == (DossierState.FORGOTTEN, "")


def test_a_neighbour_who_is_forgotten_is_in_no_file(closed: Story) -> None:
    neighbour = actor()
    Joining.objects.create(case=closed.case, person=neighbour.person, token_hash="t" * 64, joined_at=now())
    dossier = made(closed, in_full=True, reason="法院调取")
    erase_joinings(neighbour.person)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.file.name) == (DossierState.FORGOTTEN, "")


def test_a_reporter_gets_neither_words_nor_photos_that_are_not_for_them(
    closed: Story, tmp_path: Path
) -> None:
    RatingFactory(subject=closed.case.stream, round=1, rater="joining/1", words="邻居的话")
    for role in (PhotoRole.JOINED, PhotoRole.ORDER):
        CasePhotoFactory(case=closed.case, role=role)
    own = text_of(opened(made(closed, REPORTER, closed.resident), tmp_path))
    assert "邻居的话" not in own
    assert "很快" in own
    assert "-after.jpg" in own
    assert "-joined.jpg" not in own
    assert "-order.jpg" not in own


class TestDivided:
    """Every part is in the file of the case that leads, and the case that leads in the file of a part."""

    @pytest.fixture
    def divided(self) -> Divided:
        divided = Divided()
        water, power = divided.split(
            divided.draft(divided.water, "关闸，钥匙问 13900001111"), divided.draft(divided.power, "移开电缆")
        )
        divided.end(water)
        perform_action(power.pk, Action.ACCEPT, by=divided.people[divided.power.pk])
        for each in Photo.objects.filter(case_photo__isnull=False):
            store(each)
        return divided

    def test_the_office_has_each_part_with_its_course_photos_and_chain(
        self, divided: Divided, tmp_path: Path
    ) -> None:
        files = opened(made(divided.story), tmp_path)
        water, power = json.loads(files["case.json"])["parts"]
        assert (water["part"], water["unit"], water["state"]) == (1, "水务公司", "已结案")
        assert (power["state"], power["closed_at"]) == ("处置中", "")
        assert water["words"] == "关闸，钥匙问 139****1111"
        assert [each["what"] for each in water["timeline"]][-1] == "已结案"
        assert water["deadlines"][0]["kept"] == "按时"
        assert [each["name"] for each in water["photos"]] == ["photos/part-1/01-after.jpg"]
        assert files["photos/part-1/01-after.jpg"][:3] == b"\xff\xd8\xff"
        for part in (water, power):
            entries = json.loads(files[f"ledger-{part['number']}.json"])["entries"]
            assert check_chain(entries).ok
            assert len(entries) > 2
        assert f"ledger-{power['number']}.json" in files["README.txt"].decode()

    def test_a_shell_checks_the_chain_of_every_part(self, divided: Divided, tmp_path: Path) -> None:
        files = opened(made(divided.story), tmp_path)
        name = next(each for each in files if each.startswith("ledger-"))
        path = tmp_path / "proof.zip"
        done = CliRunner().invoke(jiayuan, ["ledger", "verify-file", str(path), "--here"])
        assert done.exit_code == 0, done.output
        assert done.output.count("Last entry of case/") == 3
        with zipfile.ZipFile(path) as archive:
            files = {each: archive.read(each) for each in archive.namelist()}
        chain = json.loads(files[name])
        chain["entries"][-1]["action"] = "cases.reject"
        with zipfile.ZipFile(path, "w") as archive:
            for each, content in (files | {name: json.dumps(chain).encode()}).items():
                archive.writestr(each, content)
        done = CliRunner().invoke(jiayuan, ["ledger", "verify-file", str(path)])
        assert done.exit_code == 1
        assert f"#{len(chain['entries'])}" in done.output

    def test_the_reporter_reads_what_their_page_says_of_the_parts(
        self, divided: Divided, tmp_path: Path
    ) -> None:
        files = opened(made(divided.story, REPORTER, divided.story.resident), tmp_path)
        water, _power = json.loads(files["case.json"])["parts"]
        assert (water["unit"], water["words"]) == ("水务公司", "关闸，钥匙问 139****1111")
        assert {"number", "timeline", "photos"}.isdisjoint(water)
        assert not [each for each in files if each.startswith("ledger-")]

    def test_a_part_names_the_case_that_leads(self, divided: Divided, tmp_path: Path) -> None:
        divided.story.case, whole = pieces_of(divided.story.case)[0], divided.story.case
        files = opened(made(divided.story), tmp_path)
        content = json.loads(files["case.json"])
        assert content["lead"]["number"] == whole.number
        assert "parts" not in content


class TestVerifyFile:
    def run(self, path: Path, *options: str) -> Any:
        return CliRunner().invoke(jiayuan, ["ledger", "verify-file", str(path), *options])

    @pytest.fixture
    def proof(self, closed: Story, tmp_path: Path) -> Path:
        path = tmp_path / "proof.zip"
        with made(closed, in_full=True, reason="核对").file.open("rb") as file:
            path.write_bytes(file.read())
        return path

    def test_as_it_was_made(self, proof: Path) -> None:
        done = self.run(proof, "--here")
        assert done.exit_code == 0, done.output
        assert "The ledger here holds the entries." in done.output
        assert "Every file is as it was made here." in done.output

    @pytest.mark.parametrize("ending", ["case.json", ".pdf"])
    def test_a_forged_file_with_new_sums_is_not_what_was_made_here(self, proof: Path, ending: str) -> None:
        with zipfile.ZipFile(proof) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        name = next(each for each in files if each.endswith(ending))
        about = json.loads(files["manifest.json"])
        listed = {each: files[each] for each in files if each not in ("manifest.json", "SHA256SUMS")}
        proof.write_bytes(write_archive(listed | {name: files[name] + b" "}, about))
        alone, here = self.run(proof), self.run(proof, "--here")
        assert alone.exit_code == 0
        assert "as it was made" not in alone.output
        assert "only the ledger of the district knows" in alone.output
        assert here.exit_code == 1
        assert "not those of any proof file" in here.output

    def test_a_changed_file_and_a_changed_entry_are_named(self, proof: Path) -> None:
        with zipfile.ZipFile(proof) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        chain = json.loads(files["ledger.json"])
        chain["entries"][1]["action"] = "cases.reject"
        files["ledger.json"] = json.dumps(chain).encode()
        with zipfile.ZipFile(proof, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        done = self.run(proof)
        assert done.exit_code == 1
        assert "ledger.json: changed" in done.output
        assert "#2" in done.output

    def test_what_is_no_proof_file(self, tmp_path: Path) -> None:
        path = tmp_path / "x.zip"
        path.write_bytes(b"nothing")
        done = self.run(path)
        assert done.exit_code == 1
        assert "Error" in done.output


class TestChain:
    @pytest.fixture
    def chain(self, closed: Story) -> list[dict[str, Any]]:
        return spell_chain(closed.case.stream, lambda _entry: True)

    def faults(self, chain: list[dict[str, Any]]) -> set[FaultKind]:
        return {each.kind for each in check_chain(chain).faults}

    def test_whole(self, chain: list[dict[str, Any]]) -> None:
        assert self.faults(chain) == set()
        assert is_in_this_ledger(chain)
        assert not is_in_this_ledger([])
        assert not is_in_this_ledger([{**chain[-1], "hash": "0" * 64}])

    def test_each_way_of_tampering_is_found(self, chain: list[dict[str, Any]]) -> None:
        assert self.faults(chain[:1] + chain[2:]) == {FaultKind.MISSING}
        assert FaultKind.PAYLOAD_CHANGED in self.faults([{**chain[0], "payload": "{}"}])
        assert FaultKind.CHANGED in self.faults([{**chain[0], "action": "x"}])
        relinked = [chain[0], {**chain[1], "previous_hash": "0" * 64}]
        assert FaultKind.UNLINKED in self.faults(relinked)
        assert self.faults([{"number": 1}]) == {FaultKind.UNREADABLE}
        assert self.faults(["no entry"]) == {FaultKind.UNREADABLE}  # type: ignore[list-item]
