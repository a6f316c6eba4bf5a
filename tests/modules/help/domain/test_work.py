"""What waits at the desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.clock.now import at
from jiayuan.modules.help.domain.claims import fulfil_claim
from jiayuan.modules.help.domain.queries.work import CALL, RAISED, SORT, TOP, VERIFY, work_counts, work_items
from jiayuan.modules.help.models import Post, Wish
from tests.factories import PostMemberFactory
from tests.modules.help.scene import COMMUNITY, MONDAY, NEIGHBOUR, Scene, holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene()


def kinds(actor):
    items = [(each.kind, each.url) for each in work_items(actor, 20)]
    counted = {kind: many for kind, (_label, many) in work_counts(actor).items()}
    assert counted == {kind: sum(each == kind for each, _url in items) for kind in dict(items)}
    return [kind for kind, _url in items]


def test_a_wish_waits_to_be_looked_at_with_its_time(scene):
    wish = scene.posted(words="找王阿姨 13800138000")
    (item,) = work_items(scene.worker, 20)
    assert (item.kind, item.due_at) == (SORT, wish.sort_by)
    assert wish.number in item.url
    assert "13800138000" not in item.title


def test_each_desk_sees_its_own_places(scene):
    scene.posted()
    assert kinds(scene.worker) == [SORT]
    assert kinds(holder(Role.COMMUNITY_WORKER, NEIGHBOUR)) == []
    assert kinds(scene.wisher) == []


def test_whoever_decides_nothing_is_asked_nothing(scene):
    scene.posted()
    assert kinds(holder(Role.GRID_WORKER, COMMUNITY)) == []


def test_what_nobody_took_on_waits_for_the_community(scene):
    wish = scene.opened()
    assert kinds(scene.worker) == []
    Wish.objects.filter(pk=wish.pk).update(climbs_at=None)
    assert kinds(scene.worker) == [TOP]


def test_a_call_is_due_before_silence_counts_as_yes(scene):
    with at(MONDAY):
        fulfil_claim(scene.claimed().pk, by=scene.point)
        assert kinds(scene.worker) == []
    with at(Wish.objects.get().confirm_by - timedelta(days=1)):
        assert kinds(scene.worker) == [CALL]


def test_the_most_urgent_first_and_no_more_than_asked_for(scene):
    wishes = [scene.posted() for _each in range(3)]
    Wish.objects.filter(pk=wishes[2].pk).update(sort_by=MONDAY)
    found = work_items(scene.worker, 2)
    assert [each.key for each in found] == [f"{SORT}/{wishes[2].pk}", f"{SORT}/{wishes[0].pk}"]


def test_the_inbox_asks_once_and_reads_what_it_found(scene, django_assert_num_queries):
    work_items(scene.worker, 20)
    with django_assert_num_queries(1):
        assert work_items(scene.worker, 20) == []
    scene.posted()
    scene.posted()
    PostMemberFactory(post=Post.objects.get(station=scene.station, tier="team"), verified_at=None)
    work_items(scene.worker, 20)
    with django_assert_num_queries(3):
        assert len(work_items(scene.worker, 20)) == 3


class TestAbove:
    """The street and the district: what is theirs, not what the community does every day."""

    @pytest.fixture
    def street(self):
        return holder(Role.STREET_OFFICER, COMMUNITY[:9])

    @pytest.fixture
    def district(self):
        return holder(Role.DISTRICT_OFFICER, COMMUNITY[:6])

    def test_what_the_community_does_is_not_theirs(self, scene, street, district):
        scene.posted()
        Wish.objects.filter(pk=scene.opened().pk).update(climbs_at=None)
        PostMemberFactory(post=Post.objects.get(station=scene.station, tier="team"), verified_at=None)
        assert kinds(scene.worker) == [SORT, TOP, VERIFY]
        assert kinds(street) == kinds(district) == []

    def test_what_nobody_looked_at_in_time_goes_up(self, scene, street, district):
        wish = scene.posted()
        with at(wish.sort_by + timedelta(hours=1)):
            assert (kinds(scene.worker), kinds(street), kinds(district)) == ([SORT], [RAISED], [])
        with at(wish.sort_by + timedelta(days=4)):
            assert kinds(district) == [RAISED]

    def test_nobody_else_to_decide_about_the_only_worker(self, scene, street, district):
        PostMemberFactory(
            post=Post.objects.first(), person=scene.worker.person, verified_at=None, verified_by=None
        )
        assert (kinds(scene.worker), kinds(street), kinds(district)) == ([], [VERIFY], [])

    def test_where_nobody_works_below_it_is_theirs(self, scene, street, district):
        scene.posted()
        RoleGrant.objects.filter(person=scene.worker.person).update(revoked_at=timezone.now())
        assert (kinds(street), kinds(district)) == ([SORT], [])
        RoleGrant.objects.filter(person=street.person).update(revoked_at=timezone.now())
        assert kinds(district) == [SORT]
