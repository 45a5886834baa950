"""Walks a matter's journey through the JSON API, with a key for each person."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from samsyn.organisations.actions import make_key
from tests.api.keys import KeyClient
from tests.journey import Driver, Named, Step, acting, at, pdf

# verb: method, and where; {uid} is what the step is about
WHERE = {
    "raise": ("POST", "/forums/{uid}/matters"),
    "change": ("PATCH", "/matters/{uid}"),
    "propose": ("POST", "/matters/{uid}/proposals"),
    "set_condition": ("POST", "/matters/{uid}/entry-condition"),
    "consequence": ("POST", "/matters/{uid}/asked"),
    "standpoint": ("POST", "/matters/{uid}/standpoints"),
    "add_document": ("POST", "/matters/{uid}/documents"),
    "share_document": ("POST", "/matter-documents/{uid}/share"),
    "mark_document": ("POST", "/matter-documents/{uid}/secrecy"),
    "share": ("POST", "/matters/{uid}/share"),
    "refer": ("POST", "/matters/{uid}/refer"),
    "publish": ("POST", "/matters/{uid}/publish"),
    "close": ("POST", "/matters/{uid}/close"),
    "receive": ("POST", "/referrals/{uid}/receive"),
    "registry": ("PATCH", "/local-matters/{uid}"),
    "texts": ("POST", "/local-matters/{uid}/texts"),
    "path": ("POST", "/local-matters/{uid}/path"),
    "sign": ("POST", "/local-matters/{uid}/sign"),
    "publish_answer": ("POST", "/local-matters/{uid}/publish"),
    "decide": ("POST", "/steps/{uid}/decisions"),
    "correct": ("POST", "/decisions/{uid}/corrections"),
    "force": ("POST", "/decisions/{uid}/force"),
}


class ApiDriver(Driver):
    def __init__(self, _folder: Path) -> None:
        super().__init__()
        self.clients: dict[str, KeyClient] = {}

    def client(self, who: str) -> KeyClient:
        if who not in self.clients:
            with at(0), acting(who) as told:
                _key, secret = make_key(purpose="Resan", may_write=True, expires_on=date(2027, 1, 1), **told)
            self.clients[who] = KeyClient(secret)
        return self.clients[who]

    def take(self, step: Step) -> None:
        method, where = WHERE[step.verb]
        path = where.format(uid=self.subject(step))
        body = self.body(step)
        if step.verb == "decide" and step.file:
            path += "/with-extract"
        response = self.client(step.who).ask(method, path, body)
        assert response.status_code in (200, 201), (str(step), response.content.decode())
        if step.verb == "raise":
            self.matter = response.json()["uid"]

    def body(self, step: Step) -> dict[str, Any]:
        told = _plain(self.values(step))
        if step.verb == "path":
            told["bodies"] = [{"body": uid} for uid in told["bodies"]]
        if step.verb == "consequence":
            told["organisation"] = step.about
        if step.verb in ("change", "registry", "consequence", "refer", "share"):
            told["version"] = self.version(step)
        if step.verb in ("publish", "publish_answer"):
            told["to"] = True
        agreement = {
            name.removeprefix("agreement_"): told.pop(name) for name in list(told) if name.startswith("agreement_")
        }
        if agreement:
            told["agreement"] = agreement
        if step.file:
            told["file"] = SimpleUploadedFile(step.file, pdf(step.file))
        return told

    def named(self, thing: Named, told: dict[str, Any]) -> str:
        if thing.kind != "body":
            return super().named(thing, told)
        client = self.client(self.stepping)
        place = self.referral(told, self.stepping)["organisation"]["uid"]
        bodies = client.ask("GET", f"/organisations/{place}/bodies").json()
        return str(next(one["uid"] for one in bodies if one["name"] == thing.name))

    def values(self, step: Step) -> dict[str, Any]:
        self.stepping = step.who
        return super().values(step)

    def get(self, who: str, path: str) -> Any:
        response = self.client(who).ask("GET", path)
        assert response.status_code == 200, (path, response.content.decode())
        return response

    def read(self, who: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(who, f"/matters/{self.matter}").json()
        return found

    def views(self, who: str) -> Any:
        return [
            self.get(who, f"/matters/{self.matter}/{view}").json()
            for view in ("board", "plan", "timeline", "entry-condition", "preview")
        ]

    def export(self, who: str) -> bytes:
        return bytes(self.get(who, f"/matters/{self.matter}/export").content)


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}
