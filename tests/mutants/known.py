"""Clauses whose loss no test can notice, each with the reason. At most a handful."""

KNOWN = {
    "src/samsyn/collaborations/views/imports.py apply: require(rules.may_import(reader)) -> not asked": (
        "said before the form is read; the action that follows asks the same rule"
    ),
    "src/samsyn/collaborations/views/record.py points: require(may_edit) -> not asked": (
        "said before the form is read; the action that follows asks the same rule"
    ),
    "src/samsyn/collaborations/views/parts.py _document: Collaboration.objects.visible_to(reader) -> all()": (
        "a document that may be seen has its collaboration's authority and circle: a composite key holds them equal"
    ),
}
