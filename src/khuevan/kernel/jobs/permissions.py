from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

OWN_JOBS = Permission(
    "jobs.run:own",
    _("Theo dõi công việc nền của mình"),
    holders=frozenset({"head", "clerk", "teacher", "department_officer", "commune_officer"}),
)
VIEW_JOBS = Permission("jobs.run:view", _("Xem công việc nền của đơn vị"))
MANAGE_JOBS = Permission("jobs.run:manage", _("Dừng và chạy lại công việc nền của đơn vị"))
