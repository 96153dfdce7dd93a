-- Working hours, kinds of visit, appointments.

CREATE TABLE schedule (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  practitioner_id BLOB    NOT NULL REFERENCES practitioner (id),
  location_id     BLOB    NOT NULL REFERENCES location (id),
  week            TEXT    NOT NULL                      -- JSON, intervals of wall minutes for each weekday
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX schedule_place ON schedule (practitioner_id, location_id) WHERE retracted = 0;

CREATE TABLE schedule_exception (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  practitioner_id BLOB    REFERENCES practitioner (id), -- NULL: everybody
  location_id     BLOB    REFERENCES location (id),     -- NULL: everywhere
  first           TEXT    NOT NULL,                     -- ISO 8601 day
  last            TEXT    NOT NULL,                     -- ISO 8601 day, included
  intervals       TEXT    NOT NULL DEFAULT '',          -- JSON; '' : closed
  text            TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX schedule_exception_last ON schedule_exception (last, first);

CREATE TABLE visit_type (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  name            TEXT    NOT NULL,
  minutes         INTEGER NOT NULL,
  colour          TEXT    NOT NULL,                     -- #rrggbb
  fee_code        TEXT    NOT NULL DEFAULT '',          -- a code of the fee list
  active          INTEGER NOT NULL,
  position        INTEGER NOT NULL                      -- in the list that the desk chooses from
) STRICT, WITHOUT ROWID;

CREATE TABLE appointment (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  patient_id      BLOB    NOT NULL REFERENCES patient (id),
  practitioner_id BLOB    NOT NULL REFERENCES practitioner (id),
  location_id     BLOB    NOT NULL REFERENCES location (id),
  date            TEXT    NOT NULL,                     -- ISO 8601 day on the wall of the place
  minute          INTEGER NOT NULL CHECK (minute BETWEEN 0 AND 1439),
  zone            TEXT    NOT NULL,                     -- IANA name
  minutes         INTEGER NOT NULL CHECK (minutes > 0),
  visit_type_id   BLOB    REFERENCES visit_type (id),
  reason          TEXT    NOT NULL DEFAULT '',
  status          TEXT    NOT NULL,                     -- FHIR R4 appointmentstatus
  state           TEXT    NOT NULL,                     -- where it stands on the board
  walk_in         INTEGER NOT NULL DEFAULT 0,
  token           INTEGER NOT NULL DEFAULT 0,           -- in the order of arrival at the location that day; 0: none yet
  booked_at       INTEGER,                              -- ms since 1970, UTC, and so for all that follow
  arrived_at      INTEGER,
  nurse_at        INTEGER,
  started_at      INTEGER,
  finished_at     INTEGER,
  closed_at       INTEGER,
  cancelled_at    INTEGER,
  cancel_reason   TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX appointment_date ON appointment (date, practitioner_id);
CREATE INDEX appointment_practitioner ON appointment (practitioner_id, date);
CREATE INDEX appointment_patient ON appointment (patient_id, date);
CREATE UNIQUE INDEX appointment_token ON appointment (location_id, date, token) WHERE token > 0;
