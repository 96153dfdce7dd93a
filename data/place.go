package data

import (
	"context"

	"satchel/data/store"
	"satchel/data/store/action"
)

// placeDraft is the name under which a person's place in the window is kept, beside the drafts of what is typed there.
const placeDraft = "frame.place"

// SavePlace keeps where the actor is in the window: after a crash the next sign-in goes there. SignOut drops it.
func (p *Practice) SavePlace(ctx context.Context, actor store.Actor, place []byte) error {
	p.placing.Lock() // or a place that is late would come back after the sign-out
	defer p.placing.Unlock()
	return p.SaveDraft(ctx, actor, store.Draft{Name: placeDraft, Body: place})
}

// Place returns where the actor was when the program last ended without a sign-out; nil where it was signed out.
func (p *Practice) Place(ctx context.Context, actor store.Actor) ([]byte, error) {
	if err := p.admit(actor, action.ReadPractice); err != nil {
		return nil, err
	}
	list, err := p.store.Drafts(ctx, actor)
	for _, d := range list {
		if d.Name == placeDraft {
			return d.Body, err
		}
	}
	return nil, err
}
