-- The three links of a practice are rows from the first day on: looking at one then only counts (LNK-1 to LNK-3).
INSERT INTO shortcut_links (organization_id, kind, suffix, created_at)
SELECT o.id, k.value, '', o.created_at FROM organizations o, json_each('["login","book","join"]') k WHERE TRUE
ON CONFLICT DO NOTHING;

CREATE TRIGGER organizations_have_links AFTER INSERT ON organizations BEGIN
  INSERT INTO shortcut_links (organization_id, kind, suffix, created_at)
  SELECT NEW.id, k.value, '', NEW.created_at FROM json_each('["login","book","join"]') k;
END;
