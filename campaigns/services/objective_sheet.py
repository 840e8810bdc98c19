"""Reading a workbook of objectives: each row becomes a Line with what will happen to it and why. Nothing is written here."""

from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

from campaigns.enums import Direction, Operator, Rollup
from campaigns.models import Objective, Resolution
from campaigns.queries.resolution import objectives_of
from campaigns.services import objective_words as words
from campaigns.services.cells import text_of
from campaigns.services.measure import put_values
from campaigns.services.measure_cells import LABELS
from campaigns.services.measure_cells import said as said_of
from campaigns.services.measure_values import Amount, amount_of, department_of, ending_words, shown, year_of
from campaigns.tally.measure import year_fault
from campaigns.tally.rollup import fault
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.names import clean, search_key
from thiduakhenthuong.core.sheets.errors import SheetError
from thiduakhenthuong.core.sheets.reader import open_sheet
from thiduakhenthuong.core.sheets.table import Table, find_table
from thiduakhenthuong.core.vntext import number, parse_date

MOST = 500
NEW, CHANGED, SAME, GROUP, WRONG = "new", "changed", "same", "group", "wrong"
OUTCOMES = {NEW: "Thêm mới", CHANGED: "Cập nhật", SAME: "Không đổi", GROUP: "Tên nhóm", WRONG: "Cần sửa"}
# columns of an objective and the columns of a file that say them
COLUMNS = {
    "code": "code", "unit_of_measure": "unit_of_measure", "exclusion_note": "exclusion_note", "note": "note", "group": "group",
    "certainty": "certainty", "operator": "operator", "direction": "direction", "baseline": "base", "baseline_text": "base",
    "baseline_year": "base", "term_value": "term", "term_text": "term", "rollup": "rollup", "splits": "splits",
    "department": "department", "department_text": "department", "due_on": "due_on",
}  # fmt: skip
SAID = (
    "indicator", "unit_of_measure", "direction", "operator", "base", "term", "rollup", "due_on", "department", "exclusion_note",
    "splits",
)  # fmt: skip
LIMITS = {"indicator": 250, "unit_of_measure": 40, "group": 150, "exclusion_note": 250, "note": 300, "code": 20}


@dataclass
class Line:
    """One row of the file: its number, what it says, what will happen, and messages (level bad|warn|info, sentence)."""

    number: int
    outcome: str = NEW
    objective: Objective | None = None
    values: dict = field(default_factory=dict)
    yearly: dict = field(default_factory=dict)
    messages: list[tuple[str, str]] = field(default_factory=list)

    def tell(self, level: str, sentence: str) -> None:
        """Add a message; a bad one makes the row wrong."""
        self.messages.append((level, sentence))
        if level == "bad":
            self.outcome = WRONG

    @property
    def label(self) -> str:
        """What will happen, in words."""
        return OUTCOMES[self.outcome]

    @property
    def term_text(self) -> str:
        """The value of the term as it was read."""
        said = self.values.get
        return Amount(said("term_value"), said("term_value_max"), said("term_text") or "").shown()


@dataclass
class Reading:
    """A whole file: its lines, the years of its columns, columns that were not understood."""

    lines: list[Line]
    unknown: list[str]
    sheet: str

    def count(self, outcome: str) -> int:
        """Rows with this outcome."""
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def writes(self) -> int:
        """Rows that would be written."""
        return self.count(NEW) + self.count(CHANGED)


def read_objectives(resolution: Resolution, source) -> Reading:
    """Every row with its outcome. Raises ValidationError when the file cannot be read at all."""
    try:
        table = find_table(open_sheet(source), words.headings(), required=("indicator",))
    except SheetError as error:
        raise ValidationError(error.message) from error
    rows = [row for row in table.rows if not row.blank]
    if len(rows) > MOST:
        raise ValidationError(f"Tệp có {number(len(rows))} dòng; mỗi nghị quyết nhiều nhất {MOST} chỉ tiêu. Hãy bỏ bớt dòng.")
    reader = _Reader(resolution, table)
    lines = [reader.line(row) for row in rows]
    unknown = [table.headings[column] for column in table.unknown if clean(table.headings[column]).lower() not in ("stt", "tt")]
    return Reading(lines, unknown, table.sheet.name)


class _Reader:
    """What the rows of one file have in common: columns, objectives that exist, codes seen, the group above."""

    def __init__(self, resolution: Resolution, table: Table):
        self.resolution, self.table, self.group = resolution, table, ""
        self.years = resolution.years
        found = list(objectives_of(resolution))
        self.by_code = {one.code.upper(): one for one in found if one.code}
        self.by_name = {search_key(one.indicator): one for one in found}
        self.removed = set(resolution.objectives.exclude(removed_at=None).exclude(code="").values_list("code", flat=True))
        self.seen, self.departments = {}, {}
        self.columns = {int(name[1:]): name for name in table.fields if name[0] == "y" and name[1:].isdigit()}
        self.base_year = self._base_year()

    def _base_year(self) -> int | None:
        """A column of the year before the term is the baseline when no other is."""
        before = self.years[0] - 1
        if "base" in self.table.fields:
            return words.year_in(self.table.headings[self.table.fields["base"]]) or before
        if before in self.columns:
            self.table.fields["base"] = self.table.fields.pop(self.columns.pop(before))
            return before
        return None

    def line(self, row) -> Line:
        """One row of the file."""
        line = Line(row.number)
        said = {name: self.said(row, name) for name in self.table.fields}
        if self._is_group(said):
            self.group = said["indicator"]
            return Line(row.number, GROUP, values={"indicator": self.group})
        self._flags(row, line)
        line.values = {"code": said.get("code", ""), "indicator": said["indicator"]}
        if not said["indicator"]:
            line.tell("bad", "Thiếu tên chỉ tiêu. Hãy ghi tên ở cột Chỉ tiêu.")
            return line
        self._find(line)
        self._words(line, said)
        self._numbers(row, line)
        self._department(line, said.get("department", ""))
        self._due(row, line)
        self._settle(line)
        return line

    def _is_group(self, said: dict) -> bool:
        return bool(said["indicator"]) and not any(text for name, text in said.items() if name not in ("indicator", "code"))

    def _flags(self, row, line: Line) -> None:
        """Formulas without a value and errors of Excel are told, never guessed."""
        for name in self.table.fields:
            cell = self.table.cell(row, name)
            if cell.flag and cell.flag.kind != "formula":
                line.tell("bad", f"Ô {cell.letter}{row.number} là công thức chưa có giá trị. Hãy dán lại thành giá trị.")

    def said(self, row, name: str) -> str:
        """The words of a cell."""
        value = self.table.value(row, name)
        if isinstance(value, bool):
            return "có" if value else ""
        if isinstance(value, int | float | Decimal):
            return number(_decimal(value))
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else clean(str(value or ""))

    def _words(self, line: Line, said: dict) -> None:
        values = line.values
        for name in ("unit_of_measure", "exclusion_note", "note"):
            values[name] = said.get(name, "")
        values["group"] = said.get("group") or self.group
        values["certainty"] = said.get("certainty", "")[:10]
        for name, limit in LIMITS.items():
            if len(values.get(name, "")) > limit:
                line.tell("bad", f"{words.HEADINGS[name][0]} dài hơn {limit} chữ. Hãy viết gọn lại.")
                values[name] = values[name][:limit]
        self._operator(line, said)
        self._direction(line, said)

    def _operator(self, line: Line, said: dict) -> None:
        typed, unit = said.get("operator", ""), line.values["unit_of_measure"].lower()
        if line.objective and "operator" not in self.table.fields:
            line.values["operator"] = line.objective.operator
            return
        found = words.meaning(typed, words.OPERATORS) if typed else None
        if typed and found is None:
            line.tell(
                "bad", f"Không hiểu cách đặt số “{typed}”. Hãy ghi: ít nhất, nhiều nhất, trong khoảng, đúng số lượng, định tính…"
            )
        if unit in words.QUALITATIVE_UNITS:
            found, line.values["unit_of_measure"] = Operator.QUALITATIVE, ""
        if not typed and found is None:
            falls = words.meaning(said.get("direction", ""), words.DIRECTIONS) == Direction.DOWN
            found = Operator.RANGE if said.get("term_max") else Operator.AT_MOST if falls else Operator.AT_LEAST
            line.tell("info", f"Chưa ghi cách đặt số, hiểu là “{found.label.lower()}”.")
        line.values["operator"] = found or Operator.AT_LEAST

    def _direction(self, line: Line, said: dict) -> None:
        typed = said.get("direction", "")
        if line.objective and "direction" not in self.table.fields:
            line.values["direction"] = line.objective.direction
            return
        found = words.meaning(typed, words.DIRECTIONS) if typed else None
        if typed and found is None:
            line.tell("bad", f"Không hiểu hướng “{typed}”. Hãy ghi: tăng, giảm hoặc giữ.")
        default = Direction.DOWN if line.values["operator"] == Operator.AT_MOST else Direction.UP
        line.values["direction"] = found or default

    def _numbers(self, row, line: Line) -> None:
        """Baseline, years and term; the way of adding up, guessed from the numbers when it is not said."""
        measure = Objective(**{name: line.values[name] for name in ("indicator", "unit_of_measure", "operator", "direction")})
        base, term = self._amount(row, line, measure, "base"), self._term(row, line, measure)
        line.values |= {
            "baseline": base.value,
            "baseline_text": base.text,
            "baseline_year": self.base_year if base != Amount() else None,
        }
        line.values |= {"term_value": term.value, "term_value_max": term.value_max, "term_text": term.text}
        for year, name in self.columns.items():
            amount = self._amount(row, line, measure, name)
            if year in self.years:
                line.yearly[year] = amount
            elif amount != Amount():
                line.tell("bad", year_fault(year, self.years))
        self._rollup(row, line, measure)

    def _amount(self, row, line: Line, measure: Objective, name: str) -> Amount:
        if name not in self.table.fields:
            return Amount()
        try:
            return amount_of(measure, self.said(row, name))
        except ValidationError as error:
            cell = self.table.cell(row, name)
            line.tell("bad", f"Ô {cell.letter}{row.number}: {' '.join(error.messages)}")
            return Amount(text=self.said(row, name))  # shown as it was typed; a wrong row is never written

    def _term(self, row, line: Line, measure: Objective) -> Amount:
        term, top = self._amount(row, line, measure, "term"), self._amount(row, line, measure, "term_max")
        if top.value is None or measure.is_qualitative:
            return term
        if term.value is None or top.value <= term.value:
            cell = self.table.cell(row, "term_max")
            line.tell("bad", f"Ô {cell.letter}{row.number}: mức trên phải lớn hơn mức dưới. Hãy đổi chỗ hai số.")
        return Amount(term.value, top.value, term.text)

    def _rollup(self, row, line: Line, measure: Objective) -> None:
        typed = self.said(row, "rollup") if "rollup" in self.table.fields else ""
        typed = line.objective.rollup if line.objective and not typed else typed
        found = words.meaning(typed, words.ROLLUPS) if typed else None
        if typed and found is None:
            line.tell("bad", f"Không hiểu cách cộng “{typed}”. Hãy ghi: cộng dồn, cuối kỳ hoặc trung bình.")
        source = line.objective if line.objective and "term" not in self.table.fields else Objective(**line.values)
        measure.term_value, measure.term_value_max = source.term_value, source.term_value_max
        if not typed and not measure.is_qualitative:
            found = next((rule for rule in Rollup if not self._fault(line, measure, rule)), Rollup.END_POINT)
            line.tell("info", f"Chưa ghi cách cộng, hiểu là “{found.label.lower()}”.")
        line.values["rollup"] = measure.rollup = found or Rollup.END_POINT
        said = self._fault(line, measure, measure.rollup)
        if said and line.outcome != WRONG:
            line.tell("warn", said)
        chosen = self.said(row, "splits").lower() if "splits" in self.table.fields else None
        adds_up = measure.rollup == Rollup.SUM and not measure.is_rate and not measure.is_qualitative
        line.values["splits"] = chosen in words.YES if chosen is not None else adds_up

    def _fault(self, line: Line, measure: Objective, rule: str) -> str:
        trial = copy(measure)
        trial.rollup = rule
        kept = {row.year: year_of(row) for row in line.objective.years.all()} if line.objective else {}
        known = kept | line.yearly
        found = [known.get(year, Amount()) for year in self.years]
        return fault(trial, [one.value for one in found], [one.value_max for one in found])

    def _department(self, line: Line, typed: str) -> None:
        if typed not in self.departments:
            try:
                home, today = self.resolution.unit, clock.today()
                found = department_of(typed, home=home, years=self.years, today=today, accept_ending=True)
                note = ending_words(found.unit, self.years)  # told in the preview, accepted by the press
                if typed and not found.unit:
                    note = f"“{typed}” chưa có trong danh mục đơn vị, giữ bằng chữ."
                self.departments[typed] = (found, ("warn" if found.unit else "info", note) if note else None)
            except ValidationError as error:
                self.departments[typed] = (None, ("bad", " ".join(error.messages)))
        found, message = self.departments[typed]
        line.values |= {"department": found.unit if found else None, "department_text": found.text if found else ""}
        if message:
            line.tell(*message)

    def _due(self, row, line: Line) -> None:
        line.values["due_on"] = None
        typed = self.said(row, "due_on") if "due_on" in self.table.fields else ""
        if typed:
            try:
                line.values["due_on"] = parse_date(typed)
            except ValueError as error:
                line.tell("bad", f"{error}.")

    def _find(self, line: Line) -> None:
        """Which objective the row is: by its code, else by its name."""
        code, name = line.values["code"].upper(), search_key(line.values["indicator"])
        line.objective = self.by_code.get(code) if code else self.by_name.get(name)
        if first := self.seen.get(code or name):
            what = f"mã {line.values['code']}" if code else "tên chỉ tiêu"
            line.tell("bad", f"Trùng {what} với dòng {first}. Hãy bỏ bớt một dòng.")
        if code and line.values["code"] in self.removed and not line.objective:
            line.tell("bad", f"Mã {line.values['code']} thuộc mục tiêu đã bỏ. Hãy khôi phục mục tiêu đó hoặc đặt mã khác.")
        self.seen[code or name] = line.number

    def _settle(self, line: Line) -> None:
        """Columns that the file lacks keep what an objective has; then the whole row is checked and compared."""
        known = line.objective
        if known:
            lacking = {name for name, column in COLUMNS.items() if column not in self.table.fields}
            lacking -= {"group"} if line.values["group"] else set()
            line.values = {name: value for name, value in line.values.items() if name not in lacking}
        if line.outcome != WRONG:
            self._check(line, copy(known) if known else Objective(resolution=self.resolution))
        if line.outcome != WRONG and known:
            changes = self._changes(line, known)
            line.outcome = CHANGED if changes else SAME
            if changes:
                line.tell("info", f"Thay đổi: {'; '.join(changes)}.")

    def _check(self, line: Line, trial: Objective) -> None:
        try:
            put_values(trial, line.values, line.yearly, self.years)
        except ValidationError as error:
            for sentence in error.messages:
                line.tell("bad", sentence)

    def _changes(self, line: Line, known: Objective) -> list[str]:
        """What would change, in words: "năm 2022: 54 → 55"."""
        new = copy(known)
        for name, value in line.values.items():
            setattr(new, name, value)
        found = [(LABELS[name], *(said_of(name, shown(one, name, {})) for one in (known, new))) for name in SAID]
        found += [("Mã", known.code, new.code), ("Nhóm", known.group, new.group), ("Ghi chú", known.note, new.note)]
        found.append(("Năm gốc", text_of(known.baseline_year), text_of(new.baseline_year)))
        rows = {row.year: row for row in known.years.all()}
        found += [(f"Năm {year}", year_of(rows.get(year)).shown(), amount.shown()) for year, amount in line.yearly.items()]
        said = [f"{label.lower()}: {old or 'để trống'} → {now or 'để trống'}" for label, old, now in found if old != now]
        return said or (["độ tin cậy"] if known.certainty != new.certainty else [])


def _decimal(value) -> Decimal:
    """A number of the workbook, as people see it: at most four decimals, without the dust of binary fractions."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)
    return round(found, 4)
