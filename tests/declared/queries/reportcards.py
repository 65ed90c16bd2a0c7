"""Cards of the year."""

_FROM = """from schoolyear_enrolment e left join (select * from reportcards_card where cancelled_at is null) k
    on k.enrolment_id = e.id
    where e.enrolled_on <= %(on)s and coalesce(e.left_on > %(on)s, true) and e.level <> 'preschool'
    and e.school_year_id = (select id from schoolyear_schoolyear where %(on)s between starts_on and ends_on)
    and e.set_aside_by is null and e.status <> '00'"""
_OPEN = "k.state not in ('issued', 'recalled', 'cancelled')"
FIGURES = {
    "reportcards.card:owed": "count(*)",
    "reportcards.card:made": "count(k.id)",
    "reportcards.card:issued": "count(*) filter (where k.state = 'issued')",
    "reportcards.card:open": f"count(*) filter (where {_OPEN})",
    "reportcards.card:recalled": "count(*) filter (where k.state = 'recalled')",
    "reportcards.card:made_share": "100.0 * count(k.id) / count(*)",
    "reportcards.card:issued_share": "100.0 * count(*) filter (where k.state = 'issued') / count(*)",
    "reportcards.card:issued_of_made": "100.0 * count(*) filter (where k.state = 'issued') / nullif(count(k.id), 0)",
}
BY_HAND = ((_FROM, FIGURES),)
