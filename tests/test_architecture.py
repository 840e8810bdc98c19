"""The dependency rule, as a test: an arrow may only point to the left."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
ORDER = ["thiduakhenthuong.core", "thiduakhenthuong.accounts", "campaigns", "awards", "thiduakhenthuong.summary"]
LAYERS = [
    "enums",
    "models",
    "permissions",
    "queries",
    "eligibility",
    "tally",
    "workflow",
    "documents",
    "services",
    "forms",
    "views",
    "urls",
]


def files(package):
    found = [p for p in (ROOT / package.replace(".", "/")).rglob("*.py") if "migrations" not in p.parts]
    assert found, f"{package} is empty: the checks would prove nothing"
    return found


def imported(path):
    here = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else ()
            yield from (".".join([*base, *filter(None, [node.module]), a.name]) for a in node.names)


def rank(name):
    return next((i for i, p in enumerate(ORDER) if name == p or name.startswith(p + ".")), -1)


def test_apps_import_only_what_is_below_them():
    pairs = ((i, path, name) for i, app in enumerate(ORDER) for path in files(app) for name in imported(path))
    assert [(str(path.relative_to(ROOT)), name) for i, path, name in pairs if rank(name) > i] == []


@pytest.mark.parametrize("package", ["campaigns", "awards"])
def test_layers_import_only_what_is_below_them(package):
    bad = []
    for path in files(package):
        here = path.relative_to(ROOT / package).parts[0].removesuffix(".py")
        for name in imported(path):
            app, _, rest = name.partition(".")
            layer = rest.split(".")[0]
            if app == package and {here, layer} <= set(LAYERS) and LAYERS.index(layer) > LAYERS.index(here):
                bad.append((str(path.relative_to(ROOT)), name))
    assert bad == []


def test_campaigns_models_and_templates_do_not_know_awards():
    for model in apps.get_app_config("campaigns").get_models():
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model:
                assert field.related_model._meta.app_label != "awards", field
    templates = list((ROOT / "templates" / "campaigns").rglob("*.html"))
    assert [str(path) for path in templates if "awards" in path.read_text("utf-8")] == []


def own_imports_inside_functions(path):
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for inner in ast.walk(node):
                if isinstance(inner, ast.ImportFrom) and (inner.level or rank(inner.module or "") >= 0):
                    yield f"{path.relative_to(ROOT)}:{inner.lineno}"


def test_no_own_imports_inside_functions():
    assert [place for app in ORDER for path in files(app) for place in own_imports_inside_functions(path)] == []


def test_views_reach_records_through_queries_and_never_assign_state():
    bad = []
    for app in ("campaigns", "awards", "thiduakhenthuong.summary"):
        for path in files(app):
            if "views" in path.relative_to(ROOT / app.replace(".", "/")).as_posix():
                text = path.read_text("utf-8")
                bad += [str(path) for word in (".objects.", ".state = ") if word in text]
    assert bad == []


def test_only_the_clock_asks_what_day_it_is():
    allowed = {"thiduakhenthuong/core/clock.py", "thiduakhenthuong/accounts/middleware.py"}
    bad = []
    for app in ORDER:
        for path in files(app):
            name = path.relative_to(ROOT).as_posix()
            text = path.read_text("utf-8")
            if name not in allowed and any(word in text for word in ("date.today()", "timezone.now()", "datetime.now()")):
                bad.append(name)
    assert bad == []


def test_nothing_reaches_outside_the_office_network_and_nothing_is_marked_safe():
    bad = []
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text("utf-8")
        for word in ('src="http', 'href="http', "|safe", " style=", " onclick=", "autoescape off"):
            if word in text:
                bad.append((path.relative_to(ROOT).as_posix(), word))
    assert bad == []


def test_only_one_module_draws_pdf_and_one_reads_sheets():
    uses = {"weasyprint": set(), "openpyxl": set()}
    for app in ORDER:
        for path in files(app):
            for name in imported(path):
                for library, places in uses.items():
                    if name.split(".")[0] == library:
                        places.add(path.relative_to(ROOT).as_posix())
    assert uses["weasyprint"] == {"thiduakhenthuong/core/pdf.py"}
    assert sorted(p for p in uses["openpyxl"] if not p.startswith("thiduakhenthuong/core/sheets/")) == []
