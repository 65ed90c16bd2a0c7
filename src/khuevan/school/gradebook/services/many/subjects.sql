insert into gradebook_subjectresult (school_id, enrolment_id, subject_id, term, average, word, instrument, computed_at)
select school_id, r.id, subject_id, r.term, average, word, p.code, %(at)s
from many_reached r join many_people p using (id, school_id)
order by r.id, r.term, subject_id
on conflict (enrolment_id, term, subject_id) do update
    set average = excluded.average, word = excluded.word, instrument = excluded.instrument, computed_at = excluded.computed_at
    where (gradebook_subjectresult.average, gradebook_subjectresult.word, gradebook_subjectresult.instrument)
        is distinct from (excluded.average, excluded.word, excluded.instrument);
