"""What a written place means: communes of today, districts of before."""

from __future__ import annotations

import pytest

from khuevan.register.organisations.rules.places import Gazetteer, Place, Understood, province_names

HOME = Gazetteer(
    places=(
        Place(1, "24700", "Xã Nâm Nung", "Lâm Đồng"),
        Place(2, "24778", "Phường Xuân Hương - Đà Lạt", "Lâm Đồng"),
        Place(3, "24001", "Xã Hòa Bình", "Lâm Đồng"),
        Place(4, "24002", "Phường Hòa Bình", "Lâm Đồng"),
        Place(5, "00004", "Phường Ba Đình", "Hà Nội"),
        Place(6, "20242", "Phường Hải Châu", "Đà Nẵng"),
        Place(7, "20300", "Xã Nâm Nung", "Đà Nẵng"),
        Place(8, "24003", "Xã Đắk Cũ", "Lâm Đồng", is_open=False),
    ),
    home="Lâm Đồng",
    provinces=province_names(
        [("Lâm Đồng", "Lâm Đồng"), ("Đắk Nông", "Lâm Đồng"), ("Hà Nội", "Hà Nội"), ("Đà Nẵng", "Đà Nẵng")]
    ),
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Xã Nâm Nung", Understood(1)),
        ("nâm nung", Understood(1)),
        ("X. Nâm Nung", Understood(1)),
        ("Xã Nâm Nung, Lâm Đồng", Understood(1)),
        ("Xã Nâm Nung, Đà Nẵng", Understood(7)),
        ("Xã Nâm Nung, tỉnh Đắk Nông", Understood(1)),
        ("Phường Xuân Hương - Đà Lạt, Lâm Đồng", Understood(2)),
        ("Phường Xuân Hương - Đà Lạt", Understood(2)),
        ("Hòa Bình", Understood(fault="several")),
        ("Phường Hoà Bình", Understood(4)),
        ("4", Understood(5)),
        ("00004", Understood(5)),
        ("24778", Understood(2)),
        ("24779", Understood(fault="unknown")),
        ("Phường Ba Đình, TP Hà Nội", Understood(5)),
        ("Phường Hải Châu, Thành phố Đà Nẵng", Understood(6)),
        ("Phường Ba Đình", Understood(fault="unknown")),
        ("Xã Nâm Nung, huyện Krông Nô, tỉnh Đắk Nông", Understood(1, "huyện Krông Nô")),
        ("Xã Nâm Nung - Huyện Krông Nô", Understood(1, "Huyện Krông Nô")),
        ("Huyện Krông Nô", Understood(fault="district", district="Huyện Krông Nô")),
        ("Thị trấn Đắk Mâm, huyện Krông Nô, Đắk Nông", Understood(fault="district", district="huyện Krông Nô")),
        ("Thành phố Buôn Ma Thuột", Understood(fault="district", district="Thành phố Buôn Ma Thuột")),
        ("Hà Nội", Understood(fault="unknown")),
        ("Xã Đắk Cũ", Understood(8)),
        (", ;", Understood(fault="unknown")),
        ("=1+1", Understood(fault="unknown")),
    ],
)  # fmt: skip
def test_what_a_cell_means(text: str, meant: Understood) -> None:
    assert HOME.understand(text) == meant


def test_what_exports_write_is_read_back() -> None:
    assert [HOME.understand(place.label).id for place in HOME.places] == [place.id for place in HOME.places]
