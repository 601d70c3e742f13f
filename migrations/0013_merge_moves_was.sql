-- LNK-5: what a merge changed in a row beside handing it over, so that undoing it restores exactly that.

ALTER TABLE merge_moves ADD COLUMN was TEXT NOT NULL DEFAULT '';
