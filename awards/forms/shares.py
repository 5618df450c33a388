"""A share, typed as people say it: 2/3 or 90%."""

from typing import Any

from django import forms

from awards.tally import Fraction, NotAShareError, parse_share


class ShareField(forms.CharField):
    """Gives numerator and denominator."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=12, **kwargs)

    def prepare_value(self, value: object) -> object:
        return Fraction(*value).share if isinstance(value, tuple) else value

    def clean(self, value: object) -> tuple[int, int]:
        typed = super().clean(value)
        try:
            return parse_share(typed)
        except NotAShareError as error:
            raise forms.ValidationError(str(error)) from error
