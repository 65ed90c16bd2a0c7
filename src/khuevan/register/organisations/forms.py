"""Shapes of what people type into the pages of the room; sense is checked by the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.formats import localize
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile

from . import queries, services
from .choices import ActKind, Area, Difficulty, EducationLevel, MapPrecision, Ownership, UnitKind
from .models import OrgUnit
from .rules.kinds import INSTITUTIONS


def words(sentence: services.Sentence) -> str:
    """A sentence of the rules in the reader's language."""
    return gettext(sentence.text) % sentence.params


def tell_refusal(form: forms.BaseForm, refused: services.ActRefused) -> None:
    """Every reason at the top of the form."""
    for reason in refused.reasons:
        form.add_error(None, words(reason))


def tell_changed(form: forms.BaseForm, changed: ChangedMeanwhile) -> None:
    """Who was quicker, and when."""
    record = changed.record
    if isinstance(record, OrgUnit) and record.changed_at is not None:
        when = record.changed_at.astimezone(clock.HERE).strftime("%H:%M %d/%m/%Y")
        text = gettext(
            "%(who)s vừa sửa «%(name)s» lúc %(when)s. Hãy mở lại trang để xem bản mới rồi sửa tiếp."
        )
        form.add_error(None, text % {"who": record.changed_by, "name": record.name, "when": when})
    else:
        form.add_error(None, str(changed))


class DecreeForm(forms.Form):
    """The decision on which an act rests, and the version of the unit that the person saw."""

    effective_on = ui.DateField(label=_("Ngày hiệu lực"))
    decision_number = forms.CharField(label=_("Số quyết định"), max_length=60, required=False)
    deciding_body = forms.CharField(label=_("Cơ quan ban hành"), max_length=160, required=False)
    note = forms.CharField(label=_("Ghi chú, lý do"), widget=forms.Textarea, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        actor: Actor,
        unit: OrgUnit | None,
        on: date,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """``unit`` is what the act is about; None for opening one."""
        self.actor, self.unit, self.on = actor, unit, on
        begun = {"version": unit.version if unit else None, **self.present(), **(initial or {})}
        super().__init__(data, initial=begun)
        self.offer()

    def present(self) -> dict[str, Any]:
        """What the fields of the unit say now."""
        return {}

    def offer(self) -> None:
        """Fill the choices that depend on who asks."""

    def decree(self) -> services.Decree:
        """The decision as the services take it."""
        given = self.cleaned_data
        return services.Decree(
            effective_on=given["effective_on"],
            decision_number=given["decision_number"],
            deciding_body=given["deciding_body"],
            note=given["note"],
        )

    @property
    def subject(self) -> OrgUnit:
        """The unit of an act that has one."""
        assert self.unit is not None
        return self.unit

    def order(self) -> services.Order:
        """The order that the valid form stands for."""
        raise NotImplementedError


def _id(value: str) -> int | None:
    return int(value) if value else None


def _named(units: Iterable[OrgUnit], empty: str) -> list[tuple[str, str]]:
    return [("", empty), *((str(unit.pk), unit.short_name or unit.name) for unit in units)]


class AttributesForm(DecreeForm):
    """Everything effective-dated that is stated of a unit."""

    name = forms.CharField(label=_("Tên đơn vị"), max_length=200, required=False)
    short_name = forms.CharField(label=_("Tên ngắn"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("Loại đơn vị"), choices=UnitKind.choices)
    levels = forms.MultipleChoiceField(
        label=_("Cấp học"),
        choices=EducationLevel.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    ownership = forms.ChoiceField(label=_("Loại hình"), choices=Ownership.choices, required=False)
    area = forms.ChoiceField(label=_("Khu vực"), choices=Area.choices, required=False)
    difficulty = forms.ChoiceField(label=_("Vùng khó khăn"), choices=Difficulty.choices, required=False)
    address = forms.CharField(label=_("Địa chỉ"), max_length=250, required=False)
    commune = forms.ChoiceField(label=_("Xã, phường, đặc khu"), required=False)
    latitude = forms.FloatField(label=_("Vĩ độ"), min_value=-90, max_value=90, required=False)
    longitude = forms.FloatField(label=_("Kinh độ"), min_value=-180, max_value=180, required=False)
    measured = forms.BooleanField(label=_("Vị trí đã đo tại chỗ"), required=False)

    def offer(self) -> None:
        """Communes of the actor's outline, and the unit's own."""
        choices = dict(queries.communes(self.actor, on=self.on))
        if self.unit is not None and self.unit.commune is not None:
            choices.setdefault(self.unit.commune.pk, self.unit.commune.name)
        self._choose(
            "commune", [("", gettext("Chưa rõ")), *((str(pk), name) for pk, name in choices.items())]
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """A place has both of its numbers."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if (given.get("latitude") is None) != (given.get("longitude") is None):
            self.add_error("longitude", gettext("Vị trí phải có cả vĩ độ và kinh độ."))
        return given

    def attributes(self) -> services.Attributes:
        """As the services take them."""
        given = self.cleaned_data
        known = given["latitude"] is not None
        precision = MapPrecision.EXACT if given["measured"] else MapPrecision.APPROXIMATE
        return services.Attributes(
            name=given["name"],
            short_name=given["short_name"],
            kind=UnitKind(given["kind"]),
            levels=frozenset(EducationLevel(level) for level in given["levels"]),
            ownership=Ownership(given["ownership"] or Ownership.PUBLIC),
            area=Area(given["area"]),
            difficulty=Difficulty(given["difficulty"]),
            address=given["address"],
            commune_id=_id(given["commune"]),
            latitude=given["latitude"],
            longitude=given["longitude"],
            map_precision=precision if known else MapPrecision.UNKNOWN,
        )


class OpenForm(AttributesForm):
    """Thành lập."""

    code = forms.CharField(label=_("Mã đơn vị"), max_length=20, required=False)
    managing_parent = forms.ChoiceField(label=_("Cơ quan quản lý trực tiếp"), required=False)
    professional_parent = forms.ChoiceField(label=_("Cơ quan chỉ đạo chuyên môn"), required=False)

    def offer(self) -> None:
        """Bodies that are open today; the professional one may stand above the actor's own."""
        super().offer()
        bodies = _named(queries.bodies(self.actor, on=self.on), gettext("Không có"))
        self._choose("managing_parent", bodies)
        self._choose("professional_parent", bodies)

    def order(self) -> services.Order:
        """Open the unit."""
        given = self.cleaned_data
        return services.OpenUnit(
            decree=self.decree(),
            opening=services.Opening(
                code=given["code"],
                attributes=self.attributes(),
                managing_parent_id=_id(given["managing_parent"]),
                professional_parent_id=_id(given["professional_parent"]),
            ),
        )


class CorrectForm(AttributesForm):
    """Đính chính: no decision; the note says why."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Only the note remains of the decision."""
        super().__init__(*args, **options)
        for name in ("effective_on", "decision_number", "deciding_body"):
            del self.fields[name]

    def present(self) -> dict[str, Any]:
        """The attributes of today."""
        unit = self.subject
        names = ("name", "short_name", "kind", "levels", "ownership", "area", "difficulty", "address")
        values = {name: getattr(unit, name) for name in names}
        return {
            **values,
            "commune": str(unit.commune_id or ""),
            "latitude": unit.latitude,
            "longitude": unit.longitude,
            "measured": unit.map_precision == MapPrecision.EXACT,
        }

    def order(self) -> services.Order:
        """Correct the present period."""
        return services.CorrectUnit(
            unit_id=self.subject.pk,
            attributes=self.attributes(),
            why=self.cleaned_data["note"],
            version=self.cleaned_data["version"],
        )


class RenameForm(DecreeForm):
    """Đổi tên."""

    name = forms.CharField(label=_("Tên mới"), max_length=200, required=False)
    short_name = forms.CharField(label=_("Tên ngắn mới"), max_length=80, required=False)

    def present(self) -> dict[str, Any]:
        """The name of today."""
        return {"name": self.subject.name, "short_name": self.subject.short_name}

    def order(self) -> services.Order:
        """Rename."""
        given = self.cleaned_data
        return services.RenameUnit(
            decree=self.decree(),
            unit_id=self.subject.pk,
            name=given["name"],
            short_name=given["short_name"],
            version=given["version"],
        )


class MoveForm(DecreeForm):
    """Chuyển cơ quan quản lý, địa điểm."""

    managing_parent = forms.ChoiceField(label=_("Cơ quan quản lý trực tiếp"), required=False)
    professional_parent = forms.ChoiceField(label=_("Cơ quan chỉ đạo chuyên môn"), required=False)
    commune = forms.ChoiceField(label=_("Xã, phường, đặc khu"), required=False)
    address = forms.CharField(label=_("Địa chỉ mới"), max_length=250, required=False)

    def offer(self) -> None:
        """Bodies and communes of the outline."""
        stays = gettext("Giữ nguyên")
        bodies = _named(queries.bodies(self.actor, on=self.on), stays)
        communes = [("", stays), *((str(pk), name) for pk, name in queries.communes(self.actor, on=self.on))]
        for name, choices in (
            ("managing_parent", bodies),
            ("professional_parent", bodies),
            ("commune", communes),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def order(self) -> services.Order:
        """Move."""
        given = self.cleaned_data
        return services.MoveUnit(
            decree=self.decree(),
            unit_id=self.subject.pk,
            managing_parent_id=_id(given["managing_parent"]),
            professional_parent_id=_id(given["professional_parent"]),
            commune_id=_id(given["commune"]),
            address=given["address"] or None,
            version=given["version"],
        )


class LevelsForm(DecreeForm):
    """Chuyển cấp học, loại trường."""

    kind = forms.ChoiceField(
        label=_("Loại trường"),
        choices=[(kind.value, kind.label) for kind in UnitKind if kind in INSTITUTIONS],
    )
    levels = forms.MultipleChoiceField(
        label=_("Cấp học"),
        choices=EducationLevel.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def present(self) -> dict[str, Any]:
        """Kind and levels of today."""
        return {"kind": self.subject.kind, "levels": self.subject.levels}

    def order(self) -> services.Order:
        """Change kind and levels."""
        given = self.cleaned_data
        return services.ChangeLevels(
            decree=self.decree(),
            unit_id=self.subject.pk,
            kind=UnitKind(given["kind"]),
            levels=frozenset(EducationLevel(level) for level in given["levels"]),
            version=given["version"],
        )


class CloseForm(DecreeForm):
    """Giải thể."""

    def order(self) -> services.Order:
        """Close."""
        return services.CloseUnit(
            decree=self.decree(), unit_id=self.subject.pk, version=self.cleaned_data["version"]
        )


class MergeForm(DecreeForm):
    """Others merge into this unit; with a new name and code, this one and the others become a new one."""

    sources = forms.CharField(
        label=_("Mã các đơn vị được sáp nhập"),
        help_text=_("Mỗi mã một dòng, hoặc cách nhau bằng dấu phẩy."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    children_follow = forms.BooleanField(
        label=_("Các đơn vị trực thuộc chuyển theo về đơn vị nhận"), required=False
    )
    new_code = forms.CharField(label=_("Mã đơn vị mới (khi hợp nhất)"), max_length=20, required=False)
    new_name = forms.CharField(label=_("Tên đơn vị mới (khi hợp nhất)"), max_length=200, required=False)

    def clean_sources(self) -> tuple[int, ...]:
        """Codes to ids; an unknown one is named."""
        codes = [code for code in self.cleaned_data["sources"].replace(",", " ").split() if code]
        known = queries.ids_by_code(codes)
        unknown = [code for code in codes if code not in known]
        if unknown:
            text = gettext("Không có đơn vị nào mang mã %(codes)s trong phạm vi của bạn.")
            raise forms.ValidationError(text % {"codes": ", ".join(unknown)})
        return tuple(known[code] for code in codes)

    def order(self) -> services.Order:
        """Merge."""
        given = self.cleaned_data
        unit = self.subject
        if not given["new_code"] and not given["new_name"]:
            return services.MergeUnits(
                decree=self.decree(),
                source_ids=given["sources"],
                into_id=unit.pk,
                children_follow=given["children_follow"],
                version=given["version"],
            )
        return services.MergeUnits(
            decree=self.decree(),
            source_ids=(unit.pk, *given["sources"]),
            opening=like(unit, code=given["new_code"], name=given["new_name"]),
            children_follow=given["children_follow"],
            version=given["version"],
        )


class SplitForm(DecreeForm):
    """Chia, tách: each line names one new unit."""

    parts = forms.CharField(
        label=_("Các đơn vị mới"),
        help_text=_("Mỗi dòng một đơn vị: mã; tên; tỷ lệ tiếp nhận (có thể bỏ trống, ví dụ 0,4)."),
        widget=forms.Textarea,
    )
    stays = forms.BooleanField(label=_("Đơn vị cũ vẫn hoạt động (tách)"), required=False)

    def clean_parts(self) -> tuple[services.Opening, ...]:
        """Lines to openings like the present unit."""
        found = []
        for number, line in enumerate(self.cleaned_data["parts"].splitlines(), start=1):
            if not line.strip():
                continue
            cells = [cell.strip() for cell in line.split(";")]
            if len(cells) not in (2, 3):
                raise forms.ValidationError(
                    gettext("Dòng %(number)s: hãy viết «mã; tên» hoặc «mã; tên; tỷ lệ».") % {"number": number}
                )
            found.append(like(self.subject, code=cells[0], name=cells[1], share=_share(cells[2:], number)))
        return tuple(found)

    def order(self) -> services.Order:
        """Split."""
        given = self.cleaned_data
        return services.SplitUnit(
            decree=self.decree(),
            unit_id=self.subject.pk,
            parts=given["parts"],
            stays=given["stays"],
            version=given["version"],
        )


def _share(cells: list[str], number: int) -> Decimal | None:
    if not cells or not cells[0]:
        return None
    try:
        share = Decimal(cells[0].replace(",", "."))
    except InvalidOperation:
        share = Decimal(0)
    if not 0 < share <= 1:
        raise forms.ValidationError(
            gettext("Dòng %(number)s: tỷ lệ phải lớn hơn 0 và không quá 1, ví dụ %(example)s.")
            % {"number": number, "example": localize(Decimal("0.4"))}
        )
    return share


def like(unit: OrgUnit, *, code: str, name: str, share: Decimal | None = None) -> services.Opening:
    """A new unit of the same kind, under the same bodies, in the same commune."""
    return services.Opening(
        code=code,
        attributes=services.Attributes(
            name=name,
            kind=UnitKind(unit.kind),
            levels=frozenset(EducationLevel(level) for level in unit.levels),
            ownership=Ownership(unit.ownership),
            area=Area(unit.area),
            difficulty=Difficulty(unit.difficulty),
            address=unit.address,
            commune_id=unit.commune_id,
        ),
        managing_parent_id=unit.managing_parent_id,
        professional_parent_id=unit.professional_parent_id,
        share=share,
    )


ACT_FORMS: dict[ActKind, type[DecreeForm]] = {
    ActKind.OPEN: OpenForm,
    ActKind.RENAME: RenameForm,
    ActKind.MOVE: MoveForm,
    ActKind.CHANGE_LEVEL: LevelsForm,
    ActKind.MERGE: MergeForm,
    ActKind.SPLIT: SplitForm,
    ActKind.CLOSE: CloseForm,
    ActKind.CORRECT: CorrectForm,
}


class ContactsForm(forms.ModelForm):
    """How a unit is reached."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = OrgUnit
        fields = ("phone", "email", "website")
