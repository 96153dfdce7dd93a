package data

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"satchel/assets"
	"satchel/data/chart"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/vault"
)

// LossFacts gathers what the page for a lost or stolen computer says, from this file: the practice itself, or a copy of it that was
// restored elsewhere. The newest backup is for the caller to fill in. The owner may; the act is audited.
func (p *Practice) LossFacts(ctx context.Context, actor store.Actor) (documents.LossFacts, error) {
	f := documents.LossFacts{Created: p.Now(), Version: assets.Version, Seal: sealOf(p.vault)}
	err := p.practicePage(ctx, actor, func(tx *store.Tx, own organization.Practice) (err error) {
		f.Setting, f.Practice, f.Country = practiceSetting(own), own.Name, own.Country
		f.RecoveryPrinted, f.IdleMinutes = own.RecoveryPrinted, own.IdleMinutes
		if f.Patients, err = patients.Count(tx); err != nil {
			return err
		}
		if f.Charts, err = chart.CountCharts(tx); err != nil {
			return err
		}
		uses, err := store.LastUses(tx)
		f.Use, f.Moved, f.Before = documents.LastUse(uses.Here), uses.Moved, documents.LastUse(uses.Before)
		return err
	})
	return f, err
}

// SuccessorFacts gathers what the page for a successor says. folders are where backups go. The owner may; the act is audited.
func (p *Practice) SuccessorFacts(ctx context.Context, actor store.Actor, folders []string) (documents.SuccessorFacts, error) {
	f := documents.SuccessorFacts{Created: p.Now(), Version: assets.Version, Format: p.vault.About().Version}
	path, err := filepath.Abs(p.path)
	if err != nil {
		return f, &store.Error{Code: store.Internal, Key: "error.store.internal", Err: err}
	}
	f.Folder, f.File = printablePath(filepath.Dir(path)), printablePath(filepath.Base(path))
	for _, folder := range folders {
		if folder != "" {
			f.Backups = append(f.Backups, printablePath(folder))
		}
	}
	err = p.practicePage(ctx, actor, func(tx *store.Tx, own organization.Practice) error {
		f.Setting, f.Practice, f.RecoveryPrinted = practiceSetting(own), own.Name, own.RecoveryPrinted
		users, err := store.Select(tx, organization.Users, "retracted = 0 AND active = 1 AND role = ? ORDER BY id", string(action.Owner))
		for _, u := range users {
			f.SignIn = append(f.SignIn, u.Name())
		}
		return err
	})
	return f, err
}

// practicePage reads for a page about the practice and audits the act, but for a file whose question at opening is not answered
// yet: nothing is written into it, and on the worst day the page must come all the same.
func (p *Practice) practicePage(ctx context.Context, actor store.Actor, read func(*store.Tx, organization.Practice) error) error {
	err := p.View(ctx, actor, action.PrintPractice, func(tx *store.Tx) error {
		own, err := organization.Current(tx)
		if err != nil {
			return err
		}
		return read(tx, own)
	})
	if err != nil || p.store.MustRelocate() {
		return err
	}
	return p.Record(ctx, actor, action.PrintPractice, "success")
}

// practiceSetting is that of other papers, without the room for a printed letterhead: these pages go onto plain paper.
func practiceSetting(own organization.Practice) documents.Setting {
	return documents.Setting{Language: own.Language, Paper: documents.Paper(own.Paper), Zone: own.Zone, Number: own.Amounts(), Trial: own.Trial}
}

// sealOf reads from the open file how it is encrypted.
func sealOf(v *vault.Vault) documents.Seal {
	about := v.About()
	seal := documents.Seal{Format: about.Version, Suite: about.Suite.String(), PageSize: about.PageSize}
	for _, slot := range v.Slots() {
		if slot.Recovery {
			seal.RecoveryKey = true
			continue
		}
		seal.Passwords++
		if !slices.Contains(seal.Costs, slot.KDF) {
			seal.Costs = append(seal.Costs, slot.KDF)
		}
	}
	return seal
}

// printablePath replaces what no page can print: a system may allow any bytes in a name.
func printablePath(path string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '?'
		}
		return r
	}, strings.ToValidUTF8(path, "?"))
}
