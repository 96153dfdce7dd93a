-- What many issued pages draw alike, as the logo, is kept once, named by its SHA-256; pages from before hold it themselves.

CREATE TABLE document_part (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, changed INTEGER NOT NULL, retracted INTEGER NOT NULL,
  sha256              BLOB    NOT NULL,
  content             BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX document_part_sha256 ON document_part (sha256);

CREATE TRIGGER document_part_keep_update BEFORE UPDATE ON document_part BEGIN SELECT RAISE (ABORT, 'what issued pages draw never changes'); END;
CREATE TRIGGER document_part_keep_delete BEFORE DELETE ON document_part WHEN NOT EXISTS (SELECT 1 FROM practice WHERE trial = 1) BEGIN SELECT RAISE (ABORT, 'what issued pages draw never goes'); END;

ALTER TABLE document_content ADD COLUMN parts BLOB; -- the SHA-256 of each, one behind the other; document.sha256 is over the layout and these
