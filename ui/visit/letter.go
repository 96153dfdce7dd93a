package visit

import (
	"satchel/data/store/action"
	"satchel/ui/frame"
)

func mayWriteLetter(f *frame.Frame) bool {
	return f.Has(frame.Letter) && f.Session.May(action.WriteLetter)
}

// writeLetter goes to what can be written in the visit: a letter, a certificate, an order form.
func writeLetter(f *frame.Frame, p page) {
	f.Go(frame.Target{Place: frame.Letter, Patient: p.Encounter.Patient.Raw(), Record: p.Encounter.ID.Raw()})
}

// writeLetter saves what is typed first: a letter begins with what the record has.
func (o *openPage) writeLetter() {
	if !mayWriteLetter(o.f) {
		return
	}
	o.save(func(err error) {
		if err == nil && !o.left {
			writeLetter(o.f, o.page)
		}
	})
}
