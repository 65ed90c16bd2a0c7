"""The learner's record: everything that the profile declares, and the school."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import Confirmation, Record, Reference
from khuevan.register.organisations.choices import UnitKind

from .. import queries, services
from ..models import Learner
from ..permissions import EDIT_LEARNERS, VIEW_LEARNERS
from .profile import PROFILE, WHO

BODIES = (UnitKind.MINISTRY, UnitKind.DEPARTMENT, UnitKind.DISTRICT_OFFICE, UnitKind.COMMUNE)
SCHOOLS = sorted(set(UnitKind.values) - set(BODIES))

SCHOOL = Reference(
    "school",
    _("Trường"),
    required=True,
    fixed=True,
    order="sort_key",
    found_by="search",
    among={"kind__in": SCHOOLS, "closed_on": None},
    page="organisations:unit",
    group=WHO,
    source="QĐ 4998/QĐ-BGDĐT TRUONG_ID",
)
CONFIRMED = Confirmation(
    "confirmed",
    _("Tôi đã kiểm tra, thông tin trên là đúng"),
    group=WHO,
    hint=_("Chỉ đánh dấu khi hệ thống hỏi lại."),
)

LEARNERS = Record(
    Learner,
    "learner",
    _("Người học"),
    _("Người học"),
    help=_("Hồ sơ học sinh, trẻ mầm non và học viên: theo trường đang học, hoặc trường học cuối."),
    icon="user",
    view=VIEW_LEARNERS,
    edit=EDIT_LEARNERS,
    fields=(SCHOOL, *(one.field for one in PROFILE), CONFIRMED),
    list=("full_name", "birth_date", "sex", "grade", "class_name", "status", "school"),
    filters=(
        "grade",
        "class_name",
        "status",
        "sex",
        "school",
        "birth_date",
        "school_year",
        "area",
        "in_difficult_area",
        "has_two_sessions",
        "is_in_boarding_class",
        "is_ethnic_semi_boarder",
        "can_swim",
        "computer",
        "internet",
    ),
    unlisted=("status", "00"),
    search=("full_name",),
    order=("full_name",),
    title=lambda learner: learner.person.full_name,
    create=services.register_learner,
    change=services.change_learner,
    find=queries.ids_by_words,
    large=True,
    wide_orders=("full_name",),
    alone=True,
    looked_at=(*services.JUDGED, "grade", "school__levels", "person__birth_date"),
)
