"""Writes what the documentation takes from the program: commands, the picture of the demo, the codebook's schema.

python docs/make.py           writes docs/commands.md, docs/codebook.schema.json and docs/pictures/demo-*.svg
python docs/make.py --check   exits with 1 where they are not up to date
"""

import json
import os
import sys
import tempfile
from html import escape
from pathlib import Path

import click

from kodning.cli.demo import tour
from kodning.cli.main import kodning
from kodning.codebook_shape import json_schema
from kodning.sample import build_sample
from kodning.wording import Language, speaking

_DOCS = Path(__file__).resolve().parent
_WIDTH = 100
_CHARACTER, _LINE = 8.43, 19
_BACKGROUND, _TEXT, _BAR = "#fbfaf8", "#22272e", "#1b6ca8"


_HEADING = (
    "# Commands\n\nWritten by `python docs/make.py` from the program itself."
    " Every command speaks Danish too (`--language da`).\n"
)


def command_reference() -> str:
    """Every command's help, in English."""
    with speaking("en"):
        context = click.Context(kodning, info_name="kodning", terminal_width=_WIDTH, max_content_width=_WIDTH)
        parts = [
            _HEADING,
            _block(kodning.get_help(context)),
        ]
        for name in kodning.list_commands(context):
            command = kodning.get_command(context, name)
            if command is not None:
                parts += _described(command, f"kodning {name}")
    return "\n".join(parts)


def _described(command: click.Command, path: str) -> list[str]:
    context = click.Context(command, info_name=path, terminal_width=_WIDTH, max_content_width=_WIDTH)
    parts = [f"## {path}\n", _block(command.get_help(context))]
    if isinstance(command, click.Group):
        for name, sub in command.commands.items():
            parts += _described(sub, f"{path} {name}")
    return parts


def _block(text: str) -> str:
    return f"```text\n{text.strip()}\n```\n"


def demo_picture(language: Language) -> str:
    """What `kodning demo` prints, as an SVG."""
    with (
        speaking(language),
        tempfile.TemporaryDirectory() as folder,
        build_sample(Path(folder) / "kodning-demo") as project,
    ):
        text = tour(project, Path("kodning-demo"), _WIDTH)
    lines = ["$ kodning demo", "", *text.rstrip("\n").split("\n")]
    width = round(max(map(len, lines)) * _CHARACTER + 40)
    height = len(lines) * _LINE + 36
    title = {
        "da": "Det, »kodning demo« skriver i terminalen",
        "en": "What “kodning demo” prints in the terminal",
    }
    body = "\n".join(_line(number, line) for number, line in enumerate(lines) if line.strip())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="img" aria-labelledby="t">\n'
        f'<title id="t">{title[language]}</title>\n'
        f'<rect width="{width}" height="{height}" rx="8" fill="{_BACKGROUND}" stroke="#d9d4cc"/>\n'
        f'<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace"'
        f' font-size="14" fill="{_TEXT}">\n{body}\n</g>\n</svg>\n'
    )


def _line(number: int, line: str) -> str:
    y = 32 + number * _LINE
    start = next((place for place, character in enumerate(line) if character in "█▏▎▍▌▋▊▉"), len(line))
    words, blocks = line[:start].rstrip(), line[start:]
    indent = len(words) - len(words.lstrip())
    weight = ' font-weight="600"' if number == 0 else ""
    # textLength keeps the columns straight in any monospace font.
    long = (len(words) - indent) * _CHARACTER
    x = 20 + indent * _CHARACTER
    shape = f'x="{x:.1f}" y="{y}" textLength="{long:.1f}" xml:space="preserve"{weight}'
    parts = [f"<text {shape}>{escape(words.lstrip())}</text>"]
    if blocks:
        eighths = 8 * blocks.count("█") + " ▏▎▍▌▋▊▉".find(blocks[-1]) * (blocks[-1] != "█")
        parts.append(
            f'<rect x="{20 + start * _CHARACTER:.1f}" y="{y - 11}" width="{eighths / 8 * _CHARACTER:.1f}"'
            f' height="12" rx="1" fill="{_BAR}"/>'
        )
    return "\n".join(parts)


def pages() -> dict[Path, str]:
    """What each file should hold."""
    return {
        _DOCS / "commands.md": command_reference(),
        _DOCS / "codebook.schema.json": json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n",
        _DOCS / "pictures" / "demo-da.svg": demo_picture("da"),
        _DOCS / "pictures" / "demo-en.svg": demo_picture("en"),
    }


def main() -> int:
    """Write the pages, or say which are old."""
    os.environ["KODNING_CODER"] = "koder-a"  # a default that the help would otherwise take from this computer
    old = [
        path
        for path, text in pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv[1:]:
        for path in old:
            sys.stdout.write(f"not up to date: {path.relative_to(_DOCS.parent)} (run: python docs/make.py)\n")
        return 1 if old else 0
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
