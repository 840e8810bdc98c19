"""A state machine in one page: each app declares a table of transitions; nothing else assigns `state`.

`apply` and `apply_many` are the gate: scope has been checked before (an invisible record is 404), then state and
version (409), then permission (403), then the checks of the step, then one conditional update and one event.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models, transaction
from django.utils.timezone import localtime

from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Conflict, Refused


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One row of the table. `allowed(user, obj)` answers "" when allowed, else the reason in Vietnamese."""

    name: str
    label: str
    sources: frozenset
    target: str
    allowed: Callable
    check: Callable = lambda obj: None  # raises ValidationError
    done: str = ""  # past tense for "Hồ sơ đã được {tên} {done} lúc …"


def conflict(fresh, *, what: str) -> Conflict:
    """A Conflict that names who moved the record and when."""
    event = events.last_event(fresh)
    if event is None:
        return Conflict(f"{what} đã thay đổi sau khi bạn mở trang. Hãy tải lại trang.", fresh=fresh)
    who = event.by.full_name if event.by else "hệ thống"
    when = localtime(event.at).strftime("%H:%M ngày %d/%m/%Y")
    done = event.data.get("done") or "cập nhật"
    return Conflict(f"{what} đã được {who} {done} lúc {when}.", fresh=fresh, event=event)


class Workflow:
    """The transitions of one kind of record; `what` names it in messages ("Hồ sơ", "Đề nghị")."""

    def __init__(self, what: str, *transitions: Transition):
        self.what = what
        self.transitions = {t.name: t for t in transitions}

    def available(self, obj, user) -> list[Transition]:
        """The steps that this user may take now."""
        return [t for t in self.transitions.values() if obj.state in t.sources and not t.allowed(user, obj)]

    def reason_against(self, obj, name: str, user) -> str:
        """ "" when the user may take the step now, else why not."""
        step = self.transitions[name]
        if obj.state not in step.sources:
            return f"{self.what} đang ở trạng thái “{obj.get_state_display()}”, không thể {step.label.lower()}."
        return step.allowed(user, obj)

    def apply(self, obj, name: str, *, by, version: int, note: str = "", data: dict | None = None, **fields):
        """Move one record; returns it fresh. `fields` are written by the same conditional update."""
        with transaction.atomic():
            fresh = type(obj)._base_manager.select_for_update().get(pk=obj.pk)
            if fresh.version != version:
                raise conflict(fresh, what=self.what)
            self._move([fresh], name, by=by, notes={fresh.pk: (note, data or {})}, **fields)
        obj.refresh_from_db()
        return obj

    def apply_many(self, objs: Iterable, name: str, *, by, note: str = "", data: dict | None = None, **fields) -> int:
        """Move many records, all or none, in a constant number of queries; each must still be as it was loaded."""
        objs = list(objs)
        with transaction.atomic():
            self._move(objs, name, by=by, notes={o.pk: (note, data or {}) for o in objs}, **fields)
        return len(objs)

    def _move(self, objs: list, name: str, *, by, notes: dict, **fields) -> None:
        step = self.transitions[name]
        for obj in objs:
            if obj.state not in step.sources:
                raise conflict(obj, what=self.what)
            if reason := step.allowed(by, obj):
                raise Refused(reason)
            step.check(obj)
        for obj in self._lost(objs, step, **fields):
            raise conflict(obj, what=self.what)
        extra = {"done": step.done or step.label.lower()}
        events.record_many([(o, notes[o.pk][0], notes[o.pk][1] | extra) for o in objs], name, by=by)

    def _lost(self, objs: list, step: Transition, **fields) -> list:
        """Write the new state where state and version are unchanged; answers the records that somebody else moved."""
        now = clock.now()
        change = fields | {"state": step.target, "version": models.F("version") + 1, "updated_at": now}
        groups = {}
        for obj in objs:
            groups.setdefault((obj.state, obj.version), []).append(obj.pk)
        for (state, version), pks in groups.items():
            for start in range(0, len(pks), 900):  # SQLite's limit of variables
                part = pks[start : start + 900]
                rows = type(objs[0])._base_manager.filter(pk__in=part, state=state, version=version)
                if rows.update(**change) != len(part):
                    ours = {"state": step.target, "version": version + 1, "updated_at": now}
                    lost = type(objs[0])._base_manager.filter(pk__in=part).exclude(**ours).first()
                    return [lost or objs[0]]
        return []
