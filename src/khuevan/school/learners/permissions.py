"""What may be done with learners. The `see_` rights uncover what is masked; each look is logged."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

_SCHOOL = frozenset({"head", "clerk"})
_WATCHERS = frozenset({"department_officer", "commune_officer"})

VIEW_LEARNERS = Permission(
    "learners.learner:view", _("Xem người học"), holders=_SCHOOL | _WATCHERS | {"teacher"}
)
EDIT_LEARNERS = Permission("learners.learner:edit", _("Lập và sửa hồ sơ người học"), holders=_SCHOOL)
SEE_POLICY = Permission(
    "learners.policy:see", _("Xem diện chính sách, hộ nghèo, chế độ hỗ trợ"), sensitive=True, holders=_SCHOOL
)
SEE_HEALTH = Permission(
    "learners.health:see",
    _("Xem sức khỏe, khuyết tật của người học"),
    sensitive=True,
    holders=frozenset({"head"}),
)
SEE_ORIGIN = Permission(
    "learners.origin:see",
    _("Xem dân tộc của người học và cha mẹ"),
    sensitive=True,
    holders=frozenset({"head"}),
)
VIEW_REWARDS = Permission(
    "learners.reward:view", _("Xem khen thưởng người học"), holders=_SCHOOL | _WATCHERS | {"teacher"}
)
EDIT_REWARDS = Permission("learners.reward:edit", _("Ghi khen thưởng người học"), holders=_SCHOOL)
VIEW_VIOLENCE = Permission(
    "learners.violence:view",
    _("Xem vụ việc bạo lực học đường"),
    sensitive=True,
    holders=frozenset({"head"}),
)
EDIT_VIOLENCE = Permission(
    "learners.violence:edit", _("Ghi vụ việc bạo lực học đường"), holders=frozenset({"head"})
)
VIEW_CATALOGUE = Permission(
    "learners.catalogue:view", _("Xem danh mục người học"), holders=_SCHOOL | _WATCHERS | {"teacher"}
)
EDIT_CATALOGUE = Permission(
    "learners.catalogue:edit", _("Sửa danh mục người học"), holders=frozenset({"department_officer"})
)
DECIDE_CORRECTIONS = Permission(
    "learners.correction:decide", _("Quyết định về đề nghị sửa thông tin của gia đình"), holders=_SCHOOL
)
