"""The items of two reporting checklists for qualitative research, and which of them a project can answer.

COREQ: Tong, Sainsbury and Craig (2007), doi:10.1093/intqhc/mzm042. SRQR: O'Brien et al. (2014),
doi:10.1097/ACM.0000000000000388. Topics are named in our own words.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Item(NamedTuple):
    """An item: its number, what it asks for in both languages, and by which fact of the project it is answered."""

    number: int
    da: str
    en: str
    fact: str = ""


COREQ: Sequence[Item] = (
    Item(1, "Hvem interviewede", "Who interviewed"),
    Item(2, "Interviewerens uddannelse og grader", "The interviewer's credentials"),
    Item(3, "Interviewerens stilling", "The interviewer's occupation"),
    Item(4, "Interviewerens køn", "The interviewer's gender"),
    Item(5, "Erfaring og oplæring", "Experience and training"),
    Item(6, "Kendskab til deltagerne før undersøgelsen", "Relationship with participants before the study"),
    Item(7, "Hvad deltagerne vidste om intervieweren", "What participants knew of the interviewer"),
    Item(8, "Interviewerens forforståelse og interesser", "The interviewer's assumptions and interests"),
    Item(9, "Metodisk og teoretisk ramme", "Methodological orientation and theory", "approach"),
    Item(10, "Udvælgelse af deltagere", "Sampling"),
    Item(11, "Hvordan deltagerne blev kontaktet", "How participants were approached"),
    Item(12, "Antal deltagere", "Sample size", "size"),
    Item(13, "Frafald og afslag", "Refusals and dropouts"),
    Item(14, "Stedet for interviewene", "Setting of data collection"),
    Item(15, "Om andre var til stede", "Presence of others"),
    Item(16, "Beskrivelse af deltagerne", "Description of the sample", "sample"),
    Item(17, "Interviewguide", "Interview guide"),
    Item(18, "Gentagne interviews", "Repeat interviews"),
    Item(19, "Optagelse", "Recording"),
    Item(20, "Feltnoter", "Field notes"),
    Item(21, "Varighed", "Duration", "duration"),
    Item(22, "Mætning", "Data saturation", "saturation"),
    Item(23, "Om deltagerne så transskriptionerne", "Transcripts returned to participants"),
    Item(24, "Antal kodere", "Number of coders", "coders"),
    Item(25, "Kodetræet", "The coding tree", "tree"),
    Item(26, "Hvordan temaerne opstod", "How themes were derived"),
    Item(27, "Software", "Software", "software"),
    Item(28, "Om deltagerne så resultaterne", "Participants' feedback on the findings"),
    Item(29, "Citater, og hvem de er fra", "Quotations and who they are from", "quotes"),
    Item(30, "Sammenhæng mellem data og fund", "Consistency of data and findings"),
    Item(31, "De store temaer er tydelige", "Major themes are clear", "themes"),
    Item(32, "De små temaer og afvigende tilfælde", "Minor themes and diverse cases", "minor"),
)
SRQR: Sequence[Item] = (
    Item(1, "Titel", "Title"),
    Item(2, "Resumé", "Abstract"),
    Item(3, "Problemet", "Problem formulation"),
    Item(4, "Formål eller forskningsspørgsmål", "Purpose or research question"),
    Item(
        5,
        "Kvalitativ tilgang og forskningsparadigme",
        "Qualitative approach and research paradigm",
        "approach",
    ),
    Item(6, "Forskerens forudsætninger og refleksivitet", "Researcher characteristics and reflexivity"),
    Item(7, "Kontekst", "Context"),
    Item(8, "Udvælgelse", "Sampling strategy"),
    Item(9, "Etik og samtykke", "Ethics and consent"),
    Item(10, "Indsamling af data", "Data collection methods"),
    Item(11, "Instrumenter", "Data collection instruments"),
    Item(12, "De undersøgte", "Units of study", "sample"),
    Item(13, "Behandling af data", "Data processing", "processing"),
    Item(14, "Analyse", "Data analysis", "analysis"),
    Item(15, "Hvad der øger troværdigheden", "Techniques to enhance trustworthiness", "agreement"),
    Item(16, "Syntese og fortolkning", "Synthesis and interpretation"),
    Item(17, "Forbindelse til data", "Links to empirical data", "quotes"),
    Item(18, "Sammenhæng med tidligere forskning", "Integration with prior work"),
    Item(19, "Begrænsninger", "Limitations"),
    Item(20, "Interessekonflikter", "Conflicts of interest"),
    Item(21, "Finansiering", "Funding"),
)


def answered(items: Sequence[Item], facts: Mapping[str, str]) -> int:
    """How many of the items the facts answer."""
    return sum(bool(facts.get(item.fact)) for item in items)
