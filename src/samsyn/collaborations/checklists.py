"""What the law asks of a governing document, point by point, for each legal form. Told in our own words.

Sources: kommunallagen (2017:725) 9 kap. 6, 22 and 37-38 §§ and those they refer to; lag (2003:1210).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.collaborations.enums import LegalForm


@dataclass(frozen=True)
class Point:
    """One thing to check. `required` by the paragraph; otherwise good practice."""

    code: str
    paragraph: str
    text: Promise
    required: bool = True


def _points(prefix: str, paragraph: str, *texts: Promise, required: bool = True) -> tuple[Point, ...]:
    return tuple(Point(f"{prefix}.{n}", paragraph.format(n=n), text, required) for n, text in enumerate(texts, start=1))


CHARTER = _points(
    "KL9:6",
    "KL 9:6 p. {n}",
    _("The association's name, seat, members and purpose"),
    _("Its organisation, the tasks of its bodies and interim bodies, and whether the board may act for the assembly"),
    _("How many members and alternates, how each party is represented, and the term if shorter than four years"),
    _("How many auditors, and their term"),
    _("How the auditors are elected, when the association has a directorate"),
    _("Whether the parties may raise matters in the assembly"),
    _("If a qualified majority is needed, and for what"),
    _("The right of elected people who are not members to attend the assembly"),
    _("The right of elected people who are not members to attend the board and committees"),
    _("The web site where the association has its notice board"),
    _("The parties' shares in assets and debts, and how costs are shared between them"),
    _("The parties' control and insight"),
    _("How the budget is made"),
    _("Whether the public may ask questions about the annual report"),
    _("How a party leaves"),
    _("When the association is wound up, and how its assets are divided"),
    _("How disputes are settled"),
    _("Who decides on remuneration to elected people"),
)
ARRANGEMENT = (
    Point("KL9:22.1", "KL 9:22", _("The committee's tasks, stated precisely in an arrangement between the parties")),
    Point("KL9:33.1", "KL 9:33", _("Rules of procedure adopted by the council of every party")),
    Point(
        "KL9:24.1", "KL 9:24", _("At least one member and one alternate for each party, as many alternates as members")
    ),
    Point("KL9:20.1", "KL 9:20", _("Which party is the host, in whose organisation the committee stands")),
    Point("KL9:26.1", "KL 9:26", _("The budget is made by the host after consulting the others")),
    Point("KL9:32.1", "KL 9:32", _("Minutes are announced on the notice board of every party")),
    Point("KL9:34.1", "KL 9:34–35", _("Auditors and discharge in every party")),
    Point("SJ.cost", "", _("How costs are shared, with the day measures are taken"), required=False),
    Point("SJ.exit", "", _("Notice, and what happens to staff, archive and assets at the end"), required=False),
)
CONTRACT = (
    Point("KL9:37.1", "KL 9:37", _("Which task is performed by which party for whom, in whole or in part")),
    Point(
        "KL9:37.2",
        "KL 9:37, 7:4–8",
        _("Whether the other party's employees may decide, in which matters, and how it is reported"),
    ),
    Point("KL6:38.1", "KL 6:38", _("Nothing is delegated that may not be")),
    Point("KL9:38.1", "KL 9:38", _("The executive board reports the collaboration to the council each year")),
    Point("LOU3.1", "LOU 3:11–18", _("The ground in procurement law, and the day it was last checked")),
    Point(
        "AV.cost",
        "",
        _("How costs are shared, indirect costs included, with the day measures are taken"),
        required=False,
    ),
    Point("AV.data", "", _("Controller, processor agreement and secrecy"), required=False),
    Point("AV.archive", "", _("Which party keeps the archive"), required=False),
    Point("AV.followup", "", _("How and when the agreement is followed up, and by whom"), required=False),
    Point("AV.exit", "", _("Notice, dispute, and what happens at the end"), required=False),
)
COORDINATION = (
    Point("FINSAM.1", "2003:1210", _("Charter decided by all members: state, region and municipalities")),
    Point(
        "FINSAM.5",
        "2003:1210 5 §",
        _("Half is paid by the Social Insurance Agency, a quarter by the region, a quarter by the municipalities"),
    ),
    Point("FINSAM.6", "2003:1210", _("How the municipalities share their part among themselves"), required=False),
)
LISTS: dict[str, tuple[Point, ...]] = {
    LegalForm.MUNICIPAL_ASSOCIATION: CHARTER,
    LegalForm.JOINT_COMMITTEE: ARRANGEMENT,
    LegalForm.JOINT_COMMITTEE_CARE: ARRANGEMENT,
    LegalForm.CONTRACT: CONTRACT,
    LegalForm.CONTRACT_OTHER_LAW: CONTRACT,
    LegalForm.COORDINATION_ASSOCIATION: COORDINATION,
}


def checklist(form: str) -> tuple[Point, ...]:
    """The points for a legal form; none where the law asks for nothing."""
    return LISTS.get(form, ())
