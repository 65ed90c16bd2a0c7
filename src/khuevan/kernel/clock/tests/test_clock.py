from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from khuevan.kernel import clock


def test_now_is_aware_and_in_utc() -> None:
    before = datetime.now(UTC)
    moment = clock.now()
    assert moment.utcoffset() == timedelta(0)
    assert timedelta(0) <= moment - before < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("moment", "civil_date"),
    [
        (datetime(2025, 6, 30, 16, 59, 59, tzinfo=UTC), date(2025, 6, 30)),
        (datetime(2025, 6, 30, 17, 0, 0, tzinfo=UTC), date(2025, 7, 1)),
        (datetime(2025, 12, 31, 17, 0, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2026, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=9))), date(2025, 12, 31)),
    ],
)
def test_the_civil_date_turns_at_midnight_in_ha_noi(moment: datetime, civil_date: date) -> None:
    assert clock.on(moment) == civil_date
    with clock.frozen(moment):
        assert clock.today() == civil_date
        assert clock.now() == moment


def test_frozen_clocks_nest_and_let_go() -> None:
    outer, inner = datetime(2025, 7, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
    with clock.frozen(outer):
        with clock.frozen(inner):
            assert clock.now() == inner
        assert clock.now() == outer
    assert clock.now() > outer


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.frozen(datetime(2026, 1, 1)):
        pass
    with pytest.raises(ValueError, match="time zone"):
        clock.on(datetime(2026, 1, 1))
