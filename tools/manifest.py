"""Writes the list of files of these folders into manifest.yaml: plakar packs only files named one by one.

The list stands between two marker lines and is the same for the same files; without a difference nothing is written.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "manifest.yaml"
BEGIN = "# files of these folders, written by tools/manifest.py"
FOLDERS = {"completions": "*", "lib": "*", "man": "*", "runtime": "*", "schema": "*.schema.json"}
END = "# end of files"
UNPACKED = "caldav.aot"  # the launcher unpacks it from caldav.aot.gz


def main():
    files = sorted(
        path.relative_to(ROOT).as_posix()
        for folder, names in FOLDERS.items()
        for path in (ROOT / folder).rglob(names)
        if path.is_file() and path.name != UNPACKED
    )
    lines = []
    inside = False
    for line in MANIFEST.read_text().splitlines():
        if line.strip() == END:
            inside = False
        if not inside:
            lines.append(line)
        if line.strip() == BEGIN:
            inside = True
            lines += [line[: line.index("#")] + "- " + file for file in files]
    if inside or BEGIN not in map(str.strip, lines):
        sys.exit("manifest.yaml: the lines around the list of files are missing")
    text = "\n".join(lines) + "\n"
    if text != MANIFEST.read_text():
        MANIFEST.write_text(text)


if __name__ == "__main__":
    main()
