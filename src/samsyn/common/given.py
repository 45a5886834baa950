"""The pages' own forms, filled in by a program: the same fields, the same sentences."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from samsyn.common.forms import ActingForm

Files = Mapping[str, "UploadedFile[bytes]"]


class NotValid(Exception):
    """What a program gave does not pass the form; carries the sentences of each field."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__(errors)
        self.errors = errors


class Given:
    """What a form asks of a request: nothing sent yet, or these values and files."""

    acting = None

    def __init__(self, values: QueryDict | None = None, files: Files | None = None) -> None:
        self.method = "GET" if values is None else "POST"
        self.POST = values or QueryDict()
        self.FILES: Any = MultiValueDict({name: [file] for name, file in (files or {}).items()})


def filled[F: ActingForm](make: Callable[[Any], F], values: Mapping[str, Any], files: Files | None = None) -> F:
    """The form, valid, with these values: days as such, periods half-open, things by their uid.

    Raises
    ------
    NotValid : a field that the form does not have, or that its own rules refuse.
    """
    empty = make(Given())
    given = {name: value for name, value in values.items() if not _is_empty(value)}
    if strange := given.keys() - empty.fields.keys():
        raise NotValid({name: [_("That is not asked for here.")] for name in sorted(strange)})
    told = QueryDict(mutable=True)
    for name, value in given.items():
        told.setlist(name, _texts(empty.fields[name], value))
    form = make(Given(told, files))
    for each in form.fields.values():
        if isinstance(each, forms.ModelChoiceField):
            each.to_field_name = "uid"
    if not form.is_valid():
        # What is asked of all fields together stands under no name.
        errors = {name if name in form.fields else "": list(map(str, told)) for name, told in form.errors.items()}
        raise NotValid(errors)
    return form


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [], (), {})


def _texts(field: forms.Field, value: Any) -> list[str]:
    """A value as a browser would have sent it."""
    if value is True:
        return ["on"]
    if isinstance(value, date):
        return [_day(field, value)]
    if isinstance(value, Mapping):
        return ["\n".join(f"{name}: {text}" for name, text in value.items())]
    if isinstance(value, list | tuple):
        many = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
        return [str(one) for one in value] if many else ["\n".join(str(one) for one in value)]
    return [str(value)]


def _day(field: forms.Field, value: date) -> str:
    """As people say it: the last day, where a form asks for that."""
    try:
        told: date = field.prepare_value(value)
    except OverflowError:  # there is no day before the first of all
        told = value
    return told.isoformat()
