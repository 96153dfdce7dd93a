-- A password that somebody else chose: it lets its user in to set one of their own, and does nothing else.
-- What a later step adds to a record's table must default to empty (0, '' or NULL): an empty column is left out of what the
-- audit chain committed to, so files from before this step still verify.

ALTER TABLE user ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0;
ALTER TABLE user ADD COLUMN one_time_until INTEGER; -- ms since 1970, UTC; from then on the one-time password lets nobody in
