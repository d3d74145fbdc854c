"""Danish names that give a person away: the 98 municipalities, larger towns and areas, common first names.

No list is whole: first names are the commonest of Statistics Denmark's, by hand, with common names of minorities.
"""

from typing import Final


def _listed(names: str) -> frozenset[str]:
    return frozenset(name.strip() for name in names.replace("\n", " ").split(","))


MUNICIPALITIES: Final = _listed(
    "Albertslund, Allerød, Assens, Ballerup, Billund, Bornholm, Brøndby, Brønderslev, Dragør, Egedal, Esbjerg, Fanø, Favrskov,"
    " Faxe, Fredensborg, Fredericia, Frederiksberg, Frederikshavn, Frederikssund, Furesø, Faaborg-Midtfyn, Gentofte, Gladsaxe,"
    " Glostrup, Greve, Gribskov, Guldborgsund, Haderslev, Halsnæs, Hedensted, Helsingør, Herlev, Herning, Hillerød, Hjørring,"
    " Holbæk, Holstebro, Horsens, Hvidovre, Høje-Taastrup, Hørsholm, Ikast-Brande, Ishøj, Jammerbugt, Kalundborg, Kerteminde,"
    " Kolding, København, Køge, Langeland, Lejre, Lemvig, Lolland, Lyngby-Taarbæk, Læsø, Mariagerfjord, Middelfart, Morsø,"
    " Norddjurs, Nordfyn, Nyborg, Næstved, Odder, Odense, Odsherred, Randers, Rebild, Ringkøbing-Skjern, Ringsted, Roskilde,"
    " Rudersdal, Rødovre, Samsø, Silkeborg, Skanderborg, Skive, Slagelse, Solrød, Sorø, Stevns, Struer, Svendborg, Syddjurs,"
    " Sønderborg, Thisted, Tønder, Tårnby, Vallensbæk, Varde, Vejen, Vejle, Vesthimmerland, Viborg, Vordingborg, Ærø, Aabenraa,"
    " Aalborg, Aarhus"
)
PLACES: Final = _listed(
    "Amager, Assens, Avedøre, Birkerød, Bispebjerg, Bjerringbro, Brabrand, Brønshøj, Christianshavn, Djursland, Ebeltoft, Farum,"
    " Fjerritslev, Fyn, Gellerup, Grenaa, Grindsted, Hadsten, Hadsund, Haslev, Helsinge, Hinnerup, Hirtshals, Hobro, Hornslet,"
    " Hundested, Ikast, Jyderup, Jylland, Korsør, Kokkedal, Kongens Lyngby, Ledøje, Lystrup, Mjølnerparken, Nakskov, Nivå,"
    " Nordsjælland, Nykøbing, Nørrebro, Nørresundby, Otterup, Ringe, Ringkøbing, Rudkøbing, Sjælland, Skagen, Skjern, Skælskør,"
    " Sydhavnen, Sønderjylland, Sæby, Taastrup, Tilst, Tingbjerg, Toftlund, Urbanplanen, Valby, Vanløse, Vesterbro, Viby,"
    " Vollsmose, Vorbasse, Vrå, Østerbro, Åbyhøj, Ølstykke, Ørestad"
)
FIRST_NAMES: Final = _listed(
    "Peter, Michael, Lars, Jens, Thomas, Henrik, Søren, Christian, Martin, Jan, Morten, Jesper, Anders, Mads, Niels, Rasmus, Per,"
    " Hans, Kim, Jørgen, Mikkel, Simon, Ole, Daniel, Erik, Christoffer, Kristian, Claus, Brian, Andreas, Kenneth, Steen, Torben,"
    " Frederik, Emil, Bent, Flemming, Jakob, Jacob, Kasper, Mathias, Nikolaj, Poul, Ib, Finn, Karl, Carl, Svend, Knud, Kurt, Kaj,"
    " Leif, Bjarne, Allan, Bo, Carsten, Karsten, Dennis, Jonas, Alexander, Oliver, Noah, William, Victor, Oscar, Lucas, Malthe,"
    " Magnus, Tobias, Sebastian, Benjamin, Philip, Gustav, August, Anton, Alfred, Valdemar, Aksel, Arthur, Elias, Liam, Mohamed,"
    " Mohammad, Muhammed, Ahmed, Ahmad, Ali, Omar, Hassan, Hussein, Ibrahim, Mustafa, Mehmet, Yusuf, Youssef, Abdul, Abdullah,"
    " Khalid, Bilal, Amir, Karim, Samir, Tarek, Emre, Murat, Anne, Mette, Kirsten, Hanne, Helle, Anna, Susanne, Lene, Maria,"
    " Marianne, Lone, Camilla, Inge, Pia, Karen, Bente, Louise, Charlotte, Jette, Tina, Gitte, Ida, Emma, Julie, Karin, Sofie,"
    " Annette, Lis, Birgit, Birthe, Ulla, Jytte, Inger, Rikke, Heidi, Line, Line, Maja, Mia, Sara, Sarah, Laura, Nanna, Katrine,"
    " Cecilie, Amalie, Mathilde, Freja, Clara, Ella, Alma, Agnes, Josefine, Victoria, Isabella, Nina, Dorthe, Dorte, Vibeke,"
    " Margrethe, Ruth, Ellen, Else, Gerda, Grethe, Tove, Lisbeth, Lisbet, Pernille, Signe, Stine, Trine, Tine, Sanne, Malene,"
    " Kristine, Christina, Kristina, Britta, Berit, Bodil, Benedicte, Astrid, Ingrid, Sigrid, Solveig, Karoline, Caroline,"
    " Johanne, Marie, Merete, Eva, Fatima, Aisha, Amina, Zahra, Zainab, Maryam, Mariam, Leila, Layla, Samira, Nadia, Yasmin,"
    " Ayse, Aysha, Fatma, Hatice, Emine, Zeynep, Khadija, Huda, Hanan, Iman, Noor, Nour, Rania, Salma, Svetlana, Olga, Natasja,"
    " Agnieszka, Katarzyna, Piotr, Pawel, Ivan, Dragan, Goran, Zoran, Amira, Selma, Emina, Thi, Nguyen"
)
# Capital letters that are no names: forms of address, and what a sentence about Denmark is full of.
NO_NAMES: Final = _listed(
    "I, De, Dem, Deres, Jeg, Danmark, Dansk, Folketinget, Regeringen, EU, FN, Gud, Jul, Facebook, Google, Teams, Zoom, Excel, Word, Kommune, Kommunes, Region"
)
