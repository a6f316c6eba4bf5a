"""The clock's own duties, and that of Django: see ``foundation.common.registers``."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import Duty, registers

MINUTE, HOUR, DAY = 60, 3600, 86400


def _free() -> int:
    from .domain.work import free_lost_tasks

    return free_lost_tasks()


def _forget() -> int:
    from .domain.work import forget_old_tasks

    return int(forget_old_tasks())


def _expire_sessions() -> None:
    from django.contrib.sessions.backends.db import SessionStore

    SessionStore.clear_expired()


def announce() -> None:
    free = _("Take up tasks whose worker died")
    registers.duties.add("free lost tasks", Duty("free lost tasks", free, MINUTE, _free, 10 * MINUTE))
    forget = _("Forget old background tasks")
    registers.duties.add("forget old tasks", Duty("forget old tasks", forget, DAY, _forget, 2 * DAY))
    expire = _("End sessions that ran out")
    registers.duties.add("expire sessions", Duty("expire sessions", expire, DAY, _expire_sessions, 2 * DAY))
