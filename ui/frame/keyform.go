package frame

import (
	"satchel/data/organization"
	"satchel/data/vault"
	"satchel/ui/kit"
	"satchel/ui/session"
)

// The two ways to open a file, as KeyForm's field "with" has them.
const (
	withPassword = "password"
	withRecovery = "recovery"
)

// KeyForm asks for what opens a file or a backup: a user's name and password, or the recovery key.
type KeyForm struct {
	Form *kit.Form
	text session.Words
	key  *kit.Field
	path kit.Input // nil where none is asked for
}

// NewKeyForm makes the form. Where path is not nil it stands first, under the name "path".
func NewKeyForm(text session.Words, path kit.Input) *KeyForm {
	f := &KeyForm{Form: kit.NewForm(2), text: text, path: path}
	if path != nil {
		f.Form.Add("path", path, 2)
	}
	with := kit.NewSegmentField(text("frame.key_form.with"), "",
		kit.Option{Value: withPassword, Label: text("frame.key_form.password")}, kit.Option{Value: withRecovery, Label: text("frame.key_form.recovery")})
	f.Form.Add("with", with, 2)
	login := kit.NewField(text("frame.login"), "")
	login.Entry.MaxRunes = organization.LoginLength
	password := kit.NewPasswordField(text("frame.password"), text("frame.key_form.then"))
	f.key = kit.NewField(text("frame.key_form.key"), text("frame.key_form.key_hint"))
	f.Form.Add("login", login, 1)
	f.Form.Add("password", password, 1)
	f.Form.Add("key", f.key, 2)
	f.Form.SetValues(map[string]string{"with": withPassword})
	show := func() {
		recovery := with.Value() == withRecovery
		for _, input := range []kit.Input{login, password} {
			if recovery {
				input.Hide()
			} else {
				input.Show()
			}
		}
		if recovery {
			f.key.Show()
		} else {
			f.key.Hide()
		}
		f.Form.Refresh()
	}
	f.Form.OnChanged = func(name string) {
		if name == "with" {
			show()
		}
	}
	show()
	return f
}

// RefuseRecovery says beside the recovery key that it does not serve here, true where it was chosen: it lets people in again, and shows
// no patient.
func (f *KeyForm) RefuseRecovery() bool {
	if f.Form.Values()["with"] != withRecovery {
		return false
	}
	f.Form.SetErrors(map[string]string{"key": f.text("frame.key_form.look_password")})
	return true
}

// Key returns what was typed. Where something is missing it is said beside its field, and the answer is false.
func (f *KeyForm) Key() (vault.Key, bool) {
	values := f.Form.Values()
	if values["with"] == withRecovery {
		if values["key"] == "" {
			f.Form.SetErrors(map[string]string{"key": f.text("frame.key_form.key_missing")})
			return vault.Key{}, false
		}
		return vault.RecoveryKey(values["key"]), true
	}
	wrong := map[string]string{}
	for _, name := range []string{"login", "password"} {
		if values[name] == "" {
			wrong[name] = f.text("frame.key_form." + name + "_missing")
		}
	}
	if len(wrong) > 0 {
		f.Form.SetErrors(wrong)
		return vault.Key{}, false
	}
	return vault.Password(values["login"], values["password"]), true
}

// Refuse shows an error beside the field that it is about: what was typed as a key, or the path; false where it is about neither.
func (f *KeyForm) Refuse(p session.Problem) bool {
	words := p.Text + " " + p.Hint
	switch p.Key {
	case "error.vault.wrong_key", "error.vault.too_soon", "error.vault.recovery_typo":
		field := "password"
		if f.Form.Values()["with"] == withRecovery {
			field = "key"
		}
		f.Form.SetErrors(map[string]string{field: words})
		return true
	case "error.vault.exists", "error.vault.network_folder", "error.vault.synced_folder", "error.vault.read_only":
		if f.path != nil {
			f.Form.SetErrors(map[string]string{"path": words})
			return true
		}
	}
	return len(p.Fields) > 0 && f.Form.SetErrors(p.Fields)
}
