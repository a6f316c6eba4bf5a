"""Fill what the whole life of a case asks for: from when terms count, how long suspensions last, who handled."""

from django.db import migrations
from django.db.models import F

from jiayuan.foundation.clock.deadline import deadline
from jiayuan.foundation.clock.term import Term, TermUnit

WORKED_ON = ("handling", "suspended", "handed_in")
TAKING = ("cases.accept", "cases.take_over", "cases.hand_in")
OTHERWISE_DAYS = 5


def fill(apps, _schema):
    apps.get_model("cases", "StageRun").objects.filter(counted_from=None).update(counted_from=F("since"))
    _plan_suspensions(apps)
    _remember_handlers(apps)


def _plan_suspensions(apps):
    """An open suspension ends after the days that were granted for it."""
    Pause, Request = apps.get_model("cases", "Pause"), apps.get_model("cases", "Request")
    for pause in Pause.objects.filter(until=None).select_related("run"):
        granted = Request.objects.filter(case=pause.run.case_id, kind="suspension", state="approved")
        asked = granted.filter(decided_at__lte=pause.since).order_by("-id").first()
        days = asked.days if asked else OTHERWISE_DAYS
        pause.planned_until = deadline(pause.since, Term(days, TermUnit.WORKING_DAYS))
        pause.reason = asked.reason if asked else ""
        pause.save()


def _remember_handlers(apps):
    """Of the cases that are being worked on, from the ledger: whoever took it since it was last opened."""
    Case, CasePart = apps.get_model("cases", "Case"), apps.get_model("cases", "CasePart")
    Entry = apps.get_model("ledger", "Entry")
    for case in Case.objects.filter(state__in=WORKED_ON).iterator(chunk_size=500):
        found = {case.handler_id: case.stage_since or case.reported_at} if case.handler_id else {}
        entries = Entry.objects.filter(stream_id=f"case/{case.pk}").order_by("-number")
        for action, person, at in entries.values_list("action", "actor_id", "at"):
            if action == "cases.reopen":
                break
            if action in TAKING and person is not None:
                found[person] = at
        CasePart.objects.bulk_create(
            CasePart(case=case, person_id=person, round=case.round, part="handled", since=since)
            for person, since in found.items()
        )


class Migration(migrations.Migration):

    dependencies = [("cases", "0003_whole_life"), ("ledger", "0002_stored_text")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
