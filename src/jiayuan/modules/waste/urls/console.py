"""Pages for those who look after waste sorting."""

from django.urls import path

from ..views import (
    console_appointments,
    console_coverage,
    console_entries,
    console_estate,
    console_fleet,
    console_inspections,
    console_quality,
    console_rounds,
    console_scorecards,
    console_shifts,
    console_trying,
)

urlpatterns = [
    path("waste/fleet/", console_fleet.fleet, name="console-waste-fleet"),
    path("waste/fleet/<slug:what>/<int:pk>/", console_fleet.act, name="console-waste-fleet-act"),
    path("waste/rounds/", console_rounds.board, name="console-waste-rounds"),
    path("waste/rounds/plan/", console_rounds.plan_day, name="console-waste-plan-day"),
    path("waste/rounds/<int:pk>/driver/", console_entries.driver, name="console-waste-round-driver"),
    path("waste/rounds/<int:pk>/<slug:what>/", console_rounds.act, name="console-waste-round-act"),
    path("waste/plans/<int:pk>/", console_rounds.plan, name="console-waste-plan"),
    path("waste/plans/<int:pk>/<slug:what>/", console_rounds.decide, name="console-waste-plan-decide"),
    path("waste/stops/<int:pk>/correct/", console_rounds.correct, name="console-waste-stop-correct"),
    path(
        "waste/tickets/<int:pk>/correct/",
        console_rounds.correct_unloading,
        name="console-waste-ticket-correct",
    ),
    path("waste/shifts/", console_shifts.shifts, name="console-waste-shifts"),
    path("waste/shifts/<int:pk>/<slug:what>/", console_shifts.act, name="console-waste-shift-act"),
    path("waste/weights/", console_quality.weights, name="console-waste-weights"),
    path("waste/weights/<int:pk>/", console_quality.look, name="console-waste-look"),
    path("waste/places/", console_scorecards.scorecards, name="console-waste-scorecards"),
    path("waste/places/<str:path>/", console_scorecards.scorecard, name="console-waste-scorecard"),
    path("waste/effect/", console_quality.effect, name="console-waste-effect"),
    path("waste/inspections/", console_inspections.inspections, name="console-waste-inspections"),
    path("waste/inspections/<int:pk>/", console_inspections.inspection, name="console-waste-inspection"),
    path("waste/points/<int:pk>/inspect/", console_inspections.new, name="console-waste-inspect"),
    path("waste/appointments/", console_appointments.day_list, name="console-waste-appointments"),
    path("waste/appointments/offer/", console_appointments.offer, name="console-waste-offer"),
    path("waste/hours/<int:pk>/<slug:what>/", console_appointments.turn, name="console-waste-hours"),
    path(
        "waste/appointments/<int:pk>/<slug:what>/",
        console_appointments.end,
        name="console-waste-appointment-end",
    ),
    path("waste/", console_coverage.coverage, name="console-waste"),
    path("waste/export/", console_coverage.export, name="console-waste-export"),
    path("waste/zones/", console_trying.zones, name="console-waste-zones"),
    path("waste/zones/<int:pk>/end/", console_trying.end, name="console-waste-zone-end"),
    path("waste/communities/<str:path>/", console_coverage.community, name="console-waste-community"),
    path("waste/estates/<str:path>/", console_estate.estate, name="console-waste-estate"),
    path("waste/estates/<str:path>/<slug:what>/", console_estate.act, name="console-waste-act"),
]
