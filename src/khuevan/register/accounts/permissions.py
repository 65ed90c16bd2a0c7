"""What may be done with accounts, roles and grants."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

VIEW_ACCOUNTS = Permission("accounts.account:view", _("Xem tài khoản"))
CREATE_ACCOUNTS = Permission("accounts.account:create", _("Tạo tài khoản"), sensitive=True)
LOCK_ACCOUNT = Permission("accounts.account:lock", _("Khóa và mở khóa tài khoản"), sensitive=True)
RESET_PASSWORD = Permission("accounts.account:reset_password", _("Đặt lại mật khẩu"), sensitive=True)
PRINT_SLIPS = Permission("accounts.slip:print", _("In phiếu tài khoản"), sensitive=True)
END_SESSIONS = Permission("accounts.session:end", _("Kết thúc phiên làm việc của người khác"), sensitive=True)
VIEW_ROLES = Permission("accounts.role:view", _("Xem vai trò và quyền"))
EDIT_ROLES = Permission("accounts.role:edit", _("Sửa vai trò"), sensitive=True)
GIVE_GRANTS = Permission("accounts.grant:give", _("Cấp và thu hồi quyền"), sensitive=True)
ACT_AS = Permission("accounts.act_as:start", _("Thao tác thay người khác"), sensitive=True)
