from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "jiayuan.services.cases"
    label = "cases"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from jiayuan.foundation.places.affected import Affected, affected

        from . import (  # noqa: F401
            announce,
            appeal_rules,
            demand_rules,
            dispute_rules,
            efforts,
            figures,
            notices,
            order_rules,
            rules,
        )
        from .domain.queries.affected import count_affected

        announce.announce()
        affected.add("cases", Affected(_("Open cases"), count_affected, follows=False))
        notices.announce()
