"""What words are usually filed as: how well it is known, and that nothing is known that should be forgotten."""

import io
import pickle
from datetime import timedelta

import numpy as np
import pytest
from django.core import signing

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.common.errors import Conflict, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.personal_data import erase_cases
from jiayuan.services.cases.domain.queries.catalogue import current_versions
from jiayuan.services.cases.domain.queries.searching import search_categories
from jiayuan.services.cases.domain.suggesting.examples import read_examples
from jiayuan.services.cases.domain.suggesting.features import plain
from jiayuan.services.cases.domain.suggesting.learn import (
    learn_nightly,
    learn_without_forgotten,
    train_model,
)
from jiayuan.services.cases.domain.suggesting.linear import LinearModel
from jiayuan.services.cases.domain.suggesting.suggest import SALT, Proposals, propose
from jiayuan.services.cases.domain.suggesting.use import count_choice
from jiayuan.services.cases.enums import State, SuggestedAt
from jiayuan.services.cases.models import CategoryModel, CategoryVersion, SuggestionUse
from tests.factories import CaseFactory, CategoryFactory, CategoryVersionFactory, PersonFactory
from tests.services.cases.learnt import learnt, sentences
from tests.services.cases.story import COMMUNITY, DISTRICT, actor

pytestmark = pytest.mark.django_db


def two_categories() -> tuple[CategoryVersion, CategoryVersion]:
    lamp = CategoryVersionFactory(
        category=CategoryFactory(code="0106"), name="路灯不亮", name_en="Lamp out", plain_words="灯灭了"
    )
    return CategoryVersionFactory(name="井盖松动", plain_words="井盖响 井盖翘了"), lamp


class TestWhatIsSaid:
    def test_the_catalogue_alone_knows_most_of_what_people_say(self) -> None:
        learnt()
        versions, asked = current_versions(), sentences()
        assert len(asked) == 200
        found = [(code, [each.code for each in propose(words, versions).shown]) for code, words in asked]
        assert sum(codes[:1] == [code] for code, codes in found) >= 155
        assert sum(code in codes for code, codes in found) >= 180

    def test_what_it_proposes_is_mostly_right(self) -> None:
        learnt()
        versions = current_versions()
        sure = [
            (code, found.best.code) for code, words in sentences() if (found := propose(words, versions)).best
        ]
        assert len(sure) >= 60
        assert sum(code == said for code, said in sure) >= 0.9 * len(sure)

    @pytest.mark.parametrize(
        "words",
        ["井盖松了踩上去晃", "精盖松了，踩上去晃", "jinggai song le 踩上去晃", "门口井盖 3 号，松了！"],
    )
    def test_slips_of_ear_and_finger_and_pinyin(self, words: str) -> None:
        learnt()
        assert propose(words, current_versions()).shown[0].code == "P0102"

    def test_it_says_because_of_which_words(self) -> None:
        learnt()
        best = propose("我家楼下的井盖松了，踩上去直晃", current_versions()).shown[0]
        assert "井盖" in best.because
        assert 0 < best.per_cent <= 100

    @pytest.mark.parametrize("words", ["", "１２３４", "🙂", "\x00"])
    def test_of_nothing_nothing_is_said(self, words: str) -> None:
        learnt()
        found = propose(words, current_versions())
        assert (found.shown, found.is_sure, found.best, found.signed) == ([], False, None, "")

    def test_only_what_can_be_reported_is_proposed(self) -> None:
        learnt()
        versions = [each for each in current_versions() if each.category_id != "P0102"]
        assert "P0102" not in [each.code for each in propose("井盖松了踩上去晃", versions).shown]

    def test_before_anything_is_learnt_nothing_is_said(self) -> None:
        assert propose("井盖松了", [CategoryVersionFactory()]) == Proposals()

    def test_the_model_is_read_once_and_then_looked_for(self, django_assert_num_queries) -> None:
        learnt()
        versions = current_versions()
        propose("井盖", versions)
        with django_assert_num_queries(1):
            propose("路灯", versions)

    def test_the_home_box_leads_to_the_category(self) -> None:
        learnt()
        found = search_categories(Actor(), "门口精盖松了 车压上去哐哐响")
        best = max(found, key=lambda each: each.score)
        assert "category=P0102" in best.url


class TestLearning:
    def test_from_what_the_desk_decided(self) -> None:
        manhole, lamp = two_categories()
        CaseFactory(version=lamp, words="黑得伸手不见五指", state=State.FILED)
        CaseFactory(version=manhole, words="无人看过", state=State.REPORTED)
        CaseFactory(version=manhole, words="没有受理", state=State.REJECTED)
        CaseFactory(version=manhole, words="已经忘记", state=State.CLOSED, forgotten_at=now())
        gone = CategoryVersionFactory(category=CategoryFactory(code="0199"), valid_until=now().date())
        CaseFactory(version=gone, words="没有这一类了", state=State.CLOSED)
        examples, cases = read_examples()
        assert cases == 1
        assert [each[:2] for each in examples if each.is_case] == [("黑得伸手不见五指", "0106")]

    def test_is_recorded_and_only_the_newest_keeps_its_weights(self) -> None:
        two_categories()
        first = train_model()
        office = actor(Role.DISTRICT_OFFICER, DISTRICT)
        second = train_model(by=office)
        first.refresh_from_db()
        assert (bytes(first.data), bool(second.data)) == (b"", True)
        assert str(second) == str(second.pk)
        entry = Entry.objects.filter(action="cases.train_model").latest("pk")
        assert (entry.actor_id, entry.payload["after"]["model"]) == (office.pk, second.pk)
        assert propose("井盖响", current_versions()).shown[0].version.name == "井盖松动"

    def test_is_for_the_district_office(self) -> None:
        with pytest.raises(Refused, match="只有区级部门"):
            train_model(by=actor(Role.COMMUNITY_WORKER, COMMUNITY))

    def test_without_two_categories_there_is_nothing_to_learn(self) -> None:
        CategoryVersionFactory()
        with pytest.raises(Conflict, match="不足两个"):
            train_model()
        assert learn_nightly() == "nothing to learn from"

    def test_once_a_night(self) -> None:
        two_categories()
        assert learn_nightly() == "0 cases"
        assert learn_nightly() == "fresh"
        with at(now() + timedelta(days=1)):
            assert learn_nightly() == "0 cases"

    def test_measures_on_cases_that_it_did_not_see(self) -> None:
        manhole, lamp = two_categories()
        for number in range(80):
            word = "零一二三四五六七八九"[number % 10] + "甲乙丙丁戊己庚辛"[number // 10]
            CaseFactory(version=manhole, words=f"{word}路口井盖松了", state=State.CLOSED)
            CaseFactory(version=lamp, words=f"{word}路口的灯灭了", state=State.CLOSED)
        model = train_model()
        assert (model.cases, model.quality["of_cases"]) == (160, True)
        assert 10 < model.measured < 60
        assert model.first == model.three == model.measured

    def test_who_is_forgotten_is_not_learnt_from(self, django_capture_on_commit_callbacks) -> None:
        manhole, _lamp = two_categories()
        person = PersonFactory()
        CaseFactory(version=manhole, words="咯噔咯噔的声音", state=State.CLOSED, reporter=person)
        CaseFactory(version=manhole, words="别人说的", state=State.CLOSED)
        before = train_model()
        learn_without_forgotten()
        assert CategoryModel.objects.count() == 1
        with django_capture_on_commit_callbacks(execute=True):
            erase_cases(person)
        learn_without_forgotten()
        newest = CategoryModel.objects.first()
        assert newest is not None
        assert (before.cases, newest.cases) == (2, 1)
        assert not any("咯噔" in each.text for each in read_examples()[0])


class TestWhatIsKept:
    def test_holds_no_words(self) -> None:
        model = LinearModel.from_bytes(bytes(learnt().data))
        assert model.buckets.dtype == np.int32
        assert set(model.codes) >= {each.category_id for each in current_versions()}

    def test_is_read_without_making_objects(self) -> None:
        out = io.BytesIO()
        np.savez(out, codes=np.array([object()], dtype=object))
        with pytest.raises(ValueError, match="allow_pickle"):
            LinearModel.from_bytes(out.getvalue())
        with pytest.raises(ValueError, match="pickle"):
            LinearModel.from_bytes(pickle.dumps({"codes": []}))

    def test_numbers_say_where_and_not_what(self) -> None:
        assert plain("3号楼，２单元：灯坏了！") == "号楼 单元 灯坏了"


class TestWhetherItWasFollowed:
    def test_is_counted_without_case_and_person(self) -> None:
        learnt()
        shown = propose("井盖松了踩上去晃", current_versions())
        count_choice(shown.signed, "P0102", SuggestedAt.PHONE)
        count_choice(shown.signed, "E0699", SuggestedAt.DESK)
        assert list(
            SuggestionUse.objects.order_by("pk").values_list("at", "suggested", "chosen", "rank")
        ) == [
            ("phone", "P0102", "P0102", 1),
            ("desk", "P0102", "E0699", 0),
        ]
        assert str(SuggestionUse.objects.first()) == "P0102→P0102"
        names = {each.name for each in SuggestionUse._meta.get_fields()}
        assert not names & {"case", "person", "reporter", "words", "place"}

    def test_what_we_did_not_sign_counts_for_nothing(self) -> None:
        learnt()
        count_choice("", "P0102", SuggestedAt.PHONE)
        count_choice("forged:by:somebody", "P0102", SuggestedAt.PHONE)
        count_choice(signing.dumps([0, ["P0102"], 90], salt=SALT), "P0102", SuggestedAt.PHONE)
        assert not SuggestionUse.objects.exists()
