-- The year of each subject: (term I + 2 term II) / 3 from the rounded averages, term II alone where there was no term I; a
-- subject by comment, and those of primary schools, as at the end of term II.
insert into many_reached
select r.id, r.school_id, r.subject_id, 0,
    case when r.average is null then null
         when first.id is null then case when p.alone then r.average end
         else round(mean.exact - (p.even and mod(mean.exact * 10, 2) = 0.5)::int * 0.01, 1) end,
    r.word, r.test,
    r.missing + (r.average is not null and (first.id is null and not p.alone or first.id is not null and first.average is null))::int
from many_reached r
join many_people p on p.id = r.id
left join gradebook_subjectresult first
    on first.enrolment_id = r.id and first.term = 1 and first.subject_id = r.subject_id
cross join lateral (select (first.average + 2 * r.average) / 3 as exact) mean;
