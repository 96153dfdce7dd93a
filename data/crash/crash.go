// Package crash writes down where the program broke, and nothing of what it was working on.
//
// A report names functions and lines of source, the kind of the panic and the place that was shown. It holds no value: not the
// panic's, no argument, no variable, no text of the window and no path of this computer. What the runtime itself says of its own
// faults (an index, a nil pointer) holds none either, and is kept.
package crash

import (
	"fmt"
	"path"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"

	"satchel/assets"
)

// Report is one crash.
type Report struct {
	At    time.Time
	Place string    // of the window or the command, such as "visit"; no id, no name
	Value any       // what was panicked with; only its type is written, unless it is the runtime's own
	Stack []uintptr // from Stack
}

// maxFrames of a report. A stack that ran over its limit repeats itself.
const maxFrames = 100

// Stack returns the calls that led to a panic. Call it in the deferred function that recovers.
func Stack() []uintptr {
	calls := make([]uintptr, 2*maxFrames)
	return calls[:runtime.Callers(2, calls)]
}

// Text is the report as it is kept, in UTF-8 with lines of \n.
func (r Report) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Satchel stopped unexpectedly. This report holds nothing about patients or about the practice.\n\n")
	fmt.Fprintf(&b, "program  %s\n", assets.Version)
	fmt.Fprintf(&b, "go       %s %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(&b, "at       %s\n", r.At.UTC().Format(time.RFC3339))
	fmt.Fprintf(&b, "place    %s\n", place(r.Place))
	fmt.Fprintf(&b, "panic    %s\n\n", kind(r.Value))
	for _, call := range callsOf(r.Stack) {
		fmt.Fprintf(&b, "%s\n    %s:%d\n", call.Function, source(call), call.Line)
	}
	return b.String()
}

// place passes a name of the program's own: small letters, digits and strokes.
func place(name string) string {
	if name == "" || len(name) > 40 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_./") != "" {
		return "unknown"
	}
	return name
}

// kind is the type of a panic's value, and the words of the runtime's own faults, which hold numbers and types alone.
func kind(value any) string {
	name := fmt.Sprintf("%T", value)
	fault, ok := value.(runtime.Error)
	if !ok {
		return name
	}
	t := reflect.TypeOf(value)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.PkgPath() != "runtime" { // somebody's own type may say anything
		return name
	}
	text := fault.Error()
	if strings.ContainsAny(text, "\n\"") {
		return name
	}
	return name + ": " + text
}

// callsOf leaves out what the recovery itself has put on top of the stack.
func callsOf(stack []uintptr) (list []runtime.Frame) {
	frames := runtime.CallersFrames(stack)
	for more := len(stack) > 0; more && len(list) < maxFrames; {
		var call runtime.Frame
		call, more = frames.Next()
		list = append(list, call)
	}
	if i := slices.IndexFunc(list, func(call runtime.Frame) bool { return call.Function == "runtime.gopanic" }); i >= 0 {
		list = list[i+1:]
	}
	return list
}

// source is the package and the file of a call: "satchel/ui/visit/write.go". The folders in which the program was built are those of
// somebody's computer, so the package's name stands for them.
func source(call runtime.Frame) string {
	folder, name := path.Split(call.Function)
	name, _, _ = strings.Cut(name, ".")
	return path.Join(folder, name, path.Base(strings.ReplaceAll(call.File, `\`, "/")))
}
