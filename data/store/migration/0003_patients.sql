-- Who the patients are, and the index that finds them.

CREATE TABLE patient (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  number                  TEXT    NOT NULL,             -- the practice's own, from its series
  name                    TEXT    NOT NULL DEFAULT '',  -- JSON, value.HumanName; '' while unidentified
  previous_names          TEXT    NOT NULL DEFAULT '',  -- JSON, a list of value.HumanName
  unidentified            INTEGER NOT NULL DEFAULT 0,
  gender                  TEXT    NOT NULL,             -- FHIR administrative-gender
  birth_date              TEXT,                         -- ISO 8601, as far as known
  birth_date_estimated    INTEGER NOT NULL DEFAULT 0,
  birth_date_estimated_on TEXT,
  relation                TEXT    NOT NULL DEFAULT '',
  relation_name           TEXT    NOT NULL DEFAULT '',
  phones                  TEXT    NOT NULL DEFAULT '',  -- JSON
  email                   TEXT    NOT NULL DEFAULT '',
  address                 TEXT    NOT NULL DEFAULT '',
  locality                TEXT    NOT NULL DEFAULT '',
  region                  TEXT    NOT NULL DEFAULT '',
  postal_code             TEXT    NOT NULL DEFAULT '',
  country                 TEXT    NOT NULL DEFAULT '',  -- ISO 3166-1 alpha-2
  old_number              TEXT    NOT NULL DEFAULT '',
  identifiers             TEXT    NOT NULL DEFAULT '',  -- JSON
  language                TEXT    NOT NULL DEFAULT '',  -- BCP 47
  deceased                INTEGER NOT NULL DEFAULT 0,
  deceased_date           TEXT,
  active                  INTEGER NOT NULL,
  note                    TEXT    NOT NULL DEFAULT '',
  practitioner_id         BLOB REFERENCES practitioner (id),
  location_id             BLOB REFERENCES location (id)
) STRICT;

CREATE UNIQUE INDEX patient_number ON patient (number);

-- Not a record: what the search knows of a patient beside the words, and the row number by which the words name the patient.
-- (patient's own row numbers may change in a VACUUM; these may not.)
CREATE TABLE patient_index (
  row        INTEGER PRIMARY KEY,
  patient_id BLOB    NOT NULL UNIQUE REFERENCES patient (id),
  layout     INTEGER NOT NULL,                          -- the version of the program's rules that made the words
  retracted  INTEGER NOT NULL,
  recent     INTEGER NOT NULL                           -- ms since 1970, UTC: when last seen, or registered
) STRICT;

CREATE INDEX patient_index_recent ON patient_index (retracted, recent, row);

-- The words themselves, without the text they came from. The program normalises and splits; the ascii tokenizer only parts at the
-- spaces between, and takes every character beyond ASCII as part of a word, vowel signs of Indic scripts included.
CREATE VIRTUAL TABLE patient_search USING fts5 (
  name,                                                 -- present and previous names, own script and Latin form
  sound,                                                -- the consonant skeletons of the names
  number,                                               -- own number, old number, other identifiers
  phone,                                                -- p and digits
  born,                                                 -- b and yyyymmdd, as far as known
  place,                                                -- the relation's name, locality
  mark,                                                 -- states that a search leaves out
  content = '', contentless_delete = 1, detail = column, prefix = '1 2 3', tokenize = 'ascii'
);
