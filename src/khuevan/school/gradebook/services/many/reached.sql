-- What each learner reached in each subject of the term (TT 22/2021 Điều 9: sum of regular + 2 mid-term + 3 final, over their
-- number + 5, a half up or to the even tenth; a subject by comment is passed when its four results are there and passed; TT 27/2020: the level at the end).
create temporary table many_reached on commit drop as
with held as (
    select p.id, m.subject_id,
        sum(m.number) filter (where m.kind = 'regular') as total,
        count(m.number) filter (where m.kind = 'regular') as regular,
        max(m.number) filter (where m.kind = 'midterm') as midterm,
        max(m.number) filter (where m.kind = 'final') as final,
        count(*) filter (where m.word <> '' and m.kind <> 'final_level') as said,
        count(*) filter (where m.word <> '' and m.word <> 'D' and m.kind <> 'final_level') as failed,
        max(m.word) filter (where m.kind = 'final_level') as level
    from many_people p
    join gradebook_mark m on m.enrolment_id = p.id and m.term = %(term)s
    join many_book b on b.class_group_id = p.class_group_id and b.subject_id = m.subject_id
    where m.kind = 'regular' and m.ordinal <= b.regular or m.kind in ('midterm', 'final', 'final_level') and m.ordinal = 1
    group by p.id, m.subject_id
)
select p.id, p.school_id, b.subject_id, %(term)s::smallint as term,
    case when b.entry = 'score' and h.regular >= b.regular then
        round(mean.exact - (p.even and mod(mean.exact * 10, 2) = 0.5)::int * 0.01, 1) end as average,
    case b.entry
        when 'pass' then case when h.failed > 0 then 'CD' when h.said = b.regular + 2 then 'D' else '' end
        when 'level' then coalesce(h.level, '') else '' end as word,
    case when b.entry = 'level' and b.tested then h.final end as test,
    case b.entry
        when 'score' then b.regular - coalesce(h.regular, 0) + (h.midterm is null)::int + (h.final is null)::int
        when 'pass' then case when h.failed > 0 then 0 else b.regular + 2 - coalesce(h.said, 0) end
        when 'level' then (coalesce(h.level, '') = '')::int + (b.tested and h.final is null)::int
        else 0 end as missing
from many_people p
join many_book b on b.class_group_id = p.class_group_id
left join held h on h.id = p.id and h.subject_id = b.subject_id
cross join lateral (select (h.total + 2 * h.midterm + 3 * h.final) / (h.regular + 5) as exact) mean
where not exists (select from gradebook_exemption x where x.enrolment_id = p.id and x.subject_id = b.subject_id
                  and x.term in (0, %(term)s) and not x.by_plan and x.withdrawn_on is null);
