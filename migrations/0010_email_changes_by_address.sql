-- ACC-7: how many links went to an address, whoever asked for them.
CREATE INDEX email_changes_by_address ON email_changes (new_email, created_at);
