#!/usr/bin/python3
"""Makes Window-Regular.ttf and Window-Bold.ttf: the faces of the window, Noto Sans with the seven other scripts in one file each.

The window library looks for a letter in one face, then among the machine's own; a machine without Indian or Arabic fonts would show
boxes for a name. Needs fontTools (Debian: python3-fonttools, 4.38 made the files here). Run it in this folder.
"""

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

SCRIPTS = ["", "Devanagari", "Bengali", "Tamil", "Telugu", "Thai", "Arabic", "Hebrew"]  # the first is Noto Sans itself

for weight in ("Regular", "Bold"):
    files = [f"NotoSans{script}-{weight}.ttf" for script in SCRIPTS]
    merged, latin = Merger().merge(files), TTFont(files[0])
    # The merger takes the tallest script's line, which would spread every list of the window.
    for field in ("ascent", "descent", "lineGap"):
        setattr(merged["hhea"], field, getattr(latin["hhea"], field))
    for field in ("sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent"):
        setattr(merged["OS/2"], field, getattr(latin["OS/2"], field))
    for record in merged["name"].names:
        if record.nameID in (1, 4, 6):
            merged["name"].setName({1: "Satchel Window", 4: f"Satchel Window {weight}", 6: f"SatchelWindow-{weight}"}[record.nameID],
                                   record.nameID, record.platformID, record.platEncID, record.langID)
    merged["head"].created, merged["head"].modified = latin["head"].created, latin["head"].modified  # the same bytes at each run
    merged.recalcTimestamp = False
    merged.save(f"Window-{weight}.ttf")
