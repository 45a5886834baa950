from django.urls import path

from samsyn.organisations import views

app_name = "organisations"
urlpatterns = [
    path("organisationer/", views.listing, name="list"),
    path("organisationer/ny/", views.new, name="new"),
    path("organisationer/<uuid:uid>/", views.detail, name="detail"),
    path("organisationer/<uuid:uid>/andra/", views.edit, name="edit"),
    path("organisationer/<uuid:uid>/organ/nytt/", views.body_new, name="body-new"),
    path("organisationer/<uuid:uid>/beslutsvag/ny/", views.path_new, name="path-new"),
    path("organisationer/<uuid:uid>/uppdrag/nytt/", views.assignment_new, name="assignment-new"),
    path("organ/<uuid:uid>/", views.body, name="body"),
    path("organ/<uuid:uid>/andra/", views.body_edit, name="body-edit"),
    path("myndighet/<uuid:uid>/andra/", views.authority_edit, name="authority-edit"),
    path("organ/<uuid:uid>/sammantrade/nytt/", views.sitting_new, name="sitting-new"),
    path("organ/<uuid:uid>/sammantrade/importera/", views.sittings_import, name="sittings-import"),
    path("sammantrade/<uuid:uid>/stall-in/", views.sitting_cancel, name="sitting-cancel"),
    path("beslutsvag/<uuid:uid>/avsluta/", views.path_end, name="path-end"),
    path("uppdrag/<uuid:uid>/avsluta/", views.assignment_end, name="assignment-end"),
    path("personer/<uuid:uid>/", views.person, name="person"),
    path("personer/<uuid:uid>/bjud-in/", views.invite, name="invite"),
]
