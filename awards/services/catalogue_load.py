"""The repeatable load of awards/reference/*.csv and campaigns/reference/*.csv into the dated catalogue.

A row is known by its `slug`, made from its natural key. Rows that an administrator edited or added are left alone;
rows gone from a file are retired by date, never deleted. A second run writes nothing.
"""

import csv
import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import models, transaction

from awards.models import (
    Authority,
    AwardKind,
    BaseSalary,
    CertificateField,
    CertificateModel,
    Coefficient,
    CommendationType,
    Deadline,
    DocumentText,
    EligibilityRule,
    LegalBasis,
    OfficeProfile,
    PaperRequirement,
    Regime,
    ReportForm,
    ReturnReason,
    Signer,
)  # fmt: skip
from campaigns.models import CampaignRule, Indicator, StockPhrase, Unit
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.names import search_key

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
CAMPAIGN_REFERENCE = REFERENCE.parent.parent / "campaigns" / "reference"
SAME = {name: name for name in ("valid_from", "valid_to", "certainty")}


@dataclass(frozen=True)
class Source:
    """One file: its model, the fields of the natural key, CSV column → model field.

    A key may name a column that is no field. `rest` names a JSON field that takes every other column as text; `fixed`
    are values of every row.
    """

    file: str
    model: type
    key: tuple[str, ...]
    columns: dict[str, str]
    rest: str = ""
    fixed: dict = field(default_factory=dict)
    repeats: bool = False  # rows of one key are told apart by their order in the file
    home: Path = REFERENCE


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names} | SAME


SOURCES = (
    Source("regimes", Regime, ("code",), _same("code", "law", "decree", "circular") | {"label_vi": "label"}),
    Source("award_kinds", AwardKind, ("code",), _same(
        "code", "family", "recipient_kinds", "level", "has_certificate", "order", "article", "notes",
    ) | {"label_vi": "label", "short_label_vi": "short_label", "certificate_title_vi": "certificate_title"}),
    Source("authorities", Authority, ("award_kind", "level", "valid_from", "office"), _same("article") | {
        "award_code": "award_kind", "deciding_office_vi": "office", "unit_level": "level",
    }),
    Source("commendation_types", CommendationType, ("code",), _same("code", "counts_for_merit", "short_procedure") | {
        "label_vi": "label", "definition_vi": "definition",
    }),
    Source("coefficients", Coefficient, ("award_kind", "recipient_kind", "valid_from"), _same(
        "recipient_kind", "coefficient_x1000", "rule", "article",
    ) | {"award_code": "award_kind"}),
    Source("base_salary", BaseSalary, ("valid_from",), _same("decree") | {"amount_vnd": "amount"}),
    Source("legal_bases", LegalBasis, ("document_kind", "level", "order", "valid_from"), _same(
        "document_kind", "order",
    ) | {"deciding_level": "level", "text_vi": "text"}),
    Source("eligibility_rules", EligibilityRule, ("code", "valid_from"), _same(
        "code", "commendation_type", "inputs", "severity", "parameters",
    ) | {"award_code": "award_codes", "statement_vi": "statement", "citation_vi": "citation"}),
    Source("paper_requirements", PaperRequirement, ("code", "row", "valid_from"), _same(
        "code", "label", "scope", "award_codes", "commendation_types", "recipient_kinds", "required", "order", "citation",
    )),
    Source("return_reasons", ReturnReason, ("code",), _same("code", "field_to_fix") | {
        "group_vi": "group", "reason_vi": "reason", "sentence_vi": "sentence",
    }, fixed={"certainty": "verify"}),
    Source("deadlines", Deadline, ("step_code", "applies_to"), _same(
        "step_code", "working_days", "applies_to", "setting_of", "day_kind", "fixed_date", "citation",
    ) | {"label_vi": "label"}),
    Source("report_forms", ReportForm, ("regime_code", "form_no", "used_for"), _same("form_no") | {
        "regime": "regime_code", "title_vi": "title", "for": "used_for", "headings_vi": "headings",
    }),
    Source("document_texts", DocumentText, ("document_kind", "part", "level", "valid_from"), _same(
        "document_kind", "part", "level", "text",
    )),
    Source("office_profiles", OfficeProfile, ("level", "unit", "valid_from"), _same(
        "level", "unit", "issuer_lines", "authority", "committee", "place", "decision_symbol", "submission_symbol",
        "unit_code", "proposer_title", "appraisal_office", "executors", "fund", "recipients", "regulation_number",
        "regulation_date",
    )),
    Source("signers", Signer, ("unit", "name", "valid_from"), _same("unit", "name", "title_lines")),
    Source("certificate_models", CertificateModel, ("code", "valid_from"), _same(
        "code", "label", "levels", "award_codes", "ground",
    ) | {"paper_w": "paper_width", "paper_h": "paper_height"}, rest="parameters"),
    Source("certificate_fields", CertificateField, ("model_code", "name"), SAME | {
        "layout": "model_code", "field": "name", "x": "x", "y": "y", "w": "width", "h": "height",
    }, rest="parameters", repeats=True),
    Source("campaign_rules", CampaignRule, ("code", "valid_from"), _same(
        "code", "label", "value", "unit_of_measure", "source",
    ), home=CAMPAIGN_REFERENCE),
    Source("stock_phrases", StockPhrase, ("phrase", "valid_from"), _same("phrase"), home=CAMPAIGN_REFERENCE),
    Source("indicators", Indicator, ("name", "valid_from"), _same(
        "name", "unit_of_measure", "direction", "rollup", "example", "topic",
    ), home=CAMPAIGN_REFERENCE),
)  # fmt: skip


@dataclass
class Outcome:
    """What a load did to one file."""

    file: str
    created: int = 0
    changed: int = 0
    retired: int = 0

    @property
    def writes(self) -> int:
        return self.created + self.changed + self.retired


@transaction.atomic
def load_all(folder: Path | None = None) -> list[Outcome]:
    """Load every file that is there, from its home or from one folder; units must be loaded before (profiles name them)."""
    homes = [(source, folder or source.home) for source in SOURCES]
    return [load_source(source, home) for source, home in homes if (home / f"{source.file}.csv").exists()]


def load_source(source: Source, folder: Path | None = None) -> Outcome:
    """Load one file; raises ValueError with file and line when a cell cannot be read."""
    keys = _foreign_keys(source.model)
    wanted = {}
    for number, raw in enumerate(read(source.file, folder or source.home), 2):
        if source.repeats:
            raw["position"] = number  # boxes are tried in the order of the file
        try:
            values = _values(source, raw, keys)
            slug = _slug(source, raw)
        except (ValueError, KeyError, ArithmeticError) as error:
            raise ValueError(f"{source.file}.csv, dòng {number}: {error}") from error
        if source.repeats:
            slug = f"{slug}:{sum(known.startswith(f'{slug}:') for known in wanted) + 1}"
        if slug in wanted:
            raise ValueError(f"{source.file}.csv, dòng {number}: trùng khóa {slug}")
        wanted[slug] = values
    return _write(source, wanted)


def read(name: str, folder: Path = REFERENCE) -> list[dict]:
    """Rows of one reference file."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(source: Source, wanted: dict[str, dict]) -> Outcome:
    known = {row.slug: row for row in source.model.objects.all()}
    fresh, changed = [], []
    for slug, values in wanted.items():
        row = known.get(slug)
        if row is None:
            fresh.append(source.model(slug=slug, **values))
        elif not row.edited and any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    gone = [row for row in known.values() if row.slug not in wanted and not row.edited and _open(row)]
    for row in gone:
        row.valid_to = _yesterday()
    source.model.objects.bulk_create(fresh, batch_size=200)
    names = sorted({name for values in wanted.values() for name in values}) or ["valid_to"]
    source.model.objects.bulk_update(changed, names, batch_size=100)
    source.model.objects.bulk_update(gone, ["valid_to"], batch_size=200)
    return Outcome(source.file, len(fresh), len(changed), len(gone))


def _yesterday() -> date:
    return clock.today() - timedelta(days=1)


def _open(row) -> bool:
    return row.valid_to is None or row.valid_to > _yesterday()


def _foreign_keys(model) -> dict[str, dict[str, int]]:
    """field → {what the file writes: primary key}."""
    found = {}
    for item in model._meta.get_fields():
        if isinstance(item, models.ForeignKey):
            name = "slug" if item.related_model is Unit else "code"
            found[item.name] = dict(item.related_model.objects.values_list(name, "pk"))
    return found


def _values(source: Source, raw: dict, keys: dict) -> dict:
    values = dict(source.fixed)
    for column, name in source.columns.items():
        if column in raw:
            values |= _cell(source.model._meta.get_field(name), raw[column] or "", keys)
    if source.rest:
        values[source.rest] = {name: cell for name, cell in raw.items() if name not in source.columns}
    return values


def _cell(item, text: str, keys: dict) -> dict:
    """{attribute: value} of one cell, by the type of the model field."""
    if isinstance(item, models.ForeignKey):
        return {item.attname: keys[item.name][text] if text else None}
    if isinstance(item, models.CharField | models.TextField):
        return {item.name: text}
    if isinstance(item, models.BooleanField):
        return {item.name: text in ("true", "1")}
    if not text:
        return {item.name: item.get_default() if isinstance(item, models.JSONField) else None}
    readers = {models.DateField: date.fromisoformat, models.DecimalField: Decimal, models.JSONField: json.loads}
    return {item.name: readers.get(type(item), int)(text)}


def _slug(source: Source, raw: dict) -> str:
    """The natural key in ASCII; a foreign key speaks as in the file, not by number."""
    column = {name: column for column, name in source.columns.items()}
    words = [raw.get(column.get(name, name)) or "-" for name in source.key]
    return search_key(":".join(words)).replace(" ", "-")[:150]
