-- Letters, certificates and order forms: the practice's own templates, and what each issued paper was written from.

CREATE TABLE letter_template (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  kind                TEXT    NOT NULL,
  name                TEXT    NOT NULL,
  heading             TEXT    NOT NULL DEFAULT '',
  body                TEXT    NOT NULL DEFAULT '',
  built_in            TEXT    NOT NULL DEFAULT '',     -- the built-in one that it stands for
  active              INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX letter_template_built_in ON letter_template (built_in) WHERE built_in <> '' AND retracted = 0;

CREATE TABLE letter (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  patient_id          BLOB    NOT NULL REFERENCES patient (id),
  encounter_id        BLOB    REFERENCES encounter (id),
  practitioner_id     BLOB    NOT NULL REFERENCES practitioner (id),
  location_id         BLOB    NOT NULL REFERENCES location (id),
  kind                TEXT    NOT NULL,
  number              TEXT    NOT NULL,                -- as printed
  heading             TEXT    NOT NULL DEFAULT '',
  body                TEXT    NOT NULL DEFAULT '',
  details             TEXT    NOT NULL DEFAULT '',     -- JSON
  written             INTEGER NOT NULL                 -- ms since 1970, UTC
) STRICT;

CREATE INDEX letter_patient ON letter (patient_id, written);
CREATE INDEX letter_encounter ON letter (encounter_id) WHERE encounter_id IS NOT NULL;
