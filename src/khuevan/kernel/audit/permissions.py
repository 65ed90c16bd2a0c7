from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

VIEW_AUDIT = Permission("audit.entry:view", _("Xem nhật ký hoạt động"))
