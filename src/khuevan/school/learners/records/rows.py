"""Lists whose values are local data, and what schools write down about learners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.records import PLAIN, Choice, Code, Date, Filled, Record, Reference, Text, Whole
from khuevan.school.curriculum.choices import Trust

from .. import services
from ..choices import CatalogueList
from ..models import CatalogueItem, Reward, ViolenceCase
from ..permissions import (
    EDIT_CATALOGUE,
    EDIT_REWARDS,
    EDIT_VIOLENCE,
    VIEW_CATALOGUE,
    VIEW_REWARDS,
    VIEW_VIOLENCE,
)


def _named(learner: Any) -> str:
    """Two children of one name are told apart by class and birth date."""
    born = learner.person.birth_date
    told = [learner.class_name, f"{born:%d/%m/%Y}" if born else ""]
    return ", ".join(filter(None, (learner.person.full_name, *told)))


@dataclass(frozen=True)
class LearnerReference(Reference):
    """A learner, by name, class and birth date."""

    def within(self, model: type[models.Model], actor: Actor, permission: Permission) -> models.QuerySet[Any]:
        return super().within(model, actor, permission).select_related("person")


def learner(**other: Any) -> LearnerReference:
    """The field of a row that is about a learner; the record names `learner__person` in `related`."""
    return LearnerReference(
        "learner",
        _("Người học"),
        required=True,
        fixed=True,
        show=_named,
        order="sort_key",
        found_by="search",
        page="learners:learner_detail",
        **other,
    )


CATALOGUE = Record(
    CatalogueItem,
    "catalogue_item",
    _("Mục danh mục"),
    _("Danh mục người học"),
    help=_("Các danh mục mà Quyết định 4998 nêu tên nhưng không in giá trị: sửa được, có ghi nguồn."),
    icon="list-details",
    view=VIEW_CATALOGUE,
    edit=EDIT_CATALOGUE,
    shared="Danh mục dùng chung toàn tỉnh.",
    fields=(
        Text("name", _("Tên"), required=True, max_length=200, sorted_by="sort_key"),
        Choice("list", _("Danh mục"), choices=CatalogueList.choices, required=True, fixed=True),
        Code("code", _("Mã"), required=True, max_length=20, pattern=r"[A-Za-z0-9._-]+", example="HN-01"),
        Code("sector_code", _("Mã của Bộ"), max_length=20),
        Whole("position", _("Thứ tự"), required=True, most=30_000),
        Text("source", _("Nguồn"), max_length=200),
        Choice("trust", _("Mức tin cậy"), choices=Trust.choices, required=True),
        Date("closed_on", _("Ngừng dùng từ"), editable=False),
        Filled("closed", _("Đã ngừng dùng"), "closed_on"),
    ),
    list=("name", "list", "code", "sector_code", "trust", "closed_on"),
    filters=("list", "trust", "closed"),
    search=("name", "code"),
    order=("list",),
    close=PLAIN,
)

REWARDS = Record(
    Reward,
    "reward",
    _("Khen thưởng"),
    _("Khen thưởng người học"),
    icon="award",
    view=VIEW_REWARDS,
    edit=EDIT_REWARDS,
    fields=(
        Text("full_name", _("Họ và tên"), editable=False, max_length=100),
        learner(),
        Reference(
            "kind",
            _("Hình thức khen thưởng"),
            among={"list": CatalogueList.REWARD.value, "closed_on": None},
            order="position",
            source="QĐ 4998/QĐ-BGDĐT MA_KHEN_THUONG DM_KHEN_THUONG",
        ),
        Text("content", _("Nội dung"), required=True, max_length=255, source="QĐ 4998/QĐ-BGDĐT NOI_DUNG"),
        Date("happened_on", _("Ngày khen thưởng"), required=True),
        Code("decision_number", _("Số quyết định"), max_length=60),
        Text("note", _("Ghi chú"), max_length=255, source="QĐ 4998/QĐ-BGDĐT GHI_CHU"),
        Date("closed_on", _("Hủy từ ngày"), editable=False),
        Filled("closed", _("Đã hủy"), "closed_on"),
    ),
    list=("full_name", "content", "kind", "happened_on", "decision_number"),
    filters=("happened_on", "closed"),
    search=("full_name", "content"),
    order=("-happened_on",),
    create=services.record_reward,
    change=services.change_reward,
    close=PLAIN,
    related=("learner__person",),
)

VIOLENCE_CASES = Record(
    ViolenceCase,
    "violence_case",
    _("Vụ việc bạo lực học đường"),
    _("Bạo lực học đường"),
    help=_("Mỗi dòng là một học sinh liên quan của một vụ việc; chỉ trường nơi xảy ra xem được."),
    icon="alert-hexagon",
    view=VIEW_VIOLENCE,
    edit=EDIT_VIOLENCE,
    fields=(
        Text("full_name", _("Họ và tên"), editable=False, max_length=100),
        learner(),
        Reference(
            "kind",
            _("Mã vụ việc"),
            among={"list": CatalogueList.VIOLENCE.value, "closed_on": None},
            order="position",
            source="QĐ 4998/QĐ-BGDĐT BAOLUCHĐ.2.2 MA",
        ),
        Text("role", _("Đối tượng"), required=True, max_length=25, source="QĐ 4998/QĐ-BGDĐT DOI_TUONG"),
        Text(
            "form",
            _("Hình thức bạo lực"),
            required=True,
            max_length=25,
            source="QĐ 4998/QĐ-BGDĐT HINH_THUC_BAO_LUC",
        ),
        Date("happened_on", _("Ngày xảy ra"), required=True),
        Text("place", _("Địa điểm"), max_length=25, source="QĐ 4998/QĐ-BGDĐT DIA_DIEM"),
        Text("duration", _("Thời lượng"), max_length=25, source="QĐ 4998/QĐ-BGDĐT THOI_LUONG"),
        Text("handling", _("Kết quả xử lý"), max_length=255, source="QĐ 4998/QĐ-BGDĐT KET_QUA_XU_LY"),
        Text("note", _("Ghi chú"), max_length=255, source="QĐ 4998/QĐ-BGDĐT GHI_CHU"),
        Date("closed_on", _("Hủy từ ngày"), editable=False),
        Filled("closed", _("Đã hủy"), "closed_on"),
    ),
    list=("full_name", "role", "form", "happened_on", "handling"),
    filters=("happened_on", "closed"),
    search=("full_name", "form"),
    order=("-happened_on",),
    create=services.record_violence_case,
    change=services.change_violence_case,
    close=PLAIN,
    related=("learner__person",),
)
