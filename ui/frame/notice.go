package frame

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"satchel/data"
	"satchel/ui/kit"
	"satchel/ui/session"
	"satchel/ui/theme"
)

// notices are what a person should know on coming in: strips under the bar, each until its button is pressed.
type notices struct {
	box     *fyne.Container
	list    []data.Notice
	buttons []*kit.Button
}

// noticesAtOnce is how many strips show; the next one comes when one is read.
const noticesAtOnce = 3

// lookForNotices asks what the person at the keyboard should know: the record first, then whatever else the window was given.
func (f *Frame) lookForNotices() {
	f.showNotices(nil)
	who := f.Session
	Save(f, func(ctx context.Context) ([]data.Notice, error) {
		list, err := who.Practice.Notices(ctx, who.Actor)
		if err == nil && f.MoreNotices != nil {
			list = append(list, f.MoreNotices(ctx, who)...)
		}
		return list, err
	}, func(list []data.Notice, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		f.showNotices(list)
	})
}

func (f *Frame) showNotices(list []data.Notice) {
	n := &f.notices
	n.list, n.buttons, n.box.Objects = list, nil, nil
	for i, notice := range list[:min(len(list), noticesAtOnce)] {
		read := kit.NewButton(f.Text("frame.understood"), kit.Standard, func() { f.read(notice) })
		if i == 0 {
			read.WithKey(f.Text("frame.key.notice"))
		}
		n.buttons = append(n.buttons, read)
		n.box.Objects = append(n.box.Objects, kit.NewNoticeBar("info", NoticeText(f.Session, notice), theme.Info, read))
	}
	n.box.Refresh()
}

// read takes a notice away. One that must be acknowledged goes once that stands in the audit chain.
func (f *Frame) read(notice data.Notice) {
	who := f.Session
	Save(f, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, who.Practice.Acknowledge(ctx, who.Actor, notice)
	}, func(_ struct{}, err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		var left []data.Notice
		for _, other := range f.notices.list {
			if other.Key != notice.Key || !other.At.Equal(notice.At) {
				left = append(left, other)
			}
		}
		f.showNotices(left)
	})
}

// readFirst is what the window's key for notices does.
func (f *Frame) readFirst() {
	if len(f.notices.list) > 0 {
		f.read(f.notices.list[0])
	}
}

// NoticeText puts a notice into words; its instants are written as people of the practice do.
func NoticeText(s *session.Session, n data.Notice) string {
	args := make([]any, len(n.Args))
	for i, arg := range n.Args {
		if at, ok := arg.(time.Time); ok {
			arg = s.Moment(at)
		}
		args[i] = arg
	}
	return s.Text(n.Key, args...)
}
