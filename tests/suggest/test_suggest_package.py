"""The package as others import it."""

import subprocess
import sys

import pytest

import kodning.suggest


def test_every_name_that_is_promised_is_there() -> None:
    assert all(getattr(kodning.suggest, name) is not None for name in kodning.suggest.__all__)
    assert sorted(name for names in kodning.suggest._MODULES.values() for name in names) == sorted(
        kodning.suggest.__all__
    )


def test_a_name_that_is_not_promised_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="magic"):
        getattr(kodning.suggest, "magic")  # noqa: B009 - the type checker knows that it is not there


def test_saying_why_in_words_loads_no_heavy_library() -> None:
    program = (
        "import sys; from kodning.suggest.highlighting import why_in_words; print('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "False"
