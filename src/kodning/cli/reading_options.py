"""The options by which a transcript is read, shared by the commands that read one."""

from pathlib import Path

import click

from kodning.cli.options import Decorated, option


def reading_options(function: Decorated) -> Decorated:
    """`--interviewer`, `--speaker`, `--speakers`, `--encoding`."""
    function = option(
        "--encoding",
        da="Tegnsæt, hvis gættet er forkert, fx windows-1252.",
        en="Encoding, if the guess is wrong, such as windows-1252.",
    )(function)
    function = option(
        "--speakers",
        "speaker_file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        da="Liste over talere, deres navne og roller (.yaml, .csv eller .xlsx).",
        en="A list of speakers, their names and roles (.yaml, .csv or .xlsx).",
    )(function)
    function = option(
        "--speaker",
        "pairs",
        multiple=True,
        metavar="LABEL=NAME",
        da="Hvad en taler skal hedde, fx SPEAKER_00=Formand eller SPEAKER_01=interviewer.",
        en="What a speaker is to be called, such as SPEAKER_00=Chair or SPEAKER_01=interviewer.",
    )(function)
    return option(
        "--interviewer",
        multiple=True,
        da="Hvem der interviewer, som det står i teksten.",
        en="Who interviews, as labelled in the text.",
    )(function)
