"""What the seed of the demonstration decides: by itself, since here its places are built anew each time."""

import pytest
from django.db import transaction

from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.demo.rollout import tell_rollout
from jiayuan.modules.waste.models import DropPoint, Pilot

from .test_demo import NOW, context_of


@pytest.mark.django_db
def test_the_same_seed_tells_the_same():
    tales = []
    for seed in ("pear", "pear", "plum"):
        with at(NOW), transaction.atomic():
            tell_rollout(context_of(seed, small=True))
            tales.append(
                list(DropPoint.objects.order_by("pk").values_list("estate__name", "name", "latitude"))
            )
            assert Pilot.objects.count() == 2
            transaction.set_rollback(True)
    assert tales[0] == tales[1] != tales[2]
