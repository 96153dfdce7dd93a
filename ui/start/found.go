package start

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/password"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/session"
)

// foundPractice is the first run: three short steps. Going back keeps what was typed.
func (s *Start) foundPractice() {
	run := &firstRun{s: s, model: newFoundModel(s.host)}
	run.practice = run.practiceForm()
	run.owner = run.ownerForm()
	run.step1()
}

type firstRun struct {
	s         *Start
	model     *foundModel
	practice  *kit.Form
	owner     *kit.Form
	path      *kit.Suggest
	pathTyped bool
	pair      *frame.PasswordPair
}

func (r *firstRun) practiceForm() *kit.Form {
	s := r.s
	form := kit.NewForm(2)
	form.Add("name", kit.NewField(s.text("start.practice_name"), ""), 2)
	form.Add("country", kit.NewSelectField(s.text("start.country"), "", options(session.Countries(s.text))...), 1)
	code := kit.NewField(s.text("start.country_code"), s.text("start.country_code_hint"))
	code.Entry.MaxRunes = 2
	form.Add("countryCode", code, 1)
	form.AddSection(s.text("start.habits"))
	form.Add("currency", kit.NewField(s.text("start.currency"), s.text("start.currency_hint")), 1)
	form.Add("zone", kit.NewField(s.text("start.zone"), ""), 1)
	form.Add("dateOrder", kit.NewSelectField(s.text("start.dates"), "", options(session.DateOrders(s.text))...), 1)
	form.Add("numberFormat", kit.NewSelectField(s.text("start.amounts"), "", options(session.AmountFormats())...), 1)
	form.Add("paper", kit.NewSegmentField(s.text("start.paper"), "", options(session.Papers())...), 1)
	r.path = s.pathField("start.new_file", "")
	form.Add("path", r.path, 2)
	form.SetValues(map[string]string{"country": s.host.Country, "path": suggestPath(s.host.Folder, "")})
	form.SetValues(r.model.region(s.host.Country))
	form.OnSubmit, form.OnCancel = r.step1Done, s.escape
	form.OnChanged = func(key string) {
		values := form.Values()
		switch key {
		case "country":
			form.SetValues(r.model.region(values["country"]))
			r.showCode(code, values["country"])
		case "path":
			r.pathTyped = true
		case "name":
			if !r.pathTyped { // the file is named after the practice until the person says otherwise
				r.path.SetValue(suggestPath(s.host.Folder, values["name"]))
			}
		}
	}
	r.showCode(code, s.host.Country)
	return form
}

// showCode offers the country's code only where the list does not have the country.
func (r *firstRun) showCode(code *kit.Field, country string) {
	if country == session.OtherCountry {
		code.Show()
	} else {
		code.Hide()
	}
}

func (r *firstRun) step1() {
	s := r.s
	back := kit.NewButton(s.text("start.back"), kit.Standard, s.Welcome)
	next := kit.NewButton(s.text("start.next"), kit.Primary, r.step1Done)
	s.show(view{step: s.text("start.step", "Number", 1), title: s.text("start.practice"), lead: s.text("start.practice_lead"), follow: []any{r.practice}, back: s.Welcome,
		parts: []fyne.CanvasObject{r.practice, kit.NewParagraph(s.text("start.law"), kit.Caption), foot(back, next)},
		focus: r.practice.FocusFirst})
}

func (r *firstRun) step1Done() {
	if !r.practice.SetErrors(r.model.setPractice(r.practice.Values())) {
		r.step2()
	}
}

func (r *firstRun) ownerForm() *kit.Form {
	s := r.s
	form := kit.NewForm(4)
	form.Add("prefix", kit.NewField(s.text("start.prefix"), ""), 1)
	form.Add("given", kit.NewField(s.text("start.given"), ""), 1)
	form.Add("family", kit.NewField(s.text("start.family"), ""), 2)
	form.Add("qualification", kit.NewField(s.text("start.qualification"), s.text("start.printed")), 2)
	form.Add("registration", kit.NewField(s.text("start.registration"), s.text("start.printed")), 2)
	form.AddSection(s.text("start.account"))
	login := kit.NewField(s.text("frame.login"), s.text("start.login_hint"))
	login.Entry.MaxRunes = organization.LoginLength
	form.Add("login", login, 4)
	r.pair = s.passwordPair("frame.password", func() password.About { return r.model.about(form.Values()) })
	r.pair.AddTo(form, 4)
	form.SetValues(map[string]string{"prefix": s.text("start.prefix_usual"), "login": "doctor"})
	form.OnSubmit, form.OnCancel = r.step2Done, s.escape
	form.OnChanged = func(key string) {
		if key != "password" && key != "again" {
			r.pair.Advise()
		}
	}
	return form
}

func (r *firstRun) step2() {
	s := r.s
	back := kit.NewButton(s.text("start.back"), kit.Standard, r.step1)
	next := kit.NewButton(s.text("start.create"), kit.Primary, r.step2Done)
	s.show(view{step: s.text("start.step", "Number", 2), title: s.text("start.owner"), lead: s.text("start.owner_lead"), follow: []any{r.owner}, back: r.step1,
		parts: []fyne.CanvasObject{r.owner, foot(back, next)},
		focus: func() { kit.Focus(r.owner.Input("given").FocusTarget()) }})
}

func (r *firstRun) step2Done() {
	if r.owner.SetErrors(r.model.setOwner(r.owner.Values())) {
		return
	}
	s := r.s
	work(s, s.text("start.making"), r.model.create, func(made founded, err error) {
		if err != nil {
			p := session.ProblemIn(s.host.Language, err)
			if sentence := p.Fields["path"]; sentence != "" {
				r.step1()
				r.practice.SetErrors(map[string]string{"path": sentence})
				return
			}
			s.fail(err)
			return
		}
		r.pair.Clear()
		s.open = made.session
		s.showKey(s.text("start.step", "Number", 3), made.recoveryKey, made.ask)
	})
}

// showKey shows a new recovery key, then hands the practice on.
func (s *Start) showKey(step, code string, ask [2]int) {
	who := s.open
	done := func(kept bool) {
		work(s, s.text("start.opening"), func(ctx context.Context) (*session.Session, error) { return keepKey(ctx, who, kept) },
			func(fresh *session.Session, err error) {
				if err != nil {
					s.fail(err)
					return
				}
				s.open = fresh
				s.handOn()
			})
	}
	spec := frame.RecoveryKeySpec{Text: s.text, Code: code, Ask: ask, Kept: func() { done(true) }, Later: func() {
		s.Confirm(s.text("start.key_later"), s.text("start.key_later_text"), s.text("frame.recovery.later"), kit.Standard, func() { done(false) })
	}}
	page := func(use func(documents.Frozen)) func() {
		return func() {
			work(s, s.text("start.page"), func(context.Context) (documents.Frozen, error) { return who.RecoveryPage(code) }, func(p documents.Frozen, err error) {
				if err != nil {
					s.fail(err)
					return
				}
				use(p)
			})
		}
	}
	if s.host.Print != nil {
		spec.Print = page(func(p documents.Frozen) {
			work(s, s.text("start.printing"), func(ctx context.Context) (struct{}, error) { return struct{}{}, s.host.Print(ctx, p) }, func(_ struct{}, err error) { s.fail(err) })
		})
	}
	if s.host.Save != nil {
		spec.Save = page(func(p documents.Frozen) { s.host.Save(p, s.fail) })
	}
	sheet := frame.NewRecoveryKeySheet(spec)
	s.show(view{step: step, title: s.text("start.key"), parts: []fyne.CanvasObject{sheet.Content}, focus: sheet.Focus})
}

// handOn gives the open practice to the window. A path that can't be remembered is only a choice tomorrow.
func (s *Start) handOn() {
	who := s.open
	s.open = nil
	s.page++
	_ = s.host.Recent.Remember(who.Practice.Path())
	_ = s.host.Env.Local.CrashesSeen() // else it is said once more
	s.host.Opened(who)
}
