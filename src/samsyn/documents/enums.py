from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    STAFF_REPORT = "STAFF_REPORT", _("staff report")
    MINUTES_EXTRACT = "MINUTES_EXTRACT", _("minutes extract")
    MEETING_NOTES = "MEETING_NOTES", _("meeting notes")
    COLLABORATION_REPORT = "COLLABORATION_REPORT", _("report on contract collaboration, KL 9:38")
    COST_SPECIFICATION = "COST_SPECIFICATION", _("cost specification")


class FindingKind(models.TextChoices):
    """What the gate finds in a document before it becomes public."""

    PERSONAL_NUMBER = "PERSONAL_NUMBER", _("personal identity number")
    COORDINATION_NUMBER = "COORDINATION_NUMBER", _("coordination number")
    SECRECY_MARK = "SECRECY_MARK", _("secrecy mark")
    PROTECTED_IDENTITY = "PROTECTED_IDENTITY", _("protected identity")
    HIDDEN_TEXT = "HIDDEN_TEXT", _("hidden text")
    COMMENT = "COMMENT", _("comment")
    TRACKED_CHANGE = "TRACKED_CHANGE", _("tracked change")
    ATTACHMENT = "ATTACHMENT", _("embedded file")
    ACTIVE_CONTENT = "ACTIVE_CONTENT", _("script or media")
    METADATA = "METADATA", _("name in the properties")
    LOCATION = "LOCATION", _("place of a photograph")
    EARLIER_VERSION = "EARLIER_VERSION", _("earlier version in the file")
    NOT_SEARCHABLE = "NOT_SEARCHABLE", _("cannot be searched")


class Place(models.TextChoices):
    """Where in a document something was found; most are numbered."""

    WHOLE = "WHOLE", _("the whole document")
    PAGE = "PAGE", _("page")
    PARAGRAPH = "PARAGRAPH", _("paragraph")
    LINE = "LINE", _("line")
    HEADER = "HEADER", _("page header")
    FOOTER = "FOOTER", _("page footer")
    FOOTNOTE = "FOOTNOTE", _("footnote")
    COMMENT = "COMMENT", _("comments")
    BUILDING_BLOCK = "BUILDING_BLOCK", _("building block")
    PROPERTIES = "PROPERTIES", _("the properties of the document")
    THUMBNAIL = "THUMBNAIL", _("thumbnail of the first page")
    IMAGE = "IMAGE", _("image")
    FORM_FIELD = "FORM_FIELD", _("form field")
    LAYER = "LAYER", _("layer")
    OTHER_PART = "OTHER_PART", _("a part that is not shown")
