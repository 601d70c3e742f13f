-- SET-8: the history of settings is read from the audit. Few of its rows are about settings, so these indexes hold only those:
-- a page of history reads as many rows as it shows, however much else is audited. Queries repeat the condition word for word,
-- or SQLite does not use them (src/settings/history.ts).

CREATE INDEX audit_history ON audit (organization_id, seq)
  WHERE entity_kind IN ('setting', 'notification', 'override', 'effect', 'schedule', 'seat');
CREATE INDEX audit_history_by_key ON audit (organization_id, coalesce(details ->> 'key', entity_id), seq)
  WHERE entity_kind IN ('setting', 'notification', 'override', 'effect', 'schedule', 'seat');
CREATE INDEX audit_history_by_person ON audit (organization_id, actor_id, seq)
  WHERE entity_kind IN ('setting', 'notification', 'override', 'effect', 'schedule', 'seat');
CREATE INDEX audit_history_of_clients ON audit (organization_id, seq)
  WHERE entity_kind = 'override';

-- "What was on at 14:05?": the first change of each switch after an instant.
CREATE INDEX audit_choices ON audit (organization_id, entity_id, at)
  WHERE entity_kind IN ('setting', 'notification');
