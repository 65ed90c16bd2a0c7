-- Of each learner the term (%(term)s) and, with the second one, the year (0): conduct by the table of Điều 8, the next step by
-- Điều 12 to 14, titles by Điều 15; the overall evaluation of primary schools by TT 27/2020 Điều 9.
insert into gradebook_termresult (
    school_id, enrolment_id, term, learning, conduct, overall, next_step, title, missing, absences, instrument, computed_at)
with said as materialized (
    select p.id, one.conduct as first, two.conduct as second, two.levels,
        -- traits: of primary schools and the year only, nobody else is asked for them
        case when p.kind = 'primary' and 0 = any(%(terms)s::smallint[]) then
            (select count(*) from unnest(%(traits)s::text[]) trait where coalesce(two.levels->>trait, '') = '') end as untold,
        case when p.kind = 'primary' and 0 = any(%(terms)s::smallint[]) then
            (select count(*) from jsonb_each_text(coalesce(two.levels, '{}')) l where l.value <> 'T') end as below,
        case when p.kind = 'primary' and 0 = any(%(terms)s::smallint[]) then
            (select count(*) from jsonb_each_text(coalesce(two.levels, '{}')) l where l.value = 'C') end as efforts
    from many_people p
    left join gradebook_appraisal one on one.enrolment_id = p.id and one.term = 1 and one.moment = 'final'
    left join gradebook_appraisal two on two.enrolment_id = p.id and two.term = %(term)s and two.moment = 'final'
), facts as materialized (
    select p.*, t.term, s.untold, s.below as traits_below, s.efforts, v.c90, v.below, v.not_completed, v.test, v.level,
        coalesce(v.missing, 0) + case when t.term = 0 and p.kind = 'primary' then s.untold else 0 end as missing,
        case when t.term <> 0 then s.second when p.kind = 'primary' then null
             else (%(conduct)s::smallint[])[(s.first - 1) * 4 + s.second] end as conduct,
        case when t.term = 0 then coalesce(a.sessions, 0) end as absences,
        exists (select from many_book b where b.class_group_id = p.class_group_id) as has_books
    from many_people p
    cross join (select unnest(%(terms)s::smallint[]) as term) t
    join said s on s.id = p.id
    left join many_levels v on v.id = p.id and v.term = t.term
    left join many_absence a on a.enrolment_id = p.id
), concluded as materialized (
    select *,
        case when kind = 'secondary' and has_books and missing = 0 and not by_plan then coalesce(level, 4) end as learning,
        case when kind = 'primary' and term = 0 and has_books and missing = 0 and not by_plan then
            case when coalesce(below, 0) = 0 and traits_below = 0 and coalesce(test, 10) >= 9 then 'excellent'
                 when coalesce(below, 0) = 0 and traits_below = 0 and coalesce(test, 10) >= 7 then 'well_completed'
                 when coalesce(not_completed, 0) = 0 and efforts = 0 and coalesce(test, 10) >= 5 then 'completed'
                 else 'not_completed' end else '' end as overall
    from facts
)
select school_id, id, term, learning, conduct, overall,
    case when term <> 0 then ''
         when kind = 'primary' then case when overall in ('', 'not_completed') then '' else 'promoted' end
         when learning is null or conduct is null then ''
         when absences > most_absences then 'repeated'
         when conduct = 4 then 'summer_training'
         when learning = 4 then 'reassessment' else 'promoted' end,
    case when term <> 0 then ''
         when kind = 'primary' then case when overall = 'excellent' then 'excellent' else '' end
         when learning = 1 and conduct = 1 then case when c90 >= 6 then 'excellent' else 'good' end else '' end,
    missing, absences, code, %(at)s
from concluded
order by id, term
on conflict (enrolment_id, term) do update
    set learning = excluded.learning, conduct = excluded.conduct, overall = excluded.overall, next_step = excluded.next_step,
        title = excluded.title, missing = excluded.missing, absences = excluded.absences, instrument = excluded.instrument,
        computed_at = excluded.computed_at
    where (gradebook_termresult.learning, gradebook_termresult.conduct, gradebook_termresult.overall,
           gradebook_termresult.next_step, gradebook_termresult.title, gradebook_termresult.missing,
           gradebook_termresult.absences, gradebook_termresult.instrument)
        is distinct from (excluded.learning, excluded.conduct, excluded.overall, excluded.next_step, excluded.title,
                          excluded.missing, excluded.absences, excluded.instrument);
