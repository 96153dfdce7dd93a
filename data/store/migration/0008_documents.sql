-- Documents: what was issued, its frozen pages, what the printer took, and what was handed over.

CREATE TABLE document (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  kind                TEXT    NOT NULL,
  status              TEXT    NOT NULL CHECK (status IN ('current', 'superseded', 'entered-in-error')),
  patient_id          BLOB    NOT NULL REFERENCES patient (id),
  practitioner_id     BLOB    REFERENCES practitioner (id),
  location_id         BLOB    NOT NULL REFERENCES location (id),
  subject_type        INTEGER NOT NULL,                -- the record type's number
  subject_id          BLOB    NOT NULL,
  number              TEXT    NOT NULL,
  title               TEXT    NOT NULL,                -- a key of the catalogue
  issued              INTEGER NOT NULL,                -- ms since 1970, UTC
  issue_date          TEXT    NOT NULL,                -- the practice's civil date
  issued_by           BLOB    NOT NULL,
  pages               INTEGER NOT NULL,
  sha256              BLOB    NOT NULL,
  trial               INTEGER NOT NULL,
  replaces_id         BLOB    REFERENCES document (id),
  void_reason         TEXT    NOT NULL DEFAULT '',
  voided              INTEGER,
  voided_by           BLOB
) STRICT;

CREATE INDEX document_patient ON document (patient_id, issued);
CREATE INDEX document_subject ON document (subject_id);
CREATE UNIQUE INDEX document_number ON document (kind, number) WHERE status = 'current';
CREATE UNIQUE INDEX document_replaces ON document (replaces_id) WHERE replaces_id IS NOT NULL;

-- The drawn pages, apart from the document so that a list of documents stays light.
CREATE TABLE document_content (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  document_id         BLOB    NOT NULL REFERENCES document (id),
  layout              BLOB    NOT NULL                 -- the encoded display list; document.sha256 is its hash
) STRICT;

CREATE UNIQUE INDEX document_content_document ON document_content (document_id);

CREATE TRIGGER document_content_keep_update BEFORE UPDATE ON document_content BEGIN SELECT RAISE (ABORT, 'issued pages never change'); END;
CREATE TRIGGER document_content_keep_delete BEFORE DELETE ON document_content WHEN NOT EXISTS (SELECT 1 FROM practice WHERE trial = 1) BEGIN SELECT RAISE (ABORT, 'issued pages never go'); END;
CREATE TRIGGER document_keep_update BEFORE UPDATE ON document
  WHEN OLD.sha256 <> NEW.sha256 OR OLD.number <> NEW.number OR OLD.kind <> NEW.kind OR OLD.patient_id <> NEW.patient_id OR OLD.issued <> NEW.issued
    OR OLD.status = 'entered-in-error'
  BEGIN SELECT RAISE (ABORT, 'an issued document never changes'); END;
CREATE TRIGGER document_keep_delete BEFORE DELETE ON document WHEN NOT EXISTS (SELECT 1 FROM practice WHERE trial = 1) BEGIN SELECT RAISE (ABORT, 'an issued document never goes'); END;

CREATE TABLE print_event (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  document_id         BLOB    NOT NULL REFERENCES document (id),
  at                  INTEGER NOT NULL,                -- ms since 1970, UTC
  user_id             BLOB    NOT NULL,
  outcome             TEXT    NOT NULL,
  copy                INTEGER NOT NULL                 -- 0 the original, 1 the first copy
) STRICT;

CREATE INDEX print_event_document ON print_event (document_id);

CREATE TABLE hand_over (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  document_id         BLOB    NOT NULL REFERENCES document (id),
  at                  INTEGER NOT NULL,                -- ms since 1970, UTC
  user_id             BLOB    NOT NULL,
  recipient           TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX hand_over_document ON hand_over (document_id);

-- What still waits for a printer. Not a record: it follows from document and print_event.
CREATE TABLE print_queue (
  document_id         BLOB    NOT NULL PRIMARY KEY REFERENCES document (id),
  issued              INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
