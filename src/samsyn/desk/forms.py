from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.common.forms import ActingForm, Day
from samsyn.common.web import Request
from samsyn.isolation import clock

LONGEST = timedelta(days=366)


class KeyForm(ActingForm):
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        max_length=120,
        help_text=gettext_lazy("What the program is for, so that you know it again."),
    )
    may_write = forms.BooleanField(
        label=gettext_lazy("May also write"), required=False, help_text=gettext_lazy("Otherwise it only reads.")
    )
    expires_on = Day(label=gettext_lazy("Valid up to and including"))

    def __init__(self, request: Request, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.fields["expires_on"].initial = clock.today() + timedelta(days=90)

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        if not clock.today() <= day <= clock.today() + LONGEST:
            raise ValidationError(_("A key is valid for at most a year, and at least today."))
        return day
