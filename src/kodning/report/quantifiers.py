"""The words for how many interviews: only where the count supports them, by one rule that is printed with them."""

from kodning.wording import tr

_FEWEST = 3  # of fewer interviews or mentions no word stands for a number


def quantifier(count: int, total: int) -> str:
    """The word for `count` of `total` interviews, in the language in force; empty where no word is supported.

    0: `ingen`; 1: `en enkelt`; 2: `to`; 3 or more, up to half: `flere`; more than half: `de fleste`; every one:
    `alle`. Of one or two interviews there is no word but `ingen`.
    """
    if not count:
        return tr("ingen", "none")
    if total < _FEWEST:
        return ""
    if count == total:
        return tr("alle", "all")
    if count < _FEWEST:
        return {1: tr("en enkelt", "a single one"), 2: tr("to", "two")}[count]
    return tr("de fleste", "most") if count * 2 > total else tr("flere", "several")


def quantifier_rule() -> str:
    """The rule in words."""
    return tr(
        "Ordene for, hvor mange interviews et tema eller en kode findes i, følger en fast regel: »ingen« er 0, »en enkelt« 1, »to« 2, "
        "»flere« mindst 3 og højst halvdelen, »de fleste« mindst 3 og over halvdelen, »alle« hvert eneste. Er der færre end 3 "
        "interviews, bruges intet ord. Et interview tæller med, når mindst ét tekststykke i det er kodet; det siger ikke, hvor "
        "meget eller i hvilken retning der tales.",
        "The words for how many interviews a theme or a code is found in follow a fixed rule: “none” is 0, “a single one” 1, “two” 2, "
        "“several” at least 3 and at most half, “most” at least 3 and more than half, “all” every one. With fewer than 3 "
        "interviews no word is used. An interview counts when at least one span in it is coded; that says neither how "
        "much nor in which direction is spoken.",
    )
