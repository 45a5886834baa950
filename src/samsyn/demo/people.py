"""The invented people of the demonstration. No real person stands here; addresses end in .example."""

from dataclasses import dataclass

from samsyn.organisations.enums import Role


@dataclass(frozen=True)
class Post:
    """A post: organisation code, body, role; for the elected also a party."""

    code: str
    body: str
    role: str
    party: str = ""
    title: str = ""


@dataclass(frozen=True)
class Persona:
    key: str
    name: str
    what: str
    posts: tuple[Post, ...]

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"


KS, KF, SN, SU = "Kommunstyrelsen", "Kommunfullmäktige", "Socialnämnden", "Sociala utskottet"
MELLERUD, BENGTSFORS, DALS_ED, FARGELANDA, AMAL = "1461", "1460", "1438", "1439", "1492"
DALSLAND = (BENGTSFORS, DALS_ED, FARGELANDA, MELLERUD, AMAL)
REGION_10 = ("2403", "2417", "2418", "2421", "2422", "2425", "2462", "2463", "2481", "2505", "2506")

PERSONAS = (
    Persona(
        "elin",
        "Elin Storhaga",
        "Samverkanssamordnare, Mellerud. För nätverkets och registrets handlingar.",
        (Post(MELLERUD, KS, Role.COORDINATOR),),
    ),
    Persona(
        "malin",
        "Malin Åsgren",
        "Socialchef i Mellerud och Bengtsfors: två uppdrag, ett i taget.",
        (Post(MELLERUD, SN, Role.HEAD_OF_SOCIAL_SERVICES), Post(BENGTSFORS, SU, Role.HEAD_OF_SOCIAL_SERVICES)),
    ),
    Persona("tove", "Tove Ekbacke", "Registrator, Dals-Ed.", (Post(DALS_ED, KS, Role.REGISTRAR),)),
    Persona(
        "bo",
        "Bo-Göran Stakelund",
        "Kommunstyrelsens ordförande, Mellerud.",
        (Post(MELLERUD, KS, Role.CHAIR, "Hembygdslistan"),),
    ),
    Persona(
        "lena",
        "Lena Rostock",
        "Oppositionsråd, Mellerud.",
        (Post(MELLERUD, KS, Role.OPPOSITION_COMMISSIONER, "Framtidslistan"),),
    ),
    Persona(
        "gun",
        "Gun Vikholm",
        "Socialnämndens ordförande, Mellerud.",
        (Post(MELLERUD, SN, Role.CHAIR, "Hembygdslistan"),),
    ),
    Persona(
        "nils",
        "Nils Backeby",
        "Oppositionens företrädare i socialnämnden, Färgelanda.",
        (Post(FARGELANDA, SN, Role.VICE_CHAIR, "Framtidslistan"),),
    ),
    Persona("sara", "Sara Lindeås", "Nämndsekreterare, Färgelanda.", (Post(FARGELANDA, SN, Role.SECRETARY),)),
    Persona("rut", "Rut Dalboberg", "Registrator, Mellerud.", (Post(MELLERUD, KS, Role.REGISTRAR),)),
    Persona("sixten", "Sixten Lövhage", "Registrator, Bengtsfors.", (Post(BENGTSFORS, KS, Role.REGISTRAR),)),
    Persona("anki", "Anki Ånimskog", "Registrator, Åmål.", (Post(AMAL, KS, Role.REGISTRAR),)),
    Persona("kent", "Kent Håverud", "Kommundirektör, Åmål.", (Post(AMAL, KS, Role.CHIEF_EXECUTIVE),)),
    Persona("maud", "Maud Fröskog", "Ekonom, Bengtsfors.", (Post(BENGTSFORS, KS, Role.ECONOMIST),)),
    Persona(
        "ivar",
        "Ivar Kroppefjäll",
        "Administratör, Mellerud: organ, uppdrag och inbjudningar.",
        (Post(MELLERUD, KS, Role.ADMINISTRATOR),),
    ),
    Persona("aino", "Aino Tärnvik", "Samordnare för Region 10, Storuman.", (Post("2421", KS, Role.COORDINATOR),)),
    Persona("per", "Per Stensele", "Läsare i Lycksele.", (Post("2481", KS, Role.OBSERVER),)),
)

# Those who hold a post but whom nobody steps into: name, post.
OTHERS: tuple[tuple[str, Post], ...] = (
    ("Ragnar Holmsätter", Post(BENGTSFORS, KS, Role.CHAIR, "Bygdesamling")),
    ("Iréne Björkvad", Post(BENGTSFORS, KS, Role.OPPOSITION_COMMISSIONER, "Framtidslistan")),
    ("Arne Ödskölt", Post(BENGTSFORS, SU, Role.CHAIR, "Bygdesamling")),
    ("Birgitta Laxsjö", Post(BENGTSFORS, SU, Role.VICE_CHAIR, "Framtidslistan")),
    ("Stig Dalskog", Post(BENGTSFORS, KS, Role.CHIEF_EXECUTIVE)),
    ("Hillevi Rådberg", Post(DALS_ED, KS, Role.CHAIR, "Gränslistan")),
    ("Sten Örnevik", Post(DALS_ED, KS, Role.OPPOSITION_COMMISSIONER, "Hembygdslistan")),
    ("Vera Nössemark", Post(DALS_ED, SN, Role.CHAIR, "Gränslistan")),
    ("Oskar Töftedal", Post(DALS_ED, SN, Role.HEAD_OF_SOCIAL_SERVICES)),
    ("Ellen Gesäter", Post(DALS_ED, KS, Role.CHIEF_EXECUTIVE)),
    ("Monica Tisseryd", Post(FARGELANDA, KS, Role.CHAIR, "Dalboalliansen")),
    ("Alf Grönhult", Post(FARGELANDA, KS, Role.OPPOSITION_COMMISSIONER, "Framtidslistan")),
    ("Kerstin Ödeborg", Post(FARGELANDA, SN, Role.CHAIR, "Dalboalliansen")),
    ("Hans Järbo", Post(FARGELANDA, SN, Role.HEAD_OF_SOCIAL_SERVICES)),
    ("Ulla Torpbo", Post(FARGELANDA, KS, Role.CHIEF_EXECUTIVE)),
    ("Erland Skållerud", Post(MELLERUD, SN, Role.VICE_CHAIR, "Framtidslistan")),
    ("Göran Örsjö", Post(MELLERUD, KS, Role.CHIEF_EXECUTIVE)),
    ("Yvonne Karlberga", Post(AMAL, KS, Role.CHAIR, "Sjölistan")),
    ("Dag Näsvall", Post(AMAL, KS, Role.OPPOSITION_COMMISSIONER, "Framtidslistan")),
    ("Liv Edslan", Post(AMAL, SN, Role.HEAD_OF_SOCIAL_SERVICES)),
    ("Mats Tydje", Post(AMAL, SN, Role.VICE_CHAIR, "Framtidslistan")),
    ("Elsa Barsele", Post("2421", KS, Role.CHAIR, "Fjällistan")),
    ("Knut Risbäck", Post("2425", KS, Role.CHAIR, "Skogslistan")),
)
