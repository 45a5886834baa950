"""Walks a matter's journey by the command line, as each person in turn."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from samsyn.cli.main import samsyn
from tests.journey import Driver, Named, Step, email, pdf

# What a step is called on the command line, and the options that are called otherwise than their fields.
COMMANDS = {"publish_answer": "publish-answer"}
OPTIONS = {"parties": "party", "extents": "extent", "bodies": "body"}
OF_CONDITIONS = {"propose": "this-one", "set_condition": "this-one", "decide": "only-if", "correct": "only-if"}
VERSIONED = ("change", "registry", "consequence", "refer", "share")


class CliDriver(Driver):
    """In this process, so that the days of the journey hold; `tests/cli/test_matters.py` runs the real command."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def run(self, who: str, *words: str) -> Result:
        return CliRunner().invoke(samsyn, ["matters", *words], env={"SAMSYN_AS": email(who)})

    def told(self, who: str, *words: str) -> Any:
        done = self.run(who, *words, "--json")
        assert done.exit_code == 0, (words, done.output, done.exception)
        return json.loads(done.stdout)

    def take(self, step: Step) -> None:
        command = COMMANDS.get(step.verb, step.verb.replace("_", "-"))
        words = [command, self.subject(step)]
        if step.verb == "consequence":
            words.append(step.about)
        if step.file:
            path = self.folder / step.file
            path.write_bytes(pdf(step.file))
            words += [str(path)] if step.verb == "add_document" else ["--extract", str(path)]
        if step.verb in VERSIONED:
            words += ["--version", str(self.version(step))]
        for name, value in self.values(step).items():
            words += self.option(step, name, value)
        told = self.told(step.who, *words)
        if step.verb == "raise":
            self.matter = told["uid"]

    def option(self, step: Step, name: str, value: Any) -> list[str]:
        name = OF_CONDITIONS[step.verb] if name == "these" else OPTIONS.get(name, name).replace("_", "-")
        if value is True:
            return [f"--{name}"]
        if isinstance(value, dict):
            value = [f"{key}: {text}" for key, text in value.items()]
        many = value if isinstance(value, list) else [value]
        return [word for one in many for word in (f"--{name}", one.isoformat() if isinstance(one, date) else str(one))]

    def named(self, thing: Named, told: dict[str, Any]) -> str:
        return thing.name if thing.kind == "body" else super().named(thing, told)

    def read(self, who: str) -> dict[str, Any]:
        found: dict[str, Any] = self.told(who, "show", self.matter)
        return found

    def views(self, who: str) -> Any:
        views = ("board", "plan", "timeline", "condition", "preview")
        return [self.told(who, view, self.matter) for view in views]

    def export(self, who: str) -> bytes:
        path = self.folder / f"{who}.zip"
        self.told(who, "export", self.matter, str(path))
        return path.read_bytes()
