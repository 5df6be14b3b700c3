"""Relators as records write them, turned into MARC's terms of three letters.

Sources: MARC code list for relators; the relator words of RDA in Finnish and Swedish (MTS, Kanto),
and of German, Danish, Norwegian, Estonian, Hungarian, French and Spanish catalogues.
"""

from __future__ import annotations

import re

from portal.kernel.names import plain

OTHER = "oth"
"""Somebody did something that has no term here; that is said, not guessed."""

_CODES_WRITTEN = """
    abr act adp aft ann ant anm app aqt arc ard arr art asg asn ato att auc aud aui aus aut bdd
    bjd bkd bkp blw bnd bpd bsl cas ccp chr cli cll clr clt cmm cmp cmt cnd cng cns coe col com
    con cor cos cot cou cov cpc cpe cph cpl cpt cre crp crr crt csl csp cst ctb cte ctg ctr cts
    ctt cur cwt dbp dfd dfe dft dgg dgs dis dln dnc dnr dpc dpt drm drt dsr dst dtc dte dtm dto
    dub edc edm edt egr elg elt eng enj etr evp exp fac fds fld flm fmd fmk fmo fmp fnd fpy frg
    gis grt his hnr hst ill ilu ink ins inv isb itr ive ivr jud jug lbr lbt ldr led lee lel len
    let lgd lie lil lit lsa lse lso ltg ltr lyr mcp mdc med mfp mfr mod mon mrb mrk msd mte mtk
    mup mus mxe nan nrt onp opn org orm orn orp osp oth own pad pan pat pbd pbl pdr pfr pht plt
    pma pmn pop ppm ppt pra prc prd pre prf prg prm prn pro prp prs prt prv pta pte ptf pth ptt
    pup rap rbr rcd rce rcp rdd red ren res rev rpc rps rpt rpy rse rsg rsp rsr rst rth rtm rxa
    sad sce scl scr sds sec sfx sgd sgn sht sll sng spk spn spy srv std stg stl stm stn str swd
    tad tau tcd tch ths tld tlg tlh tlp trc trl tyd tyg uvp vac vdg vfx voc wac wal wam wat waw
    wdc wde wfs wfw wft win wit wpr wst wts
"""
_CODES = frozenset(_CODES_WRITTEN.split())

# term: the words for it, folded (no accents, no dots)
_WORDS: dict[str, str] = {
    "aut": "kirjoittaja|tekija|kirjailija|runoilija|sarjakuvantekija|kasikirjoittaja|sanoittaja|"
    "forfattare|forf|skribent|forfatter|autor|verfasser|verfasserin|verf|author|writer|auteur|"
    "auteure|autore|kirj|szerzo|irta|creator",
    "trl": "kaantaja|suomentaja|suom|kaant|ruotsintaja|ruots|englannintaja|oversattare|overs|"
    "oversetter|oversaetter|translator|tr|trans|transl|ubersetzer|ubersetzerin|ubers|fordito|ford|"
    "tolkija|tolkkija|traducteur|traductrice|trad|traductor|traductora|traduttore|vertaler|"
    "perevodchik|perevodcik|jorgaleaddji|omsetjar|gjendikter|tumacz|tlumacz|prekladatel|uudelleenkaantaja",
    "ill": "kuvittaja|kuv|kuvataiteilija kuvittaja|illustrator|ill|illustratorin|illustrateur|"
    "illustratrice|ilustrador|ilustradora|illustratore|illusztrator|rajz|grafik|tecknare|tegner|"
    "teikner|piirtaja",
    "art": "taiteilija|kuvataiteilija|konstnar|artist|kunstner|kunstler|kunstlerin|"
    "sarjakuvapiirtaja",
    "ink": "tussaaja|inker|tuschare",
    "clr": "varittaja|colorist|farglaggare",
    "pht": "valokuvaaja|kuvaaja valokuvaaja|fotograf|photographer|photographe|fotografo|fot|foto|"
    "fenykepezo",
    "cov": "kannen suunnittelija|kansikuvan tekija|kansitaiteilija|omslagsformgivare|omslag|"
    "cover designer|cover artist|kansi",
    "nrt": "lukija|aanikirjan lukija|kertoja|inlasare|upplasare|berattare|narrator|reader|read by|"
    "oppleser|innleser|indlaeser|oplaeser|sprecher|sprecherin|erzahler|erzahlerin|narrateur|narrador",
    "prf": "esittaja|artisti|framforande|performer|utover",
    "edt": "toimittaja|toim|redaktor|red|redigerare|editor|ed|hrsg|herausgeber|herausgeberin|"
    "szerkeszto|szerk|editeur scientifique|koostetoimittaja|julkaisutoimittaja|paatoimittaja|"
    "vastaava toimittaja|ansvarig utgivare|redaktorin|redaktar|toimetaja",
    "com": "kokoaja|koostaja|kokoelman laatija|kompilator|compiler|zusammenstellender|"
    "sammanstallare|"
    "koonnut|koostanut|valogatta|osszeallito",
    "adp": "mukauttaja|bearbetare|adapter|selkomukauttaja|bearbeiter|adaptor|sovittaja mukauttaja|"
    "bearbeider|atdolgozo",
    "abr": "lyhentaja|forkortare|abridger",
    "wpr": "esipuheen kirjoittaja|forordsforfattare|forfattare till forord|writer of preface|"
    "forord|esipuhe|verfasser eines vorworts|verfasser eines geleitworts|vorwort|eloszo",
    "wfw": "alkusanojen kirjoittaja|saatesanojen kirjoittaja|writer of foreword|foreword",
    "win": "johdannon kirjoittaja|forfattare till inledning|inledning|johdanto|einleitung|"
    "writer of introduction|author of introduction|author of introduction etc|introduction",
    "aft": "jalkisanojen kirjoittaja|jalkipuheen kirjoittaja|forfattare till efterord|efterord|"
    "author of afterword|author of afterword colophon etc|writer of afterword|nachwort|utoszo",
    "ctb": "avustaja|osakirjoittaja|medarbetare|contributor|bidragsyter|bidragyder|mitwirkender|"
    "mitwirkende|kozremukodo|artikkelin kirjoittaja",
    "wac": "kommentaarin kirjoittaja|lisatekstin kirjoittaja|writer of added commentary",
    "cmp": "saveltaja|kompositor|tonsattare|composer|komponist|zeneszerzo",
    "lyr": "lyrikko|textforfattare|lyricist",
    "arr": "sovittaja|arrangor|arranger",
    "drt": "ohjaaja|regissor|director",
    "pbl": "kustantaja|julkaisija|utgivare|forlaggare|publisher|julk|verlag|kiado|kozread",
    "prt": "kirjapaino|kirjap|painaja|tryckare|printer",
    "prc": "tuottaja|producent|producer",
    "spk": "puhuja|talare|speaker",
    "ive": "haastateltava|intervjuad|interviewee",
    "ivr": "haastattelija|intervjuare|interviewer",
    "bkd": "kirjan suunnittelija|graafinen suunnittelija|taittaja|bokformgivare|book designer",
    "oth": "muu|ovrig|annan|other|andere",
}  # fmt: skip
_TERM_OF_WORD = {
    word: term for term, words in _WORDS.items() for word in (w.strip() for w in words.split("|"))
}
_BRACKETS = re.compile(r"^[\s\[({]+|[\s\])}.,;:]+$")
_PARTS = re.compile(r"\s*(?:,|;|/| ja | och | and | und | & )\s*")


def terms_of(written: str) -> tuple[str, ...]:
    """The terms of a relator as written: "trl", "kääntäjä.", "[ford.]", "kirjoittaja, kuvittaja".

    A relator that says nothing known is `oth`; an empty one has no terms.
    """
    text = _BRACKETS.sub("", _BRACKETS.sub("", written.strip()))
    if not text:
        return ()
    whole = term_of(text)
    if whole:
        return (whole,)
    parts = [term_of(part) for part in _PARTS.split(text)]
    found = tuple(dict.fromkeys(part for part in parts if part))
    return found or (OTHER,)


def term_of(text: str) -> str | None:
    """The term of one code, address of a code, or word; None where it says nothing known."""
    code = text.strip().rstrip(".").rsplit("/", 1)[-1].casefold()
    if code in _CODES:
        return code
    return _TERM_OF_WORD.get(plain(text))
