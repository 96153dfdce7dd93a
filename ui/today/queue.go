package today

import (
	"context"
	"errors"

	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
)

// queue is the dialog over the board that shows what waits for a printer.
type queue struct {
	f      *frame.Frame
	model  queueModel
	list   *kit.List
	papers []paper
	dialog *kit.Dialog
	busy   bool
	done   func() // after something was printed
}

// openQueue shows what waits for a printer.
func (s *screen) openQueue() {
	f := s.f
	q := &queue{f: f, model: queueModel{f.Session}, done: s.load}
	frame.Load(f, q.model.Read, func(papers []paper, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		q.show(papers)
	})
}

func (q *queue) show(papers []paper) {
	f := q.f
	column := func(key string, weight, width float32) kit.ListColumn {
		return kit.ListColumn{Title: f.Text("today.queue." + key), Weight: weight, Width: width}
	}
	q.list = kit.NewList([]kit.ListColumn{column("paper", 1.4, 0), column("number", 1.2, 0), column("patient", 2, 0), column("issued", 0, 120)},
		kit.NewEmptyState("print", f.Text("today.queue.empty"), nil))
	q.list.OnOpened = func(row int) { q.print(q.papers[row : row+1]) }
	all := kit.NewIconButton("print", f.Text("today.queue.all"), kit.Primary, func() { q.print(q.papers) })
	one := kit.NewButton(f.Text("today.queue.print_one"), kit.Standard, func() {
		if row := q.list.Selected(); row >= 0 && row < len(q.papers) {
			q.print(q.papers[row : row+1])
		}
	}).WithKey(f.Text("today.enter"))
	buttons := []*kit.Button{kit.NewButton(f.Text("today.queue.leave"), kit.Standard, func() { q.dialog.Cancel() })}
	if f.Session.May(action.PrintDocument) && len(papers) > 0 {
		buttons = append(buttons, one, all)
	}
	q.dialog = f.ShowDialog(kit.DialogSpec{Title: f.Text("today.queue.title"), Width: 720, Body: kit.Fixed(0, 260, kit.NewFlushCard("", q.list)),
		Buttons: buttons, Focus: q.list})
	q.fill(papers)
}

func (q *queue) fill(papers []paper) {
	q.papers = papers
	q.list.SetRows(len(papers), q.cells, min(0, len(papers)-1))
}

func (q *queue) cells(row int) []kit.Cell {
	p, session := q.papers[row], q.f.Session
	return []kit.Cell{{Text: session.Text(p.Title), Role: kit.Strong}, {Text: p.Number}, {Text: session.PatientName(p.Who)},
		{Text: session.Moment(p.Issued), Role: kit.Muted}}
}

// print prints papers one after the other, and stops at the first that the printer refuses: the rest goes on waiting.
func (q *queue) print(papers []paper) {
	if q.busy {
		return
	}
	q.busy = true
	f := q.f
	type result struct {
		printed int
		left    []paper
	}
	frame.Save(f, func(ctx context.Context) (r result, err error) {
		for _, p := range papers {
			if err = q.model.Print(ctx, f.Printer, p); err != nil {
				break
			}
			r.printed++
		}
		left, reading := q.model.Read(ctx)
		if r.left = left; reading != nil {
			r.left = papers[r.printed:]
		}
		return r, errors.Join(err, reading)
	}, func(r result, err error) {
		q.busy = false
		q.fill(r.left)
		q.done()
		if r.printed > 0 {
			f.Done(f.Text("today.queue.printed", "Count", r.printed), nil)
		}
		if err != nil {
			f.Fail(err)
			return
		}
		if len(r.left) == 0 {
			q.dialog.Close()
		}
	})
}
