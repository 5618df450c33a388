"""People, their accounts and the appointments that give them rights."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from core import text
from core.dated import Dated, refuse_overlap
from units.enums import Role
from units.models.organisation import Unit


class Person(models.Model):
    """A human being, with or without an account; never matched by name."""

    full_name = models.CharField("họ và tên", max_length=120)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    staff_code = models.CharField(
        "mã cán bộ",
        max_length=30,
        null=True,
        blank=True,
        unique=True,
        error_messages={"unique": "Mã cán bộ này đã có người khác dùng."},
    )
    position = models.CharField("chức vụ", max_length=160, blank=True)
    note = models.CharField("ghi chú về nguồn", max_length=300, blank=True)
    name_key = models.CharField(max_length=500, editable=False, db_index=True)
    search_key = models.CharField(max_length=200, editable=False, db_index=True)

    class Meta:
        verbose_name = "người"
        ordering = ["name_key", "pk"]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_name = text.nfc(self.full_name)
        self.staff_code = self.staff_code or None
        self.name_key = text.name_key(self.full_name)
        self.search_key = text.fold(self.full_name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.pk])


class UserManager(BaseUserManager):
    """Creates accounts; login names are case-folded; the person comes along."""

    def get_queryset(self) -> models.QuerySet["User"]:
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(login=(username or "").strip().casefold())

    def create_user(self, login: str, password: str | None, person: Person) -> "User":
        """Create an account for a person."""
        user = self.model(login=login.strip().casefold(), person=person)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user


class User(AbstractBaseUser):
    """An account; what it may do follows from the person's appointments alone."""

    login = models.CharField(
        "tên đăng nhập",
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9._-]+$",
                "Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số và . _ -",
            )
        ],
        error_messages={"unique": "Tên đăng nhập này đã có người dùng."},
    )
    email = models.EmailField("thư điện tử", blank=True)
    person = models.OneToOneField(
        Person,
        verbose_name="người",
        on_delete=models.PROTECT,
        related_name="user",
        error_messages={"unique": "Người này đã có tài khoản."},
    )
    is_active = models.BooleanField("được đăng nhập", default=True)
    theme = models.CharField(
        "giao diện",
        max_length=5,
        default="light",
        choices=[("light", "Sáng"), ("dark", "Tối")],
    )

    objects = UserManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "tài khoản"
        ordering = ["login"]

    def __str__(self) -> str:
        return self.person.full_name

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.person_id])

    @property
    def card(self) -> dict[str, str]:
        """Return name, office and initials for the top bar."""
        words = self.person.full_name.split()
        offices = [
            f"{one.role_text}, {one.unit.short_name or one.unit.name}"
            for one in self.appointments
        ]
        return {
            "name": self.person.full_name,
            "office": offices[0] if offices else "Chưa được giao vai trò",
            "initials": "".join(word[0] for word in (words[-2:] or ["?"])).upper(),
            "url": reverse("account"),
            "theme": self.theme,
        }

    @property
    def appointments(self) -> list["Appointment"]:
        """The person's appointments in force today, read once per request; being on
        the staff of a unit gives no rights and is left out.
        """
        if not hasattr(self, "_appointments"):
            held = Appointment.objects.on().filter(person=self.person_id)
            held = held.exclude(role=Role.STAFF)
            self._appointments = list(held.select_related("unit").order_by("pk"))
        return self._appointments


class FailedSignIn(models.Model):
    """A recent try to sign in that did not succeed; the name is kept as a hash."""

    login_key = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.login_key[:8]} {self.at:%H:%M}"


class Appointment(Dated):
    """A person holds a role in a unit from a day to a day: the source of all rights."""

    person = models.ForeignKey(
        Person,
        verbose_name="người",
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="đơn vị",
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    role = models.CharField("vai trò", max_length=20, choices=Role.choices)
    is_deputy = models.BooleanField(
        "cấp phó",
        default=False,
        help_text="Cấp phó ký thay thủ trưởng (KT.).",
    )

    class Meta(Dated.Meta):
        verbose_name = "phân công"
        ordering = ["unit__sort_key", "role", "pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.role_text}, {self.unit}"

    @property
    def journal_unit(self) -> int:
        return self.unit_id

    @property
    def role_text(self) -> str:
        """Return the role in words; a deputy's is named as such."""
        role = self.get_role_display()
        return f"Phó {role.lower()}" if self.is_deputy else role

    def clean(self) -> None:
        if self.person_id and self.unit_id:
            same = Appointment.objects.filter(
                person=self.person_id, unit=self.unit_id, role=self.role
            )
            refuse_overlap(
                self, same, "Người này đã giữ vai trò đó trong thời gian trùng nhau."
            )

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.person_id])
