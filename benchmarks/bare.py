"""The floor that pages are measured against: the same middleware and session, one query, twenty rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samsyn.organisations.models import Organisation


def bare(request: HttpRequest) -> HttpResponse:
    rows = list(Organisation.objects.filter(kind="MUNICIPALITY").in_order()[:20])
    return render(request, "bare.html", {"rows": rows})
