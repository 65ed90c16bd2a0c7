"""Where the communes of Lâm Đồng (code 68) lie, roughly.

The package with the communes carries no positions. Each commune is put near the seat of the former
district that it was cut from, so positions are approximate to some ten kilometres and are marked so.
"""

from __future__ import annotations

from dataclasses import dataclass

PROVINCE_CODE = 68


@dataclass(frozen=True)
class Cluster:
    """A former district: the former province's code, its name, its seat in degrees, area code of DM_KHU_VUC."""

    province: str
    district: str
    latitude: float
    longitude: float
    area: str
    remote: bool
    communes: tuple[str, ...]


# Communes by name without their prefix.
CLUSTERS: tuple[Cluster, ...] = (
    Cluster("68", "thành phố Đà Lạt", 11.940, 108.440, "02", False, (
        "Xuân Hương - Đà Lạt", "Cam Ly - Đà Lạt", "Lâm Viên - Đà Lạt", "Xuân Trường - Đà Lạt",
        "Lang Biang - Đà Lạt",
    )),
    Cluster("68", "thành phố Bảo Lộc", 11.548, 107.807, "02", False, (
        "1 Bảo Lộc", "2 Bảo Lộc", "3 Bảo Lộc", "B'Lao",
    )),
    Cluster("68", "huyện Lạc Dương", 12.005, 108.420, "04", True, ("Lạc Dương",)),
    Cluster("68", "huyện Đơn Dương", 11.800, 108.550, "04", False, ("Đơn Dương", "Ka Đô", "Quảng Lập", "D'Ran")),
    Cluster("68", "huyện Đức Trọng", 11.735, 108.373, "04", False, (
        "Hiệp Thạnh", "Đức Trọng", "Tân Hội", "Tà Hine", "Tà Năng", "Ninh Gia",
    )),
    Cluster("68", "huyện Lâm Hà", 11.790, 108.200, "04", False, (
        "Đinh Văn Lâm Hà", "Phú Sơn Lâm Hà", "Nam Hà Lâm Hà", "Nam Ban Lâm Hà", "Tân Hà Lâm Hà",
        "Phúc Thọ Lâm Hà",
    )),
    Cluster("68", "huyện Đam Rông", 12.060, 108.170, "04", True, (
        "Đam Rông 1", "Đam Rông 2", "Đam Rông 3", "Đam Rông 4",
    )),
    Cluster("68", "huyện Di Linh", 11.580, 108.070, "04", False, (
        "Di Linh", "Hòa Ninh", "Hòa Bắc", "Đinh Trang Thượng", "Bảo Thuận", "Sơn Điền", "Gia Hiệp",
    )),
    Cluster("68", "huyện Bảo Lâm", 11.650, 107.720, "04", False, (
        "Bảo Lâm 1", "Bảo Lâm 2", "Bảo Lâm 3", "Bảo Lâm 4", "Bảo Lâm 5",
    )),
    Cluster("68", "huyện Đạ Huoai", 11.430, 107.630, "04", False, ("Đạ Huoai", "Đạ Huoai 2", "Đạ Huoai 3")),
    Cluster("68", "huyện Đạ Tẻh", 11.510, 107.490, "04", False, ("Đạ Tẻh", "Đạ Tẻh 2", "Đạ Tẻh 3")),
    Cluster("68", "huyện Cát Tiên", 11.580, 107.360, "04", True, ("Cát Tiên", "Cát Tiên 2", "Cát Tiên 3")),
    Cluster("60", "thành phố Phan Thiết", 10.930, 108.100, "02", False, (
        "Hàm Thắng", "Bình Thuận", "Mũi Né", "Phú Thuỷ", "Phan Thiết", "Tiến Thành", "Tuyên Quang",
    )),
    Cluster("60", "thị xã La Gi", 10.660, 107.770, "02", False, ("La Gi", "Phước Hội", "Tân Hải")),
    Cluster("60", "huyện Tuy Phong", 11.220, 108.720, "03", False, (
        "Vĩnh Hảo", "Liên Hương", "Tuy Phong", "Phan Rí Cửa",
    )),
    Cluster("60", "huyện Bắc Bình", 11.230, 108.430, "03", False, (
        "Bắc Bình", "Hồng Thái", "Hải Ninh", "Phan Sơn", "Sông Lũy", "Lương Sơn", "Hòa Thắng",
    )),
    Cluster("60", "huyện Hàm Thuận Bắc", 11.080, 108.130, "03", False, (
        "Đông Giang", "La Dạ", "Hàm Thuận Bắc", "Hàm Thuận", "Hồng Sơn", "Hàm Liêm",
    )),
    Cluster("60", "huyện Hàm Thuận Nam", 10.850, 107.880, "03", False, (
        "Hàm Thạnh", "Hàm Kiệm", "Tân Thành", "Hàm Thuận Nam", "Tân Lập",
    )),
    Cluster("60", "huyện Hàm Tân", 10.750, 107.700, "03", False, ("Tân Minh", "Hàm Tân", "Sơn Mỹ")),
    Cluster("60", "huyện Tánh Linh", 11.080, 107.680, "04", False, (
        "Bắc Ruộng", "Nghị Đức", "Đồng Kho", "Tánh Linh", "Suối Kiết",
    )),
    Cluster("60", "huyện Đức Linh", 11.170, 107.530, "03", False, ("Nam Thành", "Đức Linh", "Hoài Đức", "Trà Tân")),
    Cluster("60", "huyện Phú Quý", 10.520, 108.940, "01", True, ("Phú Quý",)),
    Cluster("67", "thành phố Gia Nghĩa", 12.000, 107.690, "02", False, (
        "Bắc Gia Nghĩa", "Nam Gia Nghĩa", "Đông Gia Nghĩa",
    )),
    Cluster("67", "huyện Cư Jút", 12.580, 107.900, "01", False, ("Đắk Wil", "Nam Dong", "Cư Jút")),
    Cluster("67", "huyện Đắk Mil", 12.450, 107.620, "01", False, ("Thuận An", "Đức Lập", "Đắk Mil", "Đắk Sắk")),
    Cluster("67", "huyện Krông Nô", 12.360, 107.880, "04", False, ("Nam Đà", "Krông Nô", "Nâm Nung", "Quảng Phú")),
    Cluster("67", "huyện Đắk Song", 12.270, 107.600, "04", False, (
        "Đắk song", "Đức An", "Thuận Hạnh", "Trường Xuân",
    )),
    Cluster("67", "huyện Đắk Glong", 11.870, 107.920, "04", True, ("Tà Đùng", "Quảng Khê", "Quảng Hòa", "Quảng Sơn")),
    Cluster("67", "huyện Đắk R'lấp", 11.890, 107.580, "04", False, ("Kiến Đức", "Nhân Cơ", "Quảng Tín")),
    Cluster("67", "huyện Tuy Đức", 12.200, 107.430, "01", True, ("Quảng Tân", "Tuy Đức", "Quảng Trực")),
)  # fmt: skip
