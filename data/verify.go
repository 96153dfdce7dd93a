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
	var v Verified
	pages, err := p.verifyPages(ctx, progress)
	if err != nil {
		return v, err
	}
	v.Parts = append(v.Parts, pages)
	if len(pages.Findings) == 0 {
		rest, err := p.verifyRecord(ctx, progress)
		if err != nil {
			return v, err
		}
		v.Parts = append(v.Parts, rest...)
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

func (p *Practice) verifyPages(ctx context.Context, progress func(string, int)) (VerifiedPart, error) {
	part := VerifiedPart{Name: "pages"}
	damage, err := p.vault.Check(ctx, func(done, total int64) {
		part.Counted = done
		if total > 0 {
			progress(part.Name, int(done*100/total))
		}
	})
	if err != nil {
		return part, store.FromVault("check pages", err)
	}
	for _, d := range damage {
		part.Findings = append(part.Findings, store.Finding{Key: "error.vault.damaged", Args: []any{"Page", d.Page}})
	}
	return part, nil
}

func (p *Practice) verifyRecord(ctx context.Context, progress func(string, int)) ([]VerifiedPart, error) {
	found, err := p.store.Verify(ctx, p.env.Local.anchors(p.vault.UUID()), func(part string, done int64) { progress(part, -1) })
	if err != nil {
		if store.CodeOf(err) == store.Corrupt || vault.KindOf(err) == vault.Damaged {
			var known *store.Error
			errors.As(err, &known)
			return []VerifiedPart{{Name: "structure", Findings: []store.Finding{{Key: known.Key, Args: known.Args}}}}, nil
		}
		return nil, err
	}
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
	progress("documents", -1)
	stored, err := documents.VerifyStored(ctx, p.store)
	if err != nil {
		return nil, err
	}
	return append(parts, VerifiedPart{Name: "documents", Counted: stored.Counted, Findings: stored.Findings}), nil
}
