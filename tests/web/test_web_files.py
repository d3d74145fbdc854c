"""The page's own files: kept by the browser, named ahead, never mixed with those of another version."""

import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kodning.web.server import listening
from kodning.web.static_files import StaticFile, StaticFiles


def files(**contents: str) -> StaticFiles:
    """Files by path, with `__` for a slash and `_` before the ending."""
    named = {
        path.replace("__", "/").replace("_js", ".js").replace("_html", ".html"): text
        for path, text in contents.items()
    }
    return StaticFiles(
        {path: StaticFile(text.encode(), "text/plain", f'"{text}"') for path, text in named.items()}
    )


def test_a_file_is_fixed_under_the_hash_of_all_files_only() -> None:
    before, after = files(js__main_js="a"), files(js__main_js="b")
    assert before.version != after.version
    assert before.find(f"{before.version}/js/main.js") == (before.files["js/main.js"], True)
    assert before.find("js/main.js") == (before.files["js/main.js"], False)
    # A page that was open when the program was exchanged gets what there is, and must not keep it.
    assert after.find(f"{before.version}/js/main.js") == (after.files["js/main.js"], False)
    assert after.find(f"{after.version}/js/none.js") == (None, True)
    assert after.find("../secret") == (None, False)


def test_a_page_names_the_modules_that_it_needs_and_no_others() -> None:
    made = files(
        index_html='<head><script src="/static/js/main.js"></script></head>',
        js__main_js='import { a } from "./dom.js";\nimport(`./pages/${name}.js`);',
        js__dom_js='export const a = "./never.js";',
        js__never_js="",
        js__pages__read_js='import {\n  b,\n} from "../deep.js";\nexport * from "../dom.js";',
        js__pages__other_js="",
        js__deep_js='import "./dom.js";',
    )
    html = made.page("read")
    named = re.findall(r'modulepreload" href="/static/([^"]+)"', html)
    assert named == [f"{made.version}/js/{name}.js" for name in ("main", "pages/read", "dom", "deep")]
    assert f'src="/static/{made.version}/js/main.js"' in html


def test_the_browser_keeps_the_files_and_asks_for_none_again(
    serve: Any, client: Callable[..., Any], demo_project: Path
) -> None:
    own = client(serve(demo_project)).enter()
    html = own.ask("GET", "/read").raw.decode()
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', html)
    assert len(named) > 20
    for path in named:
        answer = own.ask("GET", path)
        assert (answer.status, answer.headers["Cache-Control"]) == (
            200,
            "public, max-age=31536000, immutable",
        )
    plain = own.ask("GET", "/static/js/main.js")
    assert plain.headers["Cache-Control"] == "no-cache"
    assert (
        own.ask("GET", "/static/js/main.js", headers={"If-None-Match": plain.headers["ETag"]}).status == 304
    )
    assert own.ask("GET", "/read").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_small_answers_leave_at_once(host: str) -> None:
    """Asyncio switches Nagle's algorithm off on sockets that say they are TCP; else each answer waits 40 ms."""
    with listening(host, 0, exact=True) as sock:
        assert sock.proto == socket.IPPROTO_TCP


def test_what_happened_between_the_first_answer_and_the_stream_is_told(
    serve: Any, desk: Any, client: Callable[..., Any], demo_project: Path
) -> None:
    served = serve(demo_project)
    own = client(served).enter()
    person = desk(served)
    seen = own.get("/api/document?name=interview-1")["hash"]

    def code_before_the_stream(route: Any) -> None:
        if "done" not in done:
            done.append("done")
            answer = own.post(
                "/api/code", document="interview-1", hash=seen, start=0, end=11, codes=["budget"], memo=""
            )
            assert answer.status == 200
        route.continue_()

    done: list[str] = []
    person.context.route("**/api/events*", code_before_the_stream)
    page = person.read()
    page.wait_for_selector(".codename:not(.other):has-text('Rådets økonomi')")
    assert done
