package store_test

import (
	"regexp"
	"testing"

	"satchel/data/store"
)

// released pins the text of every migration that may have run on somebody's file. What comes later is a new file and a new line here;
// a file in this list never changes.
var released = map[string]string{
	"0001_kernel.sql":           "5dca860e1fedc691b0105aeb91440e976f2ec96d754a09e3b037c5b0c1798b6b",
	"0002_organization.sql":     "5bac06e598bc0053c799c9ce52db96f645e1e7e8227fb9eaafe73df3dbb7bb2e",
	"0003_patients.sql":         "6de97e27fe86cf1b0da9d3139129ff336073be611d719b0df6a9f8018ac96a55",
	"0004_schedule.sql":         "ac56ab3d20d63677db026a2546e0679b222da54b518a9f90157af2cc375a04ab",
	"0005_chart.sql":            "c0cb06a29b6e5b13741995c6659c2da0fb947a67f21daf6565978d136d7627ea",
	"0006_prescribing.sql":      "65a51058fd9098c03e0484a30c39b491a17797ae48f0130aecb0874340194d99",
	"0007_billing.sql":          "39eee3e5bdc5299591251935b1f6b80733565491ff1d2bb563eac57b314f5ce1",
	"0008_documents.sql":        "73c79a39f538fdceb80f535e1e93d2a3f5130578a50534769abc21061150614c",
	"0009_user_must_change.sql": "a97a595e5f8f33b526fa3662bbd24bb35acf64e170a5751d7514860a1f800ae1",
	"0010_dosage.sql":           "dfac35a9e4d33d2233f2a3fd717dd65d8b74a5a61d1c3d18bf753d234890040f",
	"0011_clinical.sql":         "961d93c5cd62575bcb6e4376fb58827aa3b8d96314b5f584d86d059609c93d24",
	"0012_letterhead.sql":       "a898bae6b836044303b6531f5a8172efe414593711c4b6e1718c330f6c6230af",
	"0013_letters.sql":          "5b38f5a1113d56a9a85170fc6650b4a7cf37e9778bc5a96beb2dcf72569a2d67",
	"0014_legal_status.sql":     "583c7e6b696714efd870edfd0f321f0508d7545d26009b9c0141cacb65b80ca9",
	"0015_print.sql":            "8fe38b68967a9b4428ebad9713a4e1b9c3579da53a0c42bdb8bc4d56bcdba3c9",
}

func TestReleasedMigrationsNeverChange(t *testing.T) {
	found := 0
	for _, m := range store.Migrations() {
		if want, pinned := released[m.Name]; pinned {
			found++
			if got := m.Hash(); got != want {
				t.Errorf("%s changed: SHA-256 %s, released as %s", m.Name, got, want)
			}
		}
	}
	if found != len(released) || found != len(store.Migrations()) {
		t.Errorf("%d of %d released migrations are still here, of %d", found, len(released), len(store.Migrations()))
	}
}

// addedColumn finds a column that a step adds to a table that is there, with what says how it is filled.
var addedColumn = regexp.MustCompile(`(?i)ALTER\s+TABLE\s+(\w+)\s+ADD\s+(?:COLUMN\s+)?(\w+)\s+([^;]*);`)

// emptyDefault is what an added column may start as: the canonical form of a state leaves it out, and what was committed to before the
// column was there stays true.
var emptyDefault = regexp.MustCompile(`(?i)^\w+( NOT NULL DEFAULT (0|''|x''))?( (CHECK|REFERENCES) .*)?$`)

func TestAddedColumnsStartEmpty(t *testing.T) {
	for _, m := range store.Migrations() {
		for _, c := range addedColumn.FindAllStringSubmatch(m.SQL, -1) {
			if !emptyDefault.MatchString(c[3]) {
				t.Errorf("%s: %s.%s starts as %q; let it start as 0, '' or NULL, or every row from before fails Verify", m.Name, c[1], c[2], c[3])
			}
		}
	}
	for text, empty := range map[string]bool{"INTEGER": true, "INTEGER NOT NULL DEFAULT 0": true, "TEXT NOT NULL DEFAULT ''": true, "BLOB REFERENCES user (id)": true,
		"INTEGER NOT NULL DEFAULT 1": false, "TEXT NOT NULL DEFAULT 'no'": false, "INTEGER DEFAULT 7": false} {
		if emptyDefault.MatchString(text) != empty {
			t.Errorf("%q should pass as empty: %v", text, empty)
		}
	}
}
