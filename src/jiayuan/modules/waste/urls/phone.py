"""Pages for residents, and a driver's own round."""

from django.urls import path

from ..views import driver, phone, phone_appointments, phone_points

urlpatterns = [
    path("round/", driver.round_of_today, name="driver-round"),
    path("round/stops/<int:pk>/", driver.stop, name="driver-stop"),
    path("round/<int:pk>/ticket/", driver.ticket, name="driver-ticket"),
    path("round/<int:pk>/<slug:what>/", driver.act, name="driver-round-act"),
    path("bins/", phone.bins, name="waste-bins"),
    path("bins/all/", phone_points.all_points, name="waste-all-points"),
    path("bins/points.json", phone.points, name="waste-points"),
    path("bins/pickup/", phone_appointments.book, name="waste-pickup"),
    path("bins/pickup/link/<str:token>/", phone_appointments.by_link, name="waste-appointment-link"),
    path("bins/pickup/<int:pk>/", phone_appointments.appointment, name="waste-appointment"),
    path("bins/pickup/<int:pk>/cancel/", phone_appointments.cancel, name="waste-appointment-cancel"),
    path("bins/pickup/<int:pk>/move/", phone_appointments.move, name="waste-appointment-move"),
    path("bins/missed/", phone.missed, name="waste-missed"),
]
