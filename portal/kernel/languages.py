"""MARC's codes of languages as tags of BCP 47, so that a voice reads a title rightly.

Source: MARC code list for languages; ISO 639-1 for those that have two letters.
"""

from __future__ import annotations

_PAIRS = """
    fin=fi swe=sv eng=en ger=de fre=fr rus=ru est=et nor=no nob=nb nno=nn dan=da ice=is fao=fo
    sme=se spa=es ita=it por=pt dut=nl lat=la gre=el pol=pl cze=cs slo=sk hun=hu rum=ro bul=bg
    ukr=uk lav=lv lit=lt jpn=ja chi=zh kor=ko ara=ar heb=he tur=tr per=fa kur=ku som=so vie=vi
    tha=th hin=hi ben=bn srp=sr hrv=hr bos=bs slv=sl mac=mk alb=sq baq=eu cat=ca glg=gl gle=ga
    wel=cy yid=yi epo=eo afr=af swa=sw geo=ka arm=hy aze=az kaz=kk kal=kl mon=mn tib=bo bur=my
    may=ms ind=id amh=am tir=ti urd=ur tam=ta san=sa
"""
_TWO_LETTERS = dict(pair.split("=") for pair in _PAIRS.split())
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis"})


def tag(code: str) -> str | None:
    """The tag of a MARC code; None where nobody says one language."""
    if len(code) != 3 or not code.isalpha() or code in _NO_LANGUAGE:
        return None
    return _TWO_LETTERS.get(code, code)
