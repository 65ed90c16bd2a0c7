"""Specimens for the gallery: made-up values that put each component into each of its states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest

from .fields import DateField
from .figures import Chart, Map, Point, Series
from .lists import Listing, Slice

REVEALED = "068203001234"
TONES = ("neutral", "primary", "info", "success", "warning", "danger")
NAMES = (
    "Nguyễn Thị Ánh Tuyết",
    "K'Brèo Đắk",
    "Đỗ Ỷ Lan",
    "Trần Quốc Toản",
    "Lê Thị Mỹ Duyên",
    "Phạm Ngũ Lão",
)


@dataclass(frozen=True)
class Row:
    name: str
    code: str
    born: date
    learners: int
    active: bool


@dataclass(frozen=True)
class Work:
    done: int


@dataclass(frozen=True)
class GalleryPage:
    form: forms.Form
    wrong: forms.Form
    listing: Listing
    slice: Slice
    empty: Listing
    charts: tuple[Chart, ...]
    map: Map
    tree: tuple[dict[str, Any], ...]
    timeline: tuple[dict[str, Any], ...]
    tones: tuple[str, ...] = TONES
    names: tuple[str, ...] = NAMES


class SpecimenForm(forms.Form):
    """One field of each kind."""

    full_name = forms.CharField(label="Họ và tên", max_length=100, help_text="Như trong giấy khai sinh.")
    born_on = DateField(label="Ngày sinh")
    email = forms.EmailField(label="Thư điện tử", required=False)
    password = forms.CharField(label="Mật khẩu", widget=forms.PasswordInput(attrs={"autocomplete": "off"}))
    count = forms.IntegerField(label="Số lớp", min_value=1, required=False)
    kind = forms.ChoiceField(
        label="Loại hình",
        choices=[
            ("", "Chọn…"),
            ("Phổ thông", [("th", "Tiểu học"), ("thcs", "THCS")]),
            ("Khác", [("tt", "Trung tâm")]),
        ],
    )
    line = forms.ChoiceField(
        label="Tuyến", widget=forms.RadioSelect, choices=[("m", "Quản lý"), ("p", "Chuyên môn")]
    )
    levels = forms.MultipleChoiceField(
        label="Cấp học",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("1", "Cấp 1"), ("2", "Cấp 2")],
    )
    agree = forms.BooleanField(label="Tôi đã kiểm tra số liệu", required=False)
    file = forms.FileField(label="Tệp minh chứng", required=False, help_text="Tối đa 10 MB.")
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea, required=False)


ROWS = tuple(
    Row(
        name,
        f"6800{number:04d}",
        date(1990 + number, 1 + number, 3 + 4 * number),
        1234 * number,
        number % 3 != 0,
    )
    for number, name in enumerate(NAMES)
)

BRANCH = (
    {"label": "Trường Tiểu học Lộc Phát", "url": "#tree", "detail": "24 lớp"},
    {"label": "Trường THCS Phan Bội Châu", "url": "#tree", "detail": "18 lớp"},
)


def page(request: HttpRequest) -> GalleryPage:
    listing = Listing.of(
        request, sorts=("name", "born", "learners"), sort="name", filters=("kind", "since"), keep=("done",)
    )
    return GalleryPage(
        form=SpecimenForm(initial={"full_name": NAMES[0], "born_on": date(2012, 9, 5), "line": "m"}, prefix="a"),
        wrong=SpecimenForm({"b-born_on": "31/02/2020", "b-email": "khong-dung", "b-kind": "x"}, prefix="b"),
        listing=listing,
        slice=Slice(ROWS, number=5, size=6, total=10_000, capped=True, has_previous=True, has_next=True,
                    previous_mark=4, next_mark=6),  # fmt: skip
        empty=Listing(path=request.path, text="không có"),
        charts=_charts(),
        map=Map("Vị trí các trường", [
            Point(11.94, 108.44, "Trường A", "#map", "Đà Lạt", "Tiểu học"),
            Point(11.55, 107.81, "Trường B", "#map", "Bảo Lộc", "THCS"),
            Point(10.93, 108.10, "Trường C", "#map", "Phan Thiết", "THCS"),
            Point(12.00, 107.69, "Trường D", "#map", "Gia Nghĩa", "Tiểu học"),
        ]),  # fmt: skip
        tree=_tree(),
        timeline=(
            {"at": datetime(2026, 3, 2, 3, 15, tzinfo=UTC), "title": "Đổi tên đơn vị", "by": NAMES[0],
             "detail": "Quyết định số 12/QĐ-UBND", "icon": "pencil", "tone": "info"},
            {"at": date(2025, 7, 1), "title": "Chuyển cấp quản lý về xã", "icon": "arrows-exchange", "tone": "primary"},
            {"at": date(1998, 9, 5), "title": "Thành lập", "icon": "flag", "tone": "success", "url": "#timeline"},
        ),  # fmt: skip
    )  # fmt: skip


def _charts() -> tuple[Chart, ...]:
    years = ["2021-2022", "2022-2023", "2023-2024", "2024-2025", "2025-2026"]
    public = Series("Công lập", [1402, 1398, 1391, 1380, 1377])
    private = Series("Tư thục", [98, 104, 117, 121, None])
    return (
        Chart("Số trường theo năm học", years, [public, private], kind="bar", unit="trường", category_label="Năm học"),
        Chart("Tỉ lệ đi học đúng tuổi", years, [Series("Tỉ lệ", [96.1, 96.8, 97.2, 97.9, 98.4])], kind="line",
              unit="%", category_label="Năm học", decimals=1),
        Chart("Cơ cấu theo loại hình", years, [public, private], kind="stacked", category_label="Năm học"),
        Chart("Trường theo cấp học", ["Mầm non", "Tiểu học", "THCS", "THPT"], [Series("Trường", [512, 438, 342, 97])],
              kind="pie", category_label="Cấp học"),
    )  # fmt: skip


def _tree() -> tuple[dict[str, Any], ...]:
    return (
        {"label": "Sở Giáo dục và Đào tạo", "url": "#tree", "icon": "building-bank", "open": True, "children": (
            {"label": "Phường Lâm Viên", "icon": "map-pin", "detail": "12 trường", "children_url": "/ui/gallery/branch"},
            {"label": "Xã Đơn Dương", "icon": "map-pin", "detail": "7 trường", "url": "#tree", "children": (
                {"label": "Trường THCS Đinh Tiên Hoàng", "url": "#tree", "current": True},
                {"label": "Trường Mầm non Hoa Pơ Lang"},
            )},
            {"label": "Trường THPT Chuyên Thăng Long", "url": "#tree"},
        )},
    )  # fmt: skip
