package fonts

import _ "embed"

// The faces of the window: Noto Sans and the seven other scripts in one file each, made by window.py. No page is drawn with them,
// so unlike the others they may change.
var (
	//go:embed Window-Regular.ttf
	WindowRegular []byte
	//go:embed Window-Bold.ttf
	WindowBold []byte
)
