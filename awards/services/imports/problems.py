"""What may be said about a cell or a row: code, weight and the Vietnamese sentence with the way to mend it."""

from types import MappingProxyType

ERROR, WARNING, AUTOFIX, NOTICE = "error", "warning", "autofix", "notice"
OK, SKIP, MAPPING = "ok", "skip", "mapping"
WORST_FIRST = (ERROR, WARNING, NOTICE, AUTOFIX, OK, SKIP, MAPPING)

# code: (weight, sentence). {…} are words given by the check, put in as plain text.
CODES = MappingProxyType(
    {
        # --- name
        "NFD": (AUTOFIX, "Đã đổi chữ tổ hợp (NFD) về chữ dựng sẵn."),
        "SPACES": (AUTOFIX, "Đã bỏ khoảng trắng thừa."),
        "LINEBREAK": (AUTOFIX, "Đã bỏ xuống dòng trong ô."),
        "ZERO_WIDTH": (AUTOFIX, "Đã bỏ ký tự vô hình."),
        "HOMOGLYPH": (AUTOFIX, "Chữ “{letters}” trông giống chữ khác: đã đổi thành “{fixed}”."),
        "PREFIX": (AUTOFIX, "Đã bỏ “{prefix}” khỏi họ tên."),
        "TITLE_PREFIX": (AUTOFIX, "Đã bỏ học vị “{prefix}” khỏi họ tên."),
        "UPPERCASE": (AUTOFIX, "Họ tên viết HOA: đã đổi về viết hoa đầu từ."),
        "LOWERCASE": (AUTOFIX, "Họ tên viết thường: đã viết hoa đầu từ."),
        "TCVN3": (WARNING, "Chữ gõ bằng bảng mã cũ (TCVN3, VNI): có phải “{text}”?"),
        "NAME_MISSING": (ERROR, "Thiếu {what}: gõ vào ô này hoặc bỏ dòng."),
        "NAME_NOT_TEXT": (ERROR, "{What} là số {text}: gõ lại tên."),
        "NAME_STRANGE": (WARNING, "“{text}” có ký tự lạ “{letters}”: xem lại tên."),
        "TWO_PERSONS": (ERROR, "Một ô ghi hai người: tách thành hai dòng trong tệp, hoặc giữ một tên ở đây."),
        # --- birth, gender
        "YEAR_ONLY": (AUTOFIX, "Chỉ có năm sinh {year}."),
        "DATE_TEXT": (AUTOFIX, "Ngày ở dạng chữ: hiểu là {day}."),
        "EXCEL_SERIAL": (AUTOFIX, "Số {text} là ngày kiểu Excel: hiểu là {day}."),
        "DATE_INVALID": (ERROR, "Ngày {text} không có thật: gõ lại."),
        "DATE_UNREADABLE": (ERROR, "Không đọc được ngày sinh “{text}”: gõ dd/mm/yyyy hoặc chỉ năm."),
        "DATE_TWO_DIGIT_YEAR": (WARNING, "Năm sinh hai chữ số: có phải {day}?"),
        "DATE_MDY": (WARNING, "Không có tháng {month}: có thể viết tháng trước ngày. Có phải {day}?"),
        "AGE_RANGE": (ERROR, "Năm sinh {year} không hợp lý. Hãy gõ lại, ví dụ 1981."),
        "BIRTH_MISSING": (WARNING, "Thiếu năm sinh, không đối chiếu được người trùng tên: gõ năm nếu biết."),
        "GENDER_MISSING": (WARNING, "Không biết Ông hay Bà: chọn một."),
        "GENDER_UNREAD": (WARNING, "Không hiểu “{text}” là Nam hay Nữ: chọn Ông hoặc Bà."),
        "SEX_CONFLICT": (WARNING, "{claim}: chọn lại Ông hoặc Bà."),
        "SEX_BOTH": (ERROR, "Năm sinh có ở cả cột Nam và cột Nữ: chọn Ông hoặc Bà."),
        "LEAP_DAY": (OK, "29/02/{year} là ngày có thật."),
        # --- unit
        "UNIT_MISSING": (ERROR, "Thiếu đơn vị: gõ tên đơn vị của người này."),
        "UNIT_UNKNOWN": (WARNING, "Không có đơn vị “{text}” trong danh mục: gõ lại tên hoặc giữ nguyên chữ.{nearest}"),
        "UNIT_NOT_IN_FORCE": (WARNING, "{text} {life}{instead}: chọn lại."),
        "UNIT_AMBIGUOUS": (WARNING, "Có {count} đơn vị tên “{text}”: chọn đúng đơn vị."),
        "POSITION_SPLIT": (AUTOFIX, "Đã tách chức vụ “{title}” khỏi đơn vị."),
        "MERGED_FILL": (AUTOFIX, "Lấy giá trị của ô gộp."),
        "MERGED_HEAD": (OK, "Ô gộp {count} dòng."),
        # --- award
        "AWARD_ALIAS": (AUTOFIX, "“{text}” hiểu là {label}."),
        "AWARD_MISSING": (ERROR, "Thiếu danh hiệu, hình thức: chọn một."),
        "AWARD_UNKNOWN": (ERROR, "Không có hình thức “{text}”: chọn lại."),
        "AWARD_LEVEL": (ERROR, "“{text}” của cấp nào? Nơi quyết định của hồ sơ không tặng hình thức này: chọn lại."),
        "AWARD_NOT_IN_FORCE": (ERROR, "{label} không còn hoặc chưa có hiệu lực ngày {day}: chọn lại."),
        "WRONG_SUBJECT": (ERROR, "{label} không dành cho {recipient}: chọn lại."),
        # --- other cells
        "PCT_TEXT": (AUTOFIX, "“{text}” dạng chữ đã đổi thành {value}."),
        "PCT_FRACTION": (WARNING, "{text} có thể là {value}%: đúng không?"),
        "PCT_RANGE": (ERROR, "Tỷ lệ phiếu {text}% nằm ngoài 0 – 100%: gõ lại, ví dụ 95,5."),
        "PCT_UNREAD": (ERROR, "Không đọc được tỷ lệ phiếu “{text}”: gõ số từ 0 đến 100."),
        "COUNT_UNREAD": (WARNING, "Không đọc được số “{text}” ở cột {label}: bỏ trống ô này?"),
        "FLAG_UNREAD": (WARNING, "Không hiểu “{text}” ở cột {label} là có hay không: chọn Có hoặc Không."),
        "TOO_LONG": (ERROR, "{label} dài {count} chữ, nhiều hơn {limit}: rút gọn."),
        "FORMULA_VALUE": (AUTOFIX, "Ô là công thức: lấy kết quả đã tính."),
        "FORMULA_NO_VALUE": (ERROR, "Ô công thức chưa có kết quả: mở tệp bằng Excel, lưu lại rồi nhập, hoặc gõ vào đây."),
        "FORMULA_ERROR": (ERROR, "Ô báo lỗi {text}: gõ giá trị đúng."),
        "FORMULA_LIKE_TEXT": (OK, "Giữ nguyên chữ; khi xuất ra Excel ghi là chữ, không thành công thức."),
        # --- whole row
        "HIDDEN_ROW": (WARNING, "Dòng này đang bị ẩn trong Excel: có nhập không?"),
        "DUP_EXACT": (ERROR, "Trùng hoàn toàn với dòng {other}: bỏ một dòng."),
        "DUP_LIKELY": (WARNING, "Có thể là cùng một người với dòng {other} ({why})."),
        "SAME_NAME_SAME_UNIT": (WARNING, "Trùng họ tên, năm sinh, đơn vị với dòng {other} nhưng khác ngày sinh: hai người?"),
        "ALREADY_IN_DOSSIER": (WARNING, "Hồ sơ đã có {name} với cùng hình thức: bỏ dòng này?"),
        "STANDARD": (NOTICE, "{text}"),
        # --- rows that are not recipients
        "SECTION_ROW": (SKIP, "Dòng tiêu đề nhóm, không phải người được đề nghị."),
        "EMPTY_ROW": (SKIP, "Dòng trống."),
        "TOTAL_ROW": (SKIP, "Dòng tổng cộng, không phải người được đề nghị."),
        "TOTAL_MISMATCH": (WARNING, "Dòng tổng ghi {text} nhưng bảng có {count} dòng được đề nghị: xem có thiếu dòng không."),
        "SIGNATURE_ROW": (SKIP, "Dòng ngày tháng, chức danh hoặc chữ ký."),
        # --- whole file
        "HEADER_SYNONYM": (MAPPING, "Nhận cột “{heading}” là {label}."),
        "HEADER_TWO_ROWS": (MAPPING, "Tiêu đề hai dòng “{heading}”: có giá trị ở cột nào thì giới tính theo cột đó."),
        "HEADER_UNKNOWN": (NOTICE, "Chưa rõ cột “{heading}”: chọn trường hoặc để không nhập."),
        "HEADER_REPEATED": (NOTICE, "Cột “{heading}” giống một cột khác: không nhập."),
        "HEADER_CHOSEN": (MAPPING, "Cột “{heading}” do người dùng chọn."),
        "NO_NAME_COLUMN": (NOTICE, "Chưa nhận ra cột họ tên hoặc tên tập thể: chọn ở hàng tiêu đề."),
        "NO_UNIT_COLUMN": (NOTICE, "Tệp không có cột đơn vị: ghi đơn vị trình hồ sơ, {text}."),
        "NO_GENDER_COLUMN": (NOTICE, "Tệp không có cột Ông/Bà hay giới tính: điền ở bảng nhập sau khi nhập."),
        "NO_BIRTH_COLUMN": (NOTICE, "Tệp không có cột năm sinh: không đối chiếu được người trùng tên."),
        "AWARD_CONTEXT": (MAPPING, "“{text}” trong tệp này hiểu là {label}, theo nơi quyết định của hồ sơ."),
        "HIDDEN_SHEET": (SKIP, "Trang tính “{text}” bị ẩn có {count} dòng: không nhập."),
        "OTHER_SHEET": (NOTICE, "Trang tính “{text}” cũng có danh sách {count} dòng: chọn trang đó để nhập riêng."),
    }
)  # fmt: skip


def problem(code: str, column: str = "", field: str = "", *, value="", fix=(), **words) -> dict:
    """One entry of `ImportRow.issues`: `value` is what the expected answer or the cell is, `fix` the one-click mends
    [{label, field, value}]."""
    outcome, sentence = CODES[code]
    return {
        "code": code, "column": column, "field": field, "outcome": outcome, "message": sentence.format(value=value, **words),
        "value": value, "fix": list(fix),
    }  # fmt: skip


def mend(label: str, field: str, value: str) -> dict:
    """A one-click mend: put `value` into `field`."""
    return {"label": label, "field": field, "value": value}


def worst_first(issues: list[dict]) -> list[dict]:
    """Errors, warnings, notices, repairs, remarks; equal ones as found."""
    return sorted(issues, key=lambda issue: WORST_FIRST.index(issue["outcome"]))
