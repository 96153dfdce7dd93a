package printing

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Written from the documentation of winspool.h, and compiled and vetted by a test; it has not been run on Windows yet.

var (
	winspool         = windows.NewLazySystemDLL("winspool.drv")
	procEnumPrinters = winspool.NewProc("EnumPrintersW")
	procDefault      = winspool.NewProc("GetDefaultPrinterW")
	procOpenPrinter  = winspool.NewProc("OpenPrinterW")
	procClosePrinter = winspool.NewProc("ClosePrinter")
	procGetJob       = winspool.NewProc("GetJobW")
	procSetJob       = winspool.NewProc("SetJobW")
	procProperties   = winspool.NewProc("DocumentPropertiesW")
	procCapabilities = winspool.NewProc("DeviceCapabilitiesW")
)

// Arguments of the spooler (winspool.h, wingdi.h).
const (
	enumLocal, enumConnections    = 2, 4
	jobDelete                     = 5
	modeOut, modeIn               = 2, 8 // DM_OUT_BUFFER, DM_IN_BUFFER
	fieldPaper, fieldTray         = 0x2, 0x200
	fieldLength, fieldWidth       = 0x4, 0x8
	paperUser                     = 256 // DMPAPER_USER: as long and as wide as the next two fields say
	tenthsPerMM                   = 10
	capPaperNames, capPapers      = 16, 2
	capTrayNames, capTrays        = 12, 6
	paperNameLength, trayNameLong = 64, 24 // UTF-16 units
	maxSpoolerList                = 1000
)

// printerInfo is PRINTER_INFO_2W.
type printerInfo struct {
	server, name, share, port, driver, comment, location *uint16
	devMode                                              uintptr
	separator, processor, datatype, parameters           *uint16
	security                                             uintptr
	attributes, priority, defaultPriority                uint32
	start, until, status, jobs, pagesPerMinute           uint32
}

// devMode is the beginning of DEVMODEW, as far as it is changed here.
type devMode struct {
	device                                         [32]uint16
	version, driverVersion, size, extra            uint16
	fields                                         uint32
	orientation, paper, length, width, scale       int16
	copies, source, quality, colour, duplex, yDots int16
}

// Queues lists the printers, the default one first.
func Queues(context.Context) ([]Queue, error) {
	var needed, count uint32
	_, _, _ = procEnumPrinters.Call(enumLocal|enumConnections, 0, 2, 0, 0, uintptr(unsafe.Pointer(&needed)), uintptr(unsafe.Pointer(&count)))
	if needed == 0 {
		return nil, ErrNoPrinter
	}
	buffer := make([]uint64, (needed+7)/8) // for its alignment
	ok, _, _ := procEnumPrinters.Call(enumLocal|enumConnections, 0, 2, uintptr(unsafe.Pointer(&buffer[0])), uintptr(needed),
		uintptr(unsafe.Pointer(&needed)), uintptr(unsafe.Pointer(&count)))
	if ok == 0 || count > maxSpoolerList {
		return nil, ErrAbsent
	}
	standard := defaultPrinter()
	var list []Queue
	for _, info := range unsafe.Slice((*printerInfo)(unsafe.Pointer(&buffer[0])), count) {
		q := Queue{Name: windows.UTF16PtrToString(info.name)}
		q.State, q.Reasons = spoolerState(info.status, info.attributes)
		q.Default = q.Name == standard
		list = append(list, q)
	}
	if len(list) == 0 {
		return nil, ErrNoPrinter
	}
	return sorted(list), nil
}

func defaultPrinter() string {
	var size uint32
	_, _, _ = procDefault.Call(0, uintptr(unsafe.Pointer(&size)))
	if size == 0 {
		return ""
	}
	name := make([]uint16, size)
	if ok, _, _ := procDefault.Call(uintptr(unsafe.Pointer(&name[0])), uintptr(unsafe.Pointer(&size))); ok == 0 {
		return ""
	}
	return windows.UTF16ToString(name)
}

// PapersOf returns what a printer can be told about its paper.
func PapersOf(ctx context.Context, name string) (Papers, error) {
	q, err := Find(ctx, name)
	if err != nil {
		return Papers{}, err
	}
	return Papers{Media: capabilityNames(q.Name, capPaperNames, paperNameLength), Trays: capabilityNames(q.Name, capTrayNames, trayNameLong)}, nil
}

// capability asks a driver for one of its lists: the number of entries, each of so many UTF-16 units.
func capability(printer string, what uintptr, length int) ([]uint16, int) {
	name, err := windows.UTF16PtrFromString(printer)
	if err != nil {
		return nil, 0
	}
	count, _, _ := procCapabilities.Call(uintptr(unsafe.Pointer(name)), 0, what, 0, 0)
	n := int(int32(count))
	if n <= 0 || n > maxSpoolerList {
		return nil, 0
	}
	list := make([]uint16, n*length)
	count, _, _ = procCapabilities.Call(uintptr(unsafe.Pointer(name)), 0, what, uintptr(unsafe.Pointer(&list[0])), 0)
	return list, max(min(n, int(int32(count))), 0)
}

func capabilityNames(printer string, what uintptr, length int) []string {
	list, n := capability(printer, what, length)
	var names []string
	for i := range n {
		names = append(names, windows.UTF16ToString(list[i*length:(i+1)*length]))
	}
	return names
}

// openPrinter opens a printer at the spooler; the caller calls close.
func openPrinter(name string) (handle uintptr, closing func(), err error) {
	text, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return 0, nil, ErrUnknown
	}
	if ok, _, _ := procOpenPrinter.Call(uintptr(unsafe.Pointer(text)), uintptr(unsafe.Pointer(&handle)), 0); ok == 0 {
		return 0, nil, ErrUnknown
	}
	return handle, func() { _, _, _ = procClosePrinter.Call(handle) }, nil
}

// modeOf is a printer's DEVMODE with another paper and tray; nil where the driver gives none.
func modeOf(printer string, media, tray string) ([]byte, error) {
	handle, closing, err := openPrinter(printer)
	if err != nil {
		return nil, err
	}
	defer closing()
	name, err := windows.UTF16PtrFromString(printer)
	if err != nil {
		return nil, ErrUnknown
	}
	size, _, _ := procProperties.Call(0, handle, uintptr(unsafe.Pointer(name)), 0, 0, 0)
	if n := int32(size); n < int32(unsafe.Sizeof(devMode{})) {
		return nil, nil
	}
	mode := make([]byte, size)
	if ok, _, _ := procProperties.Call(0, handle, uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(&mode[0])), 0, modeOut); int32(ok) < 0 {
		return nil, nil
	}
	m := (*devMode)(unsafe.Pointer(&mode[0]))
	if paper, known := devicePapers[media]; known {
		m.paper, m.fields = paper, m.fields|fieldPaper
	}
	if width, length, custom := customSize(media); custom {
		m.paper, m.width, m.length = paperUser, int16(width*tenthsPerMM), int16(length*tenthsPerMM)
		m.fields |= fieldPaper | fieldWidth | fieldLength
	}
	if number, known := trayNumber(printer, tray); known {
		m.source, m.fields = number, m.fields|fieldTray
	}
	if ok, _, _ := procProperties.Call(0, handle, uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(&mode[0])), uintptr(unsafe.Pointer(&mode[0])), modeIn|modeOut); int32(ok) < 0 {
		return nil, nil
	}
	return mode, nil
}

func trayNumber(printer, tray string) (int16, bool) {
	at := slices.Index(capabilityNames(printer, capTrayNames, trayNameLong), tray)
	numbers, n := capability(printer, capTrays, 1)
	if tray == "" || at < 0 || at >= n {
		return 0, false
	}
	return int16(numbers[at]), true
}

// Send draws a job into a printer and returns once its queue has taken it. Trouble is to be asked before the first job.
func Send(ctx context.Context, job Job) (Handle, error) {
	if job.Copies > maxCopies || job.Copies < 0 {
		return Handle{}, errors.New("print job: impossible number of copies")
	}
	q, err := Find(ctx, job.Queue)
	if err != nil {
		return Handle{}, err
	}
	mode, err := modeOf(q.Name, job.Media, job.Tray)
	if err != nil {
		return Handle{}, err
	}
	dc, err := openDC(q.Name, mode)
	if err != nil {
		return Handle{}, err
	}
	defer dc.close()
	id, err := drawJob(dc, job)
	return Handle{Queue: q.Name, ID: strconv.Itoa(id)}, err
}

// Ask asks a queue how far it is with jobs.
func Ask(ctx context.Context, queue string, jobs ...Handle) (Progress, error) {
	handle, closing, err := openPrinter(queue)
	if err != nil {
		return Progress{}, err
	}
	defer closing()
	p := Progress{Waiting: map[string]bool{}}
	for _, job := range jobs {
		id, err := strconv.ParseUint(job.ID, 10, 32)
		if err != nil {
			return p, ErrUnknown
		}
		var needed uint32
		_, _, reason := procGetJob.Call(handle, uintptr(id), 1, 0, 0, uintptr(unsafe.Pointer(&needed)))
		if errors.Is(reason, windows.ERROR_INSUFFICIENT_BUFFER) { // there is something to tell: it is there
			p.Waiting[job.ID] = true
		}
	}
	if len(p.Waiting) == 0 {
		return p, nil
	}
	q, err := Find(ctx, queue)
	p.Trouble = q.stuck()
	return p, err
}

// Cancel takes a job out of its queue. A job that is out already is no error.
func Cancel(_ context.Context, job Handle) error {
	handle, closing, err := openPrinter(job.Queue)
	if err != nil {
		return err
	}
	defer closing()
	id, err := strconv.ParseUint(job.ID, 10, 32)
	if err != nil {
		return ErrUnknown
	}
	ok, _, reason := procSetJob.Call(handle, uintptr(id), 0, 0, jobDelete)
	if ok == 0 && !errors.Is(reason, windows.ERROR_INVALID_PARAMETER) {
		return ErrRefused
	}
	return nil
}

// devicePapers are the numbers that a Windows driver has for the papers (wingdi.h: DMPAPER_*), by the names of MediaOf.
var devicePapers = map[string]int16{"Letter": 1, "A4": 9, "A5": 11, "A6": 70}
