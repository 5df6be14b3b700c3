"""What 65 of the National Library's records say, written down by reading the records themselves.

A line a record: its number | year | language<original | medium | ISBNs | people. A person is
name=term:basis, several terms joined by +; a name with nothing behind it has no role.
c is coded, w is words.
"""

from __future__ import annotations

R = "Runeberg, Johan Ludvig=aut:c"
M = "Manninen, Otto=trl:w"
E = "Edelfelt, Albert=ill:w"
K = "Kivi, Aleksis=aut:c"
L = "Laurén, Per Åke=trl:c"
D = "Diktonius, Elmer=trl:c"
N = "Nycop, Carl-Adam=wpr:c"

RECORDS = f"""
000408932 | 1934 | fin<swe | physical | | {R}; {M}
000670725 | 1968 | fin<swe | physical | | {R}; {M}
000737661 | 1959 | fin<swe | physical | | {R}; {M}
000739848 | 1962 | fin<swe | physical | | {R}; {M}
000742957 | 1965 | fin<swe | physical | | {R}; {M}
000750823 | 1957 | fin<swe | physical | | {R}; {M}; {E}
000750826 | 1956 | fin<swe | physical | | {R}; {M}
000776383 | 1950 | fin<swe | physical | | {R}; {M}
000792602 | 1944 | fin<swe | physical | | {R}; Edelfelt, Albert=ill:c; Manninen, Otto=trl:c
000792604 | 1948 | fin<swe | physical | | {R}; {E}; {M}
000809494 | 1940 | fin<swe | physical | | {R}; {M}; {E}
000831178 | 1931 | fin<swe | physical | | {R}; {E}; {M}
000831180 | 1932 | fin<swe | physical | | {R}; {M}
000844879 | 1924 | fin<swe | physical | | {R}; {M}
000855605 | 1915 | fin<und | physical | | {R}; {M}
000868193 | 1910 | fin<und | physical | | {R}; {M}
000868520 | 1922 | fin<swe | physical | | {R}; {E}; {M}
000948431 | 1944 | fin<swe | physical | | {R}; {E}; {M}
002544662 | 1909 | fin<und | physical | | {R}; {M}
003091846 | 1975 | fin<swe | physical | 9789510069998 | {R}; manninen, otto=trl:w
003272710 | 1921 | fin<swe | physical | | {R}; {M}
003294149 | 1919 | fin<swe | physical | | {R}; {E}; {M}
003294155 | 1936 | fin<swe | physical | | {R}; {M}
003294156 | 1939 | fin<swe | physical | | {R}; Manninen, Otto=trl:c
003294164 | 1928 | fin<swe | physical | | {R}; {E}; {M}
003294167 | 1953 | fin<swe | physical | | {R}; {M}
003294168 | 1927 | fin<swe | physical | | {R}; {M}
005362124 | 1948 | fin<swe | physical | | {R}; {M}
005513475 | 1919 | fin<swe | physical | | {R}; {M}
006414953 | 1928 | fin<swe | physical | | {R}; {E}; {M}
006417535 | 2004 | fin<swe | ebook | | {R}; {M}
006588835 | 1915 | < | physical | | Runeberg, J. L.=aut:c; Otto Manninen=trl:w
000103086 | 1978 | swe<fin | physical | | {K}; {D}; {N}
000522904 | 1940 | swe<fin | physical | | {K}; {L}
000522905 | 1922 | swe<fin | physical | | {K}; {L}
000522906 | 1930 | swe<fin | physical | | {K}; {L}
000522909 | 1978 | swe<fin | physical | 9789515001573 | {K}; {D}; {N}
000770346 | 1949 | swe<fin | physical | | {K}; {D}; Collin, Marcus=ill:c
000773028 | 1978 | swe<fin | physical | 9789171602893 | {K}; {D}; {N}
000785758 | 1948 | swe<fin | physical | | {K}; {D}; Collin, Marcus=ill:c
001284811 | 1919 | swe<fin | physical | | {K}; {L}
001286900 | 1948 | swe<fin | physical | | {K}; Collin, Marcus=ill:c; {D}
002211245 | 1935 | swe<fin | physical | | {K}; Rostén, Eino=trl:c
003268085 | 1964 | swe<fin | physical | | {K}; {D}
004507300 | 1987 | swe<fin | physical | 9789174864847 | {K}; Warburton, Thomas=trl:c+wpr:c
005335099 | 1979 | swe<fin | physical | 9789137071114 9789137071107 | {K}; {D}
006580003 | 1966 | swe<fin | physical | | {K}; {D}
006600684 | 1919 | swe<fin | physical | | {K}; {L}
000017960 | 1996 | ger<hun | physical | 9789638155573 | Tóth Endre=aut:c; Szelényi Károly=pht:w; Nagy Katalin=ill:c; Pintér Katalin=ill:c; Vári Ágnes=ill:c; Berta Éva=trl:c; Berta Gyula=trl:c
000007655 | 1987 | fin<swe | physical | | Karlsson, Svenolof=aut:c; Nikko, Tuija=trl:w
000041181 | 1986 | fin<eng | physical | 9789516223608 | Burgess, Alan=aut:c; Aho, Oili=trl:c
000419615 | 2006 | fin<eng | physical | 9789519486024 | Krolick, Bettye=edt:w; Jyrhämä, Outi=trl:w; Piippo, Oili=trl:w; Tanskanen, Raimo=trl:w
000727468 | 1975 | fin<eng | physical | 9789513033330 | Shakespeare, William=aut:c; Holmberg, Kalle=wpr:w; Rossi, Matti=trl:w
000779573 | 1947 | fin<ita | physical | | Boccaccio, Giovanni=aut:c; Elenius-Pantzopoulos, Anja=trl:w
000971472 | 2006 | ger<fin | physical | 9783980905053 | Valtaoja, Esko=aut:c; Uhlmann, Peter=trl:w
004004500 | 1997 | fin<eng | physical | | McEvoy, J. P.=aut:c; Oscar Zarate=aut:w; Jukka Vallisto=trl:w
004432056 | 1989 | hun<fin | physical | 9789630748698 | Nummi, Lassi=aut:c; Jávorszky, Béla=com:w+aft:w+trl:w; Csoóri, Sándor=trl:w; Szopori Nagy, Lajos=trl:w; Tornai, József=trl:w
004903276 | 2005 | rus<fin | physical | 9785354009282 | Konkka, Anita=aut:c; Džafarova-Viitala, T.=trl:w
006458254 | 2003 | swe<fin | physical | 9789515220967 9789174867787 | Valtaoja, Esko=aut:c; Hildén, Philip=trl:w
006513759 | 2013 | fin<swe | physical | 9789525985108 | Valtaoja, Esko=aut:c; Landefort, Lisbeth=aut:c; Moilanen, Tuula=aut:c; Vallisaari, Leena=trl:c
000977896 | 2007 | fin< | physical | 9789517469319 | Agricola, Mikael=aut:c; Penttilä, Aarni=edt:w
003102057 | 1982 | fin< | physical | 9789517173032 | Agricola, Mikael=aut:c; Penttilä, Aarni=edt:c
006023537 | 2012 | fin< | physical | 9789526108049 | Salo, Petri=aut:c; Suoranta, Juha=aut:c; Kauppila, Juha=aut:c; Rekola, Hilkka=aut:c; Vanhalakka-Ruoho, Marjatta=aut:c
006396594 | 2012 | eng< | physical | | Sepúlveda, Magdalena=aut:c; Carly Nyst=aut:w
005951463 | 2011 | fin< | physical | 9789529856534 | Pyyvaara, Päivi=aut:c; Jokela, Hannu; Solin, Ami
005814421 | 2010 | fin< | physical | 9789510372043 | Nykänen, Harri=aut:c
006117999 | 2012 | fin< | physical | 9789516929333 | Mäki, Harri István=aut:c; Flink, Pinja=prf:c+nrt:c
007208885 | 2011 | fin< | ebook | 9789525329919 | Valtaoja, Esko=aut:c
005083536 | 2001 | fin< | physical | 9789525329155 | Valtaoja, Esko=aut:c
000614665 | 1802 | fin<swe | physical | | Lagus, Elias Gabrielsson
000006629 | 1984 | fin<heb | physical | |
005663958 | 2010 | fin< | physical | 9789524753777 | Heikkilä, Risto=aut:c; Perälä, Jari=ill:c
000347423 | 1877 | swe< | physical | | Chronander, Jacob Pettersson=aut:c; Hanselli, Per=wpr:c
000046711 | 1984 | eng< | physical | 9789519585222 | Nykänen, Lalli=edt:w; Lehtonen, Pekka=edt:w
000006980 | 1985 | swe<fin | physical | | Talvi, Veikko=aut:w
"""  # noqa: E501
