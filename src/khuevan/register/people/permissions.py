"""What may be done with people. `uncover` shows one sensitive field of one person, logged with the reason."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

VIEW_PEOPLE = Permission("people.person:view", _("Xem hồ sơ cá nhân"))
REGISTER_PERSON = Permission("people.person:register", _("Lập hồ sơ cá nhân"))
CORRECT_PERSON = Permission("people.person:correct", _("Sửa hồ sơ cá nhân"))
UNCOVER_FIELD = Permission("people.person:uncover", _("Xem thông tin nhạy cảm của cá nhân"), sensitive=True)
AFFILIATE_PERSON = Permission("people.affiliation:edit", _("Ghi nhận nơi học tập, công tác"))
EDIT_GUARDIANS = Permission("people.guardianship:edit", _("Ghi nhận cha mẹ, người giám hộ"))
VIEW_HISTORY = Permission("people.history:view", _("Xem lịch sử thay đổi hồ sơ cá nhân"))
MERGE_PEOPLE = Permission(
    "people.person:merge",
    _("Gộp và tách hồ sơ trùng"),
    sensitive=True,
    holders=frozenset({"department_officer", "commune_officer"}),
)
