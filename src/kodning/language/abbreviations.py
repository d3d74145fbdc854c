"""Danish abbreviations, and the words that tell that a new sentence has begun.

Every entry is in lower case and without its last full stop (`bl.a.` is `bl.a`). Which list an
abbreviation stands in says what its full stop may mean:

- `CONTINUING`: what belongs to it follows (`dr. Holm`, `bl.a. Danmark`), so that a capital alone
  does not begin a sentence.
- `BEFORE_NUMBER`: a figure or a letter follows (`kap. 3`, `pkt. B`); before anything else the full
  stop is an ordinary one, for most of these are words too (`en truet art. Den ...`).
- `MAY_END`: it comes after what it belongs to (`kaffe m.m.`, `500 kr.`), so that a capital after it
  begins a sentence.

The spellings follow Dansk Sprognævn's rules for abbreviations (Retskrivningsordbogen § 43) and, as
transcripts do not, the common ones beside them (`fx.`, `ift`, `p.g.a`).
"""

from typing import Final


def _listed(*groups: str) -> frozenset[str]:
    return frozenset(" ".join(groups).split())


_TITLES: Final = (
    "adj adm adv afd ass cand civ dir dr exam fam fhv fr frk fung gdr gl hr ing insp kapt kgl kons kst lekt lic"
    " ltn løjtn mag mlle mme mr mrs ms oberstlt overl past ped prof red rekt sekr skuesp stud tidl viceadm"
    " vicedir"
)
_LINKS: Final = (
    "adr alm ang anm bem bl bl.a ca cf d.v.s dvs egl egtl eks ekskl ev evt excl f.eks f.ex feks forf forts fx"
    " gns hhv i.f.m i.f.t i.h.t ifl iflg ifm ift iht incl indb inkl isl jf jfr jvf kl lat m.h.p m.h.t mht mhp mvh"
    " modt nr nuv obs omkr opr orig overs p.b.a p.g.a p.t pba pga pr pt repr resp sml spec såk t/m th tilsv"
    " udg undt v.h.a vedk vedr vejl vh vha vs"
)
NAME_PARTS: Final = _listed("chr joh johs kgs ll ndr sct sdr skt st vilh vr")
"""Abbreviated names and first parts of names, never the last word of a sentence: `Skt. Hans`."""

CONTINUING: Final = NAME_PARTS | _listed(_TITLES, _LINKS)
"""Abbreviations followed by what belongs to them: titles, parts of names, linking words."""

TITLE_PREFIXES: Final = ("cand.", "civ.", "dr.", "exam.", "lic.", "mag.", "stud.")
"""First parts of degrees written in one: `cand.mag.`, `stud.scient.pol.`"""

_REFERENCES: Final = (
    "afk afsn art bd bek bkg bl fig fol j.nr jnr kap kbh lb lbnr litra lok lovbkg matr matr.nr no pag pkt"
    " pos postb ref sp stk str tab telf tlf vol årg"
)
_DATES: Final = "jan feb febr apr aug sep sept okt nov dec tirs ons tors fre lør søn"
_LIMITS: Final = "maks max"
BEFORE_NUMBER: Final = _listed(_REFERENCES, _DATES, _LIMITS)
"""Abbreviations only where a figure or a single letter follows."""

_AND_SO_ON: Final = (
    "a.m al cit e.kr e.l etc f.kr ff fl ibid lign m.a m.fl m.m m.v mfl mv o.a o.l o.lign o.m.a o.m.fl o.s.v"
    " op.cit osv p.a p.m s.d s.u s.å"
)
_MEASURES: Final = (
    "cm dgl gr ha hk kg km km/t kr kvm md mdl mdr mia mill mio pct pk promille sek tdr tim tsd ugl årl"
)
_FIRMS: Final = "aps co corp inc jr ltd sr"
MAY_END: Final = _listed(_AND_SO_ON, _MEASURES, _FIRMS)
"""Abbreviations that a sentence may end with."""

MONTHS: Final = _listed(
    "januar februar marts april maj juni juli august september oktober november december jan feb febr mar"
    " apr jun jul aug sep sept okt nov dec"
)
"""Months, full and short: what follows the number of a day."""

NUMBERED: Final = _listed(
    "verdenskrig verden division internationale juledag pinsedag påskedag republik rige søndag"
)
"""Nouns often written with a capital after an ordinal: `2. Verdenskrig`."""

OPENING_WORDS: Final = _listed(
    "jeg du han hun vi man hvis når fordi men og så derfor derefter desuden derudover samtidig selvom"
    " hvordan hvorfor hvornår alligevel"
)
"""Words that, written with a capital, begin a sentence whatever follows."""

LIKELY_OPENING_WORDS: Final = _listed(
    "af alle altså andre at begge blev både da de den denne deres dernæst der det dette din disse dog du"
    " efter ellers en endelig er et flere for fra først før har hendes her herefter hvad hvem hver"
    " hvilke hvilken hvilket hvor i ifølge ingen ja jo kan kun mange med mellem mens min mine mit måske"
    " må nej nogen noget nogle nu også om over på selv senere siden sin skal som sådan til uden under var"
    " ved vil vores"
)
"""Words that, written with a capital, begin a sentence unless a name goes on (`Det Radikale Venstre`)."""

UNFINISHED: Final = _listed(
    "af at den de der det du efter eller en er et for fra han har hos hun hvor i jeg kan med men mellem"
    " min mod når og om over på sin skal som så til ude under var ved vi vil vores øh øhm øhh"
)
"""Words that a sentence is not over after: a speaker who stops there, hesitates (`på... Nørrebro`)."""

SAYING: Final = _listed(
    "fortsatte fortsætter fortæller fortalte forklarede forklarer gentog hviskede hvisker lød lyder mente"
    " mener råber råbte sagde sige siger skreg skrev skriver spurgte spørger svarede svarer sukkede"
    " tilføjede tilføjer tænker tænkte udbrød"
)
"""Verbs that follow somebody's words: `'kan du komme?' siger hun`."""
