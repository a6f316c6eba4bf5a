"""What notices offer to the floors above: see ``foundation.common.registers``."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.registers import (
    Duty,
    NoticeKind,
    PersonalDataHolder,
    SettingsPage,
    registers,
)

from .domain.alarm import KIND, watch_duties
from .domain.deliver import deliver_due
from .domain.personal_data import COVERED, erase_notices, export_notices, forget_words
from .domain.tidy import tidy_outbox
from .enums import Way

MINUTE, DAY = 60, 86400


def phones(people: Sequence[Any]) -> Mapping[Any, str]:
    return {person.pk: person.phone for person in people if person.phone}


def mailboxes(people: Sequence[Any]) -> Mapping[Any, str]:
    return {person.pk: person.email for person in people if person.email}


def announce() -> None:
    registers.addresses.add(Way.SMS, phones)
    registers.addresses.add(Way.EMAIL, mailboxes)
    registers.personal_data.add(
        "notices", PersonalDataHolder(_("Notices"), export_notices, erase_notices, COVERED)
    )
    registers.after_erase.add("notices", forget_words)
    _announce_duties()
    registers.notices.add(
        KIND,
        NoticeKind(
            KIND,
            _("Something stopped"),
            _("What has to happen by the clock does not"),
            (Way.WECHAT, Way.SMS, Way.EMAIL),
            is_urgent=True,
            for_roles=(Role.IT_STAFF,),
        ),
    )
    registers.settings_pages.add(
        "outbox",
        SettingsPage(
            _("Outbox"),
            _("Messages that wait, that left, that did not"),
            "send",
            "console-outbox",
            lambda actor: actor.reach.has_any([Role.IT_STAFF]),
        ),
    )


def _announce_duties() -> None:
    send = Duty("send notices", _("Send messages"), 5, deliver_due, 10 * MINUTE, lease=2 * MINUTE, apart=True)
    watch = Duty(
        "watch duties", _("Watch that everything is done in time"), MINUTE, watch_duties, 10 * MINUTE
    )
    tidy = Duty("tidy outbox", _("Tidy the outbox"), DAY, tidy_outbox, 2 * DAY)
    for duty in (send, watch, tidy):
        registers.duties.add(duty.name, duty)
