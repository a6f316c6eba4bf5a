"""Help without a wish: written down in one short form, by the desk and by the keeper of a post."""

import pytest
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today
from jiayuan.modules.help.enums import Tier
from jiayuan.modules.help.models import Post, ServiceRecord
from tests.factories import ClaimFactory, PostMemberFactory, ServiceRecordFactory
from tests.modules.help.scene import COMMUNITY, NEIGHBOUR, Scene, holder

from .test_console_wishes import signed_in
from .test_visits import phone

pytestmark = pytest.mark.django_db
GIVEN = {"words": "广场义剪", "kind": "errand", "people": "12", "minutes": "90"}


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture
def post(scene):
    return Post.objects.get(station=scene.station, tier=Tier.TEAM)


def lines(scene):
    return reverse("console-station-services", args=[scene.station.pk])


def test_the_desk_writes_one_line(scene, post):
    client = signed_in(scene.worker)
    sent = GIVEN | {"post": post.pk, "nonce": "n" * 20}
    for _turn in range(2):
        assert client.post(lines(scene), sent).status_code == 302
    row = ServiceRecord.objects.get()
    assert (row.people, row.minutes, row.day, row.written_by) == (12, 90, today(), scene.worker.person)
    assert "广场义剪" in client.get(lines(scene)).content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("people", "0"), ("minutes", "0"), ("day", "soon"), ("kind", "song")]
)
def test_what_will_not_do_comes_back(scene, post, field, value):
    answer = signed_in(scene.worker).post(lines(scene), GIVEN | {"post": post.pk, field: value})
    assert answer.status_code == 422
    assert answer.context["sheet"].faults_of(field)
    assert "广场义剪" in answer.content.decode()


def test_a_line_is_struck_out_with_a_reason_and_a_wish_is_not(scene, post):
    row = ServiceRecordFactory(post=post)
    of_wish = ServiceRecordFactory(post=post, claim=ClaimFactory(post=post), written_by=None, people=1)
    client = signed_in(scene.worker)

    def strike(line, **fields):
        return client.post(reverse("console-station-strike", args=[scene.station.pk, line.pk]), fields)

    assert strike(row).status_code == 422
    strike(row, reason="写重了")
    row.refresh_from_db()
    assert row.struck_at
    assert strike(of_wish, reason="写重了").status_code == 403
    assert "写重了" in client.get(lines(scene)).content.decode()
    other = Post.objects.get(station__community_id=NEIGHBOUR)
    assert strike(ServiceRecordFactory(post=other), reason="别人的").status_code == 404


def test_other_desks_and_grid_workers_write_nothing(scene, post):
    assert signed_in(holder(Role.COMMUNITY_WORKER, NEIGHBOUR)).get(lines(scene)).status_code == 404
    grid = signed_in(holder(Role.GRID_WORKER, COMMUNITY))
    assert grid.get(lines(scene)).status_code == 200
    assert grid.post(lines(scene), GIVEN | {"post": post.pk}).status_code == 403
    other = Post.objects.get(station__community_id=NEIGHBOUR)
    assert signed_in(scene.worker).post(lines(scene), GIVEN | {"post": other.pk}).status_code == 404


def test_the_keeper_writes_on_the_phone_and_a_helper_does_not(scene, post):
    keeper = PostMemberFactory(post=post, role="keeper")
    address = reverse("help-served", args=[post.pk])
    client = phone(type(scene.worker)(person=keeper.person))
    assert client.post(address, GIVEN | {"people": ""}).status_code == 422
    assert client.post(address, GIVEN).status_code == 302
    assert len(client.get(address).context["lines"]) == 1
    assert address in client.get(reverse("help-near")).content.decode()
    assert phone(scene.team).get(address).status_code == 403
