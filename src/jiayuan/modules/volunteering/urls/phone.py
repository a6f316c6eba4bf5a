"""Pages for volunteers."""

from django.urls import path

from ..views import phone, phone_profile

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
]
