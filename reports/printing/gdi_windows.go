package printing

import (
	"errors"
	"image"
	"unsafe"

	"golang.org/x/sys/windows"

	"satchel/reports/page"
)

// Written from the documentation of wingdi.h, and compiled and vetted by a test; it has not been run on Windows yet.

var (
	gdi32             = windows.NewLazySystemDLL("gdi32.dll")
	procCreateDC      = gdi32.NewProc("CreateDCW")
	procDeleteDC      = gdi32.NewProc("DeleteDC")
	procDeviceCaps    = gdi32.NewProc("GetDeviceCaps")
	procStartDoc      = gdi32.NewProc("StartDocW")
	procEndDoc        = gdi32.NewProc("EndDoc")
	procAbortDoc      = gdi32.NewProc("AbortDoc")
	procStartPage     = gdi32.NewProc("StartPage")
	procEndPage       = gdi32.NewProc("EndPage")
	procBeginPath     = gdi32.NewProc("BeginPath")
	procEndPath       = gdi32.NewProc("EndPath")
	procFillPath      = gdi32.NewProc("FillPath")
	procMoveTo        = gdi32.NewProc("MoveToEx")
	procLineTo        = gdi32.NewProc("LineTo")
	procBezierTo      = gdi32.NewProc("PolyBezierTo")
	procCloseFigure   = gdi32.NewProc("CloseFigure")
	procFillMode      = gdi32.NewProc("SetPolyFillMode")
	procStretchMode   = gdi32.NewProc("SetStretchBltMode")
	procCreateBrush   = gdi32.NewProc("CreateSolidBrush")
	procSelectObject  = gdi32.NewProc("SelectObject")
	procDeleteObject  = gdi32.NewProc("DeleteObject")
	procStretchDIBits = gdi32.NewProc("StretchDIBits")
)

// Arguments of GDI (wingdi.h).
const (
	capsDPIX, capsDPIY       = 88, 90 // LOGPIXELSX, LOGPIXELSY
	capsOffsetX, capsOffsetY = 112, 113
	fillWinding              = 2
	stretchHalftone          = 4
	rasterCopy               = 0x00CC0020 // SRCCOPY
	gdiError                 = 0xFFFFFFFF
)

var errGDI = errors.New("the printer's device refused a call")

// printerDC is a device over a printer's device context.
type printerDC struct{ handle uintptr }

var _ device = printerDC{}

// openDC opens a printer's device; mode is its DEVMODE, nil for the printer's own settings. The caller closes it.
func openDC(printer string, mode []byte) (printerDC, error) {
	driver, err := windows.UTF16PtrFromString("WINSPOOL")
	if err != nil {
		return printerDC{}, err
	}
	name, err := windows.UTF16PtrFromString(printer)
	if err != nil {
		return printerDC{}, ErrUnknown
	}
	var devMode unsafe.Pointer
	if len(mode) > 0 {
		devMode = unsafe.Pointer(&mode[0])
	}
	handle, _, _ := procCreateDC.Call(uintptr(unsafe.Pointer(driver)), uintptr(unsafe.Pointer(name)), 0, uintptr(devMode))
	if handle == 0 {
		return printerDC{}, ErrUnknown
	}
	return printerDC{handle}, nil
}

func (d printerDC) close() { _, _, _ = procDeleteDC.Call(d.handle) }

// call makes a call that answers 0 where it failed.
//
//go:uintptrescapes
func (d printerDC) call(proc *windows.LazyProc, args ...uintptr) error {
	if result, _, _ := proc.Call(append([]uintptr{d.handle}, args...)...); result == 0 {
		return errGDI
	}
	return nil
}

// positive makes a call that answers 0 or less where it failed.
//
//go:uintptrescapes
func (d printerDC) positive(proc *windows.LazyProc, args ...uintptr) (int, error) {
	result, _, _ := proc.Call(append([]uintptr{d.handle}, args...)...)
	if n := int(int32(result)); n > 0 {
		return n, nil
	}
	return 0, errGDI
}

func (d printerDC) metrics() (dpiX, dpiY, offsetX, offsetY int) {
	caps := func(index uintptr) int {
		n, _, _ := procDeviceCaps.Call(d.handle, index)
		return int(int32(n))
	}
	return caps(capsDPIX), caps(capsDPIY), caps(capsOffsetX), caps(capsOffsetY)
}

// docInfo is DOCINFOW.
type docInfo struct {
	size              int32
	name, output, typ *uint16
	flags             uint32
}

func (d printerDC) startDoc(title string) (int, error) {
	name, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return 0, err
	}
	info := docInfo{name: name}
	info.size = int32(unsafe.Sizeof(info))
	return d.positive(procStartDoc, uintptr(unsafe.Pointer(&info)))
}

func (d printerDC) startPage() error {
	if _, err := d.positive(procStartPage); err != nil {
		return err
	}
	// Both begin anew with each page.
	return errors.Join(d.call(procFillMode, fillWinding), d.call(procStretchMode, stretchHalftone))
}

func (d printerDC) endPage() error {
	_, err := d.positive(procEndPage)
	return err
}

func (d printerDC) endDoc() error {
	_, err := d.positive(procEndDoc)
	return err
}

func (d printerDC) abortDoc() { _, _, _ = procAbortDoc.Call(d.handle) }

func (d printerDC) beginPath() error { return d.call(procBeginPath) }

func (d printerDC) moveTo(p point) error { return d.call(procMoveTo, uintptr(p.x), uintptr(p.y), 0) }

func (d printerDC) lineTo(p point) error { return d.call(procLineTo, uintptr(p.x), uintptr(p.y)) }

func (d printerDC) bezierTo(control1, control2, end point) error {
	points := [3]point{control1, control2, end} // POINT is two LONGs, as point is
	return d.call(procBezierTo, uintptr(unsafe.Pointer(&points[0])), uintptr(len(points)))
}

func (d printerDC) closeFigure() error { return d.call(procCloseFigure) }

func (d printerDC) fillPath(c page.Colour) error {
	if err := d.call(procEndPath); err != nil {
		return err
	}
	brush, _, _ := procCreateBrush.Call(uintptr(c.R) | uintptr(c.G)<<8 | uintptr(c.B)<<16)
	if brush == 0 {
		return errGDI
	}
	before, _, _ := procSelectObject.Call(d.handle, brush)
	err := d.call(procFillPath)
	_, _, _ = procSelectObject.Call(d.handle, before)
	_, _, _ = procDeleteObject.Call(brush)
	return err
}

// bitmapInfo is BITMAPINFOHEADER.
type bitmapInfo struct {
	size                         uint32
	width, height                int32
	planes, bits                 uint16
	compression, imageSize       uint32
	perMetreX, perMetreY         int32
	coloursUsed, coloursThatNeed uint32
}

func (d printerDC) stretch(at, size point, picture *image.NRGBA) error {
	width, height := picture.Bounds().Dx(), picture.Bounds().Dy()
	pixels := make([]byte, len(picture.Pix))
	for n := 0; n+3 < len(pixels); n += 4 { // BGRX
		pixels[n], pixels[n+1], pixels[n+2] = picture.Pix[n+2], picture.Pix[n+1], picture.Pix[n]
	}
	if len(pixels) == 0 {
		return nil
	}
	info := bitmapInfo{width: int32(width), height: -int32(height), planes: 1, bits: 32} // negative: from the top
	info.size = uint32(unsafe.Sizeof(info))
	lines, _, _ := procStretchDIBits.Call(d.handle, uintptr(at.x), uintptr(at.y), uintptr(size.x), uintptr(size.y), 0, 0, uintptr(width), uintptr(height),
		uintptr(unsafe.Pointer(&pixels[0])), uintptr(unsafe.Pointer(&info)), 0, rasterCopy)
	if lines == 0 || uint32(lines) == gdiError {
		return errGDI
	}
	return nil
}
