-- The kernel's own tables. Rooms add theirs in later files.

CREATE TABLE device (
  letter     TEXT    NOT NULL PRIMARY KEY,          -- A, B, ... Z, AA
  computer   TEXT    NOT NULL,                      -- the computer's own random mark; no name of a person or a machine
  since      INTEGER NOT NULL,                      -- ms since 1970, UTC
  current    INTEGER NOT NULL DEFAULT 0 CHECK (current IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_event (
  device     TEXT    NOT NULL REFERENCES device (letter),
  sequence   INTEGER NOT NULL CHECK (sequence > 0),
  recorded   INTEGER NOT NULL,                      -- hybrid logical timestamp
  user_id    BLOB    NOT NULL,
  role       TEXT    NOT NULL,
  session_id BLOB    NOT NULL,
  action     TEXT    NOT NULL,
  outcome    TEXT    NOT NULL,                      -- success, denied, failure
  patient_id BLOB,
  note       BLOB,                                  -- keyed commitment to the reason, whose text lies in audit_reason
  records    BLOB    NOT NULL,                      -- the records touched: number, id, version, keyed commitment
  mac        BLOB    NOT NULL,
  PRIMARY KEY (device, sequence)
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_event_patient ON audit_event (patient_id, recorded) WHERE patient_id IS NOT NULL;
CREATE INDEX audit_event_recorded ON audit_event (recorded);

CREATE TRIGGER audit_event_keep_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE (ABORT, 'audit events never change'); END;
CREATE TRIGGER audit_event_keep_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE (ABORT, 'audit events never go'); END;

-- Why somebody did it. Apart from the event, so that it can be erased by law while the chain still verifies.
CREATE TABLE audit_reason (
  device     TEXT    NOT NULL,
  sequence   INTEGER NOT NULL,
  text       TEXT    NOT NULL,
  PRIMARY KEY (device, sequence),
  FOREIGN KEY (device, sequence) REFERENCES audit_event (device, sequence)
) STRICT, WITHOUT ROWID;

-- Superseded states only; the live row is the newest one.
CREATE TABLE history (
  record     INTEGER NOT NULL,                      -- the record type's number
  id         BLOB    NOT NULL,
  version    INTEGER NOT NULL,
  device     TEXT    NOT NULL,                      -- with sequence: the event that wrote this state
  sequence   INTEGER NOT NULL,
  changed    INTEGER NOT NULL,
  schema     INTEGER NOT NULL,
  state      TEXT,                                  -- JSON of the columns; NULL once erased by law
  PRIMARY KEY (record, id, version)
) STRICT, WITHOUT ROWID;

-- What a user is typing. No history, no audit; gone on save.
CREATE TABLE draft (
  user_id    BLOB    NOT NULL,
  name       TEXT    NOT NULL,                      -- what is being written: a form's name and the record's id
  patient_id BLOB,
  saved      INTEGER NOT NULL,                      -- ms since 1970, UTC
  body       BLOB    NOT NULL,
  PRIMARY KEY (user_id, name)
) STRICT, WITHOUT ROWID;
