"""The field into which the people of a unit are pasted, or the workbook they are read from."""

from django import forms

EXAMPLE = (
    "Phạm Văn Tráng\t1984\tGiáo viên\tLĐTT\tBồi dưỡng 4 học sinh đạt giải cấp huyện trước 31/5\n"
    "Hà Thị Lụa\t05/02/1990\tĐiều dưỡng\tLĐTT\tKhám sàng lọc 800 người cao tuổi trước 30/9"
)


class PeopleForm(forms.Form):
    """Rows as they come from Excel; a file is read into the same field, so that everything is looked at before it is kept."""

    rows = forms.CharField(
        label="Danh sách", required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "placeholder": EXAMPLE, "wrap": "off"}),
        help_text="Mỗi dòng một người: họ và tên, năm sinh, chức vụ, danh hiệu, nội dung cam kết. Người có nhiều cam kết: "
        "để trống họ tên ở các dòng sau.",
    )  # fmt: skip
    upload = forms.FileField(label="hoặc tệp Excel", required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)
