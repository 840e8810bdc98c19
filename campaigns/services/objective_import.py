"""A workbook of objectives on its way into a resolution: kept as a file, shown row by row, applied by one press.

Nothing of the tree is written before the press; then the file is read again, and when somebody changed the table meanwhile
so that a row would fare differently, the person looks once more.
"""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.models import Objective, ObjectiveYear, Resolution
from campaigns.services import measure as rows
from campaigns.services.measure_values import Amount
from campaigns.services.objective import require_officer, siblings_of
from campaigns.services.objective_sheet import CHANGED, NEW, WRONG, Line, Reading, read_objectives
from campaigns.services.objective_words import HEADINGS
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Conflict
from thiduakhenthuong.core.files import XLSX, discard, store_bytes
from thiduakhenthuong.core.models import StoredFile
from thiduakhenthuong.core.names import search_key
from thiduakhenthuong.core.sheets.errors import MAX_PACKED

AIM_GROUP = "muc tieu tong quat"


def keep_upload(*, resolution: Resolution, upload, by) -> StoredFile:
    """Read the file once, so that one that cannot be read is refused at its field, and keep it for the preview."""
    require_officer(resolution, by)
    if upload.size > MAX_PACKED:
        raise ValidationError("Tệp lớn hơn 10 MB. Hãy chép riêng bảng cần nhập sang một sổ tính mới rồi tải lại.")
    content = upload.read()
    read_objectives(resolution, content)
    return store_bytes(content, name=upload.name, content_type=XLSX, by=by)


def upload_of(public_id, *, by) -> StoredFile | None:
    """The file that this person is looking at."""
    return StoredFile.objects.filter(public_id=public_id, by=by, content_type=XLSX).first() if public_id else None


def preview(*, resolution: Resolution, stored: StoredFile, by) -> tuple[Reading, str]:
    """Every row with its outcome, and the mark of this reading."""
    require_officer(resolution, by)
    with stored.file.open("rb") as file:
        reading = read_objectives(resolution, file.read())
    return reading, mark_of(reading)


def mark_of(reading: Reading) -> str:
    """What would happen to every row, in one word: another word means that somebody changed the table meanwhile."""
    said = [(line.number, line.outcome, line.objective.version if line.objective else 0) for line in reading.lines]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


@transaction.atomic
def apply_import(*, resolution: Resolution, stored: StoredFile, mark: str, leave_wrong: bool, by) -> dict:
    """Write the rows of the preview, all or none; answers {"new", "changed", "left"}.

    `leave_wrong`: the person chose to leave the faulty rows out. Raises Conflict when the table changed since the preview.
    """
    resolution = Resolution.objects.select_for_update().get(pk=resolution.pk)
    reading, now = preview(resolution=resolution, stored=stored, by=by)
    if now != mark:
        raise Conflict("Bảng mục tiêu vừa được sửa sau khi bạn xem trước. Hãy xem lại rồi bấm nhập.", fresh=resolution)
    wrong = reading.count(WRONG)
    if wrong and not leave_wrong:
        raise ValidationError(f"Còn {wrong} dòng cần sửa. Hãy sửa trong tệp rồi tải lại, hoặc chọn bỏ các dòng đó.")
    if not reading.writes:
        raise ValidationError("Không có dòng nào để nhập: mọi dòng đã giống bảng hiện có.")
    made = _make(resolution, [line for line in reading.lines if line.outcome == NEW], by)
    changed = [_rewrite(line, resolution, by) for line in reading.lines if line.outcome == CHANGED]
    rows.renumber(siblings_of(resolution))
    _fill_aim(resolution)
    counts = {"new": len(made), "changed": len(changed), "left": wrong}
    note = f"{stored.name}: thêm {len(made)}, cập nhật {len(changed)}"
    events.record(resolution, "import", by=by, note=note, data={"done": "nhập bảng mục tiêu"} | counts)
    discard(stored)
    return counts


def _make(resolution: Resolution, lines: list[Line], by) -> list[Objective]:
    siblings = siblings_of(resolution)
    if siblings.count() + len(lines) > rows.MOST:
        raise ValidationError(f"Một nghị quyết có nhiều nhất {rows.MOST} chỉ tiêu. Hãy bỏ bớt dòng.")
    last = siblings.count()
    made = [
        Objective(resolution=resolution, order=last + place, **line.values) for place, line in enumerate(lines, start=1)
    ]  # fmt: skip
    Objective.objects.bulk_create(made, batch_size=100)
    years = [
        ObjectiveYear(objective=objective, year=year, **amount._asdict())
        for objective, line in zip(made, lines, strict=True)
        for year, amount in line.yearly.items()
        if amount != Amount()
    ]
    ObjectiveYear.objects.bulk_create(years, batch_size=500)
    events.record_many([(one, "", {"done": "thêm từ tệp"}) for one in made], "create", by=by)
    return made


def _rewrite(line: Line, resolution: Resolution, by) -> Objective:
    objective = line.objective
    rows.put_values(objective, line.values, line.yearly, resolution.years)
    rows.rewrite(objective, version=objective.version, yearly=line.yearly, by=by, what="Mục tiêu")
    return objective


def _fill_aim(resolution: Resolution) -> None:
    """The general aim of a resolution without one is the first row of the group of that name."""
    if resolution.aim:
        return
    aim = next((row for row in siblings_of(resolution) if search_key(row.group) == AIM_GROUP), None)
    if aim:
        Resolution.objects.filter(pk=resolution.pk).update(aim=aim.indicator[:500])


def cancel_import(stored: StoredFile) -> None:
    """Throw the file away."""
    discard(stored)


def template_headings(years: range) -> list[str]:
    """Headings of the template and of the export, which reads back as the very same table."""
    first = [HEADINGS[name][0] for name in ("code", "group", "indicator", "unit_of_measure", "direction", "operator")]
    last = ("term", "term_max", "rollup", "department", "exclusion_note", "due_on", "splits", "note")
    return [*first, f"Số gốc {years[0] - 1}", *(f"Năm {year}" for year in years), *(HEADINGS[name][0] for name in last)]
