"""Where help is needed, from the form to who is near and to the map of needs and helpers."""

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.enums import Tier, WishAction
from jiayuan.modules.help.models import PostMember, Wish
from tests.factories import PersonFactory, PlaceFactory
from tests.modules.help.scene import BUILDING, COMMUNITY, ESTATE, NEIGHBOUR, Scene
from tests.modules.help.views.test_console_new import FILLED
from tests.modules.help.views.test_console_wishes import signed_in

pytestmark = pytest.mark.django_db
SECOND = f"{COMMUNITY}002"


@pytest.fixture
def scene():
    made = Scene()
    PlaceFactory(path=SECOND, kind="estate")
    return made


def filled(**fields):
    given = {"words": "纱窗坏了", "place_path": COMMUNITY, "contact_phone": "13800138000", "nonce": "a" * 20}
    return given | fields


def offered(client):
    page = client.get(reverse("wish-ask"), follow=True).context
    return [place.path for place in page["courtyards"]], page["sheet"].values.get("courtyard")


@pytest.mark.parametrize("home", [ESTATE, BUILDING])
def test_whoever_has_a_courtyard_finds_it_chosen(scene, home):
    person = PersonFactory(home_place_id=home)
    client = Client()
    client.force_login(person)
    assert offered(client) == ([ESTATE, SECOND], ESTATE)


def test_without_a_home_it_is_asked_once_the_community_is_chosen(scene):
    client = Client()
    assert offered(client) == ([], None) or offered(client) == ([], "")
    again = client.post(reverse("wish-ask") + "?again=1", filled())
    assert f'<option value="{ESTATE}">' in again.content.decode()
    assert not Wish.objects.exists()


def test_from_the_phone_form_to_the_row_of_the_courtyard(scene):
    Client().post(reverse("wish-ask"), filled(courtyard=SECOND))
    wish = Wish.objects.get()
    assert wish.place_id == SECOND
    scene.act(wish, WishAction.OPEN, given=Given(title="修纱窗"))
    near = PostMember.objects.reached(wish.place_id, Tier.POINT)
    assert not near.filter(person=scene.point.person).exists(), "a point in another courtyard is not near"
    rows = signed_in(scene.worker).get(reverse("console-coverage")).context["rows"]
    assert {row.place.path: row.needs for row, *_rest in rows} == {ESTATE: 0, SECOND: 1}


def test_a_courtyard_of_the_community_chosen_before_does_not_count(scene):
    Client().post(reverse("wish-ask"), filled(place_path=NEIGHBOUR, courtyard=ESTATE))
    assert Wish.objects.get().place_id == NEIGHBOUR


def test_the_desk_chooses_among_its_courtyards(scene):
    desk = signed_in(scene.worker)
    page = desk.get(reverse("console-wish-new"))
    assert [place.path for place in page.context["courtyards"]] == [ESTATE, SECOND]
    desk.post(reverse("console-wish-new"), FILLED | {"courtyard": ESTATE})
    assert Wish.objects.get().place_id == ESTATE
