from khuevan.kernel.testing.plugin import django_db_setup  # noqa: F401
