"""The clauses that decide who may see and do what, found in the source, and how each is taken away in memory."""

import ast
import gc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType

from tests.servers import ROOT

SOURCE = ROOT / "src" / "samsyn"
LEFT_OUT = ("migrations", "demo")  # the demo lays out data; it guards nothing
WHO = {"reader", "acting", "asking", "by"}
WHOSE = {"organisation", "authority", "person", "circles", "assignment"}
NARROWING = {"filter", "exclude", "get", "Q"}

EVERYTHING = '__import__("django.db.models", fromlist=["Q"]).Q(pk__isnull=False)'
NOTHING = '__import__("django.db.models", fromlist=["Q"]).Q(pk__in=[])'


@dataclass(frozen=True)
class Clause:
    """One clause, and what stands there instead."""

    kind: str  # "rule", "filter" or "require"
    file: str
    function: str
    line: int
    end: int
    text: str
    instead: str
    index: int

    @property
    def name(self) -> str:
        """Without the line number, so that a list of known ones survives edits."""
        return f"{self.file} {self.function}: {self.text} -> {self.instead}"

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.function}: {self.text} -> {self.instead}"


@dataclass
class _Site:
    kind: str
    old: ast.AST
    new: ast.AST
    around: ast.AST  # the statement whose lines tell whether a test has been there
    instead: str


def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _operands(tree: ast.AST, around: ast.AST) -> Iterator[_Site]:
    """Each operand of and, or: as if it had not been written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BoolOp):
            neutral = "True" if isinstance(node.op, ast.And) else "False"
            for value in node.values:
                yield _Site("rule", value, _parsed(neutral), around, neutral)


def _rule(function: ast.FunctionDef) -> Iterator[_Site]:
    """A rule as a whole, each of its conditions both ways, each operand, and each other rule that it leans on."""
    allowed = replace_body(function, "return ALLOWED")
    yield _Site("rule", function, allowed, function, "ALLOWED")
    for node in ast.walk(function):
        if isinstance(node, ast.If):
            for told in ("True", "False"):
                yield _Site("rule", node.test, _parsed(told), node.test, told)
            yield from _operands(node.test, node.test)
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.IfExp):
            yield _Site("rule", node.value.test, _parsed("True"), node, "True")
            yield _Site("rule", node.value.test, _parsed("False"), node, "False")
            yield from _operands(node.value.test, node)
        elif isinstance(node, ast.Return) and len(function.body) > 1 and "may_" in ast.unparse(node):
            yield _Site("rule", node.value, _parsed("ALLOWED"), node, "ALLOWED")  # type: ignore[arg-type]


def replace_body(function: ast.FunctionDef, text: str) -> ast.FunctionDef:
    told = {name: getattr(function, name) for name in function._fields}
    return ast.FunctionDef(**told | {"body": ast.parse(text).body})


def _is_who(value: ast.expr) -> bool:
    return (
        isinstance(value, ast.Attribute)
        and value.attr in WHOSE
        and isinstance(value.value, ast.Name)
        and value.value.id in WHO
    )


def _without(call: ast.Call, keyword: ast.keyword) -> tuple[ast.expr, str]:
    rest = [each for each in call.keywords if each is not keyword]
    is_q = ast.unparse(call.func).split(".")[-1] == "Q"
    if is_q and not rest and not call.args:
        return _parsed(EVERYTHING), "everything"
    return ast.Call(call.func, call.args, rest), "not asked"


def _filters(function: ast.FunctionDef, statement: ast.stmt) -> Iterator[_Site]:
    defines = function.name in ("visible_to", "readable_by")
    for node in ast.walk(statement):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func).split(".")[-1]
            if called == "visible_to" and isinstance(node.func, ast.Attribute):
                base = node.func.value
                everything = ast.Call(ast.Attribute(base, "all", ast.Load()), [], [])
                yield _Site("filter", node, everything, statement, "all()")
            elif called in ("readable_by", "visible_to"):
                yield _Site("filter", node, _parsed(EVERYTHING), statement, "everything")
            elif called in NARROWING:
                for keyword in node.keywords:
                    if _is_who(keyword.value) or (defines and called == "Q"):
                        new, instead = _without(node, keyword)
                        site = _Site("filter", node, new, statement, f"{ast.unparse(keyword)} {instead}")
                        yield site
        elif defines and isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            for value in (node.left, node.right):
                if not isinstance(value, ast.BinOp):
                    yield _Site("filter", value, _parsed(NOTHING), statement, "nothing")
        elif (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and ast.unparse(node.value.func) == "require"
        ):
            yield _Site("require", node, ast.Pass(), node, "not asked")


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions of a module and of its classes; functions inside functions belong to the outer one."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield f"{node.name}.{inner.name}", inner


def _sites(tree: ast.Module, path: Path) -> Iterator[tuple[str, _Site]]:
    for name, function in _functions(tree):
        if path.name == "rules.py":
            yield from ((name, site) for site in _rule(function))
        else:
            for statement in function.body:
                yield from ((name, site) for site in _filters(function, statement))


@cache
def _source(path: Path) -> str:
    """As it was when the run began: somebody may be editing."""
    return path.read_text()


def clauses() -> list[Clause]:
    """Every clause in the source, in its order."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        if set(path.relative_to(SOURCE).parts) & set(LEFT_OUT):
            continue
        for index, (function, site) in enumerate(_sites(ast.parse(_source(path)), path)):
            if isinstance(site.old, ast.FunctionDef):
                text, line, end = "the whole rule", site.old.body[0].lineno, site.old.end_lineno
            else:
                text, line, end = ast.unparse(site.old), site.around.lineno, site.around.end_lineno  # type: ignore[attr-defined]
            told = path.relative_to(ROOT)
            found.append(Clause(site.kind, str(told), function, line, end or line, text, site.instead, index))
    return [replace(each, text=_short(each.text)) for each in found]


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 110 else f"{plain[:107]}..."


class _Exchange(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def _code(of: CodeType, qualname: str) -> CodeType | None:
    for inner in of.co_consts:
        if isinstance(inner, CodeType):
            if inner.co_qualname == qualname:
                return inner
            if found := _code(inner, qualname):  # in a class, or behind type parameters
                return found
    return None


Functions = dict[tuple[str, str], list[FunctionType]]


def loaded() -> Functions:
    """Every function of the product in memory, by file and name, also those inside decorators."""
    for path in SOURCE.rglob("*.py"):
        if not set(path.relative_to(SOURCE).parts) & {*LEFT_OUT, "wsgi.py"}:
            import_module(".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__"))
    found: Functions = {}
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename.startswith(str(SOURCE)):
            file = str(Path(each.__code__.co_filename).relative_to(ROOT))
            found.setdefault((file, each.__code__.co_qualname), []).append(each)
    return found


def take_away(clause: Clause, functions: Functions) -> None:
    """Give the function in memory another code, without the clause."""
    path = ROOT / clause.file
    tree = ast.parse(_source(path))
    _name, site = list(_sites(tree, path))[clause.index]
    changed = ast.fix_missing_locations(_Exchange(site.old, site.new).visit(tree))
    code = _code(compile(changed, str(path), "exec", dont_inherit=True), clause.function)
    assert code, clause
    for function in functions[clause.file, clause.function]:
        function.__code__ = code
