-- Billing: fees and taxes, invoices and credit notes with their lines, payments, what they settle, and the day-end.
-- Amounts are INTEGER minor units (paise, cents) of the row's currency; of the practice's where a row has none.

CREATE TABLE fee (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  code                TEXT    NOT NULL,                -- the practice's own, in lower case
  name                TEXT    NOT NULL,
  price               INTEGER NOT NULL,
  tax                 TEXT    NOT NULL DEFAULT '',     -- tax_rate.name
  system              TEXT    NOT NULL DEFAULT '',     -- of report_code: sac, hsn, cpt
  report_code         TEXT    NOT NULL DEFAULT '',
  favourite           INTEGER NOT NULL DEFAULT 0,
  active              INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX fee_code ON fee (code) WHERE retracted = 0;

CREATE TABLE tax_rate (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  name                TEXT    NOT NULL,
  kind                TEXT    NOT NULL,                -- exempt, zero, rate
  percent             TEXT,                            -- decimal; NULL unless kind is rate
  valid_from          TEXT    NOT NULL,                -- ISO date, the first day
  valid_to            TEXT                             -- ISO date, the last day; NULL: until further notice
) STRICT, WITHOUT ROWID;

CREATE TABLE invoice (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  kind                TEXT    NOT NULL CHECK (kind IN ('invoice', 'credit')),
  status              TEXT    NOT NULL CHECK (status IN ('draft', 'issued', 'entered-in-error')),
  patient_id          BLOB    NOT NULL REFERENCES patient (id),
  encounter_id        BLOB    REFERENCES encounter (id),
  appointment_id      BLOB    REFERENCES appointment (id),
  practitioner_id     BLOB    NOT NULL REFERENCES practitioner (id),
  location_id         BLOB    NOT NULL REFERENCES location (id),
  number              TEXT    NOT NULL DEFAULT '',     -- '' while a draft
  issued              INTEGER,                         -- ms since 1970, UTC
  issue_date          TEXT,                            -- the practice's civil date
  service_date        TEXT    NOT NULL,
  payer               TEXT    NOT NULL DEFAULT '',
  currency            TEXT    NOT NULL,
  note                TEXT    NOT NULL DEFAULT '',
  reason              TEXT    NOT NULL DEFAULT '',
  credits_id          BLOB    REFERENCES invoice (id),
  replaces_id         BLOB    REFERENCES invoice (id),
  price               INTEGER NOT NULL,
  discount            INTEGER NOT NULL,
  net                 INTEGER NOT NULL,
  tax                 INTEGER NOT NULL,
  gross               INTEGER NOT NULL CHECK (gross >= 0),
  CHECK ((kind = 'credit') = (credits_id IS NOT NULL)),
  CHECK ((status = 'issued') = (number <> ''))
) STRICT;

CREATE UNIQUE INDEX invoice_number ON invoice (kind, number) WHERE number <> '';
CREATE INDEX invoice_patient ON invoice (patient_id, service_date);
CREATE INDEX invoice_issued ON invoice (issue_date) WHERE issue_date IS NOT NULL;
CREATE INDEX invoice_draft ON invoice (service_date) WHERE status = 'draft';
CREATE INDEX invoice_appointment ON invoice (appointment_id) WHERE appointment_id IS NOT NULL;
CREATE INDEX invoice_encounter ON invoice (encounter_id) WHERE encounter_id IS NOT NULL;
CREATE INDEX invoice_credits ON invoice (credits_id, gross) WHERE credits_id IS NOT NULL;

CREATE TABLE charge_item (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  invoice_id          BLOB    NOT NULL REFERENCES invoice (id),
  position            INTEGER NOT NULL,                -- 1, 2, ...
  fee_id              BLOB    REFERENCES fee (id),
  credits_id          BLOB    REFERENCES charge_item (id),
  description         TEXT    NOT NULL,
  system              TEXT    NOT NULL DEFAULT '',
  code                TEXT    NOT NULL DEFAULT '',
  quantity            TEXT    NOT NULL,                -- decimal
  unit_price          INTEGER NOT NULL,
  list_price          INTEGER NOT NULL,
  discount_percent    TEXT,                            -- decimal
  discount            INTEGER NOT NULL,
  tax_name            TEXT    NOT NULL DEFAULT '',
  tax_kind            TEXT    NOT NULL DEFAULT '',
  tax_percent         TEXT,                            -- decimal
  price               INTEGER NOT NULL,
  net                 INTEGER NOT NULL,
  tax                 INTEGER NOT NULL,
  gross               INTEGER NOT NULL
) STRICT;

CREATE INDEX charge_item_invoice ON charge_item (invoice_id, position);
CREATE INDEX charge_item_credits ON charge_item (credits_id) WHERE credits_id IS NOT NULL;

-- What is issued never changes: the room refuses it with a sentence, these when the room is wrong.
CREATE TRIGGER invoice_keep_update BEFORE UPDATE ON invoice WHEN OLD.status = 'issued'
  BEGIN SELECT RAISE (ABORT, 'an issued invoice never changes'); END;
CREATE TRIGGER invoice_keep_delete BEFORE DELETE ON invoice WHEN OLD.status = 'issued' AND NOT EXISTS (SELECT 1 FROM practice WHERE trial = 1)
  BEGIN SELECT RAISE (ABORT, 'an issued invoice never goes'); END;
CREATE TRIGGER charge_item_keep_update BEFORE UPDATE ON charge_item
  WHEN (SELECT status FROM invoice WHERE id = OLD.invoice_id) = 'issued'
  BEGIN SELECT RAISE (ABORT, 'a line of an issued invoice never changes'); END;
CREATE TRIGGER charge_item_keep_delete BEFORE DELETE ON charge_item
  WHEN (SELECT status FROM invoice WHERE id = OLD.invoice_id) = 'issued' AND NOT EXISTS (SELECT 1 FROM practice WHERE trial = 1)
  BEGIN SELECT RAISE (ABORT, 'a line of an issued invoice never goes'); END;
CREATE TRIGGER charge_item_keep_insert BEFORE INSERT ON charge_item
  WHEN (SELECT status FROM invoice WHERE id = NEW.invoice_id AND kind = 'invoice') = 'issued'
  BEGIN SELECT RAISE (ABORT, 'an issued invoice gets no further line'); END;

CREATE TABLE payment (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  patient_id          BLOB    NOT NULL REFERENCES patient (id),
  location_id         BLOB    NOT NULL REFERENCES location (id),
  practitioner_id     BLOB    REFERENCES practitioner (id),
  number              TEXT    NOT NULL,                -- of the receipt
  method              TEXT    NOT NULL,
  amount              INTEGER NOT NULL CHECK (amount <> 0), -- below zero: paid back
  currency            TEXT    NOT NULL,
  reference           TEXT    NOT NULL DEFAULT '',
  payer               TEXT    NOT NULL DEFAULT '',
  reason              TEXT    NOT NULL DEFAULT '',
  received            INTEGER NOT NULL,                -- ms since 1970, UTC
  date                TEXT    NOT NULL,                -- the practice's civil date
  received_by         BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX payment_number ON payment (number);
CREATE INDEX payment_patient ON payment (patient_id);
CREATE INDEX payment_date ON payment (date, location_id);

CREATE TRIGGER payment_keep_update BEFORE UPDATE ON payment BEGIN SELECT RAISE (ABORT, 'a payment never changes'); END;
CREATE TRIGGER payment_keep_delete BEFORE DELETE ON payment WHEN NOT EXISTS (SELECT 1 FROM practice WHERE trial = 1) BEGIN SELECT RAISE (ABORT, 'a payment never goes'); END;

CREATE TABLE allocation (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  payment_id          BLOB    NOT NULL REFERENCES payment (id),
  invoice_id          BLOB    REFERENCES invoice (id),
  refund_id           BLOB    REFERENCES payment (id),
  amount              INTEGER NOT NULL CHECK (amount <> 0), -- below zero: taken back from the invoice
  date                TEXT    NOT NULL,
  CHECK ((invoice_id IS NULL) <> (refund_id IS NULL))
) STRICT;

CREATE INDEX allocation_payment ON allocation (payment_id, amount);
CREATE INDEX allocation_invoice ON allocation (invoice_id, amount) WHERE invoice_id IS NOT NULL;
CREATE INDEX allocation_refund ON allocation (refund_id) WHERE refund_id IS NOT NULL;

CREATE TRIGGER allocation_keep_update BEFORE UPDATE ON allocation BEGIN SELECT RAISE (ABORT, 'an allocation never changes'); END;
CREATE TRIGGER allocation_keep_delete BEFORE DELETE ON allocation WHEN NOT EXISTS (SELECT 1 FROM practice WHERE trial = 1) BEGIN SELECT RAISE (ABORT, 'an allocation never goes'); END;

-- The invoices on which something is still to be paid. Not a record: it follows from the tables above, and only spares reading them all.
CREATE TABLE open_invoice (
  invoice_id          BLOB    NOT NULL PRIMARY KEY REFERENCES invoice (id),
  patient_id          BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX open_invoice_patient ON open_invoice (patient_id);

CREATE TABLE day_end (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  date                TEXT    NOT NULL,
  location_id         BLOB    NOT NULL REFERENCES location (id),
  replaces_id         BLOB    REFERENCES day_end (id),
  closed              INTEGER NOT NULL,                -- ms since 1970, UTC
  closed_by           BLOB    NOT NULL,
  currency            TEXT    NOT NULL,
  opening_cash        INTEGER NOT NULL,
  expected_cash       INTEGER NOT NULL,
  counted_cash        INTEGER NOT NULL,
  note                TEXT    NOT NULL DEFAULT '',
  totals              TEXT    NOT NULL,                -- JSON
  anchor_device       TEXT    NOT NULL,
  anchor_sequence     INTEGER NOT NULL,
  anchor_head         BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX day_end_first ON day_end (date, location_id) WHERE replaces_id IS NULL;
CREATE UNIQUE INDEX day_end_replaces ON day_end (replaces_id) WHERE replaces_id IS NOT NULL;
CREATE TRIGGER day_end_keep_update BEFORE UPDATE ON day_end BEGIN SELECT RAISE (ABORT, 'a day-end never changes'); END;
CREATE TRIGGER day_end_keep_delete BEFORE DELETE ON day_end WHEN NOT EXISTS (SELECT 1 FROM practice WHERE trial = 1) BEGIN SELECT RAISE (ABORT, 'a day-end never goes'); END;
