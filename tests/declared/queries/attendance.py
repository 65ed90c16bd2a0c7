"""Absences against calls of the roll."""

_IN_CLASS = "r.class_group_id = e.class_group_id and r.on between e.enrolled_on and %(on)s"
_OF = "a.enrolment_id = e.id and a.on <= %(on)s"
_FROM = f"""from (
    select (select count(*) from attendance_rollcall r where {_IN_CLASS}) as called,
        (select count(*) from attendance_absence a where {_OF} and a.kind in ('P', 'K')) as away,
        (select count(*) from attendance_absence a where {_OF} and a.kind = 'K') as unexcused,
        (select count(*) from attendance_absence a where {_OF} and a.kind = 'M') as late,
        (select count(distinct a.on) from attendance_absence a where {_OF} and a.kind in ('P', 'K')) as days
    from schoolyear_enrolment e where e.enrolled_on <= %(on)s and coalesce(e.left_on > %(on)s, true)
    and e.school_year_id = (select id from schoolyear_schoolyear where %(on)s between starts_on and ends_on)
    and e.set_aside_by is null and e.status <> '00') w"""
_CALLED = "filter (where called > 0)"
FIGURES = {
    "attendance.learner:called_share": f"100.0 * count(*) {_CALLED} / count(*)",
    "attendance.learner:attended_share": "100.0 * sum(greatest(called - away, 0)) / nullif(sum(called), 0)",
    "attendance.learner:away": f"sum(away) {_CALLED}::float8 / nullif(count(*) {_CALLED}, 0)",
    "attendance.learner:days_away": f"sum(days) {_CALLED}::float8 / nullif(count(*) {_CALLED}, 0)",
    "attendance.learner:without_leave_share": "100.0 * sum(unexcused) / nullif(sum(away), 0)",
    "attendance.learner:late": f"sum(late) {_CALLED}::float8 / nullif(count(*) {_CALLED}, 0)",
    "attendance.learner:ever_away_share":
        f"100.0 * count(*) filter (where called > 0 and away > 0) / nullif(count(*) {_CALLED}, 0)",
    "attendance.learner:many_days_share":
        f"100.0 * count(*) filter (where called > 0 and days > 45) / nullif(count(*) {_CALLED}, 0)",
    "attendance.learner:median_days": f"percentile_cont(0.5) within group (order by days) {_CALLED}",
}  # fmt: skip
BY_HAND = ((_FROM, FIGURES),)
