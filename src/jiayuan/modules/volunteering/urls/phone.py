"""Pages for volunteers."""

from django.urls import path

from ..views import phone, phone_activity, phone_certificates, phone_hours, phone_marking, phone_profile

urlpatterns = [
    path("volunteering/", phone.mine, name="volunteering"),
    path("volunteering/profile/", phone_profile.profile, name="volunteering-profile"),
    path("volunteering/leave/", phone_profile.leave_it, name="volunteering-leave"),
    path("volunteering/paper/", phone_profile.paper, name="volunteering-paper"),
    path("volunteering/branch/", phone_profile.branch, name="volunteering-branch"),
    path("volunteering/branch/end/", phone_profile.branch_end, name="volunteering-branch-end"),
    path("volunteering/board/", phone.honours, name="volunteering-board"),
    path("volunteering/board/<slug:purpose>/", phone.name_me, name="volunteering-name-me"),
    path("volunteering/musters/<int:pk>/", phone.muster, name="volunteering-muster"),
    path("volunteering/hours/", phone_hours.hours, name="my-hours"),
    path("volunteering/hours/<int:pk>/", phone_hours.correct, name="my-hours-correct"),
    path("volunteering/hours/vouch/<int:pk>/", phone_hours.vouch, name="my-hours-vouch"),
    path("volunteering/marking/<int:pk>/", phone_marking.marking, name="volunteering-marking"),
    path("volunteering/certificates/new/", phone_certificates.ask, name="certificate-ask"),
    path("volunteering/certificates/<int:pk>/", phone_hours.certificate, name="certificate"),
    path("volunteering/activity/<int:pk>/", phone_activity.activity, name="volunteering-activity"),
    path("volunteering/activity/<int:pk>/checks/", phone_activity.checks, name="volunteering-checks"),
    path("volunteering/activity/<int:pk>/results/", phone_activity.results, name="volunteering-results"),
    path("volunteering/activity/<int:pk>/shop/", phone_activity.shop, name="volunteering-shop"),
    path("verify/<str:number>/<str:check>/", phone_hours.verify, name="verify"),
]
