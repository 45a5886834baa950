"""Every address of Samsyn, and the bare page."""

from django.urls import path

from benchmarks.bare import bare
from samsyn.urls import urlpatterns as product

urlpatterns = [path("bare/", bare), *product]
