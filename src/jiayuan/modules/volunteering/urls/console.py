"""Pages of the console for pairings, lists, plans, volunteers and teams."""

from django.urls import path

from ..views import console_pairings, console_plans, console_teams, console_volunteers, console_yearly

urlpatterns = [
    path("pairings/", console_pairings.pairings, name="console-pairings"),
    path("pairings/new/", console_pairings.propose, name="console-pairing-new"),
    path("pairings/lists/", console_yearly.lists, name="console-yearly"),
    path("pairings/lists/new/", console_yearly.write, name="console-yearly-new"),
    path("pairings/lists/<int:pk>/match/", console_yearly.match, name="console-yearly-match"),
    path("pairings/lists/<int:pk>/done/", console_yearly.finish, name="console-yearly-done"),
    path("pairings/plans/", console_plans.plans, name="console-season-plans"),
    path("pairings/plans/season/", console_plans.season, name="console-season-new"),
    path("pairings/plans/<int:pk>/", console_plans.plan, name="console-season-plan"),
    path("pairings/plans/<int:pk>/what-if/", console_plans.what_if, name="console-plan-what-if"),
    path("pairings/plans/<int:pk>/stop/", console_plans.stop, name="console-plan-stop"),
    path("pairings/plans/<int:pk>/accept/", console_plans.accept, name="console-plan-accept"),
    path("pairings/<int:pk>/", console_pairings.pairing, name="console-pairing"),
    path("pairings/<int:pk>/activity/", console_pairings.activity, name="console-pairing-activity"),
    path("pairings/<int:pk>/reveal/", console_pairings.reveal, name="console-pairing-reveal"),
    path("pairings/<int:pk>/<slug:action>/", console_pairings.act, name="console-pairing-act"),
    path("volunteers/", console_volunteers.volunteers, name="console-volunteers"),
    path("volunteers/new/", console_volunteers.enter, name="console-volunteer-new"),
    path("volunteers/<int:pk>/", console_volunteers.volunteer, name="console-volunteer"),
    path("volunteers/<int:pk>/reveal/", console_volunteers.reveal, name="console-volunteer-reveal"),
    path("volunteers/<int:pk>/guardian/", console_volunteers.guardian, name="console-volunteer-guardian"),
    path("volunteers/<int:pk>/thanks/", console_volunteers.thanks, name="console-volunteer-thanks"),
    path("volunteers/<int:pk>/leave/", console_volunteers.leave_it, name="console-volunteer-leave"),
    path("volunteers/papers/<int:pk>/", console_volunteers.verify, name="console-qualification-verify"),
    path("teams/", console_teams.teams, name="console-teams"),
    path("teams/new/", console_teams.form, name="console-team-new"),
    path("teams/<int:pk>/", console_teams.team, name="console-team"),
    path("teams/<int:pk>/members/", console_teams.add, name="console-team-add"),
    path("teams/<int:pk>/members/<int:member>/out/", console_teams.remove, name="console-team-remove"),
    path("teams/<int:pk>/members/<int:member>/lead/", console_teams.lead, name="console-team-lead"),
    path("teams/<int:pk>/dissolve/", console_teams.dissolve, name="console-team-dissolve"),
    path("teams/<int:pk>/muster/", console_teams.muster, name="console-team-muster"),
    path("musters/<int:pk>/", console_teams.call, name="console-muster"),
    path("musters/<int:pk>/close/", console_teams.close, name="console-muster-close"),
]
