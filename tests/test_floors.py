"""The house stands: every floor imports only floors below it, and heavy libraries wait until they are needed."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import kodning

SOURCE = Path(kodning.__file__).parent

# From the ground up. A module is on the floor of the first part of its name below `kodning`. A floor that nobody
# has moved into yet keeps its place.
FLOORS = (
    "wording",
    "model",
    "text",
    "errors",
    "safe_archive",
    "safe_xml",
    "language",
    "codebook_shape",
    "codebook_nodes",
    "codebook",
    "codebook_writing",
    "codebook_text",
    "codebook_layout",
    "codebook_edits",
    "codebook_groups",
    "codebook_advice",
    "codebook_diff",
    "survey",
    "settings",
    "spans",
    "word_diff",
    "anchoring",
    "agreement",
    "store",
    "reading",
    "preparing",
    "project",
    "privacy",
    "analysis",
    "intercoder",
    "suggest",
    "interchange",
    "report",
    "sample",
    "web",
    "api_counting",
    "api_exchange",
    "api_report",
    "api",
    "cli",
)
# The package itself hands out `Project` and starts the command line: it stands on the roof.
ROOF = ("__init__", "__main__")

# Where a heavy library may be imported while a module is being imported.
HEAVY = {
    "argon2": (),
    "numpy": ("agreement", "intercoder", "suggest"),
    "pandas": ("api", "api_counting", "api_report"),
    "pydantic": ("codebook_shape",),
    "pydantic_core": ("codebook_shape",),
    "ruamel": (),
    "spacy": (),
    "sqlite_utils": ("api",),
    "starlette": ("web",),
    "uvicorn": (),
    "xlsxwriter": (),
}


@dataclass(frozen=True)
class Import:
    """One imported module, and how it is imported."""

    module: str
    at_module_level: bool
    for_types_only: bool


@dataclass(frozen=True)
class Module:
    """A module of kodning's, parsed."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def floor(self) -> str:
        """The first part of its name."""
        return self.name.split(".")[0]

    def imports(self) -> Iterator[Import]:
        """All imports, those inside functions and `if TYPE_CHECKING` included."""
        yield from _imports(self.tree, module_level=True, types_only=False)


def _imports(node: ast.AST, *, module_level: bool, types_only: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        for name in _imported(child):
            yield Import(name, module_level, types_only)
        inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        checking = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)
        yield from _imports(
            child, module_level=module_level and not inside, types_only=types_only or checking
        )


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    assert node.level == 0, "imports are absolute"
    base = node.module or ""
    if base != "kodning":
        return [base]
    # `from kodning import spans` is the module; `from kodning import Project` is the package.
    there = {path.stem for path in SOURCE.iterdir()}
    return [f"kodning.{alias.name}" if alias.name in there else "kodning" for alias in node.names]


def _modules() -> list[Module]:
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
        found.append(Module(name, path, ast.parse(path.read_text(encoding="utf-8"))))
    return found


MODULES = _modules()
EVERY_MODULE = pytest.mark.parametrize("module", MODULES, ids=[module.name for module in MODULES])


def test_every_module_has_a_floor() -> None:
    assert {module.floor for module in MODULES} - {*FLOORS, *ROOF} == set()


@EVERY_MODULE
def test_a_module_imports_only_floors_below_its_own(module: Module) -> None:
    if module.floor in ROOF:
        return
    allowed = {*FLOORS[: FLOORS.index(module.floor) + 1]}
    used = {name.module.split(".")[1] for name in module.imports() if name.module.startswith("kodning.")}
    assert used <= allowed


@EVERY_MODULE
def test_only_the_roof_and_the_command_line_ask_the_package_itself(module: Module) -> None:
    assert module.floor in {*ROOF, "cli"} or "kodning" not in {name.module for name in module.imports()}


@EVERY_MODULE
def test_only_the_command_line_prints_or_knows_of_arguments(module: Module) -> None:
    if module.floor in {"cli", "__main__"}:
        return
    calls = {
        node.func.id
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    outputs = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert not calls & {"print", "input"}
    assert not outputs & {"sys.stdout", "sys.stderr", "sys.stdin", "sys.argv"}
    assert not {name.module.split(".")[0] for name in module.imports()} & {"click", "rich", "argparse"}


_CHANGES = re.compile(
    r"\b(INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
    r"|(CREATE|DROP|ALTER)\s+(TABLE|VIEW|INDEX|TRIGGER)|BEGIN\s+IMMEDIATE)\b",
    re.IGNORECASE,
)


@EVERY_MODULE
def test_only_the_store_holds_sql_that_changes_data(module: Module) -> None:
    texts = [
        node.value
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert module.floor == "store" or not [text for text in texts if _CHANGES.search(text)]


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO coding VALUES (1)",
        "insert or ignore into coder VALUES (1)",
        "UPDATE code SET parent = 1",
        "DELETE FROM code_path",
        "CREATE TABLE x (y)",
    ],
)
def test_sql_that_changes_data_is_recognised(sql: str) -> None:
    assert _CHANGES.search(sql)


@EVERY_MODULE
def test_a_heavy_library_is_imported_with_a_module_only_where_that_is_allowed(module: Module) -> None:
    at_once = {
        name.module.split(".")[0]
        for name in module.imports()
        if name.at_module_level and not name.for_types_only
    }
    assert [library for library in at_once & HEAVY.keys() if module.floor not in HEAVY[library]] == []


@EVERY_MODULE
def test_a_module_has_at_most_four_hundred_lines(module: Module) -> None:
    assert len(module.path.read_text(encoding="utf-8").splitlines()) <= 400


_RUN = """
import sys
from kodning.cli.main import run
code = run(sys.argv[1:])
print([code, sorted(sys.modules)])
"""


def _modules_after(arguments: list[str], folder: Path) -> set[str]:
    """The modules that a command has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments],
        cwd=folder,
        env={**os.environ, "KODNING_LANGUAGE": "da", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    code, loaded = ast.literal_eval(done.stdout.splitlines()[-1])
    assert code == 0
    return set(loaded)


# Floors, or parts of them, that a command which only looks has no use for.
_NOT_TO_LOOK = (
    "kodning.anchoring",
    "kodning.codebook_diff",
    "kodning.codebook_edits",
    "kodning.codebook_text",
    "kodning.codebook_writing",
    "kodning.preparing",
    "kodning.project.codebook_merging",
    "kodning.report.markdown_text",
    "kodning.spans",
    "kodning.store.carrying",
    "kodning.store.checking",
    "kodning.store.decisions",
    "kodning.store.forgetting",
    "kodning.store.merging",
    "kodning.store.migrating",
    "kodning.store.passes",
    "kodning.store.schema",
    "kodning.store.suggestions",
    "kodning.store.unmerging",
    "kodning.store.writing",
    "kodning.word_diff",
    "kodning.reading",
    "kodning.interchange",
    "kodning.suggest",
    "kodning.agreement",
    "kodning.web",
    "hashlib",
)
# What takes a millisecond or two to load of Python itself, and is not needed to print a table.
_SLOW_TO_LOAD = ("dataclasses", "decimal", "getpass", "json", "shutil", "textwrap")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["themes"],
        ["themes", "--format", "json"],
        ["quotes", "budget"],
        ["documents"],
        ["show", "interview-3"],
        ["history"],
    ],
    ids=" ".join,
)
def test_an_everyday_command_loads_only_what_it_needs(arguments: list[str], demo_project: Path) -> None:
    loaded = _modules_after(arguments, demo_project)
    assert {name.partition(".")[0] for name in loaded} & HEAVY.keys() == set()
    assert [name for name in _NOT_TO_LOOK if name in loaded] == []


@pytest.mark.parametrize(
    "arguments", [["themes"], ["quotes", "budget"], ["documents"], ["show", "interview-3"]], ids=" ".join
)
def test_a_table_is_printed_without_what_is_slow_to_load(arguments: list[str], demo_project: Path) -> None:
    loaded = _modules_after(arguments, demo_project)
    assert [name for name in _SLOW_TO_LOAD if name in loaded] == []


@pytest.mark.parametrize("command", ["demo", "init"])
def test_a_project_is_made_without_pandas(command: str, tmp_path: Path) -> None:
    loaded = _modules_after([command, "projekt"], tmp_path)
    assert loaded & {"pandas", "numpy", "sqlite_utils", "spacy"} == (
        {"numpy"} if command == "demo" else set()
    )


def test_importing_the_package_loads_no_heavy_library(tmp_path: Path) -> None:
    loaded = _modules_after(["--version"], tmp_path)
    assert "kodning" in loaded
    assert loaded & HEAVY.keys() == set()


def test_agreement_is_what_loads_numpy(demo_project: Path) -> None:
    """The test above would see it."""
    assert _modules_after(["agree"], demo_project) & HEAVY.keys() == {"numpy"}
