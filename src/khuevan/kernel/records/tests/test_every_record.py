"""Every declaration is tested the day it is born."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings

from khuevan.kernel.records import declared
from khuevan.kernel.testing.records import RecordCases


def cases_module(record):
    """<module>/tests/test_records.py of the room that declares the record; a test-only app stands inside tests itself."""
    room = apps.get_app_config(record.module).name
    return f"{room.rsplit('.', 1)[0]}.test_records" if ".tests." in room else f"{room}.tests.test_records"


def test_every_declared_record_has_its_cases():
    import_module(settings.ROOT_URLCONF)
    import_module("khuevan.kernel.records.tests.specimens.records")
    for record in declared():
        name = cases_module(record)
        assert find_spec(name) is not None, (
            f"{record.key}: {name} is missing; records/README.md shows what it holds"
        )
        import_module(name)
        cases = RecordCases.covered.get(record.key)
        assert cases is not None, f"{record.key}: {name} has no RecordCases for it"
        assert cases.__test__


def test_questions_that_do_not_apply_are_not_put():
    covered = RecordCases.covered
    import_module("khuevan.kernel.records.tests.test_records")
    assert covered["specimens.tool"].test_list_hides_other_units is None
    assert callable(covered["specimens.plant"].test_list_hides_other_units)
    questions = [name for name in dir(covered["specimens.plant"]) if name.startswith("test_")]
    assert len([name for name in questions if callable(getattr(covered["specimens.plant"], name))]) > 50
