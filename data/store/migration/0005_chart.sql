-- The chart: encounters and their addenda, observations, conditions, allergies, medicines taken.

CREATE TABLE encounter (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  patient_id          BLOB    NOT NULL REFERENCES patient (id),
  practitioner_id     BLOB    NOT NULL REFERENCES practitioner (id),
  location_id         BLOB    NOT NULL REFERENCES location (id),
  appointment_id      BLOB    REFERENCES appointment (id),
  class               TEXT    NOT NULL,
  status              TEXT    NOT NULL CHECK (status IN ('in-progress', 'finished', 'entered-in-error')),
  started             INTEGER NOT NULL,                -- ms since 1970, UTC
  finished            INTEGER,                         -- ms since 1970, UTC
  reason              TEXT    NOT NULL DEFAULT '',
  note                TEXT    NOT NULL DEFAULT '',
  plan                TEXT    NOT NULL DEFAULT '',
  follow_up           TEXT,                            -- a day
  signed              INTEGER,                         -- ms since 1970, UTC
  signed_by           BLOB,
  replaces_id         BLOB    REFERENCES encounter (id),
  CHECK ((signed IS NULL) = (signed_by IS NULL))
) STRICT;

CREATE INDEX encounter_patient ON encounter (patient_id, started);
CREATE INDEX encounter_appointment ON encounter (appointment_id) WHERE appointment_id IS NOT NULL;

CREATE TABLE addendum (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  patient_id          BLOB    NOT NULL REFERENCES patient (id),
  encounter_id        BLOB    NOT NULL REFERENCES encounter (id),
  practitioner_id     BLOB    NOT NULL REFERENCES practitioner (id),
  location_id         BLOB    NOT NULL REFERENCES location (id),
  text                TEXT    NOT NULL,
  signed              INTEGER NOT NULL,                -- ms since 1970, UTC
  signed_by           BLOB    NOT NULL
) STRICT;

CREATE INDEX addendum_encounter ON addendum (encounter_id);

-- The largest table of the record: 3,000,000 rows in a busy practice of 30 years.
CREATE TABLE observation (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  patient_id          BLOB    NOT NULL REFERENCES patient (id),
  encounter_id        BLOB    REFERENCES encounter (id),
  practitioner_id     BLOB    NOT NULL REFERENCES practitioner (id),
  location_id         BLOB    NOT NULL REFERENCES location (id),
  category            TEXT    NOT NULL,
  code                TEXT    NOT NULL DEFAULT '',     -- LOINC
  text                TEXT    NOT NULL DEFAULT '',
  effective           INTEGER NOT NULL,                -- ms since 1970, UTC
  value               TEXT,                            -- decimal digits as typed
  unit                TEXT    NOT NULL DEFAULT '',     -- UCUM
  value_text          TEXT    NOT NULL DEFAULT '',
  components          TEXT    NOT NULL DEFAULT ''      -- JSON
) STRICT, WITHOUT ROWID;

CREATE INDEX observation_patient ON observation (patient_id, code, effective);
CREATE INDEX observation_encounter ON observation (encounter_id) WHERE encounter_id IS NOT NULL;

CREATE TABLE condition (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  patient_id          BLOB    NOT NULL REFERENCES patient (id),
  encounter_id        BLOB    REFERENCES encounter (id),
  practitioner_id     BLOB    NOT NULL REFERENCES practitioner (id),
  location_id         BLOB    NOT NULL REFERENCES location (id),
  category            TEXT    NOT NULL,
  code                TEXT    NOT NULL,                -- JSON, value.Code
  clinical_status     TEXT    NOT NULL,
  verification_status TEXT    NOT NULL,
  onset               TEXT,                            -- partial date
  abatement           TEXT,                            -- partial date
  note                TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX condition_patient ON condition (patient_id, category, clinical_status);

CREATE TABLE allergy_intolerance (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  patient_id          BLOB    NOT NULL REFERENCES patient (id),
  encounter_id        BLOB    REFERENCES encounter (id),
  practitioner_id     BLOB    NOT NULL REFERENCES practitioner (id),
  location_id         BLOB    NOT NULL REFERENCES location (id),
  substance           TEXT    NOT NULL,                -- JSON, value.Code
  type                TEXT    NOT NULL DEFAULT '',
  category            TEXT    NOT NULL,
  criticality         TEXT    NOT NULL,
  clinical_status     TEXT    NOT NULL,
  verification_status TEXT    NOT NULL,
  reaction            TEXT    NOT NULL DEFAULT '',
  severity            TEXT    NOT NULL DEFAULT '',
  onset               TEXT,                            -- partial date
  note                TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX allergy_intolerance_patient ON allergy_intolerance (patient_id);

-- That somebody asked: the newest one of a patient counts.
CREATE TABLE allergy_review (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  patient_id          BLOB    NOT NULL REFERENCES patient (id),
  encounter_id        BLOB    REFERENCES encounter (id),
  practitioner_id     BLOB    NOT NULL REFERENCES practitioner (id),
  location_id         BLOB    NOT NULL REFERENCES location (id),
  none_known          INTEGER NOT NULL CHECK (none_known IN (0, 1)),
  reviewed            INTEGER NOT NULL,                -- ms since 1970, UTC
  reviewed_by         BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX allergy_review_patient ON allergy_review (patient_id, reviewed);

-- What the patient takes from elsewhere; what is prescribed here stands in medication_request.
CREATE TABLE medication_statement (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  patient_id          BLOB    NOT NULL REFERENCES patient (id),
  encounter_id        BLOB    REFERENCES encounter (id),
  practitioner_id     BLOB    NOT NULL REFERENCES practitioner (id),
  location_id         BLOB    NOT NULL REFERENCES location (id),
  status              TEXT    NOT NULL,
  medication          TEXT    NOT NULL,
  ingredients         TEXT    NOT NULL DEFAULT '',     -- JSON
  dosage              TEXT    NOT NULL DEFAULT '',
  source              TEXT    NOT NULL,
  started             TEXT,                            -- partial date
  stopped             TEXT,                            -- partial date
  note                TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX medication_statement_patient ON medication_statement (patient_id, status);
