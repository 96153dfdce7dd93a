package data

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
)

// Notice is something that a person should know on coming in. Whoever stands above this package may make notices of its own, of the same
// shape: a backup that is overdue, an older copy that was put back.
type Notice struct {
	Key  string    // of its sentence in the catalogue, such as "notice.recovery_used"
	Args []any     // name and value in turn; an instant is a time.Time
	At   time.Time // what it tells of happened then, the newest of several
	// Acknowledge: it comes again at every sign-in until the person says so with Practice.Acknowledge.
	Acknowledge bool

	kind string    // what an acknowledgement is of
	upTo store.HLC // the newest event that it tells of
}

// The keys of the notices that come from the audit chain.
const (
	noticeAttempts       = "notice.attempts"
	noticeRecovery       = "notice.recovery_used"
	noticeRecoveryNobody = "notice.recovery_used_nobody"
	noticeReplaced       = "notice.recovery_replaced"
)

// Notices tells the owner what the audit chain holds that the owner has not yet acknowledged: wrong passwords that were tried, and what
// was done with the recovery key. It is derived from the chain and from nothing that could be lost or switched off; others are told
// nothing, since the vault does not say whose name the wrong passwords were tried with.
func (p *Practice) Notices(ctx context.Context, actor store.Actor) (list []Notice, err error) {
	if actor.Role != action.Owner || IsRecovery(actor) {
		return nil, nil
	}
	err = p.View(ctx, actor, action.ReadPractice, func(tx *store.Tx) error {
		acts, err := telling(tx)
		if err != nil {
			return err
		}
		users, err := organization.AllUsers(tx)
		list = noticesOf(acts, users, actor.User)
		return err
	})
	return list, err
}

// noticesOf makes the notices for one owner of what the chain holds, oldest event first.
func noticesOf(acts []act, users []organization.User, self store.UserID) []Notice {
	seen := acknowledged(acts, self)
	list := recoveryUses(acts, seen[noticeRecovery], users)
	list = append(list, replaced(acts, seen[noticeReplaced], users, self)...)
	return append(list, attempts(acts, seen[noticeAttempts])...)
}

// Acknowledge notes in the audit chain that the actor has read a notice, with all that it tells of; what comes after is told anew.
func (p *Practice) Acknowledge(ctx context.Context, actor store.Actor, n Notice) error {
	if !n.Acknowledge || n.upTo == 0 {
		return nil
	}
	return p.Record(ctx, actor, action.Acknowledge, "success", store.Because(fmt.Sprintf("%s %d", n.kind, int64(n.upTo))))
}

// acknowledged is up to where a user has acknowledged each kind of notice.
func acknowledged(acts []act, user store.UserID) map[string]store.HLC {
	seen := map[string]store.HLC{}
	for _, a := range acts {
		if a.action != action.Acknowledge || a.user != user {
			continue
		}
		kind, at, _ := strings.Cut(a.reason, " ")
		if upTo, err := strconv.ParseInt(at, 10, 64); err == nil {
			seen[kind] = max(seen[kind], store.HLC(upTo))
		}
	}
	return seen
}

// attempts sums up the wrong passwords that were not acknowledged.
func attempts(acts []act, seen store.HLC) []Notice {
	var total failedAttempts
	n := Notice{Key: noticeAttempts, kind: noticeAttempts, Acknowledge: true}
	for _, a := range acts {
		told, ok := parseAttempts(a.reason)
		if a.action != action.FailedSignIn || a.recorded <= seen || !ok {
			continue
		}
		total.count += told.count
		if told.last.IsZero() {
			told.last = a.recorded.Time()
		}
		if told.last.After(total.last) {
			total.last = told.last
		}
		n.upTo = a.recorded
	}
	if total.count == 0 {
		return nil
	}
	n.Args, n.At = []any{"Count", total.count, "When", total.last}, total.last
	return []Notice{n}
}

// recoveryUses tells when the recovery key was used, and who got a new password then: what the key's holder does comes after the use, in
// the same session. Several uses are one notice each.
func recoveryUses(acts []act, seen store.HLC, users []organization.User) []Notice {
	names := map[string]string{}
	for _, u := range users {
		names[u.Login] = u.Name()
	}
	var list []Notice
	for i, used := range acts {
		if used.action != action.UseRecoveryKey {
			continue
		}
		n := Notice{Key: noticeRecovery, kind: noticeRecovery, At: used.recorded.Time(), Acknowledge: true, upTo: used.recorded}
		var let []string
		for _, a := range acts[i+1:] {
			if a.session != used.session || a.action != action.ManageUsers {
				continue
			}
			n.upTo = a.recorded
			if name := names[a.reason]; name != "" {
				let = append(let, name)
			}
		}
		if n.upTo <= seen {
			continue
		}
		n.Args = []any{"When", n.At, "Names", strings.Join(let, ", ")}
		if len(let) == 0 {
			n.Key = noticeRecoveryNobody
		}
		list = append(list, n)
	}
	return list
}

// replaced tells that somebody else has replaced the recovery key from inside; its holder replaces it with each use.
func replaced(acts []act, seen store.HLC, users []organization.User, self store.UserID) []Notice {
	var newest act
	for _, a := range acts {
		if a.action == action.ReplaceRecovery && a.recorded > seen && a.user != self && a.user != recoveryUser {
			newest = a
		}
	}
	if newest.recorded == 0 {
		return nil
	}
	name := ""
	for _, u := range users {
		if u.KernelID() == newest.user {
			name = u.Name()
		}
	}
	when := newest.recorded.Time()
	return []Notice{{Key: noticeReplaced, kind: noticeReplaced, Args: []any{"When", when, "Name", name}, At: when, Acknowledge: true, upTo: newest.recorded}}
}

// act is one event that notices are made of.
type act struct {
	recorded store.HLC
	user     store.UserID
	session  store.SessionID
	action   action.Action
	reason   string
}

// telling reads the events that notices are made of, oldest first. An act that the role forbade is none.
func telling(tx *store.Tx) ([]act, error) {
	rows, err := tx.Query(action.PracticeRead, `SELECT e.recorded, e.user_id, e.session_id, e.action, coalesce(r.text, '') FROM audit_event e
		LEFT JOIN audit_reason r USING (device, sequence) WHERE e.outcome <> 'denied' AND e.action IN (?, ?, ?, ?, ?) ORDER BY e.recorded`,
		string(action.FailedSignIn), string(action.UseRecoveryKey), string(action.ReplaceRecovery), string(action.ManageUsers), string(action.Acknowledge))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []act
	for rows.Next() {
		var a act
		if err := rows.Scan(&a.recorded, &a.user, &a.session, &a.action, &a.reason); err != nil {
			return nil, store.FromVault("read acts", err)
		}
		list = append(list, a)
	}
	if err := rows.Err(); err != nil {
		return nil, store.FromVault("read acts", err)
	}
	return list, nil
}
