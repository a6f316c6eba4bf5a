from django.urls import path

from .views import console, data, grants, me, sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign-in-code"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("me/", me.me, name="me"),
    path("me/name/", me.me_name, name="me-name"),
    path("me/staff-name/", me.me_staff_name, name="me-staff-name"),
    path("me/roles/<int:pk>/", me.me_hand_back, name="me-hand-back"),
    path("me/second-factor/", me.second_factor, name="second-factor"),
    path("me/sessions/", data.my_sessions, name="me-sessions"),
    path("me/data/", data.my_data, name="me-data"),
    path("me/data/export/", data.export_my_data, name="me-data-export"),
    path("me/data/erase/", data.erase_me, name="me-erase"),
    path("me/data/erased/", data.erased, name="erased"),
    path("console/people/", console.people, name="console-people"),
    path("console/people/grant/", grants.grant, name="console-role-grant"),
    path("console/people/<int:pk>/", console.person, name="console-person"),
    path("console/people/<int:pk>/reveal/", console.reveal, name="console-person-reveal"),
]
