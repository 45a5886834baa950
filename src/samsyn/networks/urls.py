from django.urls import path

from samsyn.networks import views
from samsyn.networks.enums import Openness
from samsyn.networks.models import Forum, Network

app_name = "networks"
NETWORK, FORUM = {"model": Network}, {"model": Forum}
urlpatterns = [
    path("natverk/", views.listing, name="list"),
    path("natverk/nytt/", views.new, name="new"),
    path("natverk/<uuid:uid>/", views.detail, name="detail"),
    path("natverk/<uuid:uid>/historik/", views.history, name="history"),
    path("natverk/<uuid:uid>/andra/", views.edit, NETWORK, name="edit"),
    path("natverk/<uuid:uid>/text/", views.text_new, NETWORK, name="text-new"),
    path("natverk/<uuid:uid>/medlemmar/", views.member_new, name="member-new"),
    path("natverk/<uuid:uid>/medlemmar/<int:pk>/avsluta/", views.member_end, name="member-end"),
    path("natverk/<uuid:uid>/ordforandeskap/", views.presidency_new, name="presidency-new"),
    path("natverk/<uuid:uid>/avsluta/", views.end, name="end"),
    path("natverk/<uuid:uid>/dela/", views.openness, NETWORK | {"to": Openness.SHARED}, name="share"),
    path("natverk/<uuid:uid>/publicera/", views.openness, NETWORK | {"to": Openness.PUBLISHED}, name="publish"),
    path("natverk/<uuid:uid>/lamna-over/", views.keeping_offer, NETWORK, name="keeping-offer"),
    path("natverk/<uuid:uid>/ta-over/", views.keeping_take, NETWORK, name="keeping-take"),
    path("natverk/<uuid:uid>/forum/nytt/", views.forum_new, name="forum-new"),
    path("forum/<uuid:uid>/", views.forum, name="forum"),
    path("forum/<uuid:uid>/andra/", views.edit, FORUM, name="forum-edit"),
    path("forum/<uuid:uid>/text/", views.text_new, FORUM, name="forum-text-new"),
    path("forum/<uuid:uid>/dela/", views.openness, FORUM | {"to": Openness.SHARED}, name="forum-share"),
    path("forum/<uuid:uid>/publicera/", views.openness, FORUM | {"to": Openness.PUBLISHED}, name="forum-publish"),
    path("forum/<uuid:uid>/lamna-over/", views.keeping_offer, FORUM, name="forum-keeping-offer"),
    path("forum/<uuid:uid>/ta-over/", views.keeping_take, FORUM, name="forum-keeping-take"),
    path("forum/<uuid:uid>/platser/", views.seat_new, name="seat-new"),
    path("forum/<uuid:uid>/platser/<int:pk>/avsluta/", views.seat_end, name="seat-end"),
    path("forum/<uuid:uid>/platser/<int:pk>/tillsatt/", views.appoint, name="appoint"),
    path("forum/<uuid:uid>/ledamot/<int:pk>/lamnar/", views.recall, name="recall"),
    path("forum/<uuid:uid>/vack/", views.wake, name="wake"),
    path("forum/<uuid:uid>/vila/", views.rest, name="rest"),
]
