"""A process that puts calls to one library and prints what it answers: `python answering.py LIBRARY`.

Each line read is a call, each line written its answer, both JSON. A library under another licence is used
this way as any program is used: kodning neither imports it nor is linked with it.
"""

import json
import sys
import warnings
from importlib import import_module
from typing import Any


def received(argument: Any) -> Any:
    """Return an argument as the library wants it: {"table": rows} is a pandas table, the rest as it is."""
    if isinstance(argument, dict) and "table" in argument:
        return import_module("pandas").DataFrame(argument["table"], dtype=object)
    return argument


def answer(library: Any, call: dict[str, Any]) -> dict[str, Any]:
    """Return what the library answers, or what it raises."""
    try:
        value = getattr(library, call["function"])(*map(received, call["arguments"]), **call["options"])
    except Exception as error:  # noqa: BLE001 - whatever it raises is its answer
        return {"error": type(error).__name__, "message": str(error)}
    return {"value": value if value is None or isinstance(value, dict) else float(value)}


def main() -> None:
    """Answer until there is nothing more to read."""
    warnings.simplefilter("ignore")  # the answer counts; what a library prints beside it is not for us
    library = import_module(sys.argv[1])
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(library, json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
