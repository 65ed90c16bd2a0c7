"""What the rules' codes say to people."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from khuevan.kernel.records import Invalid

from ..models import Transfer
from ..rules import act_refusals


def said(codes: Iterable[str]) -> str:
    """One sentence after the other."""
    sentences = {
        "not_studying": _(
            "Em không đang học ở trường nào năm nay: tiếp nhận em ở trang Ghi danh học sinh, không cần chuyển trường."
        ),
        "same_school": _("Em đang học ở chính trường này."),
        "school_closed": _("Trường nhận không hoạt động."),
        "grade_not_taught": _("Trường nhận không dạy khối này."),
        "already_open": _("Em đã có một đề nghị chuyển trường đang giải quyết."),
        "too_late": _("Việc chuyển trường đã xong hoặc đã dừng, không rút được nữa."),
        "other_side": _("Bước này do trường kia làm."),
        "not_now": _("Việc chuyển trường không ở bước này."),
    }  # fmt: skip
    return " ".join(sentences[code] for code in codes)


def demand_step(transfer: Transfer, verb: str, sides: Iterable[str]) -> None:
    """Raises Invalid where the act does not fit the state or the side."""
    found = act_refusals(verb, transfer.state, tuple(sides), transfer.opened_by)
    if found:
        raise Invalid(said(found))
