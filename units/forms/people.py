"""Forms of people, appointments and accounts."""

from django import forms
from django.core.exceptions import ValidationError

from core import clock, text
from core.forms import DateField, HouseForm
from units import rules
from units.enums import Role
from units.forms.organisation import reason_field
from units.models import Appointment, Person, User

WRONG_EMAIL = "Địa chỉ thư chưa đúng; ví dụ đúng: ten@donvi.gov.vn."


class PersonForm(HouseForm, forms.ModelForm):
    """A person; one who looks like somebody known is asked about first."""

    is_another = forms.BooleanField(
        label="Đúng là người khác, không phải người đã có", required=False
    )

    class Meta:
        model = Person
        fields = ["full_name", "birth_date", "staff_code", "position", "note"]
        field_classes = {"birth_date": DateField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound or not self._namesakes(self._typed("full_name")):
            del self.fields["is_another"]

    def _typed(self, name):
        return str(self.data.get(self.add_prefix(name), ""))

    def _namesakes(self, full_name):
        if self.instance.pk is not None or not full_name.strip():
            return []
        known = Person.objects.filter(search_key=text.fold(full_name))
        return [one for one in known if text.nfc(full_name) == one.full_name]

    def clean_birth_date(self):
        day = self.cleaned_data["birth_date"]
        if day and day >= clock.today():
            raise ValidationError("Ngày sinh phải trước hôm nay.")
        return day

    def clean(self):
        data = super().clean()
        if data.get("is_another") or "birth_date" not in data:
            return data
        for one in self._namesakes(data.get("full_name", "")):
            day = data["birth_date"]
            if day is None or one.birth_date in {None, day}:
                where = f", {one.position}" if one.position else ""
                self.add_error(
                    "full_name",
                    f"Đã có {one.full_name}{where}. Nếu đúng là người khác, "
                    "đánh dấu ô ở cuối biểu mẫu rồi lưu lại.",
                )
                break
        return data


class AppointmentForm(HouseForm, forms.ModelForm):
    """A role in a unit from a day on; roles that the user may not give are left out."""

    class Meta:
        model = Appointment
        fields = ["unit", "role", "is_deputy", "valid_from", "valid_to"]
        error_messages = {"role": {"invalid_choice": rules.WHY_ADMINISTRATOR}}
        field_classes = {"valid_from": DateField, "valid_to": DateField}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [
            (value, label)
            for value, label in self.fields["role"].choices
            if not value or rules.may_give_role(user, value)
        ]

    def clean(self):
        data = super().clean()
        if data.get("is_deputy") and data.get("role") != Role.LEADER:
            self.add_error("is_deputy", "Chỉ vai trò thủ trưởng mới có cấp phó.")
        return data


class EndForm(HouseForm, forms.Form):
    """The last day of something dated, and why it ends."""

    last_day = DateField(label="Ngày cuối cùng", initial=clock.today)
    reason = reason_field()


class NeededReasonForm(HouseForm, forms.Form):
    """Why."""

    reason = reason_field()


class AccountForm(HouseForm, forms.Form):
    """The login name of a new account; the password is made by the system."""

    login = forms.CharField(
        label="Tên đăng nhập",
        max_length=60,
        help_text="Chữ thường không dấu, chữ số và . _ -; không phân biệt hoa thường.",
    )
    email = forms.EmailField(
        label="Thư điện tử", required=False, error_messages={"invalid": WRONG_EMAIL}
    )

    def clean_login(self):
        return self.cleaned_data["login"].casefold()


class EmailForm(HouseForm, forms.ModelForm):
    """Where an account gets its mail; blank for none."""

    class Meta:
        model = User
        fields = ["email"]
        error_messages = {"email": {"invalid": WRONG_EMAIL}}


class ThemeForm(HouseForm, forms.ModelForm):
    """Light or dark ground."""

    class Meta:
        model = User
        fields = ["theme"]
        labels = {"theme": "Nền màn hình"}
        widgets = {"theme": forms.RadioSelect}
