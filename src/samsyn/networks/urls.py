from django.urls import path

from samsyn.networks.enums import Openness
from samsyn.networks.models import Forum, Network
from samsyn.networks.views import forum, network

app_name = "networks"
NETWORK, FORUM = {"model": Network}, {"model": Forum}
urlpatterns = [
    path("natverk/", network.listing, name="list"),
    path("natverk/nytt/", network.new, name="new"),
    path("natverk/<uuid:uid>/", network.detail, name="detail"),
    path("natverk/<uuid:uid>/historik/", network.history, name="history"),
    path("natverk/<uuid:uid>/andra/", network.edit, NETWORK, name="edit"),
    path("natverk/<uuid:uid>/text/", network.text_new, NETWORK, name="text-new"),
    path("natverk/<uuid:uid>/medlemmar/", network.member_new, name="member-new"),
    path("natverk/<uuid:uid>/medlemmar/<int:pk>/avsluta/", network.member_end, name="member-end"),
    path("natverk/<uuid:uid>/ordforandeskap/", network.presidency_new, name="presidency-new"),
    path("natverk/<uuid:uid>/avsluta/", network.end, name="end"),
    path("natverk/<uuid:uid>/dela/", network.openness, NETWORK | {"to": Openness.SHARED}, name="share"),
    path("natverk/<uuid:uid>/publicera/", network.openness, NETWORK | {"to": Openness.PUBLISHED}, name="publish"),
    path("natverk/<uuid:uid>/lamna-over/", network.keeping_offer, NETWORK, name="keeping-offer"),
    path("natverk/<uuid:uid>/ta-over/", network.keeping_take, NETWORK, name="keeping-take"),
    path("natverk/<uuid:uid>/forum/nytt/", forum.forum_new, name="forum-new"),
    path("forum/<uuid:uid>/", forum.forum, name="forum"),
    path("forum/<uuid:uid>/andra/", network.edit, FORUM, name="forum-edit"),
    path("forum/<uuid:uid>/text/", network.text_new, FORUM, name="forum-text-new"),
    path("forum/<uuid:uid>/dela/", network.openness, FORUM | {"to": Openness.SHARED}, name="forum-share"),
    path("forum/<uuid:uid>/publicera/", network.openness, FORUM | {"to": Openness.PUBLISHED}, name="forum-publish"),
    path("forum/<uuid:uid>/lamna-over/", network.keeping_offer, FORUM, name="forum-keeping-offer"),
    path("forum/<uuid:uid>/ta-over/", network.keeping_take, FORUM, name="forum-keeping-take"),
    path("forum/<uuid:uid>/platser/", forum.seat_new, name="seat-new"),
    path("forum/<uuid:uid>/platser/<int:pk>/avsluta/", forum.seat_end, name="seat-end"),
    path("forum/<uuid:uid>/platser/<int:pk>/tillsatt/", forum.appoint, name="appoint"),
    path("forum/<uuid:uid>/ledamot/<int:pk>/lamnar/", forum.recall, name="recall"),
    path("forum/<uuid:uid>/vack/", forum.wake, name="wake"),
    path("forum/<uuid:uid>/vila/", forum.rest, name="rest"),
]
