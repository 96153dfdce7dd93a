package printing

// The numbers of Windows' print spooler (winspool.h: PRINTER_STATUS_*, PRINTER_ATTRIBUTE_WORK_OFFLINE).
const (
	spoolerPaused      = 0x1
	spoolerError       = 0x2
	spoolerJam         = 0x8
	spoolerEmpty       = 0x10
	spoolerProblem     = 0x40
	spoolerOffline     = 0x80
	spoolerPrinting    = 0x400
	spoolerFull        = 0x800
	spoolerUnavailable = 0x1000
	spoolerTonerLow    = 0x20000
	spoolerNoToner     = 0x40000
	spoolerHelp        = 0x100000
	spoolerDoor        = 0x400000

	spoolerWorkOffline = 0x400 // an attribute, not a status
)

// spoolerState says what the spooler's status and attributes of a printer mean, with IPP's names for the reasons.
func spoolerState(status, attributes uint32) (state State, reasons []string) {
	for _, r := range []struct {
		bit  uint32
		name string
	}{
		{spoolerPaused, "paused"}, {spoolerJam, "media-jam"}, {spoolerEmpty, "media-empty"}, {spoolerProblem, "media-needed"}, {spoolerFull, "output-area-full"},
		{spoolerTonerLow, "toner-low"}, {spoolerNoToner, "toner-empty"}, {spoolerDoor, "door-open"},
	} {
		if status&r.bit != 0 {
			reasons = append(reasons, r.name)
		}
	}
	switch {
	case status&(spoolerOffline|spoolerUnavailable) != 0 || attributes&spoolerWorkOffline != 0:
		return Offline, append(reasons, "offline")
	case status&(spoolerPaused|spoolerError|spoolerJam|spoolerEmpty|spoolerProblem|spoolerFull|spoolerNoToner|spoolerHelp|spoolerDoor) != 0:
		return Stopped, reasons
	case status&spoolerPrinting != 0:
		return Printing, reasons
	}
	return Idle, reasons
}
