"""Why an archive is not read, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..formats import ArchiveRefused
from ..formats.archive import Why


def refusal(refused: ArchiveRefused) -> str:
    """What is wrong with the archive."""
    words = {
        Why.NOT_AN_ARCHIVE: _("Tệp không phải gói học bạ số (ZIP)."),
        Why.DAMAGED: _("Gói bị hỏng hoặc bị cắt cụt."),
        Why.ENCRYPTED: _("Gói có mật khẩu nên không đọc được."),
        Why.TOO_LARGE: _("Gói hoặc một tệp trong gói quá lớn, có thể gây hại."),
        Why.BAD_NAME: _("Gói có tệp tên lạ."),
        Why.TWICE: _("Gói có hai tệp cùng tên."),
        Why.NO_MANIFEST: _("Gói thiếu bản kê goi.xml."),
    }
    return f"{words[refused.why]} {refused.name}".strip()
