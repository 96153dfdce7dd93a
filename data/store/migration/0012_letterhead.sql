-- What the practice's paper bears beside its name: a logo, lines of its own, blank bands for paper that is printed already; what the law of
-- some countries asks of a prescriber; signatures that their owners released; the place of supply of an invoice, and prices that hold the tax.

ALTER TABLE practice ADD COLUMN slogan TEXT NOT NULL DEFAULT '';
ALTER TABLE practice ADD COLUMN hours TEXT NOT NULL DEFAULT '';
ALTER TABLE practice ADD COLUMN footer TEXT NOT NULL DEFAULT '';
ALTER TABLE practice ADD COLUMN list_practitioners INTEGER NOT NULL DEFAULT 0;
ALTER TABLE practice ADD COLUMN bands TEXT NOT NULL DEFAULT ''; -- JSON, organization.Bands
ALTER TABLE practice ADD COLUMN logo_id BLOB;                    -- logo (id)

CREATE TABLE logo (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  picture             BLOB    NOT NULL                 -- PNG, or SVG
) STRICT;

ALTER TABLE practitioner ADD COLUMN profession TEXT NOT NULL DEFAULT ''; -- organization.Profession
ALTER TABLE practitioner ADD COLUMN npi TEXT NOT NULL DEFAULT '';        -- United States: national provider identifier
ALTER TABLE practitioner ADD COLUMN dea TEXT NOT NULL DEFAULT '';        -- United States: number for controlled substances

CREATE TABLE signature (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  practitioner_id     BLOB    NOT NULL REFERENCES practitioner (id),
  picture             BLOB    NOT NULL                 -- PNG
) STRICT;

CREATE INDEX signature_practitioner ON signature (practitioner_id);

ALTER TABLE invoice ADD COLUMN supply_state TEXT NOT NULL DEFAULT ''; -- India: code of the state of supply; '' is the practice's own
ALTER TABLE fee ADD COLUMN inclusive INTEGER NOT NULL DEFAULT 0;      -- the price holds the tax
ALTER TABLE charge_item ADD COLUMN inclusive INTEGER NOT NULL DEFAULT 0;
