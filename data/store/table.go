package store

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"satchel/data/store/action"
)

// Meta is embedded in every record. The kernel alone writes it.
type Meta struct {
	Version   int64  `db:"version"`   // 1 at first; each change adds 1. What an update read must still be there when it writes
	Device    string `db:"device"`    // with Sequence: the audit event that wrote this state, so who, when and why
	Sequence  int64  `db:"sequence"`  //
	Changed   HLC    `db:"changed"`   //
	Retracted bool   `db:"retracted"` // entered in error: kept and readable, and counted nowhere
}

// Spec describes a record type to the kernel.
type Spec struct {
	Number int    // in history and in the audit chain; unique, and never reused
	Name   string // the FHIR R4 name where there is one
	Table  string // the SQL table
	Schema int    // the number of the state's layout in history; one more when a column changes its meaning
	Read   action.Capability
	Write  action.Capability
	// Chart: the table has a patient_id column, and a transaction sees only the rows of the patients that it is about.
	Chart bool
	// Trial: made by trying the practice out, and gone when it starts for real; see ClearTrial.
	Trial bool
}

// Table is a record type: Spec, and how T's fields lie in columns.
//
// T is a struct with a field ID (ID[T], tag "id"), an embedded Meta, and for every other kept field a tag `db:"column"`, or
// `db:"column,json"` for what is kept as JSON. Kept kinds are strings, integers, bools, []byte, time.Time (INTEGER ms since 1970,
// NULL when zero) and anything with Value and Scan. A struct embedded without a tag is looked into.
type Table[T any] struct {
	Spec
	columns []column // the state, without id and Meta
	id      []int
	meta    []int
	patient []int // index of the patient's field, if any
	selectQ string
	insertQ string
	updateQ string
}

type column struct {
	name  string
	index []int
	kind  columnKind
}

type columnKind uint8

const (
	kindPlain columnKind = iota
	kindTime
	kindJSON
	kindBool
)

var (
	valuerType  = reflect.TypeFor[driver.Valuer]()
	scannerType = reflect.TypeFor[sql.Scanner]()
	timeType    = reflect.TypeFor[time.Time]()
	metaType    = reflect.TypeFor[Meta]()
)

// NewTable reads T's tags. It is called from package variables; a fault in the tags is a fault of the build: it panics.
func NewTable[T any](spec Spec) *Table[T] {
	t := &Table[T]{Spec: spec}
	t.collect(reflect.TypeFor[T](), nil)
	if t.id == nil || t.meta == nil || spec.Number <= 0 || spec.Name == "" || spec.Table == "" || spec.Read == "" || spec.Write == "" {
		panic(fmt.Sprintf("record %s: number, name, table, capabilities, an id field and Meta are needed", spec.Name))
	}
	if spec.Chart && t.patient == nil {
		panic("record " + spec.Name + ": a chart record names its patient")
	}
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	list := strings.Join(names, ", ")
	t.selectQ = "SELECT id, version, device, sequence, changed, retracted, " + list + " FROM " + spec.Table
	t.insertQ = "INSERT INTO " + spec.Table + " (id, version, device, sequence, changed, retracted, " + list + ") VALUES (?, ?, ?, ?, ?, ?" +
		strings.Repeat(", ?", len(names)) + ")"
	t.updateQ = "UPDATE " + spec.Table + " SET version = ?, device = ?, sequence = ?, changed = ?, retracted = ?, " +
		strings.Join(names, " = ?, ") + " = ? WHERE id = ? AND version = ?"
	return t
}

func (t *Table[T]) collect(typ reflect.Type, prefix []int) {
	for i := range typ.NumField() {
		f := typ.Field(i)
		index := append(append([]int(nil), prefix...), i)
		tag, tagged := f.Tag.Lookup("db")
		switch {
		case f.Type == metaType && f.Anonymous:
			t.meta = index
		case tagged && tag == "id":
			t.id = index
		case !tagged && f.Anonymous && f.Type.Kind() == reflect.Struct:
			t.collect(f.Type, index)
		case tagged && tag != "-":
			name, option, _ := strings.Cut(tag, ",")
			c := column{name: name, index: index}
			switch {
			case option == "json":
				c.kind = kindJSON
			case f.Type == timeType:
				c.kind = kindTime
			case f.Type.Kind() == reflect.Bool:
				c.kind = kindBool
			case !f.Type.Implements(valuerType) && !plain(f.Type):
				panic(fmt.Sprintf("field %s.%s: %s is no kind that a column can hold", typ, f.Name, f.Type))
			case f.Type.Implements(valuerType) && !reflect.PointerTo(f.Type).Implements(scannerType):
				panic(fmt.Sprintf("field %s.%s: %s has Value but no Scan", typ, f.Name, f.Type))
			}
			if name == "patient_id" {
				t.patient = index
			}
			t.columns = append(t.columns, c)
		}
	}
}

func plain(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.String, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return true
	case reflect.Slice:
		return t.Elem().Kind() == reflect.Uint8
	}
	return false
}

// state returns the kept values of row in the order of columns, as SQLite will store them: nil, int64, string or []byte.
func (t *Table[T]) state(row *T) ([]any, error) {
	v := reflect.ValueOf(row).Elem()
	values := make([]any, len(t.columns))
	for i, c := range t.columns {
		f := v.FieldByIndex(c.index)
		switch c.kind {
		case kindTime:
			if at := f.Interface().(time.Time); !at.IsZero() {
				values[i] = at.UnixMilli()
			}
		case kindBool:
			values[i] = int64(0)
			if f.Bool() {
				values[i] = int64(1)
			}
		case kindJSON:
			values[i] = ""
			if !f.IsZero() && !(f.Kind() == reflect.Slice && f.Len() == 0) {
				text, err := json.Marshal(f.Interface())
				if err != nil {
					return nil, fmt.Errorf("encode column %s: %w", c.name, err)
				}
				values[i] = string(text)
			}
		default:
			converted, err := driver.DefaultParameterConverter.ConvertValue(f.Interface())
			if err != nil {
				return nil, fmt.Errorf("convert column %s: %w", c.name, err)
			}
			values[i] = converted
		}
	}
	return values, nil
}

func (t *Table[T]) metaOf(row *T) *Meta {
	return reflect.ValueOf(row).Elem().FieldByIndex(t.meta).Addr().Interface().(*Meta)
}

func (t *Table[T]) idOf(row *T) *ID[T] {
	return reflect.ValueOf(row).Elem().FieldByIndex(t.id).Addr().Interface().(*ID[T])
}

func (t *Table[T]) patientOf(row *T) RawID {
	if t.patient == nil {
		return RawID{}
	}
	if p, ok := reflect.ValueOf(row).Elem().FieldByIndex(t.patient).Interface().(interface{ Raw() RawID }); ok {
		return p.Raw()
	}
	return RawID{}
}

// destinations returns what rows.Scan needs to fill row.
func (t *Table[T]) destinations(row *T) []any {
	v := reflect.ValueOf(row).Elem()
	m := t.metaOf(row)
	list := make([]any, 0, len(t.columns)+6)
	list = append(list, t.idOf(row), &m.Version, &m.Device, &m.Sequence, &m.Changed, &m.Retracted)
	for _, c := range t.columns {
		list = append(list, c.destination(v.FieldByIndex(c.index)))
	}
	return list
}

func (c column) destination(f reflect.Value) any {
	p := f.Addr().Interface()
	switch c.kind {
	case kindTime:
		return timeScanner{p.(*time.Time)}
	case kindJSON:
		return jsonScanner{p}
	}
	if _, ok := p.(sql.Scanner); ok {
		return p
	}
	switch f.Kind() {
	case reflect.Slice:
		return p
	case reflect.Bool:
		return p
	}
	return nullScanner{f}
}

// nullScanner reads NULL as the zero value of a string or an integer.
type nullScanner struct{ field reflect.Value }

func (s nullScanner) Scan(src any) error {
	switch x := src.(type) {
	case nil:
		s.field.SetZero()
	case string:
		if s.field.Kind() != reflect.String {
			return fmt.Errorf("scan column: text for %s", s.field.Type())
		}
		s.field.SetString(x)
	case []byte:
		if s.field.Kind() != reflect.String {
			return fmt.Errorf("scan column: bytes for %s", s.field.Type())
		}
		s.field.SetString(string(x))
	case int64:
		switch {
		case s.field.CanInt() && !s.field.OverflowInt(x):
			s.field.SetInt(x)
		case s.field.CanUint() && x >= 0 && !s.field.OverflowUint(uint64(x)):
			s.field.SetUint(uint64(x))
		default:
			return fmt.Errorf("scan column: integer does not fit %s", s.field.Type())
		}
	default:
		return fmt.Errorf("scan column: %T for %s", src, s.field.Type())
	}
	return nil
}

type timeScanner struct{ at *time.Time }

func (s timeScanner) Scan(src any) error {
	switch x := src.(type) {
	case nil:
		*s.at = time.Time{}
	case int64:
		*s.at = time.UnixMilli(x).UTC()
	default:
		return fmt.Errorf("scan time: %T", src)
	}
	return nil
}

type jsonScanner struct{ to any }

func (s jsonScanner) Scan(src any) error {
	var text []byte
	switch x := src.(type) {
	case nil:
	case string:
		text = []byte(x)
	case []byte:
		text = x
	default:
		return fmt.Errorf("scan JSON: %T", src)
	}
	if len(text) == 0 {
		reflect.ValueOf(s.to).Elem().SetZero()
		return nil
	}
	return json.Unmarshal(text, s.to)
}
