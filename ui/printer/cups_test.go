//go:build linux

package printer

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"satchel/data/documents"
	"satchel/reports/page"
	"satchel/reports/printing"
	"satchel/ui/frame"
)

// service is a print service of the test's own, whose one printer writes into a file.
type service struct {
	t      *testing.T
	folder string
	daemon *exec.Cmd
	port   int
}

const (
	cupsd = "/usr/sbin/cupsd"
	// driver is a printer that takes PDF, of the package cups-filters.
	driver = "/usr/share/ppd/cupsfilters/Generic-PDF_Printer-PDF.ppd"
)

// startCUPS starts CUPS in a folder of its own, beside whatever the machine has. It needs root, as cupsd does; under ./dev test all is
// there, elsewhere the test is left out.
func startCUPS(t *testing.T) *service {
	t.Helper()
	if os.Getenv("SATCHEL_TEST") != "full" || os.Getuid() != 0 {
		t.Skip("a print service of its own is started under ./dev test, as root")
	}
	for _, needed := range []string{cupsd, driver} {
		if _, err := os.Stat(needed); err != nil {
			t.Fatalf("%s is needed: %v", needed, err)
		}
	}
	s := &service{t: t, folder: t.TempDir()}
	if err := os.Chmod(filepath.Dir(s.folder), 0o755); err != nil { // the filters run as another user
		t.Fatal(err)
	}
	for _, name := range []string{"spool", "spool/tmp", "cache", "state", "root", "out"} {
		path := filepath.Join(s.folder, name)
		if err := errors.Join(os.Mkdir(path, 0o700), os.Chmod(path, 0o777)); err != nil {
			t.Fatal(err)
		}
	}
	for try := range 5 {
		s.port = 20_000 + (os.Getpid()+try*1009)%20_000
		if s.start() {
			t.Setenv("CUPS_SERVER", "127.0.0.1:"+strconv.Itoa(s.port))
			t.Cleanup(s.stop)
			return s
		}
		s.stop()
	}
	log, _ := os.ReadFile(filepath.Join(s.folder, "error_log"))
	t.Fatalf("cupsd does not answer\n%s", log)
	return nil
}

// start starts the daemon and waits for its answer.
func (s *service) start() bool {
	s.t.Helper()
	files := "FileDevice Yes\nServerRoot F/root\nStateDir F/state\nCacheDir F/cache\nRequestRoot F/spool\nTempDir F/spool/tmp\nAccessLog F/access_log\nErrorLog F/error_log\nPageLog F/page_log\n" +
		"SystemGroup root\nUser lp\nGroup lp\nSandboxing relaxed\n"
	conf := "Listen 127.0.0.1:P\nLogLevel warn\nDefaultAuthType None\nWebInterface No\nBrowsing Off\n<Location />\n  Order allow,deny\n  Allow all\n</Location>\n" +
		"<Policy default>\n  <Limit All>\n    Order deny,allow\n    Allow all\n  </Limit>\n</Policy>\n"
	for name, text := range map[string]string{"cups-files.conf": files, "cupsd.conf": conf} {
		text = strings.NewReplacer("F/", s.folder+"/", ":P\n", ":"+strconv.Itoa(s.port)+"\n").Replace(text)
		if err := os.WriteFile(filepath.Join(s.folder, name), []byte(text), 0o644); err != nil {
			s.t.Fatal(err)
		}
	}
	s.daemon = exec.Command(cupsd, "-f", "-c", filepath.Join(s.folder, "cupsd.conf"), "-s", filepath.Join(s.folder, "cups-files.conf"))
	if err := s.daemon.Start(); err != nil {
		s.t.Fatal(err)
	}
	for range 100 {
		ask := exec.Command("lpstat", "-h", "127.0.0.1:"+strconv.Itoa(s.port), "-r")
		if out, err := ask.Output(); err == nil && strings.Contains(string(out), "is running") {
			return true
		}
		time.Sleep(100 * time.Millisecond)
	}
	return false
}

// stop ends the daemon; again does no harm.
func (s *service) stop() {
	if s.daemon != nil {
		_ = s.daemon.Process.Kill()
		_ = s.daemon.Wait()
		s.daemon = nil
	}
}

// do runs a command of the print service's keeper.
func (s *service) do(name string, args ...string) {
	s.t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		s.t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

func (s *service) addPrinter(name string) (output string) {
	s.t.Helper()
	output = filepath.Join(s.folder, "out", name)
	s.do("lpadmin", "-p", name, "-E", "-v", "file://"+output, "-P", driver)
	return output
}

// came reads what a printer wrote since it was last asked, without the commands around the PDF.
func (s *service) came(output string) []byte {
	s.t.Helper()
	data, err := os.ReadFile(output)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := os.Remove(output); err != nil {
		s.t.Fatal(err)
	}
	from, to := bytes.Index(data, []byte("%PDF-")), bytes.LastIndex(data, []byte("%%EOF"))
	if from < 0 || to < from {
		s.t.Fatalf("no PDF came out, but %d bytes", len(data))
	}
	return append(data[from:to:to], "%%EOF\n"...)
}

func filter(t *testing.T, input []byte, name string, args ...string) string {
	t.Helper()
	command := exec.Command(name, args...)
	command.Stdin = bytes.NewReader(input)
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

// TestCUPS prints through the whole of CUPS, into a file: what came out says what was sent, on paper of its size. Then everything goes
// wrong that can, each with its own sentence, and nothing comes out afterwards.
func TestCUPS(t *testing.T) {
	s := startCUPS(t)
	p := Printer{Memory: printing.Remember(t.TempDir())}
	frozen := receipt(t, documents.PaperA5)
	if err := p.Print(ctx, frozen, frame.Copy{}); !errors.Is(err, printing.ErrNoPrinter) {
		t.Errorf("no printer at all: %v", err)
	}
	office := s.addPrinter("Office")
	if err := p.Print(ctx, frozen, frame.Copy{}); !errors.Is(err, printing.ErrNoPrinter) {
		t.Errorf("no default printer: %v", err)
	}
	s.do("lpadmin", "-d", "Office")

	list, err := printing.Queues(ctx)
	if err != nil || len(list) != 1 || list[0].Name != "Office" || !list[0].Default || list[0].State != printing.Idle || list[0].Rejecting || list[0].Message != "" {
		t.Fatalf("%+v, %v", list, err)
	}
	papers, err := printing.PapersOf(ctx, "")
	if err != nil || !strings.Contains(strings.Join(papers.Media, " "), "A5") || papers.DefaultMedia == "" {
		t.Errorf("%+v, %v", papers, err)
	}

	if err := p.Print(ctx, frozen, frame.Copy{Number: 3, At: time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC), By: "Priya"}); err != nil {
		t.Fatal(err)
	}
	sent, err := p.PDF(frozen, frame.Copy{Number: 3, At: time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC), By: "Priya"})
	if err != nil {
		t.Fatal(err)
	}
	came := s.came(office)
	if got, want := filter(t, came, "pdftotext", "-layout", "-", "-"), filter(t, sent, "pdftotext", "-layout", "-", "-"); got != want || !strings.Contains(got, "Copy 3") {
		t.Errorf("what came out says\n%s\nand what was sent\n%s", got, want)
	}
	if got := filter(t, came, "pdfinfo", "-"); !strings.Contains(got, "(A5)") {
		t.Errorf("it is not on A5: %s", got)
	}
	if err := p.Choose(func(c printing.Choices) printing.Choices {
		return c.WithAdjustment("Office", page.Adjustment{Across: 100})
	}); err != nil {
		t.Fatal(err)
	}
	if err := p.Print(ctx, frozen, frame.Copy{}); err != nil {
		t.Fatal(err)
	}
	at := func(pdf []byte) string { return filter(t, pdf, "pdftotext", "-bbox", "-", "-") }
	if before, after := first(t, at(sent)), first(t, at(s.came(office))); after-before < 280 || after-before > 290 { // 10 mm are 28.35 points; the driver's A5 is rounded to whole ones
		t.Errorf("moved by 10 mm, the first word went from %d to %d tenths of a point", before, after)
	}

	// A batch comes out in its order.
	b, out := p.Batch(), 0
	for n := range 12 {
		if err := b.Add(ctx, frozen, frame.Copy{}, func(err error) {
			if err != nil || n != out {
				t.Errorf("the paper %d after %d: %v", n, out, err)
			}
			out++
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Finish(ctx); err != nil || out != 12 {
		t.Fatalf("%d of 12 came out, %v", out, err)
	}
	s.came(office)

	s.do("cupsdisable", "-r", "Paper jam in tray 2", "Office")
	if list, err := printing.Queues(ctx); err != nil || list[0].State != printing.Stopped || list[0].Message != "Paper jam in tray 2" {
		t.Errorf("%+v, %v", list, err)
	}
	if err := p.Print(ctx, frozen, frame.Copy{}); !errors.Is(err, printing.ErrStopped) {
		t.Errorf("a stopped printer: %v", err)
	}
	// One that stops behind a job: the job is taken back, and does not come out once the jam is mended.
	s.do("cupsenable", "Office")
	slow := exec.Command("lp", "-d", "Office", "-H", "hold", "-")
	slow.Stdin = bytes.NewReader(sent)
	if out, err := slow.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	doc, err := p.job(frozen, frame.Copy{})
	if err != nil {
		t.Fatal(err)
	}
	s.do("cupsdisable", "Office")
	doc.Queue = "Office"
	handle, err := printing.Send(ctx, doc) // as if the jam came between the question and the job
	if err != nil {
		t.Fatal(err)
	}
	waiting := newBatch()
	var outcome error
	waiting.lying = []lying{{handle, func(err error) { outcome = err }}}
	if err := waiting.Finish(ctx); !errors.Is(err, printing.ErrStopped) || !errors.Is(outcome, printing.ErrStopped) {
		t.Errorf("a jam: %v, %v", err, outcome)
	}
	if progress, err := printing.Ask(ctx, "Office"); err != nil || progress.Waiting[handle.ID] {
		t.Errorf("the job was left in the queue: %+v, %v", progress, err)
	}
	if err := printing.Cancel(ctx, handle); err != nil {
		t.Errorf("cancelled twice: %v", err)
	}
	s.do("cancel", "-a")
	s.do("cupsenable", "Office")
	time.Sleep(time.Second)
	if _, err := os.Stat(office); err == nil {
		t.Error("what was taken back came out all the same")
	}

	s.do("cupsreject", "-r", "On holiday", "Office")
	if err := p.Print(ctx, frozen, frame.Copy{}); !errors.Is(err, printing.ErrRejecting) {
		t.Errorf("a printer that takes no jobs: %v", err)
	}
	s.do("cupsaccept", "Office")
	if err := p.PrintOn(ctx, "Attic", frozen, true); !errors.Is(err, printing.ErrUnknown) {
		t.Errorf("an unknown printer: %v", err)
	}
	s.stop()
	if err := p.Print(ctx, frozen, frame.Copy{}); !errors.Is(err, printing.ErrAbsent) {
		t.Errorf("a stopped service: %v", err)
	}
	if _, err := os.Stat(office); err == nil {
		t.Error("something came out that should not have")
	}
}

// first is how far from the left the first word stands, in tenths of a point.
func first(t *testing.T, boxes string) int {
	t.Helper()
	_, after, found := strings.Cut(boxes, `<word xMin="`)
	text, _, _ := strings.Cut(after, `"`)
	at, err := strconv.ParseFloat(text, 64)
	if !found || err != nil {
		t.Fatalf("no word in %s", boxes)
	}
	return int(at * 10)
}
