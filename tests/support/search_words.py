"""Italian and English running text as frequent as Zipf and Mandelbrot say, repeatable."""

from collections.abc import Sequence
from itertools import accumulate, product
from random import Random

_ITALIAN_SMALL = "di e la il in per a del della dei delle un una con che da al alla le i gli nel su"
_ENGLISH_SMALL = "the of and to in for a with on by is that as from at this be an are which it or"
_ITALIAN = """
progetto ricerca innovazione sviluppo territorio imprese servizi energia acqua salute ambiente dati
mobilità trasporti città comune regione università laboratorio formazione lavoro giovani anziani
scuola cultura turismo agricoltura industria filiera qualità sicurezza sostenibile digitale verde
economia circolare rifiuti materiali edifici reti intelligenti sensori monitoraggio gestione piano
bando contributo finanziamento piccole medie startup competenze tecnologie soluzioni prototipo
sperimentazione impatto cittadini partecipazione inclusione sociale assistenza sanitaria ospedale
farmaci diagnosi terapia robotica automazione fabbrica produzione logistica porto ferrovia strada
bicicletta elettrico batterie idrogeno solare fotovoltaico eolico biomasse efficienza emissioni
clima rischio alluvione frana terremoto bosco montagna pianura fiume lago mare costa biodiversità
suolo aria rumore paesaggio patrimonio museo biblioteca archivio restauro moda tessile alimentare
vino olio latte cereali irrigazione zootecnia pesca foresta legno carta plastica chimica metallo
meccanica elettronica software intelligenza artificiale apprendimento automatico modello calcolo
simulazione gemello satellite osservazione mappa geografico catasto anagrafe bilancio appalto
trasparenza accesso pubblico privato cooperazione distretto consorzio fondazione associazione rete
centro polo incubatore brevetto trasferimento conoscenza corso dottorato studenti docenti
ricercatori donne famiglie disabilità casa quartiere periferia rigenerazione urbana spazio sport
benessere prevenzione nutrizione telemedicina cartella clinica privacy identità pagamento modulo
semplificazione procedura autorizzazione impianto manutenzione collaudo certificazione norma
standard indicatore obiettivo risultato attività fase durata partner coordinatore beneficiario
ente provincia metropolitana lombarda europea nazionale regionale locale transfrontaliero alpino
"""
_ENGLISH = """
project research innovation development region companies services energy water health environment
data mobility transport city municipality university laboratory training work young elderly school
culture tourism agriculture industry supply chain quality safety sustainable digital green economy
circular waste materials buildings networks smart sensors monitoring management plan call grant
funding small medium startup skills technologies solutions prototype trial impact citizens inclusion
social care hospital drugs diagnosis therapy robotics automation factory production logistics port
railway road cycling electric batteries hydrogen solar wind biomass efficiency emissions climate
risk flood earthquake forest mountain river lake sea coast biodiversity soil air noise landscape
heritage museum library archive fashion textile food wine milk cereals irrigation fishing wood paper
plastic chemistry metal mechanics electronics software artificial intelligence machine learning
model computing simulation twin satellite observation map public private cooperation district
consortium foundation network centre hub incubator patent transfer knowledge course students
researchers women families disability housing neighbourhood regeneration urban space sport wellbeing
prevention nutrition telemedicine record privacy identity payment procedure permit plant maintenance
certification standard indicator objective result activity phase duration partner coordinator
beneficiary european national regional local alpine policy evidence assessment framework approach
"""
_STEMS = "bal car dor fer gal lum mar nor pal ros sal tor val zen bri clo dra fio gra pre stru tre"
_MIDDLES = "a e i o ar er ol in an ic"
_ENDINGS = {
    "it": "ato ione mento ale ico tà ezza iere oso ura ando ismo ario",
    "en": "ing tion ment al ic ness er ous ure ism able ary ate",
}


def _vocabulary(small: str, known: str, language: str) -> tuple[str, ...]:
    """Stop words first, then words of the field, then a long tail of formed ones."""
    stems = [first + second for first, second in product(_STEMS.split(), repeat=2)]
    tail = [
        stem + middle + ending
        for stem, middle, ending in product(stems, _MIDDLES.split(), _ENDINGS[language].split())
    ]
    Random(language).shuffle(tail)  # noqa: S311 - words, not secrets
    return (*small.split(), *dict.fromkeys(known.split()), *tail[:40_000])


VOCABULARY = {
    "it": _vocabulary(_ITALIAN_SMALL, _ITALIAN, "it"),
    "en": _vocabulary(_ENGLISH_SMALL, _ENGLISH, "en"),
}
SUBJECTS = {
    "it": tuple(dict.fromkeys(_ITALIAN.split())),
    "en": tuple(dict.fromkeys(_ENGLISH.split())),
}
_WEIGHTS = {
    language: list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    for language, words in VOCABULARY.items()
}


def running_text(chance: Random, language: str, length: int) -> str:
    """``length`` words as they follow each other in texts: a few very often, most hardly ever."""
    words = chance.choices(VOCABULARY[language], cum_weights=_WEIGHTS[language], k=length)
    return " ".join(words)


def subjects(chance: Random, language: str, count: int) -> Sequence[str]:
    """``count`` different words of the field, those at the head of the list more often."""
    known = SUBJECTS[language]
    return [known[int(len(known) * chance.random() ** 2)] for _ in range(count)]
