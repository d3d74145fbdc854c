"""What people write for a share: `0.5`, `0,5` or `50%`."""

import math
import re
from typing import TYPE_CHECKING

import click

from kodning.wording import tr

if TYPE_CHECKING:
    _Float = click.ParamType[float]
else:
    _Float = click.ParamType  # generic only in newer versions of click

_NUMBER = re.compile(r"(-?\d{1,9}(?:[.,]\d{1,18})?|[.,]\d{1,18})\s*(%?)")


class Share(_Float):
    """A number from 0 to 1, or a percentage."""

    name = "share"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number.

        Raises:
            click.BadParameter: It is none, or not from 0 to 1.
        """
        if isinstance(value, float):
            return value
        match = _NUMBER.fullmatch(str(value).strip())
        number = float(match[1].replace(",", ".")) / (100 if match[2] else 1) if match else math.nan
        if not 0 <= number <= 1:
            self.fail(
                tr(
                    "skal være et tal fra 0 til 1, som 0,5 eller 50%.",
                    "must be a number from 0 to 1, such as 0.5 or 50%.",
                ),
                param,
                ctx,
            )
        return number


SHARE = Share()
