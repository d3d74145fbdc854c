"""kodning.toml: which language models a project uses."""

from pathlib import Path

import pytest

from kodning.settings import BadSettingsError, Settings, read_settings
from kodning.wording import speaking


def _write(folder: Path, source: str) -> Path:
    path = folder / "kodning.toml"
    path.write_bytes(source.encode("utf-8"))
    return path


def test_a_project_without_settings_says_nothing(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == Settings("", "")


def test_names_stand_as_they_are_and_folders_are_found_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / "æ ø å").mkdir()
    _write(tmp_path, '\ufeff[suggest]\r\npipeline = "da_core_news_md"\r\nencoder = "æ ø å"\r\n')
    assert read_settings(tmp_path) == Settings("da_core_news_md", str(tmp_path / "æ ø å"))


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("[suggest]\npipeline = da_core\n", 2, "is no TOML"),
        ('[sugest]\npipeline = "x"\n', 1, "Did you mean “suggest”?"),
        ('[suggest]\n# valg\nencodr = "x"\n', 3, "Did you mean “encoder”?"),
        ("[suggest]\npipeline = 3\n", 2, "must be text"),
        ('suggest = "x"\n', None, "must be a table"),
        ('[suggest]\nencoder = "os:getcwd"\n', 2, "cannot name a module here"),
    ],
)
def test_what_is_not_right_is_told_with_its_line(
    tmp_path: Path, source: str, line: int | None, said: str
) -> None:
    path = _write(tmp_path, source)
    with pytest.raises(BadSettingsError) as error, speaking("en"):
        read_settings(tmp_path)
    with speaking("en"):
        place = f"{path}:{line}" if line else f"{path}"
        assert str(error.value).startswith(f"{place}: ")
        assert said in str(error.value)
        assert "\n" not in str(error.value)


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    (tmp_path / "kodning.toml").write_bytes('[suggest]\npipeline = "æ"\n'.encode("latin-1"))
    with pytest.raises(BadSettingsError, match="UTF-8"):
        read_settings(tmp_path)
