"""SVG as PNG, with resvg where it is installed."""

from kodning.errors import KodningError


class NoPngError(KodningError):
    """PNG was asked for and what draws it is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "PNG kræver resvg-py: pip install 'kodning[png]'. SVG kan skrives uden: --output figur.svg.",
            "PNG needs resvg-py: pip install 'kodning[png]'. SVG can be written without: --output figure.svg.",
        )


def svg_to_png(svg: str, width: int) -> bytes:
    """The figure as PNG, so many pixels wide, in its light colours.

    Raises:
        NoPngError: resvg-py is not installed.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError as error:
        raise NoPngError from error
    return bytes(svg_to_bytes(svg_string=svg, width=width))
