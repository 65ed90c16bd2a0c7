"""Why a package is refused, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..rules import PackageRefused, Reason


def sentence(refused: PackageRefused) -> str:
    """What is wrong with the package and what to do."""
    facts = refused.facts
    words = {
        Reason.NOT_AN_ARCHIVE: _("Tệp không phải là gói dữ liệu (ZIP). Hãy chọn tệp đã tải về từ trang này."),
        Reason.DAMAGED: _("Gói bị hỏng hoặc bị cắt cụt. Hãy tải lại gói rồi thử lần nữa."),
        Reason.ENCRYPTED: _("Gói có mật khẩu. Gói của nền tảng không có mật khẩu."),
        Reason.TOO_LARGE: _("Gói mở ra quá lớn (tối đa %(most)s MB), có thể gây hại. Không nhận."),
        Reason.TOO_MANY: _("Gói chứa quá nhiều tệp con (tối đa %(most)s). Không nhận."),
        Reason.BAD_NAME: _("Gói có tệp con tên lạ «%(name)s». Không nhận."),
        Reason.TWICE: _("Gói có hai tệp con cùng tên «%(name)s». Không nhận."),
        Reason.NO_MANIFEST: _("Gói thiếu bản kê manifest.json."),
        Reason.BAD_MANIFEST: _("Bản kê của gói không đọc được hoặc thiếu mục."),
        Reason.OTHER_FORMAT: _("Gói theo định dạng khác: «%(format)s», phiên bản %(version)s; ở đây đọc phiên bản 1."),
        Reason.MISSING_PART: _("Bản kê nói có «%(name)s» nhưng gói không có tệp con này."),
        Reason.STRAY_PART: _("Gói có «%(name)s» không nằm trong bản kê."),
        Reason.WRONG_COUNT: _("«%(name)s» có %(found)s bản ghi, bản kê nói %(claimed)s. Gói đã bị sửa hoặc bị cắt."),
        Reason.WRONG_DIGEST: _("Mã băm của «%(name)s» không khớp. Gói đã bị sửa sau khi lập."),
        Reason.BAD_ROW: _("«%(name)s», dòng %(row)s không phải một bản ghi hợp lệ."),
    }  # fmt: skip
    return words[refused.reason] % facts if facts else words[refused.reason]
