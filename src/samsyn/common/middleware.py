"""What every request is read by: without the character NUL, and in the reader's language."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import translation

NUL = "%00"


def without_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """PostgreSQL takes no NUL, and nobody can type one: what an address or a cookie holds of it counts as not there.

    What is sent in a form or to the API is refused with a sentence instead; nothing of that is thrown away unseen.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if NUL in request.META.get("QUERY_STRING", ""):
            # Encoded, every sign that means something is a token of its own: taking one away makes no new one.
            request.GET = QueryDict(request.GET.urlencode().replace(NUL, ""))
        if any("\0" in value for value in request.COOKIES.values()):
            request.COOKIES = {name: value.replace("\0", "") for name, value in request.COOKIES.items()}
        return get_response(request)

    return middleware


def language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Swedish, unless the reader has chosen English. The browser's own wish is not asked."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        code = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = code
        with translation.override(code):
            response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    return middleware
