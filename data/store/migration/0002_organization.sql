-- The practice itself: one row of settings, its places, people and users, and the number series.

CREATE TABLE practice (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  name                TEXT    NOT NULL,
  address             TEXT    NOT NULL DEFAULT '',
  country             TEXT    NOT NULL,                -- ISO 3166-1 alpha-2
  phone               TEXT    NOT NULL DEFAULT '',
  email               TEXT    NOT NULL DEFAULT '',
  tax_number          TEXT    NOT NULL DEFAULT '',
  registration        TEXT    NOT NULL DEFAULT '',
  currency            TEXT    NOT NULL,                -- ISO 4217
  language            TEXT    NOT NULL,                -- BCP 47
  zone                TEXT    NOT NULL,                -- IANA
  date_order          INTEGER NOT NULL,
  number_format       TEXT    NOT NULL DEFAULT '',
  paper               TEXT    NOT NULL,
  fiscal_month        INTEGER NOT NULL,
  fiscal_day          INTEGER NOT NULL,
  letterhead_band_mm  INTEGER NOT NULL DEFAULT 0,
  trial               INTEGER NOT NULL,
  idle_minutes        INTEGER NOT NULL,
  desk_discount_percent INTEGER NOT NULL DEFAULT 0,
  desk_refund_minor   INTEGER NOT NULL DEFAULT 0,
  prescription_days   INTEGER NOT NULL DEFAULT 30,
  backup_folder       TEXT    NOT NULL DEFAULT '',
  recovery_printed    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE location (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  name                TEXT    NOT NULL,
  address             TEXT    NOT NULL DEFAULT '',
  phone               TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE practitioner (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  name                TEXT    NOT NULL,                -- JSON, value.HumanName
  qualification       TEXT    NOT NULL DEFAULT '',
  registration        TEXT    NOT NULL DEFAULT '',
  phone               TEXT    NOT NULL DEFAULT '',
  email               TEXT    NOT NULL DEFAULT '',
  active              INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  login               TEXT    NOT NULL,
  display             TEXT    NOT NULL DEFAULT '',
  role                TEXT    NOT NULL,
  practitioner_id     BLOB REFERENCES practitioner (id),
  pin                 BLOB,
  active              INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX user_login ON user (login);

-- The last number given out. Not a record: a number shows on the record that bears it.
CREATE TABLE number_series (
  device              TEXT    NOT NULL,
  series              TEXT    NOT NULL,
  fiscal_year         TEXT    NOT NULL,
  last                INTEGER NOT NULL CHECK (last > 0),
  PRIMARY KEY (device, series, fiscal_year)
) STRICT, WITHOUT ROWID;
