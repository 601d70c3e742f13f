-- SPD-4: SQLite takes a small index and that of a practice's whole history for equally good when a query names only the organization, and an
-- index that came later (0016) won: the number of open requests, on every page of the staff, read every appointment there ever was. With the
-- status in it, an index of one status answers two conditions instead of one, and is the better one whatever other indexes there are.
DROP INDEX appointments_open;
CREATE INDEX appointments_open ON appointments (organization_id, status, staff_id, answer_by_at) WHERE status = 'requested';

-- What was answered in the last day, by whichever therapist: an administrator's list names none.
DROP INDEX appointments_answered;
CREATE INDEX appointments_answered ON appointments (organization_id, answered_at) WHERE answered_at IS NOT NULL;
