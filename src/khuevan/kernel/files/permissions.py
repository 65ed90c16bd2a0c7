from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

VIEW_FILES = Permission("files.file:view", _("Tải tệp của đơn vị"))
