from django.urls import path

from samsyn.matters.views import deciding, overview, preparing

app_name = "matters"
urlpatterns = [
    path("arenden/", overview.listing, name="list"),
    path("forum/<uuid:uid>/arende/nytt/", preparing.new, name="new"),
    path("arenden/<uuid:uid>/", overview.detail, name="detail"),
    path("arenden/<uuid:uid>/versioner/", overview.versions, name="versions"),
    path("arenden/<uuid:uid>/andra/", preparing.edit, name="edit"),
    path("arenden/<uuid:uid>/forslag/", preparing.propose, name="propose"),
    path("arenden/<uuid:uid>/tillfragad/<int:pk>/", preparing.asked, name="asked"),
    path("arenden/<uuid:uid>/stallningstagande/", preparing.standpoint, name="standpoint"),
    path("arenden/<uuid:uid>/dela/", preparing.share, name="share"),
    path("arenden/<uuid:uid>/hanskjut/", preparing.refer, name="refer"),
    path("arenden/<uuid:uid>/hanskjut-igen/", preparing.refer_anew, name="refer-anew"),
    path("arenden/<uuid:uid>/aterkalla/", preparing.withdraw, name="withdraw"),
    path("arenden/<uuid:uid>/avsluta/", preparing.close, name="close"),
    path("arenden/<uuid:uid>/publicera/", preparing.publish, name="publish"),
    path("arenden/<uuid:uid>/registret/", preparing.apply_again, name="apply"),
    path("arenden/<uuid:uid>/handlingar/ny/", preparing.document_new, name="document-new"),
    path("arenden/handling/<uuid:uid>/", deciding.paper, name="document"),
    path("arenden/handling/<uuid:uid>/dela/", preparing.document_share, name="document-share"),
    path("arenden/handling/<uuid:uid>/sekretess/", preparing.document_secrecy, name="document-secrecy"),
    path("arenden/hanskjutning/<uuid:uid>/ta-emot/", deciding.receive, name="receive"),
    path("arenden/hanskjutning/<uuid:uid>/paminn/", preparing.remind, name="remind"),
    path("arenden/hos-kommunen/<uuid:uid>/", deciding.local, name="local"),
    path("arenden/hos-kommunen/<uuid:uid>/andra/", deciding.local_edit, name="local-edit"),
    path("arenden/hos-kommunen/<uuid:uid>/texter/", deciding.texts, name="texts"),
    path("arenden/hos-kommunen/<uuid:uid>/vag/", deciding.chain, name="chain"),
    path("arenden/hos-kommunen/<uuid:uid>/underskrift/", deciding.sign, name="sign"),
    path("arenden/hos-kommunen/<uuid:uid>/publicera/", deciding.publish, name="publish-answer"),
    path("arenden/steg/<uuid:uid>/beslut/", deciding.record, name="record"),
    path("arenden/beslut/<uuid:uid>/", deciding.decision, name="decision"),
    path("arenden/beslut/<uuid:uid>/ratta/", deciding.correct, name="correct"),
    path("arenden/beslut/<uuid:uid>/laga-kraft/", deciding.force_new, name="force-new"),
    path("arenden/beslut/<uuid:uid>/utdrag/", deciding.extract, name="extract"),
]
