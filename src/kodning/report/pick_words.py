"""Why a quote was picked as the most typical or the most deviant, in words."""

from kodning.analysis.typical import FEWEST_QUOTES, FEWEST_WORDS, Pick
from kodning.wording import decimal, integer, language, listing, tr


def pick_reason(pick: Pick) -> str:
    """The reason, printed wherever a picked quote is."""
    words = listing([f"»{word}«" if language() == "da" else f"“{word}”" for word in pick.words])
    place = integer(pick.among)
    value = decimal(pick.centrality)
    if pick.kind == "typical":
        rank = tr(
            "Mest typisk" if pick.rank == 1 else f"Typisk nr. {pick.rank}", _ranked("typical", pick.rank)
        )
        shares = (
            tr(f"; deler {words} med temaets andre", f"; shares {words} with the others") if words else ""
        )
        return tr(
            f"{rank} af temaets {place} citater i ordvalg: lighed {value}{shares}.",
            f"{rank} of the theme's {place} quotes in its words: similarity {value}{shares}.",
        )
    rank = tr(
        "Mest afvigende" if pick.rank == 1 else f"Afvigende nr. {pick.rank}", _ranked("deviant", pick.rank)
    )
    own = tr(f"; taler om {words}", f"; speaks of {words}") if words else ""
    return tr(
        f"{rank} af temaets {place} citater i ordvalg: lighed {value}{own}.",
        f"{rank} of the theme's {place} quotes in its words: similarity {value}{own}.",
    )


def _ranked(kind: str, rank: int) -> str:
    return f"Most {kind}" if rank == 1 else f"No. {rank} of the {kind}"


def pick_rule() -> str:
    """How quotes are picked, for wherever picks are printed."""
    return tr(
        "Typiske og afvigende citater er valgt af kodning efter ordene alene: ligheden er vinklen (cosinus) mellem citatets "
        "TF-IDF-vektor over indholdsord i grundform og summen af temaets øvrige citater. Kun citater på mindst "
        f"{FEWEST_WORDS} ord og temaer med mindst {FEWEST_QUOTES} sådanne er med. Om et citat er et typisk eller afvigende "
        "tilfælde i sagen, afgør forskeren.",
        "Typical and deviant quotes are picked by kodning from their words alone: the similarity is the cosine of the "
        "quote's TF-IDF vector over content words in dictionary form and the sum of the theme's other quotes. Only quotes "
        f"of {FEWEST_WORDS} words or more and themes with {FEWEST_QUOTES} of them or more count. Whether a quote is a "
        "typical or a deviant case in substance is for the researcher to say.",
    )
