"""Marks of secrecy and words of protected identity are found; talk about secrecy is let through."""

import pytest

from samsyn.documents.examining.marks import find

SECRET, IDENTITY = "SECRECY_MARK", "PROTECTED_IDENTITY"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SEKRETESS", SECRET),
        ("Sekretess!", SECRET),
        ("Sekretess: ja", SECRET),
        ("Sekretess enligt 26 kap. 1 § OSL", SECRET),
        ("Sekretess 25:1 OSL", SECRET),
        ("Sekretessmarkerade handlingar", SECRET),
        ("SEKRETESSBELAGD HANDLING", SECRET),
        ("Sekretessbelagd bilaga, 21 kap. 7 §", SECRET),
        ("Hemlig", SECRET),
        ("HEMLIG – Bengtsfors kommun", SECRET),
        ("Hemlig enligt OSL 15:2", SECRET),
        ("KVALIFICERAT HEMLIG", SECRET),
        ("Begränsat hemlig", SECRET),
        ("Konfidentiellt", SECRET),
        ("Strikt förtroligt", SECRET),
        ("OSL 26:1", SECRET),
        ("(26 kap. 1 § OSL)", SECRET),
        ("[26 kap 1 § offentlighets- och sekretesslagen (2009:400)]", SECRET),
        ("Handlingen är sekretessmarkerad av socialnämnden.", SECRET),
        ("Denna bilaga är hemlig och får inte följa med protokollet.", SECRET),
        ("Uppgiften om den enskilde omfattas av sekretess enligt 26 kap. 1 § OSL och visas inte.", SECRET),
        ("Namnet är hemligt enligt 21 kap. 3 § offentlighets- och sekretesslagen", SECRET),
        ("Ett stycke text med SEKRETESS mitt i raden, som någon har skrivit dit för hand.", SECRET),
        ("Eleven har skyddad identitet.", IDENTITY),
        ("SKYDDADE PERSONUPPGIFTER", IDENTITY),
        ("Hon är medgiven kvarskrivning i annan kommun", IDENTITY),
        ("kvarskriven", IDENTITY),
        ("Skyddad folkbokföring sedan 2021", IDENTITY),
        ("fingerade personuppgifter", IDENTITY),
    ],
)
def test_a_mark_is_found(text: str, kind: str):
    whole = f"Rad före\n{text}\nRad efter"

    assert [(each.kind, "Rad" in whole[each.start : each.end]) for each in find(whole)] == [(kind, False)]


@pytest.mark.parametrize(
    "text",
    [
        "Sekretess och tystnadsplikt",
        "OFFENTLIGHET OCH SEKRETESS",
        "Sekretess ........................ 12",
        "Sekretess: Nej",
        "Sekretess: ingen",
        "Sekretessen mellan myndigheter",
        "Enligt offentlighets- och sekretesslagen (2009:400) prövar varje myndighet för sig.",
        "Med stöd av 10 kap. 27 § OSL kan uppgifter lämnas mellan nämnderna när det är uppenbart.",
        "Parterna ska iaktta sekretess enligt OSL.",
        "Frågan om sekretess prövas av varje myndighet för sig, och en markering är bara en varning.",
        "Hemligheten bakom en bra samverkan är prestigelöshet.",
        "Konfidentialitet, riktighet och tillgänglighet bedöms enligt KLASSA.",
        "Skyddad natur, skyddat område och skyddsrum",
        "Uppgifter som omfattas av sekretess hanteras enligt kommunens rutin.",
        "Den skyddade verkstaden",
        "Sekretessmarkerade dokument visas bara för den som har rätt att se dem.",
        "Sekretessmarkerade dokument, och själva filerna, publiceras aldrig",
        "Våldsutsatta kvinnor, skyddat boende",
    ],
)
def test_talk_about_secrecy_is_let_through(text: str):
    assert find(f"Rad före\n{text}\nRad efter") == []
