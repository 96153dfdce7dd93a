-- On which list of the law a medicine stands, as a doctor of the practice says it, and why a brand is prescribed and no other.

ALTER TABLE formulary_item ADD COLUMN legal_status TEXT NOT NULL DEFAULT '';     -- organization.LegalStatus; '' is not classified
ALTER TABLE medication_request ADD COLUMN legal_status TEXT NOT NULL DEFAULT '';
ALTER TABLE medication_request ADD COLUMN brand_reason TEXT NOT NULL DEFAULT '';
