-- Prescribing: the practice's own formulary, prescriptions and their lines, and the answers to safety alerts.

CREATE TABLE formulary_item (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  brand               TEXT    NOT NULL DEFAULT '',     -- '': prescribed by its ingredients
  ingredients         TEXT    NOT NULL DEFAULT '',     -- JSON
  form                TEXT    NOT NULL,
  route               TEXT    NOT NULL,
  dosage              TEXT    NOT NULL DEFAULT '',     -- JSON, what is proposed
  quantity            TEXT    NOT NULL DEFAULT '',     -- JSON
  instructions        TEXT    NOT NULL DEFAULT '',
  indication          TEXT    NOT NULL DEFAULT '',
  substitution        INTEGER NOT NULL,
  identity            TEXT    NOT NULL                 -- brand, ingredients, strength and form, normalised
) STRICT;

CREATE UNIQUE INDEX formulary_item_identity ON formulary_item (identity) WHERE retracted = 0;

-- Not a record: the words that an item is found by.
CREATE TABLE formulary_word (
  word                TEXT    NOT NULL,
  item_id             BLOB    NOT NULL REFERENCES formulary_item (id),
  PRIMARY KEY (word, item_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX formulary_word_item ON formulary_word (item_id);

-- Not a record: how often each practitioner issued it. A favourite is what is used.
CREATE TABLE formulary_use (
  practitioner_id     BLOB    NOT NULL REFERENCES practitioner (id),
  item_id             BLOB    NOT NULL REFERENCES formulary_item (id),
  uses                INTEGER NOT NULL CHECK (uses > 0),
  last                INTEGER NOT NULL,                -- ms since 1970, UTC
  PRIMARY KEY (practitioner_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE prescription (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  patient_id          BLOB    NOT NULL REFERENCES patient (id),
  encounter_id        BLOB    REFERENCES encounter (id),
  practitioner_id     BLOB    NOT NULL REFERENCES practitioner (id),
  location_id         BLOB    NOT NULL REFERENCES location (id),
  number              TEXT    NOT NULL DEFAULT '',     -- '' while a draft
  status              TEXT    NOT NULL CHECK (status IN ('draft', 'active', 'cancelled', 'entered-in-error')),
  issued              INTEGER,                         -- ms since 1970, UTC
  issued_by           BLOB,
  valid_until         TEXT,                            -- a day
  repeats             INTEGER NOT NULL DEFAULT 0,
  advice              TEXT    NOT NULL DEFAULT '',
  voided              INTEGER,                         -- ms since 1970, UTC
  void_reason         TEXT    NOT NULL DEFAULT '',
  replaces_id         BLOB    REFERENCES prescription (id),
  CHECK ((number = '') = (issued IS NULL))
) STRICT;

CREATE UNIQUE INDEX prescription_number ON prescription (number) WHERE number <> '';
CREATE INDEX prescription_patient ON prescription (patient_id, issued);
CREATE INDEX prescription_encounter ON prescription (encounter_id) WHERE encounter_id IS NOT NULL;

-- 900,000 rows in a busy practice of 30 years.
CREATE TABLE medication_request (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  patient_id          BLOB    NOT NULL REFERENCES patient (id),
  prescription_id     BLOB    NOT NULL REFERENCES prescription (id),
  position            INTEGER NOT NULL,
  formulary_item_id   BLOB    REFERENCES formulary_item (id),
  status              TEXT    NOT NULL CHECK (status IN ('draft', 'active', 'completed', 'stopped', 'cancelled')),
  brand               TEXT    NOT NULL DEFAULT '',
  ingredients         TEXT    NOT NULL DEFAULT '',     -- JSON
  form                TEXT    NOT NULL DEFAULT '',
  route               TEXT    NOT NULL DEFAULT '',
  site                TEXT    NOT NULL DEFAULT '',
  dosage              TEXT    NOT NULL DEFAULT '',     -- JSON
  quantity            TEXT    NOT NULL DEFAULT '',     -- JSON
  substitution        INTEGER NOT NULL,
  instructions        TEXT    NOT NULL DEFAULT '',
  indication          TEXT    NOT NULL DEFAULT '',
  replaces_id         BLOB    REFERENCES medication_request (id),
  started             TEXT,                            -- a day, from issue on
  ends                TEXT,                            -- a day: the last one, where it is known
  stop_reason         TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX medication_request_prescription ON medication_request (prescription_id);
CREATE INDEX medication_request_patient ON medication_request (patient_id, status, ends);

-- What a person answered to a safety alert.
CREATE TABLE safety_response (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  patient_id          BLOB    NOT NULL REFERENCES patient (id),
  encounter_id        BLOB    REFERENCES encounter (id),
  prescription_id     BLOB    NOT NULL REFERENCES prescription (id),
  practitioner_id     BLOB    NOT NULL REFERENCES practitioner (id),
  location_id         BLOB    NOT NULL REFERENCES location (id),
  alert               TEXT    NOT NULL,                -- its identity
  kind                TEXT    NOT NULL,
  severity            TEXT    NOT NULL,
  shown               TEXT    NOT NULL,                -- the sentence that was answered
  decision            TEXT    NOT NULL,
  reason              TEXT    NOT NULL DEFAULT '',
  answered            INTEGER NOT NULL,                -- ms since 1970, UTC
  answered_by         BLOB    NOT NULL
) STRICT;

CREATE INDEX safety_response_prescription ON safety_response (prescription_id);
