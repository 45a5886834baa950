"""Swedish words for the search: stems, and the parts of compounds, computed here and not in the database.

"Räddningstjänstförbundet" is found by räddning, tjänst, räddningstjänst and förbund. A part is taken from a compound
when it is a word that the field uses (PARTS) and what remains is long enough to be a word as well.
"""

import re
from functools import lru_cache

import snowballstemmer

LONGEST = 60
MOST = 120
_TOKEN = re.compile(r"[^\W_]+")
_stemmer = snowballstemmer.stemmer("swedish")

_WORDS = """
alkohol anbud arbets arkiv avgift avtal barn befolkning beredning beredskap beslut bibliotek
biståndsbedömning bolag brand budget bygg campus delegation demokrati digital drift ekonomi energi
familje familjerätt folkhälsa forum frivillig fråga funktion förbund förebyggande förmyndare
förskola förvaltning förälder gemensam grund grundskola grupp gymnasie gymnasium handikapp
handläggning havs hem hemtjänst hjul hjälp hälsa individ industri information infrastruktur ingenjör
inköp insats integration jour jämställdhet kansli klimat kommun kompetens konsument kost kostnad
kris kultur kund kunskap kvalitet kvinno lands landsbygd ledning livsmedel lokal lärcentra lön
medborgar medling miljö myndighet mål nämnd närings näringsliv närvård nätverk ombud omsorg
omställning ordförande organisation park person personal plan planering politik program projekt
psykiatri punkt påverkan redovisning region register reglemente rehabilitering renhållning riktlinje
räddning rätt råd rådgivning samarbete samhälle samordning samverkan sekretess service skada skola
skydd social socialtjänst sot sotning stab stads stat stipendium styrelse styrning stöd system
säkerhet taxa teknik telefon tillsyn tjänst tobak trafik turism ungdom upphandling utbildning
utskott utveckling vatten verksamhet vuxen väg välfärd växel vård yrke yrkeshögskola äldre ärende
åldring års överförmyndare
"""
PARTS = frozenset(_WORDS.split())  # fmt: skip


def tokens(text: str) -> list[str]:
    """Words and numbers in lower case."""
    return [token[:LONGEST] for token in _TOKEN.findall(text.lower())]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    return str(_stemmer.stemWord(word))


_STEMS = frozenset(stem(part) for part in PARTS) | PARTS


@lru_cache(maxsize=20_000)
def parts(word: str) -> frozenset[str]:
    """The known parts of a compound, as stems: 'socialtjänstens' gives social, tjänst, socialtjänst."""
    if len(word) < 7:
        return frozenset()
    found: set[str] = set()
    for cut in range(3, len(word) - 2):
        left, right = word[:cut], word[cut:]
        known_left = left in _STEMS or (left.endswith("s") and left[:-1] in _STEMS)
        known_right = stem(right) in _STEMS
        if known_left and (known_right or len(right) >= 4):
            found |= {stem(left.removesuffix("s") if left not in _STEMS else left), stem(right)} | parts(right)
        elif known_right and len(left) >= 4:
            found |= {stem(right), stem(left.removesuffix("s"))} | parts(left)
    return frozenset(found)


def words(*texts: str) -> set[str]:
    """Everything a text can be found by."""
    found: set[str] = set()
    for text in texts:
        for token in tokens(text):
            found |= {token, stem(token)} | parts(token)
            if len(found) > MOST:
                return found
    return found
