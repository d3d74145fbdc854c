"""The page's own files: styles, scripts, the icon."""

import hashlib
import re
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import NamedTuple

_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}
_IMPORT = re.compile(r'^(?:import\b(?!\()[^"]*|export\b[^"]*\bfrom\s*)"(\.[^"]+)"', re.MULTILINE)
_VERSION = re.compile(r"[0-9a-f]{16}")


class StaticFile(NamedTuple):
    """One file, as it goes out."""

    contents: bytes
    media_type: str
    tag: str


class StaticFiles:
    """The files, read once; nothing else can be asked for.

    A page names them under an address that holds a hash of all of them, so that a browser which has them need not
    ask again, and never mixes those of two versions.
    """

    def __init__(self, files: dict[str, StaticFile]) -> None:
        self.files = files
        together = "".join(f"{path} {file.tag}\n" for path, file in sorted(files.items()))
        self.version = hashlib.sha256(together.encode()).hexdigest()[:16]

    @classmethod
    def read(cls) -> "StaticFiles":
        """All files of the package."""
        folder = static_folder()
        found = {}
        for path in sorted(folder.rglob("*.*")):
            if path.suffix in _TYPES and path.is_file():
                contents = path.read_bytes()
                tag = f'"{hashlib.sha256(contents).hexdigest()[:16]}"'
                found[path.relative_to(folder).as_posix()] = StaticFile(contents, _TYPES[path.suffix], tag)
        return cls(found)

    def find(self, path: str) -> tuple[StaticFile | None, bool]:
        """A file, and whether it can never be another under this address.

        A page that was opened before the program was exchanged asks for its own version: it gets what there is.
        """
        version, _, rest = path.partition("/")
        if _VERSION.fullmatch(version):
            return self.files.get(rest), version == self.version
        return self.files.get(path), False

    def page(self, name: str) -> str:
        """The HTML of a page; names the modules that it needs, so that they need not be found one after the other."""
        needed = self._with_imports(["js/main.js", f"js/pages/{name}.js"])
        links = "\n".join(f'<link rel="modulepreload" href="/static/{module}">' for module in needed)
        html = self.files["index.html"].contents.decode().replace("</head>", f"{links}\n</head>")
        return html.replace("/static/", f"/static/{self.version}/")

    def _with_imports(self, modules: list[str]) -> list[str]:
        found: list[str] = []
        waiting = list(modules)
        while waiting:
            module = waiting.pop(0)
            if module in found or module not in self.files:
                continue
            found.append(module)
            imported = _IMPORT.findall(self.files[module].contents.decode())
            waiting.extend(_joined(PurePosixPath(module).parent, named) for named in imported)
        return found


def _joined(folder: PurePosixPath, relative: str) -> str:
    """`js/pages` and `../dom.js` → `js/dom.js`."""
    parts = list(folder.parts)
    for part in PurePosixPath(relative).parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def static_folder() -> Path:
    """Where the files lie."""
    return Path(str(resources.files("kodning.web"))) / "static"
