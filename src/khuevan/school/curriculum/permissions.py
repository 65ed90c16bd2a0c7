"""What may be done with programmes. The national rows are the administrator's; a department adds its own."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

SCHOOL = frozenset({"head", "clerk", "teacher"})
OFFICERS = frozenset({"department_officer", "commune_officer"})

VIEW_PROGRAMME = Permission(
    "curriculum.programme:view", _("Xem chương trình giáo dục"), holders=SCHOOL | OFFICERS
)
EDIT_PROGRAMME = Permission("curriculum.programme:edit", _("Sửa chương trình giáo dục quốc gia"))
EDIT_LOCAL = Permission(
    "curriculum.local:edit",
    _("Bổ sung nội dung giáo dục địa phương"),
    holders=frozenset({"department_officer"}),
)
EDIT_SETS = Permission(
    "curriculum.elective_set:edit", _("Lập tổ hợp môn lựa chọn"), holders=frozenset({"head", "clerk"})
)
DECIDE_POINTS = Permission(
    "curriculum.point:decide",
    _("Quyết định các điểm mở của quy định đánh giá"),
    holders=frozenset({"department_officer"}),
)
