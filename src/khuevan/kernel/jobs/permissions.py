from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

VIEW_JOBS = Permission("jobs.run:view", _("Xem công việc nền của đơn vị"))
MANAGE_JOBS = Permission("jobs.run:manage", _("Dừng và chạy lại công việc nền của đơn vị"))
