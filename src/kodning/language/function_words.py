"""Danish words that carry no topic: articles, pronouns, auxiliaries, and the fillers of speech."""

from typing import Final


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


FUNCTION_WORDS: Final = _listed(
    "ad af al alle alt altså anden andet andre at bare bl blandt blev blive bliver både ca da de dem den"
    " denne der deres det dette dig din dine disse dit dog du dvs efter egentlig eks eller ellers en end"
    " endnu er et fik flere for fordi fra fx få får før gennem gik giver gjorde gjort godt gå går gør gøre"
    " ham han hans har havde have hen hende hendes her hos hun hvad hvem hver hvert hvilke hvilken hvilket"
    " hvis hvor hvordan hvorfor hvornår i igen ikke ind ingen intet ja jamen jeg jer jeres jo kan kom"
    " komme kommer kun kunne kære lad lidt lige ligesom lille man mange med meget mellem men mener mere"
    " mest mig min mindre mine mit mod måske må måtte ned nej noget nogen nogle nok nu nå når næsten næste"
    " og også om omkring op os over pga på sagde sammen samt se selv ser ses set siden sig siger sige"
    " simpelthen sin sine sit skal skulle som stor store sådan så tage tager tak thi til tit to tog ud"
    " uden under undtagen var ved vel vi via videre vil ville vores være været øh øhm åh én ét ene enten"
    " synes syns tror faktisk egentligt ret rigtig rigtigt ting hele helt hel hvorvidt hvilkensomhelst"
    " stadig nemlig derfor dermed desuden derudover således heller igennem imod inden indtil trods mens"
    " medens herunder s hm mm griner ok okay"
    " henne derhen herhen hvorhen herfra derfra hvorfra hertil dertil hvortil heraf deraf hvoraf heri deri hvori"
    " herpå derpå hvorpå hvormed herved derved hvorved herom derom herefter derefter herop derop heroppe deroppe"
    " herned derned hernede dernede herind derind herinde derinde herud derud herude derude herover derover herovre"
    " derovre dér hér"
)


def is_function_word(form: str) -> bool:
    """Tell whether a word, in any case, carries no topic of its own."""
    return form.casefold() in FUNCTION_WORDS
