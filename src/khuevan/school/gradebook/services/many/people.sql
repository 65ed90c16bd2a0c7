-- Who is in the classes of this batch (many_class) and did the term here; by_plan: assessed by an individual plan.
create temporary table many_people on commit drop as
select e.id, e.school_id, c.kind, c.class_group_id, c.code, c.even, c.alone, c.most_absences,
       exists (select from gradebook_exemption x where x.enrolment_id = e.id and x.by_plan
               and x.term in (0, %(term)s) and x.withdrawn_on is null) as by_plan
from many_class c
join schoolyear_enrolment e on e.class_group_id = c.class_group_id
where e.left_on is null and e.set_aside_by is null and e.status <> %(mistaken)s
  and not exists (select from gradebook_takeover t where t.enrolment_id = e.id and t.term = %(term)s);
create unique index on many_people (id);
analyze many_people;
