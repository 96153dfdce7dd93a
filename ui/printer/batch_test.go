//go:build !windows

package printer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"satchel/data/documents"
	"satchel/reports/printing"
	"satchel/ui/frame"
)

// queue is a printer that takes jobs one after the other, numbered, and holds the newest ones; its files say how it does.
const (
	countingLP = `cat >/dev/null; n=$(cat "$out/n" 2>/dev/null || echo 0); n=$((n+1)); echo $n >"$out/n"; echo "request id is Office-$n (1 file(s))"`
	// holding: what is in the file "from" and later lies in the queue.
	holding = `case "$*" in *not-completed*) n=$(cat "$out/n"); i=$(cat "$out/from" 2>/dev/null || echo 100000); while [ $i -le $n ]; do echo "Office-$i user 1024 Mon"; i=$((i+1)); done;; *)
echo "printer Office $(cat "$out/state" 2>/dev/null || echo "is idle.  enabled since Mon")"; cat "$out/alerts" 2>/dev/null; echo "system default destination: Office";; esac`
)

type outcomes struct {
	told []string
	*batch
}

func openBatch() *outcomes {
	o := &outcomes{batch: newBatch()}
	o.pause = time.Millisecond
	return o
}

// add adds papers until one is refused.
func (o *outcomes) add(t *testing.T, ctx context.Context, f documents.Frozen, count int) error {
	t.Helper()
	for n := range count {
		if err := o.Add(ctx, f, frame.Copy{}, func(err error) { o.told = append(o.told, fmt.Sprint(n, ":", err)) }); err != nil {
			return err
		}
	}
	return o.Finish(ctx)
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestBatch(t *testing.T) {
	fakePrinter(t, countingLP, holding)
	o := openBatch()
	if err := o.add(t, ctx, receipt(t, documents.PaperA5), 20); err != nil {
		t.Fatal(err)
	}
	for n := range 20 {
		if o.told[n] != fmt.Sprint(n, ":<nil>") {
			t.Fatalf("%v", o.told)
		}
	}
}

// A printer that jams after the fifth: five are out, what lies behind it is taken back, and the rest is not tried.
func TestBatchJam(t *testing.T) {
	dir := fakePrinter(t, countingLP, holding)
	addCancel(t, dir)
	write(t, dir, "from", "6")
	o := openBatch()
	frozen := receipt(t, documents.PaperA5)
	done := make(chan struct{})
	go func() { // it works for a while, and then does not
		defer close(done)
		for {
			if n, _ := os.ReadFile(filepath.Join(dir, "n")); strings.TrimSpace(string(n)) == "13" {
				break
			}
			time.Sleep(time.Millisecond)
		}
		_ = os.WriteFile(filepath.Join(dir, "state"), []byte("disabled since Mon -\n\tPaper jam"), 0o600)
	}()
	err := o.add(t, ctx, frozen, 100)
	<-done
	if !errors.Is(err, printing.ErrStopped) {
		t.Fatal(err)
	}
	good, bad := 0, 0
	for _, told := range o.told {
		if strings.HasSuffix(told, ":<nil>") {
			good++
		} else {
			bad++
		}
	}
	// The one that waited for room in the queue is told too.
	if good != 5 || bad != 9 || len(o.lying) != 0 {
		t.Errorf("%d out, %d not: %v", good, bad, o.told)
	}
	cancelled, _ := os.ReadFile(filepath.Join(dir, "cancelled"))
	if got := strings.Fields(string(cancelled)); len(got) != 8 || got[0] != "Office-6" || got[7] != "Office-13" {
		t.Errorf("taken back: %v", got)
	}
}

// Who stops it gets what lies in the printer back, and it still waits.
func TestBatchStopped(t *testing.T) {
	dir := fakePrinter(t, countingLP, holding)
	addCancel(t, dir)
	write(t, dir, "from", "2")
	stopping, stop := context.WithCancel(ctx)
	o := openBatch()
	frozen := receipt(t, documents.PaperA5)
	for n := range 3 {
		if err := o.Add(stopping, frozen, frame.Copy{}, func(err error) { o.told = append(o.told, fmt.Sprint(n, ":", err)) }); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if err := o.Finish(stopping); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if got := strings.Join(o.told, " "); got != "0:<nil> 1:context canceled 2:context canceled" {
		t.Errorf("%s", got)
	}
}

// A printer that is offline may only sleep; one that stays so with a job in its queue is switched off.
func TestBatchOffline(t *testing.T) {
	dir := fakePrinter(t, countingLP, holding)
	addCancel(t, dir)
	write(t, dir, "from", "1")
	write(t, dir, "alerts", "\tAlerts: offline-report\n")
	frozen := receipt(t, documents.PaperA5)
	o := openBatch()
	o.every = asleep / 10
	if err := o.add(t, ctx, frozen, 1); !errors.Is(err, printing.ErrOffline) {
		t.Errorf("switched off: %v, %v", err, o.told)
	}
	o = openBatch()
	o.every = asleep / 10
	go func() {
		for {
			if n, _ := os.ReadFile(filepath.Join(dir, "n")); strings.TrimSpace(string(n)) == "2" {
				break
			}
			time.Sleep(time.Millisecond)
		}
		_ = os.WriteFile(filepath.Join(dir, "from"), []byte("3"), 0o600) // it woke up
	}()
	if err := o.add(t, ctx, frozen, 1); err != nil || o.told[0] != "0:<nil>" {
		t.Errorf("a nap: %v, %v", err, o.told)
	}
}

// A printer that works, with another's long job before ours, holds what it was given after a while: that may come out at any time and
// is not taken back, and what comes behind it is not tried.
func TestBatchPatience(t *testing.T) {
	dir := fakePrinter(t, countingLP, holding)
	addCancel(t, dir)
	write(t, dir, "from", "1")
	o := openBatch()
	o.every = patience / 3
	held := printing.ErrHeld.Error()
	if err := o.add(t, ctx, receipt(t, documents.PaperA5), 2); !errors.Is(err, printing.ErrHeld) || strings.Join(o.told, " ") != "0:"+held+" 1:"+held {
		t.Errorf("%v, %v", err, o.told)
	}
	o = openBatch()
	o.every = patience / 3
	err := o.add(t, ctx, receipt(t, documents.PaperA5), ahead+5)
	if last := len(o.told) - 1; !errors.Is(err, printing.ErrHeld) || last != ahead || o.told[last] != fmt.Sprint(ahead, ":", context.Canceled) || o.told[0] != "0:"+held {
		t.Errorf("%v, %v", err, o.told)
	}
	if cancelled, _ := os.ReadFile(filepath.Join(dir, "cancelled")); len(cancelled) != 0 {
		t.Errorf("taken back: %s", cancelled)
	}
}
