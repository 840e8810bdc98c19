"""What may be refused in a sheet, and the limits (security reference 1.5)."""

from types import MappingProxyType


class SheetError(Exception):
    """A sheet that cannot be taken: `code` for programs, `message` (Vietnamese) for the user."""

    def __init__(self, code, **values):
        self.code = code
        self.message = MESSAGES[code].format(**values)
        super().__init__(self.message)


MAX_PACKED = 10 * 1024**2  # bytes of the file
MAX_UNPACKED = 100 * 1024**2  # bytes of all members, as declared in the zip directory
MAX_MEMBERS = 200
MAX_DATA_ROWS = 20_000  # below the header
LAST_ROW = MAX_DATA_ROWS + 100  # room for the titles above and the signatures below
MAX_COLUMNS = 60
MAX_TEXT = 32_767  # characters in one cell, the limit of Excel itself
MAX_ELEMENTS = 4_000_000  # XML elements of all parts: bounds the time of formatting without content
MAX_MERGED = 20_000
MAX_TAG = 256 * 1024  # bytes of one XML tag with its attributes

_RESAVE = "Hãy mở bằng Excel, chọn Lưu thành (Save As) → Excel Workbook (.xlsx) rồi tải lại."
_SHRINK = "Hãy chép riêng bảng cần nhập sang một sổ tính mới rồi tải lại."

MESSAGES = MappingProxyType(
    {
        "EMPTY_FILE": "Tệp trống, không có nội dung. Hãy kiểm tra lại tệp rồi tải lại.",
        "TOO_BIG": "Tệp lớn hơn 10 MB. " + _SHRINK,
        "TOO_BIG_UNPACKED": "Tệp sau khi giải nén lớn hơn 100 MB. " + _SHRINK,
        "TOO_MANY_MEMBERS": "Tệp có quá nhiều thành phần bên trong (hơn 200). " + _SHRINK,
        "OLD_XLS": "Tệp này là sổ tính kiểu cũ (.xls, Excel 97-2003). " + _RESAVE,
        "BINARY_XLSB": "Tệp này là sổ tính nhị phân (.xlsb). " + _RESAVE,
        "MACRO": "Tệp này là sổ tính có macro (.xlsm). " + _RESAVE,
        "ENCRYPTED": "Tệp có mật khẩu nên không đọc được. Hãy mở bằng Excel, bỏ mật khẩu "
        "(Tệp → Thông tin → Bảo vệ sổ làm việc → Mã hóa bằng mật khẩu, xóa trắng), lưu rồi tải lại.",
        "EXTERNAL_LINKS": "Tệp có liên kết tới sổ tính khác. Hãy mở bằng Excel, vào Dữ liệu → Sửa liên kết → "
        "Ngắt liên kết (Data → Edit Links → Break Link), lưu rồi tải lại.",
        "CSV": "Tệp này là văn bản (.csv, .txt), không phải sổ tính Excel. " + _RESAVE,
        "PDF": "Tệp này là PDF dù mang đuôi khác. Hãy tải lên tệp Excel (.xlsx) gốc của danh sách.",
        "WORD": "Tệp này là văn bản Word. Hãy chép bảng sang Excel, lưu thành .xlsx rồi tải lại.",
        "ODS": "Tệp này là bảng tính LibreOffice (.ods). Hãy mở tệp, lưu thành Excel (.xlsx) rồi tải lại.",
        "HTML": "Tệp này là trang web hoặc XML mang đuôi Excel, thường do phần mềm khác xuất ra. " + _RESAVE,
        "NOT_WORKBOOK": "Tệp này không phải sổ tính Excel (.xlsx). " + _RESAVE,
        "BROKEN": "Tệp bị hỏng hoặc tải lên chưa hết ({detail}). Hãy mở bằng Excel để kiểm tra, lưu lại rồi tải lại.",
        "XML_ENTITY": "Tệp có khai báo XML không được phép (DOCTYPE) nên không đọc. " + _RESAVE,
        "NO_VISIBLE_SHEET": "Tệp không có trang tính nào đang hiện. Hãy bỏ ẩn trang chứa danh sách rồi tải lại.",
        "TOO_MANY_ROWS": "Trang “{sheet}” có hơn 20.000 dòng dữ liệu; mỗi tệp nhập tối đa 20.000 dòng. "
        "Hãy chia danh sách thành nhiều tệp.",
        "TOO_MANY_COLUMNS": "Trang “{sheet}” có dữ liệu ở ô {cell}; mỗi trang nhập tối đa 60 cột (đến cột BH). "
        "Hãy xóa các cột thừa bên phải bảng rồi tải lại.",
        "FAR_CELL": "Trang “{sheet}” có dữ liệu ở ô {cell}, rất xa bảng. "
        "Hãy xóa ô đó (hoặc các dòng thừa bên dưới bảng) rồi tải lại.",
        "TEXT_TOO_LONG": "Trang “{sheet}”, ô {cell}: nội dung dài hơn 32.767 ký tự. Hãy rút gọn rồi tải lại.",
        "TOO_MUCH_FORMATTING": "Trang “{sheet}” có quá nhiều ô trống được định dạng. " + _SHRINK,
        "HEADER_NOT_FOUND": "Không tìm thấy dòng tiêu đề của bảng trong {rows} dòng đầu của trang “{sheet}”. "
        "Cần các cột như: {expected}.",
        "HEADER_MISSING": "Bảng ở trang “{sheet}” (tiêu đề dòng {row}) thiếu cột: {missing}. "
        "Hãy thêm cột hoặc sửa tên cột rồi tải lại.",
        "NO_DATA": "Bảng ở trang “{sheet}” chưa có dòng dữ liệu nào dưới dòng tiêu đề {row}.",
    }
)
