from django.urls import path

from samsyn.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.personas, name="personas"),
    path("brevlada/", views.mailbox, name="mailbox"),
    path("<slug:key>/", views.step_in, name="step-in"),
]
