"""Rebuild static/vendor (and tests/vendor) from static/vendor/vendor.lock.json.

    python scripts/refresh_vendor.py            fetch the locked versions, refuse anything that differs
    python scripts/refresh_vendor.py --update   after editing a version or the icon list: write new hashes

Needs npm and the standard library only. Packages come from the npm registry by name; what is kept of them is
listed file by file in the lock, each with its SHA-256 after our edits (see EDITS).
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "static" / "vendor" / "vendor.lock.json"

SYMBOL = '<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def without_source_map(text: str) -> str:
    """Drop the source map comment: manifest storage would look for the file and fail."""
    return re.sub(r"(/\*|//)# sourceMappingURL=[^\s*]+(\s*\*/)?\s*$", "", text).rstrip() + "\n"


def without_data_uris(text: str) -> str:
    """Replace pictures inside the CSS by none: our content security policy would block them."""
    return re.sub(r'url\("data:[^"]*"\)', "none", text)


EDITS: dict[str, Callable[[str], str]] = {
    "no-source-map": without_source_map,
    "no-data-uris": without_data_uris,
}


def fetch(name: str, version: str, directory: Path) -> tuple[Path, str]:
    """Download one package with npm; return the archive and the integrity string npm verified."""
    command = ["npm", "pack", f"{name}@{version}", "--json", "--pack-destination", str(directory)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer = json.loads(done.stdout)[0]
    return directory / str(answer["filename"]), str(answer["integrity"])


def member(archive: Path, path: str) -> bytes:
    """Read one file of a package archive."""
    with tarfile.open(archive) as packed:
        opened = packed.extractfile(f"package/{path}")
        if opened is None:
            sys.exit(f"{archive.name} holds no {path}.")
        return opened.read()


def edited(content: bytes, edits: list[str]) -> bytes:
    """Apply the named edits to a text file; without edits the bytes stay as published."""
    if not edits:
        return content
    text = content.decode()
    for name in edits:
        text = EDITS[name](text)
    return text.encode()


def shapes(svg: str) -> str:
    """Return the drawing inside an icon file, on one line."""
    inside = re.sub(r"(?s)^.*?<svg[^>]*>|</svg>.*$", "", svg)
    return re.sub(r"\s*/>\s*", "/>", inside).strip()


def sprite(archive: Path, icons: list[str]) -> bytes:
    """Build one SVG that holds the icons as symbols, one a line: common/templatetags/look.py reads it so."""
    symbols = [
        SYMBOL.format(name=name, shapes=shapes(member(archive, f"icons/{name}.svg").decode()))
        for name in sorted(icons)
    ]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""]).encode()


def build(package: dict[str, Any], archive: Path) -> dict[str, bytes]:
    """Return what this package brings: path in our tree -> content."""
    files = {
        entry["to"]: edited(member(archive, entry["from"]), entry.get("edits", []))
        for entry in package["files"]
        if "from" in entry
    }
    if "icons" in package:
        target = next(entry["to"] for entry in package["files"] if "from" not in entry)
        files[target] = sprite(archive, package["icons"])
    return files


def differences(package: dict[str, Any], integrity: str, files: dict[str, bytes]) -> list[str]:
    """Compare with the lock and write the new values into it (saved only with --update)."""
    found = []
    if package.get("integrity") != integrity:
        found.append(f"{package['name']}: the archive is not the locked one")
        package["integrity"] = integrity
    for entry in package["files"]:
        digest = hashlib.sha256(files[entry["to"]]).hexdigest()
        if entry.get("sha256") != digest:
            found.append(f"{entry['to']}: differs from its locked hash")
            entry["sha256"] = digest
    return found


def refresh(lock: dict[str, Any]) -> tuple[dict[str, bytes], list[str]]:
    """Fetch every package of the lock; return all files and every difference found."""
    everything: dict[str, bytes] = {}
    found: list[str] = []
    with tempfile.TemporaryDirectory() as directory:
        for package in lock["packages"]:
            archive, integrity = fetch(package["name"], package["version"], Path(directory))
            files = build(package, archive)
            found += differences(package, integrity, files)
            everything |= files
    return everything, found


def main() -> None:
    """Run from the command line."""
    as_written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=as_written)
    parser.add_argument("--update", action="store_true", help="accept what npm delivers and lock its hashes")
    update = parser.parse_args().update
    lock = json.loads(LOCK.read_text())
    files, found = refresh(lock)
    if found and not update:
        sys.exit("\n".join([*found, "Nothing was written. Use --update if this is wanted."]))
    for path, content in files.items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")
    print(f"{len(files)} files of {len(lock['packages'])} packages are in place.")


if __name__ == "__main__":
    main()
