-- What the practice's doctors have accepted of the sentences in which patients are told how to take their medicines. A language that no
-- native reader has reviewed prints nothing else.

CREATE TABLE phrase_acceptance (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  language            TEXT    NOT NULL,                -- BCP 47
  phrase              TEXT    NOT NULL,                -- the key of its pattern
  hash                TEXT    NOT NULL,                -- of the pattern as it was accepted
  wordings            TEXT    NOT NULL,                -- JSON: the same, to be read later
  accepted            INTEGER NOT NULL,                -- ms since 1970, UTC
  accepted_by         BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX phrase_acceptance_phrase ON phrase_acceptance (language, phrase) WHERE retracted = 0;
