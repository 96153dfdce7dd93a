-- Immunisations: what was given here, and what was given elsewhere and told or read.

CREATE TABLE immunization (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  patient_id          BLOB    NOT NULL REFERENCES patient (id),
  encounter_id        BLOB    REFERENCES encounter (id),
  practitioner_id     BLOB    NOT NULL REFERENCES practitioner (id),
  location_id         BLOB    NOT NULL REFERENCES location (id),
  vaccine             TEXT    NOT NULL,                -- JSON, value.Code
  occurrence          TEXT,                            -- partial date
  dose_number         INTEGER NOT NULL DEFAULT 0,      -- 0: not known
  manufacturer        TEXT    NOT NULL DEFAULT '',
  lot_number          TEXT    NOT NULL DEFAULT '',
  expires             TEXT,                            -- partial date
  site                TEXT    NOT NULL DEFAULT '',
  route               TEXT    NOT NULL DEFAULT '',
  source              TEXT    NOT NULL,
  performer           TEXT    NOT NULL DEFAULT '',
  place               TEXT    NOT NULL DEFAULT '',
  next_due            TEXT,                            -- partial date
  note                TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX immunization_patient ON immunization (patient_id);
