"""What findings say: what is wrong, and how to right it. Sentences name column and cell; rooms add their own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

N_ = gettext_noop


class Weight(StrEnum):
    """WRONG keeps the row out. DOUBTFUL asks a person. REPAIRED was read in spite of damage, and tells so."""

    WRONG = "wrong"
    DOUBTFUL = "doubtful"
    REPAIRED = "repaired"


@dataclass(frozen=True)
class Message:
    """what, mend: sentences with %(label)s, %(value)s, %(facts)s and the column's own facts. page: name of the address
    where it is put right, if not in the file."""

    weight: Weight
    what: str
    mend: str = ""
    page: str = ""


def wrong(what: str, mend: str = "", page: str = "") -> Message:
    return Message(Weight.WRONG, what, mend, page)


def doubtful(what: str, mend: str = "") -> Message:
    return Message(Weight.DOUBTFUL, what, mend)


def repaired(what: str) -> Message:
    return Message(Weight.REPAIRED, what)


MESSAGES: dict[str, Message] = {
    "missing": wrong(N_("Thiếu «%(label)s»."), N_("Điền giá trị vào ô này.")),
    "cell_error": wrong(
        N_("Ô đang báo lỗi của bảng tính."), N_("Sửa công thức hoặc gõ thẳng giá trị vào ô.")
    ),
    "formula_without_value": wrong(
        N_("Ô là công thức chưa được tính."), N_("Mở tệp bằng Excel, lưu lại, hoặc gõ thẳng giá trị vào ô.")
    ),
    "formula_text": wrong(
        N_("«%(value)s» bắt đầu như một công thức."), N_("Gõ lại bằng chữ thường, không bắt đầu bằng =, +, - hay @.")
    ),
    "too_long": wrong(
        N_("Dài %(facts)s ký tự; «%(label)s» nhiều nhất %(most)s."), N_("Viết ngắn lại.")
    ),
    "too_short": wrong(N_("«%(value)s» quá ngắn; cần ít nhất %(least)s ký tự."), N_("Viết đầy đủ.")),
    "unknown_signs": wrong(
        N_("Có ký tự không đọc được trong «%(value)s»."), N_("Gõ lại ô này bằng Unicode rồi lưu tệp.")
    ),
    "pattern": wrong(N_("«%(value)s» không đúng mẫu của «%(label)s»."), N_("%(wanted)s Ví dụ: %(example)s.")),
    "rounded": wrong(
        N_("Bảng tính đã làm tròn dãy số này thành «%(value)s», các chữ số cuối đã mất."),
        N_("Định dạng cột thành Văn bản (Text) rồi gõ lại đủ các chữ số."),
    ),
    "not_digits": wrong(N_("«%(value)s» có ký tự không phải chữ số."), N_("Chỉ gõ chữ số.")),
    "wrong_length": wrong(
        N_("«%(value)s» có %(facts)s chữ số; «%(label)s» phải có %(lengths)s."), N_("Đối chiếu giấy tờ và gõ đủ chữ số.")
    ),
    "not_phone": wrong(
        N_("«%(value)s» không phải một số điện thoại."),
        N_("Mỗi ô một số, 10 chữ số, bắt đầu bằng 0, ví dụ 0912345678."),
    ),
    "not_number": wrong(N_("«%(value)s» không phải là số."), N_("Gõ số, ví dụ 1.234,5.")),
    "out_of_range": wrong(
        N_("%(value)s nằm ngoài khoảng cho phép."), N_("Giá trị phải từ %(least)s đến %(most)s.")
    ),
    "too_many_places": wrong(
        N_("%(value)s có quá nhiều chữ số thập phân."), N_("Nhiều nhất %(places)s chữ số sau dấu phẩy.")
    ),
    "not_day": wrong(N_("«%(value)s» không phải là ngày."), N_("Viết ngày/tháng/năm, ví dụ 05/09/2015.")),
    "only_year": wrong(
        N_("«%(value)s» chỉ có năm."), N_("Viết đủ ngày/tháng/năm, ví dụ 05/09/2015.")
    ),
    "no_such_day": wrong(
        N_("Ngày «%(value)s» không có trong lịch."), N_("Kiểm tra ngày và tháng có bị đổi chỗ không.")
    ),
    "day_out_of_range": wrong(
        N_("Ngày «%(value)s» ngoài khoảng cho phép."), N_("Ngày phải từ %(earliest)s đến %(latest)s.")
    ),
    "not_listed": wrong(
        N_("«%(value)s» không có trong danh mục «%(label)s»."), N_("Chọn một trong: %(suggested)s.")
    ),
    "not_yes": wrong(N_("«%(value)s» không phải Có hay Không."), N_("Ghi Có hoặc Không.")),
    "not_found": wrong(N_("Không có «%(label)s» nào tên «%(value)s»."), N_("%(suggested)s %(missing)s")),
    "several": wrong(
        N_("«%(value)s» có thể chỉ nhiều «%(label)s» khác nhau."), N_("Ghi bằng mã, hoặc ghi tên đầy đủ hơn.")
    ),
    "not_meant": wrong(N_("Không dùng được «%(value)s»: %(facts)s"), N_("%(missing)s")),
    "twice": wrong(
        N_("Trùng với dòng %(facts)s của tệp (cùng %(label)s)."), N_("Bỏ một trong hai dòng, hoặc sửa dòng sai.")
    ),
    "twice_record": wrong(
        N_("Cùng chỉ một bản ghi với dòng %(facts)s của tệp."), N_("Bỏ một trong hai dòng, hoặc sửa mã bị nhầm.")
    ),
    "several_records": doubtful(N_("Có nhiều bản ghi giống dòng này."), N_("Bổ sung mã để biết là bản ghi nào.")),
    "likely_same": doubtful(N_("Rất có thể là bản ghi đã có."), N_("Xác nhận là cùng một bản ghi, hoặc là bản ghi mới.")),
    "other_number": doubtful(
        N_("Giống một bản ghi đã có nhưng mã khác."), N_("Đối chiếu giấy tờ: là bản ghi mới, hay mã bị gõ sai?")
    ),
    "keys_differ": doubtful(
        N_("Các mã của dòng này chỉ tới hai bản ghi khác nhau."), N_("Đối chiếu giấy tờ rồi sửa mã bị nhầm.")
    ),
    "other_unit": wrong(
        N_("Dòng này là của đơn vị khác: «%(value)s»."), N_("Chuyển dòng này sang tệp của đơn vị đó.")
    ),
    "decomposed": repaired(N_("Chữ Unicode tổ hợp đã được chuyển thành dựng sẵn")),
    "zeros_lost": repaired(N_("Đã thêm lại số 0 ở đầu bị bảng tính bỏ mất")),
    "day_as_text": repaired(N_("Ngày viết dạng chữ đã được đọc thành ngày")),
    "day_serial": repaired(N_("Số thứ tự ngày của Excel đã được đổi thành ngày")),
    "day_packed": repaired(N_("Dãy 8 chữ số đã được đọc thành ngày/tháng/năm")),
    "day_american": repaired(N_("Cột ngày viết tháng/ngày/năm đã được đọc theo thứ tự đó")),
    "year_short": repaired(N_("Năm viết hai chữ số đã được viết đủ")),
    "number_as_text": repaired(N_("Số viết dạng chữ đã được đọc thành số")),
    "name_spelled": repaired(N_("Tên viết khác danh mục đã được hiểu theo danh mục")),
    "legacy": repaired(N_("Chữ bảng mã cũ đã được chuyển sang Unicode")),
    "merged": repaired(N_("Giá trị của ô gộp đã được lấy cho mọi dòng trong ô")),
}  # fmt: skip

UNREADABLE: dict[str, str] = {
    "locked": N_("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại."),
    "broken": N_("Tệp bị hỏng, không đọc được. Hãy mở bằng Excel hoặc LibreOffice, lưu lại rồi gửi lần nữa."),
    "too_large": N_(
        "Trang tính quá lớn để đọc. Thường do có ô ở rất xa bên phải hoặc bên dưới: hãy chép phần dữ liệu "
        "sang tệp mới, hoặc chia nhỏ tệp."
    ),
    "too_wide": N_("Trang tính có dòng quá dài để đọc. Hãy chép phần dữ liệu sang tệp mới."),
    "too_many_rows": N_("Tệp có hơn %(rows)s dòng; mỗi lần nhập nhiều nhất %(most)s dòng. Hãy chia nhỏ tệp."),
    "too_many_columns": N_(
        "Trang «%(sheet)s» có %(columns)s cột; nhiều nhất %(most)s. Hãy bỏ các cột không cần."
    ),
    "twin_sheets": N_(
        "Tệp có hai trang tính cùng tên «%(sheet)s» nên không biết đọc trang nào. Hãy đổi tên một trang rồi gửi lại."
    ),
    "too_many_sheets": N_("Tệp có %(sheets)s trang tính; nhiều nhất %(most)s."),
    "empty": N_("Tệp không có dữ liệu: mọi trang tính đều trống."),
    "no_table": N_(
        "Không tìm thấy bảng dữ liệu nào giống «%(title)s». Hãy dùng tệp mẫu, hoặc chỉ ra dòng tiêu đề "
        "và các cột ở bước dưới đây."
    ),
    "wrong_layout": N_(
        "Tệp này được xuất từ «%(found)s», không phải «%(title)s». Hãy nhập ở đúng mục."
    ),
    "other_unit": N_("Tệp này là của đơn vị khác (%(unit)s). Việc gửi nhầm đã được ghi lại; không có gì được nhập."),
}  # fmt: skip


def introduce(messages: dict[str, Message]) -> None:
    """Rooms add the sentences of their own findings, with codes that begin with the room's name and a dot."""
    MESSAGES.update(messages)


def page(code: str) -> str:
    return MESSAGES[code].page


def weight(code: str) -> Weight:
    return MESSAGES[code].weight


def said(code: str, facts: dict[str, Any]) -> tuple[str, str]:
    """What is wrong and how to right it, in the reader's language. `facts`: label, value, facts, the column's own."""
    message = MESSAGES[code]
    words = {
        "label": "", "value": "", "facts": "", "missing": "", "wanted": "", "example": "", "options": "",
        "suggested": "", **facts,
    }  # fmt: skip
    if not words["suggested"]:
        words["suggested"] = (
            words["facts"] if code in ("not_listed",) and words["facts"] else words["options"]
        )
        if code == "not_found" and words["facts"]:
            words["suggested"] = _("Có phải: %(names)s?") % {"names": words["facts"]}
    return (_(message.what) % words).strip(), (_(message.mend) % words).strip() if message.mend else ""


def unreadable(code: str, facts: dict[str, Any]) -> str:
    return _(UNREADABLE.get(code, UNREADABLE["broken"])) % {"title": "", "sheet": "", **facts}
