"""What sign-in says to people: one place for messages that allauth asks for by name."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

WRONG = gettext_lazy("Tên đăng nhập hoặc mật khẩu không đúng.")
WRONG_CODE = gettext_lazy("Mã không đúng hoặc đã dùng rồi. Hãy chờ mã mới và thử lại.")

ERRORS = {
    "account_inactive": gettext_lazy("Tài khoản này đang bị khóa."),
    "enter_current_password": gettext_lazy("Mật khẩu hiện tại không đúng."),
    "incorrect_code": WRONG_CODE,
    "incorrect_password": gettext_lazy("Mật khẩu không đúng."),
    "too_many_login_attempts": gettext_lazy("Bạn đã thử sai nhiều lần. Hãy đợi 5 phút rồi thử lại."),
    "rate_limited": gettext_lazy("Bạn gửi quá nhiều yêu cầu. Hãy đợi 5 phút rồi thử lại."),
    "username_password_mismatch": WRONG,
    "cannot_delete_authenticator": gettext_lazy(
        "Vai trò của bạn bắt buộc xác thực hai bước: hãy thêm một cách khác trước khi bỏ cách này."
    ),
    "cannot_generate_recovery_codes": gettext_lazy(
        "Hãy bật ứng dụng xác thực hoặc khóa truy cập trước khi tạo mã khôi phục."
    ),
}


def wait_in_words(wait: timedelta) -> str:
    """Rounded up: «12 giây», «3 phút»."""
    seconds = max(1, ceil(wait.total_seconds()))
    if seconds < 60:
        return ngettext("%(n)d giây", "%(n)d giây", seconds) % {"n": seconds}
    minutes = ceil(seconds / 60)
    return ngettext("%(n)d phút", "%(n)d phút", minutes) % {"n": minutes}


def must_wait(wait: timedelta) -> str:
    return _("Đã có nhiều lần thử sai. Hãy đợi %(wait)s rồi thử lại.") % {"wait": wait_in_words(wait)}


def wrong_and_wait(wait: timedelta) -> str:
    return _("Tên đăng nhập hoặc mật khẩu không đúng. Hãy đợi %(wait)s rồi thử lại.") % {
        "wait": wait_in_words(wait)
    }
