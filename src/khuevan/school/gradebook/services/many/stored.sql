-- Whether anybody of this batch has results of these terms already.
select exists (select from many_people p join gradebook_subjectresult r on r.enrolment_id = p.id and r.term = any(%(terms)s::smallint[]))
    or exists (select from many_people p join gradebook_termresult r on r.enrolment_id = p.id and r.term = any(%(terms)s::smallint[]));
