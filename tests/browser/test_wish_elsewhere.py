"""A wish that is needed elsewhere, as who wished and the desk say so."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import PlaceFactory
from tests.modules.help.scene import COMMUNITY, ESTATE, Scene

from .conftest import Screen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
READERS: list[dict[str, Any]] = [{}, {"language": "en"}, {"care": True, "theme": "dark"}]


@pytest.mark.parametrize("reader", READERS, ids=["plain", "english", "care-dark"])
def test_each_side_says_where(screen: Callable[..., Screen], reader: dict[str, Any]) -> None:
    other = PlaceFactory(path=f"{COMMUNITY}009", kind="estate", name="九号院")
    scene = Scene()
    wish = scene.opened(place_path=ESTATE)
    desk = screen("desk", person=scene.worker.person, **reader)
    desk.open(reverse("console-wish-place", args=[wish.number]))
    desk.look("place")
    own = screen(person=scene.wisher.person, **reader)
    page = own.open(reverse("wish-place", args=[wish.number]))
    own.look("place")
    page.locator("#id_courtyard").select_option(other.path)
    page.locator("form button.btn-primary").click()
    page.wait_for_url(f"**{reverse('wish', args=[wish.number])}")
    own.look("moved")
    desk.open(reverse("console-wish", args=[wish.number]))
    desk.look("moved")
    wish.refresh_from_db()
    assert wish.place_id == other.path
