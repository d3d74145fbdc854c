"""The YAML of a codebook, read once for all who ask: its values for the check, its nodes for editing the text.

Composing is nine tenths of what reading a codebook costs, and a change of it asks for the same text several times.
"""

from functools import lru_cache
from typing import Any, NamedTuple

_KEPT = 4  # the text before a change, the one after it, and one step between


class Loaded(NamedTuple):
    """A text as YAML. Nobody changes it: others hold it too.

    Attributes:
        root: The node graph, with the place of everything in the text.
        tree: The values, with their lines.
    """

    root: Any
    tree: Any


@lru_cache(_KEPT)
def loaded(source: str) -> Loaded:
    """A text as YAML.

    Raises:
        ruamel.yaml.error.YAMLError: It is none.
        RecursionError: It is nested too deeply.
    """
    from ruamel.yaml import YAML

    yaml = YAML()
    root = yaml.compose(source)
    return Loaded(root, None if root is None else yaml.constructor.construct_document(root))


def nodes(source: str) -> Any:
    """The node graph of a text; one that no value was made of yet where it has anchors, for that takes merges apart."""
    if "&" not in source:
        return loaded(source).root
    from ruamel.yaml import YAML

    return YAML().compose(source)
