"""The tree of a resolution: its rows, kept by officers of its unit."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from campaigns import permissions
from campaigns.models import Objective, Resolution, Target
from campaigns.services import measure as rows
from campaigns.services.cells import Edit, Outcome
from campaigns.services.measure_cells import Grid, save_cells
from thiduakhenthuong.core.errors import Conflict, Refused


def require_officer(resolution: Resolution, by) -> None:
    """Refused with the reason unless `by` keeps this resolution."""
    if reason := permissions.edit_resolution(by, resolution):
        raise Refused(reason)


def siblings_of(resolution: Resolution) -> QuerySet[Objective]:
    """Rows of the table, in order."""
    return Objective.objects.filter(resolution=resolution, removed_at=None).order_by("order", "pk")


@transaction.atomic
def add_objective(*, resolution: Resolution, by, yearly: rows.Years, **values) -> Objective:
    """A new row. Raises Refused, ValidationError by field."""
    require_officer(resolution, by)
    made = Objective(resolution=resolution)
    rows.put_values(made, values, yearly, resolution.years)
    _check_code(made)
    _check_parent(made)
    return rows.make(made, yearly=yearly, siblings=siblings_of(resolution), by=by, done="thêm mục tiêu")


@transaction.atomic
def update_objective(*, objective: Objective, version: int, by, yearly: rows.Years, **values) -> Objective:
    """Rewrite a row with all its fields; a stale version is a Conflict."""
    require_officer(objective.resolution, by)
    _require_present(objective)
    rows.put_values(objective, values, yearly, objective.resolution.years)
    _check_code(objective)
    _check_parent(objective)
    rows.rewrite(objective, version=version, yearly=yearly, by=by, what="Mục tiêu")
    rows.renumber(siblings_of(objective.resolution))
    return objective


@transaction.atomic
def save_objective_cells(*, resolution: Resolution, edits: list[Edit], by) -> list[Outcome]:
    """Cells of the years-across grid, each by itself."""
    require_officer(resolution, by)
    grid = Grid(siblings_of(resolution), resolution.years, resolution.unit)
    return save_cells(grid, edits, by=by)


@transaction.atomic
def remove_objective(*, objective: Objective, by) -> None:
    """Take a row out, unless targets or rows below still hang on it."""
    require_officer(objective.resolution, by)
    _require_present(objective)
    targets = Target.objects.filter(objective=objective, removed_at=None).select_related("campaign")
    if names := list(dict.fromkeys(target.campaign.name for target in targets)):
        more = f" và {len(names) - 2} phong trào khác" if len(names) > 2 else ""
        said = "”, “".join(names[:2])
        raise ValidationError(f"Mục tiêu này đang được phong trào “{said}”{more} phục vụ. Hãy gỡ ở trang Chỉ tiêu trước.")
    if objective.children.filter(removed_at=None).exists():
        raise ValidationError("Còn mục tiêu con bên dưới. Hãy bỏ hoặc chuyển các mục tiêu con trước.")
    rows.take_out(objective, by=by)


@transaction.atomic
def restore_objective(*, objective: Objective, by) -> None:
    """Put a row back."""
    require_officer(objective.resolution, by)
    _check_code(objective)
    rows.put_back(objective, siblings=siblings_of(objective.resolution), by=by)


@transaction.atomic
def move_objective(*, objective: Objective, step: int, by) -> bool:
    """One place up or down inside its group."""
    require_officer(objective.resolution, by)
    _require_present(objective)
    return rows.move(objective, step, siblings=siblings_of(objective.resolution), by=by)


def _require_present(objective: Objective) -> None:
    if objective.removed_at:
        raise Conflict("Mục tiêu này đã bị bỏ khỏi bảng. Hãy tải lại trang.", fresh=objective)


def _check_code(objective: Objective) -> None:
    if not objective.code:
        return
    same = Objective.objects.filter(resolution=objective.resolution_id, code=objective.code).exclude(pk=objective.pk).first()
    if same:
        where = ", đang nằm ở phần đã bỏ" if same.removed_at else ""
        raise ValidationError({"code": f"Mã {objective.code} đã dùng cho “{same.indicator}”{where}. Hãy đặt mã khác."})


def _check_parent(objective: Objective) -> None:
    """A node above must be of the same resolution and never the node itself or one below it."""
    above = objective.parent
    if above and above.resolution_id != objective.resolution_id:
        raise ValidationError({"parent": "Mục tiêu cấp trên phải thuộc cùng nghị quyết. Hãy chọn mục tiêu khác."})
    while above:
        if above.pk == objective.pk and objective.pk:
            raise ValidationError(
                {"parent": "Mục tiêu không thể nằm dưới chính nó hoặc dưới mục tiêu con của nó. Hãy chọn khác."}
            )
        above = above.parent
