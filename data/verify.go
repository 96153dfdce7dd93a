package data

import (
	"context"
	"errors"

	"satchel/data/documents"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// Verified is what Verify looked at, part by part.
type Verified struct{ Parts []VerifiedPart }

// VerifiedPart is one kind of check. Name is "pages", "structure", "audit", "records" or "documents".
type VerifiedPart struct {
	Name     string
	Counted  int64
	Findings []store.Finding
}

// OK reports whether nothing was found.
func (v Verified) OK() bool {
	for _, p := range v.Parts {
		if len(p.Findings) > 0 {
			return false
		}
	}
	return true
}

// Verify authenticates every page of the file, and holds structure, audit chain, records and stored documents against what was
// committed to. The act is audited. progress may be nil; it is told the part and a share of 0 to 100, -1 where none is known.
func (p *Practice) Verify(ctx context.Context, actor store.Actor, progress func(part string, percent int)) (Verified, error) {
	if progress == nil {
		progress = func(string, int) {}
	}
	if err := p.admit(actor, action.VerifyPractice); err != nil {
		return Verified{}, err
	}
	v, err := check{vault: p.vault, store: p.store, actor: actor, anchors: p.env.Local.anchors(p.vault.UUID()), progress: progress}.run(ctx)
	if err != nil {
		return v, err
	}
	outcome := "success"
	if !v.OK() {
		outcome = "failure"
	}
	if p.store.MustRelocate() {
		return v, nil // nothing is written before the file's question is answered
	}
	if err := p.store.Record(ctx, actor, action.VerifyPractice, outcome); err != nil && v.OK() {
		return v, err
	}
	return v, nil
}

// check is one walk over a file.
type check struct {
	vault    *vault.Vault
	store    *store.Store
	actor    store.Actor
	anchors  []store.Anchor
	progress func(part string, percent int)
}

func (c check) run(ctx context.Context) (Verified, error) {
	pages, err := c.pages(ctx)
	if err != nil {
		return Verified{}, err
	}
	v := Verified{Parts: []VerifiedPart{pages}}
	if len(pages.Findings) > 0 {
		return v, nil // what lies on damaged pages can't be read
	}
	rest, err := c.record(ctx)
	v.Parts = append(v.Parts, rest...)
	return v, err
}

func (c check) pages(ctx context.Context) (VerifiedPart, error) {
	part := VerifiedPart{Name: "pages"}
	damage, err := c.vault.Check(ctx, func(done, total int64) {
		part.Counted = done
		if total > 0 {
			c.progress(part.Name, int(done*100/total))
		}
	})
	if err != nil {
		return part, store.FromVault("check pages", err)
	}
	for _, d := range damage {
		part.Findings = append(part.Findings, finding(d))
	}
	return part, nil
}

// finding names the place of a damage.
func finding(d vault.Damage) store.Finding {
	switch {
	case d.Header > 0:
		return store.Finding{Key: "error.data.verify_header", Args: []any{"Copy", d.Header}}
	case d.Frame > 0:
		return store.Finding{Key: "error.data.verify_frame", Args: []any{"Frame", d.Frame}}
	}
	return store.Finding{Key: "error.vault.damaged", Args: []any{"Page", d.Page}}
}

func (c check) record(ctx context.Context) ([]VerifiedPart, error) {
	found, err := c.store.Verify(ctx, c.anchors, func(part string, done int64) { c.progress(part, -1) })
	if store.CodeOf(err) == store.Corrupt {
		var known *store.Error
		errors.As(err, &known)
		return []VerifiedPart{{Name: "structure", Findings: []store.Finding{{Key: known.Key, Args: known.Args}}}}, nil
	}
	if err != nil {
		return nil, err
	}
	parts := partsOf(found)
	c.progress("documents", -1)
	papers := VerifiedPart{Name: "documents"}
	err = c.store.View(ctx, c.actor, action.VerifyPractice, func(tx *store.Tx) error {
		checked, damaged, err := documents.VerifyHashes(tx)
		papers.Counted = int64(checked)
		for _, id := range damaged {
			papers.Findings = append(papers.Findings, store.Finding{Key: "error.store.verify_record", Args: []any{"Record", documents.Documents.Name, "ID", id.String()}})
		}
		return err
	})
	return append(parts, papers), err
}

// partsOf sorts what the kernel found.
func partsOf(found store.Verified) []VerifiedPart {
	parts := []VerifiedPart{{Name: "structure", Counted: 1}, {Name: "audit", Counted: found.Events}, {Name: "records", Counted: found.Records}}
	for _, f := range found.Findings {
		i := 1
		switch f.Key {
		case "error.store.verify_structure", "error.store.verify_foreign_key":
			i = 0
		case "error.store.verify_record", "error.store.verify_count":
			i = 2
		}
		parts[i].Findings = append(parts[i].Findings, f)
	}
	return parts
}
