"""Units: list, page, names, successions, number books."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from core.timeline import timeline
from core.views import ObjectPage, RecordForm, link
from units import selectors, services
from units.forms import organisation as forms
from units.forms.filters import UnitFilter
from units.models import NumberBook, Succession, Unit, UnitName
from units.views.lists import FilteredList


class UnitList(FilteredList):
    """All units by name."""

    permission = "units.view_unit"
    template_name = "units/unit_list.html"
    title = "Đơn vị"
    filter_class = UnitFilter

    def find(self, **asked: Any) -> QuerySet[Unit]:
        return selectors.units_listed(self.request.user, **asked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_keep=self.may("units.keep_units"), **kwargs)


class UnitPage(ObjectPage):
    """One unit: names by date, people, blocs, papers, number books."""

    permission = "units.view_unit"
    template_name = "units/unit.html"

    def get_queryset(self) -> QuerySet[Unit]:
        rows = selectors.units_visible_to(self.request.user)
        return rows.select_related("parent").prefetch_related("names", "children")

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [link("Đơn vị", "units")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unit, user = self.object, self.request.user
        before, after = selectors.successions_around(unit)
        may_keep = self.may("units.keep_units")
        names = list(unit.names.all())
        return super().get_context_data(
            names=names[::-1],
            facts=selectors.facts_of_unit(unit),
            before=before,
            after=after,
            offices=selectors.offices_in(unit),
            readable_people=selectors.readable_people(user, unit),
            memberships=selectors.memberships_of(unit),
            papers=selectors.papers_of(unit, user)[:10],
            books=selectors.books_of(unit),
            may_keep=may_keep,
            may_keep_books=self.may("units.keep_books"),
            may_keep_staff=self.may("units.keep_staff", unit),
            entries=timeline(unit, also=names) if may_keep else [],
            **kwargs,
        )


class UnitNew(RecordForm):
    """Found a unit."""

    permission = "units.keep_units"
    title = "Thêm đơn vị"
    form_class = forms.FoundUnitForm
    done = "Đã thêm đơn vị."

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [link("Đơn vị", "units")]

    def get_back_url(self) -> str:
        return self.get_crumbs()[-1][1]

    def save(self, form: Any) -> Unit:
        return services.found_unit(
            form.instance, form.first_name(), actor=self.request.user
        )


class UnitBound(RecordForm):
    """A form that belongs to one unit's page; ``unit_pk`` or the row itself says whose."""

    permission = "units.keep_units"

    def get_unit(self) -> Unit:
        if not hasattr(self, "_unit"):
            rows = selectors.units_visible_to(self.request.user)
            self._unit = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self._unit

    def get_permission_object(self) -> Unit:
        return self.get_unit()

    def get_crumbs(self) -> list[tuple[str, str]]:
        unit = self.get_unit()
        return [link("Đơn vị", "units"), (str(unit), unit.get_absolute_url())]

    def get_back_url(self) -> str:
        return self.get_unit().get_absolute_url()

    def get_success_url(self) -> str:
        return self.get_unit().get_absolute_url()


class UnitEdit(UnitBound):
    """Change kind, parent and note."""

    title = "Sửa đơn vị"
    form_class = forms.UnitForm

    def get_instance(self) -> Unit:
        return self.get_unit()


class UnitNameNew(UnitBound):
    """A new name from a day on; the open one ends the day before."""

    title = "Thêm tên gọi"
    form_class = forms.UnitNameForm
    lead = (
        "Tên đang dùng sẽ hết hiệu lực vào hôm trước ngày bắt đầu của tên mới. "
        "Văn bản và năm đã có giữ nguyên tên cũ."
    )

    def get_initial(self) -> dict[str, Any]:
        return selectors.wording_of(self.get_unit())

    def save(self, form: Any) -> UnitName:
        name, reason = form.instance, form.cleaned_data["reason"]
        name.unit = self.get_unit()
        return services.rename_unit(name, actor=self.request.user, reason=reason)


class UnitNameEdit(UnitBound):
    """Correct a dated name."""

    title = "Sửa tên gọi"
    form_class = forms.UnitNameForm

    def get_instance(self) -> UnitName:
        names = UnitName.objects.select_related("unit")
        return get_object_or_404(names, pk=self.kwargs["pk"])

    def get_unit(self) -> Unit:
        return self.instance.unit

    def save(self, form: Any) -> UnitName:
        reason = form.cleaned_data["reason"]
        actor = self.request.user
        return services.rename_unit(form.instance, actor=actor, reason=reason)


class SuccessionNew(UnitBound):
    """Which unit came after this one, or before it."""

    title = "Ghi kế thừa"
    form_class = forms.SuccessionForm
    lead = (
        "Đơn vị mới đọc được mọi dữ liệu của đơn vị cũ và nhận tiếp phần còn mở, "
        "không sửa phần đã xong."
    )

    def get_initial(self) -> dict[str, Any]:
        return {"predecessor": self.get_unit()}

    def save(self, form: Any) -> Succession:
        return services.record_succession(form.instance, actor=self.request.user)


class BookNew(UnitBound):
    """A number book that goes on from paper."""

    permission = "units.keep_books"
    title = "Mở sổ văn bản"
    form_class = forms.NewBookForm

    def get_initial(self) -> dict[str, Any]:
        return {"series": selectors.series_today(self.get_unit()), "last_number": 0}

    def save(self, form: Any) -> NumberBook:
        form.instance.unit = self.get_unit()
        return save_book(form, self.request.user)


class BookEdit(UnitBound):
    """The last number that a book has given."""

    permission = "units.keep_books"
    form_class = forms.BookForm

    def get_instance(self) -> NumberBook:
        books = NumberBook.objects.select_related("unit")
        return get_object_or_404(books, pk=self.kwargs["pk"])

    def get_unit(self) -> Unit:
        return self.instance.unit

    def get_title(self) -> str:
        book = self.instance
        return f"Sổ {book.get_kind_display().lower()} {book.series}"

    def save(self, form: Any) -> NumberBook:
        return save_book(form, self.request.user)


def save_book(form: Any, actor: Any) -> NumberBook:
    """Hand a book's form to its service."""
    number, reason = form.cleaned_data["last_number"], form.cleaned_data["reason"]
    book = form.instance
    return services.set_last_number(book, int(number), actor=actor, reason=reason)
