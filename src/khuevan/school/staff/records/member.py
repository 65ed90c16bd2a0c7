"""The record of staff members: list, page, form, history, export, API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import Filled, Record, Reference

from ..models import StaffMember
from ..permissions import EDIT_STAFF, VIEW_STAFF
from ..services.members import change_member
from .profile import POST, member_fields

STAFF = Record(
    StaffMember,
    "member",
    _("Nhân sự"),
    _("Đội ngũ"),
    help=_("Cán bộ quản lý, giáo viên, nhân viên của các trường."),
    icon="users-group",
    view=VIEW_STAFF,
    edit=EDIT_STAFF,
    fields=(
        *member_fields(),
        Reference("school", _("Trường"), editable=False, order="sort_key", found_by="search",
                  sorted_by="school__sort_key", permission=VIEW_STAFF, page="organisations:unit", group=POST),
        Filled("gone", _("Đã rời trường"), "left_on", group=POST),
    ),
    list=("full_name", "birth_date", "sex", "position", "main_subject", "contract_form", "status", "school"),
    filters=("school", "position", "main_subject", "status", "contract_form", "group", "level", "degree",
             "leave", "gone"),
    unlisted=("status", "0"),
    search=("full_name", "code"),
    order=("full_name",),
    large=True,
    wide_orders=("full_name", "birth_date", "sex", "position", "contract_form", "status", "school"),
    create=None,
    change=change_member,
    title="full_name",
)  # fmt: skip
