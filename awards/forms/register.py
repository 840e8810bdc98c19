"""The filters of the register as a form: labels, choices and what was chosen. The address is read by the queries."""

from django import forms

from awards.enums import AwardFamily, AwardStatus, DecidingLevel, RecipientKind
from campaigns.enums import Gender, UnitLevel

PEOPLE = [("direct", "Lao động trực tiếp"), ("leader", "Lãnh đạo, quản lý"), ("party", "Đảng viên"), ("not_party", "Quần chúng")]


def _select(label: str, every: str, choices=()) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "form-select form-select-sm", "aria-label": label})
    return forms.ChoiceField(label=label, required=False, choices=[("", every), *choices], widget=widget)


def _text(label: str, **attrs) -> forms.CharField:
    shown = {"class": "form-control form-control-sm", "aria-label": label, "placeholder": label, "autocomplete": "off"}
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs=shown | attrs))


class RegisterFilter(forms.Form):
    """`first` stands in the tool bar, `more` behind "Thêm điều kiện"."""

    first, more = ("dv", "ht", "dt", "nam", "theo"), ("nh", "cap", "lh", "qd", "tu", "den", "gt", "tp", "pt", "mt", "tt")

    dv = _select("Đơn vị", "Mọi đơn vị")
    ht = _select("Danh hiệu, hình thức", "Mọi hình thức")
    dt = _select("Đối tượng", "Mọi đối tượng", RecipientKind.choices)
    nam = _text("Năm", inputmode="numeric", maxlength=4)
    theo = _select("Năm tính theo", "theo quyết định", [("tt", "theo thành tích")])
    nh = _select("Nhóm", "Hình thức và danh hiệu", AwardFamily.choices)
    cap = _select("Cấp quyết định", "Mọi cấp quyết định", DecidingLevel.choices)
    lh = _select("Loại hình khen thưởng", "Mọi loại hình")
    qd = _text("Số quyết định", maxlength=60)
    tu = _text("Quyết định từ ngày", inputmode="numeric", maxlength=10)
    den = _text("Quyết định đến ngày", inputmode="numeric", maxlength=10)
    gt = _select("Giới tính", "Nam và nữ", Gender.choices)
    tp = _select("Thành phần", "Mọi thành phần", PEOPLE)
    pt = _select("Phong trào", "Mọi phong trào")
    mt = _select("Mục tiêu Nghị quyết", "Mọi mục tiêu Nghị quyết")
    tt = _select("Tình trạng", "Mọi tình trạng", [("valid", "Còn giá trị"), *AwardStatus.choices])

    def __init__(self, params, *, units, kinds, types, campaigns=(), objective=None):
        super().__init__(params)
        self.fields["dv"].choices = [("", "Mọi đơn vị"), *_by_level(units)]
        self.fields["ht"].choices = [("", "Mọi hình thức"), *((k.code, k.short_label or k.label) for k in kinds)]
        self.fields["pt"].choices = [("", "Mọi phong trào"), *((str(c.public_id), c.name) for c in campaigns)]
        chosen = [(str(objective.public_id), objective.indicator)] if objective else []
        self.fields["mt"].choices = [("", "Mọi mục tiêu Nghị quyết"), *chosen]
        if not campaigns:
            del self.fields["pt"]
        if not objective:
            del self.fields["mt"]
        self.fields["lh"].choices = [("", "Mọi loại hình"), *((t.code, t.label) for t in types)]

    @property
    def first_fields(self) -> list:
        """Bound fields of the tool bar."""
        return [self[name] for name in self.first]

    @property
    def more_fields(self) -> list:
        """Bound fields that open below it."""
        return [self[name] for name in self.more if name in self.fields]

    @property
    def more_open(self) -> bool:
        """Whether one of the further filters is on."""
        return any(self.data.get(name) for name in self.more)

    def chips(self) -> list[tuple[str, str]]:
        """(key, words) of every filter that is on and can be read."""
        found = [("q", f"“{self.data['q'].strip()}”")] if self.data.get("q", "").strip() else []
        for name in filter(self.fields.__contains__, (*self.first, *self.more)):
            value = self.data.get(name, "").strip()
            if name != "theo" and value and (words := self._words(name, value)):
                found.append((name, words))
        return found

    def _words(self, name: str, value: str) -> str:
        if name == "nam":
            return f"năm {'thành tích' if self.data.get('theo') == 'tt' else 'quyết định'} {value}"
        if name == "qd":
            return f"số {value}"
        if name in ("tu", "den"):
            return f"{'từ' if name == 'tu' else 'đến'} ngày {value}"
        return next((str(text) for key, text in _flat(self.fields[name].choices) if key == value), "")


def _by_level(units) -> list:
    """Choices in groups, the highest level first."""
    groups = {level: [] for level in UnitLevel}
    for unit in units:
        groups[UnitLevel(unit.level)].append((str(unit.public_id), _short(unit)))
    return [(level.label, choices) for level, choices in groups.items() if choices]


def _short(unit) -> str:
    return f"{unit.name} (đến {unit.valid_to:%d/%m/%Y})" if unit.valid_to else unit.name


def _flat(choices):
    for key, text in choices:
        if isinstance(text, list):
            yield from text
        else:
            yield key, text
