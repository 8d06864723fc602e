"""Sets one sheet as PDF: JSON on standard input, the PDF on standard output. A program of its own.

The typesetter takes memory that a web process would never give back, so it is loaded here and nowhere else. This file
imports nothing of the product and is run by its path.
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import typst

# What a sheet is set in: typst's own first, then those of the packages below.
FAMILIES = (
    "Libertinus Serif",
    "Noto Naskh Arabic",
    "Noto Serif Devanagari",
    "Noto Serif Thai",
    "Noto Serif SC",
)
FONTS = ("pylopdf_fonts_ar", "pylopdf_fonts_hi", "pylopdf_fonts_th", "pylopdf_fonts_zh_cn")
NO_GLYPH = 3


def main() -> int:
    told = json.load(sys.stdin.buffer)
    found = [spec.origin for spec in map(find_spec, FONTS) if spec and spec.origin]
    # The machine's own fonts come after these, for scripts that they lack.
    fonts = typst.Fonts(font_paths=[Path(origin).parent for origin in found])
    try:
        pdf = typst.compile(
            Path(told["template"]),
            font_paths=fonts,
            sys_inputs={"sheet": json.dumps({**told["sheet"], "fonts": FAMILIES})},
            pdf_standards=["ua-1"],
            timestamp=told["at"],
        )
    except typst.TypstError as problem:
        if "could not be displayed" not in problem.message:
            raise
        return NO_GLYPH
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
