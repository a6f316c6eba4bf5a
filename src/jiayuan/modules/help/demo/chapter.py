"""Ten stations of one street with what they did since 2019, and two of today with wishes in every state."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH

from ..domain.ladder import load_ladder
from ..models import Wish
from .calling import tell_callbacks
from .fund import tell_fund
from .in_parts import tell_parts
from .living import tell_wishes
from .network import build_network
from .street import tell_street
from .things import tell_things
from .visits import tell_visits
from .wall import tell_wall


def tell_help(context: DemoContext) -> None:
    with at(context.opening):
        load_ladder()
    with at(context.now), transaction.atomic():
        street = tell_street(context)
    context.progress(_("Help stations: %(stations)s with %(people)s helpers") % street)
    context.pulse()
    network = build_network(context)
    tell_things(context, network)
    tell_visits(context, network)
    tell_wishes(context, network)
    tell_parts(context, network)
    tell_fund(context, network.courtyard.path[:COMMUNITY_LENGTH])
    tell_wall(network)
    tell_callbacks(context)
    Wish.objects.update(is_demo=True)
    context.pulse()
