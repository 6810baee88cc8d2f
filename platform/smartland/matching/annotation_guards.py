"""Words that name a competence in the scheme and too much else outside it.

They are the general frequency that the scheme itself cannot know: a label made of such words alone
never decides; it supports what other words of the text say.
"""

from collections.abc import Mapping

from smartland.matching.annotation_words import ENGLISH, ITALIAN

_COMMON_ITALIAN = """
    gestione sistema sistemi rete reti servizi servizio sviluppo analisi ricerca dati dato
    digitale digitali tecnologia tecnologie tecnico tecnici tecnica locale locali pubblico
    pubblica pubblici pubbliche territorio territoriale territoriali regionale comunale comunali
    sociale sociali innovazione piano piani pianificazione programmazione programma produzione
    prodotto prodotti processo processi qualita controllo sostegno formazione comunita economico
    economia economica europeo europei rischio rischi modello modelli progetto progetti
    progettazione area aree urbano urbana urbani intelligente intelligenti integrato integrata
    monitoraggio organizzazione impresa imprese industriale industria amministrazione contratto
    contratti lavoro attivita struttura strutture opera opere impianto impianti materiale
    materiali metodo metodi misura centro centri informazione informazioni comunicazione
    politica politiche sostenibile sostenibilita nuovo strumenti strumento valutazione sicurezza
    scienza scienze studi studio applicata applicato generale educazione cultura culturale
    salute ambiente ambientale ambientali energia energetico acqua acque citta paese persona
    persone risorse risorsa azienda aziendale tutela scuola scuole trasporto trasporti mercato
    prova prove internet linea raccolta recupero riduzione prevenzione manutenzione personale
    enti ente bilancio codice diritto fonti vita uso speciale libero aperto nazionale nazionali
    umane umano generazione futuri ricercatori casa case cura alta alte basi ingegneria
    laboratorio laboratori infrastrutture infrastruttura piattaforma piattaforme elettronico
    elettronica mobile mobili virtuale
"""
_COMMON_ENGLISH = """
    management system systems network networks service services development analysis research
    data digital technology technologies technical local public territory territorial regional
    municipal social innovation plan plans planning programme programming production product
    products process processes quality control support training community economic economics
    european risk risks model models modelling project projects design area areas urban smart
    integrated monitoring organisation business enterprise industrial industry administration
    government contract contracts work works activity activities structure structures building
    buildings plant material materials method methods measure centre information communication
    policy policies sustainable sustainability new tools evaluation assessment safety security
    science sciences study studies applied general education culture cultural health environment
    environmental energy water city country people person resource resources company protection
    school schools transport market test testing internet online collection recovery reduction
    prevention maintenance staff capital code law source sources life use special free open
    national human generation home care engineering laboratory infrastructure platform platforms
    electronic mobile virtual access active advanced clinical high performance personal food
    medical users user group impact knowledge learning computer computing software cell solution
    solutions based engagement skills society long term terms short supply chain chains joint
    strategic case cases functional cooperative challenge challenges transfer europe balance
    early childhood creation cognitive power light lighting
"""
COMMON: Mapping[str, frozenset[str]] = {
    ITALIAN: frozenset(_COMMON_ITALIAN.split()),
    ENGLISH: frozenset(_COMMON_ENGLISH.split()),
}
"""Folded words that any text may have; several of them together still name something."""

_WEAK_ITALIAN = """
    accelerator acceleratori accumuli accumulo acquisti affiancamento aggregatori alberghi
    alimentare alimentazione alimentazioni alloggio alzheimer ambiente analytics anziani appalti
    architettura arti aumentata ausili backup bande bilancio biologia biologico borghi botteghe
    cantiere capofila caratterizzazione caregiver carpenteria case cattura certificazione
    chimica circolarita citta clima cloud cluster coaching componentistica comunicazione
    comunita concorsi condiviso congressi congresso connessi conservazione consorzi consultori
    contenuti cooperazione copernicus cori costruzioni creative creativita credito cronicita
    cruscotti cultura dati deformazione denominazioni diagnostica didattica diritto disabilita
    distretti dna donazioni ecologia economia edilizia educazione efficientamento elettronica
    emergenza energia epidemiologia esportazione etica eurostat falde famiglie farmaci finanza
    fiumi flessibilita flora foreste formazione galileo gallerie garanzie genetica geologia
    gestione giunzione gomma grafica ia idraulica igiene impresa incollaggio incubatori indagini
    indicatori industria infanzia informatica innovazione inquinamento integrazione
    internazionali internazionalizzazione interni interreg invasi isolamento istat istruzione
    laboratori laghi laser latte lavoro leghe legno logistica manifattura manifestazioni
    manutenzione marchi marketing matchmaking matematiche materiali meccanica mediazione
    mentoring merci mestieri metodologia microrganismi mobile mobilita moda modelli monitoraggio
    montagna musica natura nazionali ontologie opere oratori organizzazione ottica outdoor
    paesaggio pagamenti parchi partecipazione personale piattaforme ponti prevenzione previsione
    privacy processi progetti proteine protesi pubblica questionari ragioneria rendiconto
    reportistica rete reti revisione ricerca ricettivita ricreative rifugi rifugiati
    riscaldamento riuso rumore salute sanita sbarramenti sci scuola scuole sensori seta
    simulazione soccorso societa sostegno sottoprodotti sport stampaggio stampi statistica
    strade strumentazione strutture tecnici telecomunicazioni territoriale territorio tirocini
    tradizioni traduzione traduzioni trasparenza trasporti tunnel turismo tutela urbanistica
    valutazione varchi veicoli vendite verde vetro viabilita vibrazioni video vigili vino
    virtuale volontariato welfare zootecnia
"""
_WEAK_ENGLISH = """
    accelerators accommodation accounting advocacy ageing aggregators ai alloys analytics
    archaeology architecture archives arts associations auditing automation autonomous backup
    bands banking biochemistry biodiversity biology bonding bridges building business cable
    carers casting certification chemistry childhood circularity clothing cloud clubs cluster
    clusters cognitive collective commons communication community company components conferences
    conservation construction contractors copernicus crafts creative creativity credit culture
    dairy dams dance dashboards data databases deconstruction demography diagnostics disability
    dna ecology economic education electronics emergency energy environment epidemiology
    ethnography european eurostat evaluation excavations exercise export facilitation farming
    festivals finance flora food foraging forestry forming freight fruit fuels galileo genetics
    genomics glass government graphene graphics grids groundwater guarantees health healthcare
    heating heritage highways hospitality hotels human hydraulics industry instrumentation
    integrity interior internationalisation internships interpreting interreg joining
    kindergarten labels laboratories lakes laser lasers law levees libraries livestock logistics
    maintenance management manufacturing marketing matchmaking materials maternity mechanics
    mediation medicines mentoring methodology microbiology middleware mobile mobility modelling
    monitoring moulding mountains multimedia museums music nature networks noise nurseries
    nutrition observatories official ontologies optics organisation painting parking parks
    participation patents payments philosophy physical pipework planning plastics platforms
    plumbing polls pollution polymers prevention privacy processes projects prostheses proteins
    psychiatry publishing purchasing questionnaires radiology regulation rehabilitation
    remediation repair reporting rescue research reservoirs restaurants retail reuse river
    rivers roads rubber sales school schools seeds sensors sewers silk simulation skills society
    special sport sports staff statistics steel storage structures surveying surveys tendering
    textile theatre tooling tourism traditions training translation transparency transport
    transportation trucking tutoring ultrasound use vehicles venture vibration video virtual
    volunteering warehousing water websites welfare wiring wood woodwork works youth
"""
WEAK: Mapping[str, frozenset[str]] = {
    ITALIAN: frozenset(_WEAK_ITALIAN.split()),
    ENGLISH: frozenset(_WEAK_ENGLISH.split()),
}
"""Folded labels of one word, and one-word parts of labels, that never decide alone."""

_WEAK_LABELS = """
    accesso aperto | aiuti di stato | analisi dei rischi | beni comuni | big data |
    business case | business plan | capital programme | control systems | data sharing |
    dati aperti | de minimis | developers italia | dna and proteins | earth sciences |
    economia e gestione | equal opportunities | fattori umani | fine arts | framework programme |
    gender equality | gestione dei rischi | horizon europe projects | human factors |
    industria 4.0 | infrastrutture di ricerca | innovation management | knowledge transfer |
    lavoro agile | living lab | living labs | local food | mathematical models |
    modelli matematici | monitoring and evaluation | open access | open data | pari opportunita |
    parita di genere | peer review | porta a porta | processi produttivi | product development |
    production processes | production technologies | progetti horizon europe | programma quadro |
    project management | public information | public works | research infrastructures |
    ricerca e innovazione | ricerca scientifica | risk analysis | risk management |
    rural development | scientific research | scienze della terra | scienze umane |
    servizio civile | state aid | supply chain | sviluppo del prodotto | sviluppo rurale |
    technology transfer | tecnologie di produzione | terzo settore | test beds | third sector |
    trasferimento tecnologico
"""
WEAK_LABELS = frozenset(one.strip() for one in _WEAK_LABELS.split("|"))
"""Labels of several words that texts use in passing, folded: programmes, ways of working."""

_STRONG_ACRONYMS = """
    BIM GIS GNSS GPS HPC IoT LCA NLP CFD HACCP PUMS SUMP UAV CAD CNC NZEB SCADA WCAG RAEE WEEE
    GDPR BEV AAL HVAC CCUS LoRaWAN PDND SPID PAESC SECAP ECEC
"""
STRONG_ACRONYMS = frozenset(_STRONG_ACRONYMS.split())
"""Acronyms that hardly mean anything else; shorter or other ones never decide alone."""
