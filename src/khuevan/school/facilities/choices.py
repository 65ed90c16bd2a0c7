"""The code lists of the room. Values are stored; labels are what people read.

The sector's specification names its lists of assets (DM_HINH_THUC_SO_HUU, DM_TINH_TRANG_SO_HUU,
DM_LOAI_PHONG_THI_NGHIEM) but prints no values; what stands here follows the words of the circulars cited and is
matched by name, never by number.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Tenure(TextChoices):
    """Right to use the land (DM_HINH_THUC_SO_HUU; values not published). Land Law 31/2024/QH15 knows these rights."""

    ALLOCATED = "allocated", _("Nhà nước giao, không thu tiền sử dụng đất")
    ALLOCATED_PAID = "allocated_paid", _("Nhà nước giao, có thu tiền sử dụng đất")
    LEASED = "leased", _("Nhà nước cho thuê")
    RENTED = "rented", _("Thuê của tổ chức, cá nhân")
    BORROWED = "borrowed", _("Mượn, ở nhờ")
    OWNED = "owned", _("Nhận chuyển nhượng, góp vốn")
    DISPUTED = "disputed", _("Chưa rõ hoặc đang tranh chấp")


class BuildClass(TextChoices):
    """Build class of rooms as the sector counts them (QĐ 4998 §2.5: above class 4, class 4, below it, borrowed)."""

    SOLID = "solid", _("Kiên cố (trên cấp 4)")
    SEMI_SOLID = "semi_solid", _("Bán kiên cố (cấp 4)")
    TEMPORARY = "temporary", _("Tạm (dưới cấp 4)")
    BORROWED = "borrowed", _("Nhờ, mượn")


class RoomBlock(TextChoices):
    """The blocks of TT 13/2020/TT-BGDĐT, named again by TT 09/2024/TT-BGDĐT art. 8."""

    ADMINISTRATION = "administration", _("Khối phòng hành chính quản trị")
    LEARNING = "learning", _("Khối phòng học tập")
    SUPPORT = "support", _("Khối phòng hỗ trợ học tập")
    AUXILIARY = "auxiliary", _("Khối phụ trợ")
    SPORTS = "sports", _("Khu sân chơi, thể dục thể thao")
    LIVING = "living", _("Khối phục vụ sinh hoạt")


class RoomKind(TextChoices):
    """What a room is for. Its block stands in ``rules.rooms``."""

    CLASSROOM = "classroom", _("Phòng học")
    CARE_ROOM = "care_room", _("Phòng nuôi dưỡng, chăm sóc trẻ")
    GROUP_ROOM = "group_room", _("Phòng học theo nhóm")
    SUBJECT_ROOM = "subject_room", _("Phòng học bộ môn")
    LABORATORY = "laboratory", _("Phòng thí nghiệm, thực hành")
    COMPUTER_ROOM = "computer_room", _("Phòng máy tính")
    LANGUAGE_ROOM = "language_room", _("Phòng học ngoại ngữ")
    ARTS_ROOM = "arts_room", _("Phòng âm nhạc, mĩ thuật")
    STUDIO = "studio", _("Phòng studio làm học liệu số")
    MULTI_PURPOSE = "multi_purpose", _("Phòng đa chức năng")
    LIBRARY = "library", _("Thư viện")
    EQUIPMENT_ROOM = "equipment_room", _("Phòng thiết bị giáo dục")
    INCLUSION = "inclusion", _("Phòng hỗ trợ giáo dục hòa nhập")
    COUNSELLING = "counselling", _("Phòng tư vấn học đường")
    UNION = "union", _("Phòng Đoàn, Đội, truyền thống")
    HEAD_OFFICE = "head_office", _("Phòng hiệu trưởng, phó hiệu trưởng")
    OFFICE = "office", _("Văn phòng, phòng hành chính")
    GUARD = "guard", _("Phòng bảo vệ")
    MEETING = "meeting", _("Phòng họp, hội trường")
    TEACHERS_ROOM = "teachers_room", _("Phòng giáo viên, tổ chuyên môn")
    MEDICAL = "medical", _("Phòng y tế")
    STORE = "store", _("Nhà kho")
    SPORTS_HALL = "sports_hall", _("Nhà đa năng, nhà tập")
    KITCHEN = "kitchen", _("Nhà bếp, kho bếp")
    DINING = "dining", _("Nhà ăn")
    NAP_ROOM = "nap_room", _("Phòng nghỉ trưa bán trú")
    BOARDING = "boarding", _("Phòng ở nội trú của người học")
    STAFF_HOUSING = "staff_housing", _("Nhà công vụ cho giáo viên")
    OTHER = "other", _("Phòng khác")


class Furnishing(TextChoices):
    """Whether a room serves its purpose (EQMS asks it of group rooms: enough, lacking furniture, lacking area)."""

    UNKNOWN = "", _("Chưa đánh giá")
    ENOUGH = "enough", _("Đủ diện tích và bàn ghế, thiết bị")
    LACKS_FURNITURE = "lacks_furniture", _("Thiếu bàn ghế, thiết bị")
    LACKS_AREA = "lacks_area", _("Thiếu diện tích")


class Condition(TextChoices):
    """Condition of what is there."""

    UNKNOWN = "", _("Chưa đánh giá")
    GOOD = "good", _("Tốt")
    WORN = "worn", _("Dùng được, đã xuống cấp")
    DAMAGED = "damaged", _("Hỏng, cần sửa")
    UNUSABLE = "unusable", _("Không dùng được, chờ thanh lý")


class Funding(TextChoices):
    """Where it came from."""

    UNKNOWN = "", _("Chưa ghi")
    BUDGET = "budget", _("Ngân sách nhà nước")
    PROGRAMME = "programme", _("Chương trình mục tiêu, dự án")
    DONATION = "donation", _("Tài trợ, viện trợ")
    OWN_INCOME = "own_income", _("Nguồn thu của trường")
    TRANSFERRED = "transferred", _("Điều chuyển đến")


class ToiletUsers(TextChoices):
    """Who a toilet is for (QĐ 4998 §2.5: teachers and learners, male and female)."""

    STAFF_MALE = "staff_male", _("Giáo viên nam")
    STAFF_FEMALE = "staff_female", _("Giáo viên nữ")
    LEARNERS_MALE = "learners_male", _("Học sinh nam")
    LEARNERS_FEMALE = "learners_female", _("Học sinh nữ")
    STAFF_SHARED = "staff_shared", _("Giáo viên, dùng chung nam nữ")
    LEARNERS_SHARED = "learners_shared", _("Học sinh, dùng chung nam nữ")


class WaterSource(TextChoices):
    """Where the water comes from."""

    NONE = "none", _("Không có nguồn nước")
    PIPED = "piped", _("Nước máy")
    DRILLED_WELL = "drilled_well", _("Giếng khoan")
    DUG_WELL = "dug_well", _("Giếng đào")
    GRAVITY = "gravity", _("Nước tự chảy, khe suối")
    RAIN = "rain", _("Nước mưa")
    DELIVERED = "delivered", _("Xe bồn, mua nước")


class PowerSource(TextChoices):
    """Where the electricity comes from (IS_DIEN_LUOI asks for the grid)."""

    NONE = "none", _("Không có điện")
    GRID = "grid", _("Điện lưới quốc gia")
    SOLAR = "solar", _("Điện mặt trời")
    GENERATOR = "generator", _("Máy phát điện")
    OTHER = "other", _("Nguồn khác")


class LineKind(TextChoices):
    """Kind of an Internet line."""

    FIBRE = "fibre", _("Cáp quang")
    LEASED_LINE = "leased_line", _("Kênh thuê riêng")
    CABLE = "cable", _("Cáp đồng, truyền hình cáp")
    MOBILE = "mobile", _("Di động 4G, 5G")
    SATELLITE = "satellite", _("Vệ tinh")


class ComputerKind(TextChoices):
    """Kind of a computer."""

    DESKTOP = "desktop", _("Máy tính để bàn")
    LAPTOP = "laptop", _("Máy tính xách tay")
    TABLET = "tablet", _("Máy tính bảng")
    TERMINAL = "terminal", _("Máy trạm không ổ cứng")
    SERVER = "server", _("Máy chủ")


class ComputerPurpose(TextChoices):
    """What a set of computers is used for; INFORMATICS counts for learners per computer."""

    INFORMATICS = "informatics", _("Dạy môn Tin học")
    TEACHING = "teaching", _("Dạy các môn khác")
    MANAGEMENT = "management", _("Quản lý, văn phòng")
    TEACHERS = "teachers", _("Giáo viên soạn bài")
    LIBRARY = "library", _("Thư viện, tra cứu")
    STUDIO = "studio", _("Làm học liệu số")


class EquipmentKind(TextChoices):
    """Groups of equipment."""

    SUBJECT = "subject", _("Thiết bị dạy học môn học")
    SHARED = "shared", _("Thiết bị dùng chung")
    PROJECTOR = "projector", _("Máy chiếu")
    DISPLAY = "display", _("Ti vi, màn hình trình chiếu")
    INTERACTIVE_BOARD = "interactive_board", _("Bảng tương tác")
    STUDIO = "studio", _("Thiết bị làm học liệu số (máy quay, micrô, đèn)")
    SOUND = "sound", _("Âm thanh, loa, thiết bị nghe")
    TOYS = "toys", _("Đồ dùng, đồ chơi mầm non")
    PLAYGROUND = "playground", _("Thiết bị ngoài trời, thể thao")
    KITCHEN = "kitchen", _("Thiết bị bếp ăn")
    MEDICAL = "medical", _("Thiết bị y tế")
    FURNITURE = "furniture", _("Bàn ghế, tủ, bảng")
    OFFICE = "office", _("Thiết bị văn phòng")
    OTHER = "other", _("Thiết bị khác")


class Basis(TextChoices):
    """What the quantity of a minimum list is counted for (column «Số lượng»: /GV, /PHBM, /lớp, /trường, /HS)."""

    SCHOOL = "school", _("trường")
    POINT = "point", _("điểm trường")
    CLASS = "class", _("lớp")
    CLASSROOM = "classroom", _("phòng học")
    SUBJECT_ROOM = "subject_room", _("phòng học bộ môn")
    TEACHER = "teacher", _("giáo viên")
    LEARNERS = "learners", _("học sinh")


class Stock(TextChoices):
    """The book in which what counts for a line of a minimum list is found: computers are not booked twice."""

    EQUIPMENT = "equipment", _("Sổ thiết bị, theo mục này")
    INFORMATICS = "informatics", _("Sổ máy tính: máy dạy Tin học")
    TEACHING = "teaching", _("Sổ máy tính: máy của giáo viên, dạy các môn khác")
    PROJECTION = "projection", _("Sổ thiết bị: máy chiếu, ti vi, bảng tương tác")


class ItemUser(TextChoices):
    """Who works with an item (columns GV, HS of the lists)."""

    TEACHER = "teacher", _("Giáo viên")
    LEARNER = "learner", _("Học sinh")
    BOTH = "both", _("Giáo viên và học sinh")


class NormKind(TextChoices):
    """What a norm measures; the direction of each stands in ``rules.norms``."""

    LAND_PER_LEARNER = "land_per_learner", _("Diện tích đất trên một người học (m²)")
    CLASSROOMS_PER_CLASS = "classrooms_per_class", _("Số phòng học trên một lớp")
    SOLID_SHARE = "solid_share", _("Tỷ lệ phòng học kiên cố (%)")
    CLASSROOM_AREA = "classroom_area", _("Diện tích phòng học trên một người học (m²)")
    SUBJECT_ROOMS = "subject_rooms", _("Số phòng học bộ môn")
    LEARNERS_PER_COMPUTER = "learners_per_computer", _("Số học sinh học chung một máy tính trong giờ Tin học")
    CONNECTED_CLASSROOMS = "connected_classrooms", _("Tỷ lệ phòng học có trình chiếu và Internet (%)")
    LEARNERS_PER_TAP = "learners_per_tap", _("Số học sinh trên một vòi nước")
    BOYS_PER_FIXTURE = "boys_per_fixture", _("Số học sinh nam trên một bệ xí")
    GIRLS_PER_FIXTURE = "girls_per_fixture", _("Số học sinh nữ trên một bệ xí")


class InventoryKind(TextChoices):
    """Why an inventory is taken."""

    YEARLY = "yearly", _("Kiểm kê định kỳ hằng năm")
    HANDOVER = "handover", _("Bàn giao")
    CORRECTION = "correction", _("Kiểm kê lại")


class InventoryStatus(TextChoices):
    """Open while people count; confirmed is frozen; cancelled stays as it was."""

    OPEN = "open", _("Đang kiểm đếm")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    CANCELLED = "cancelled", _("Đã hủy")


class Asset(TextChoices):
    """The books that an inventory compares with what is there."""

    LAND = "land", _("Khu đất")
    ROOM = "room", _("Phòng")
    TOILET = "toilet", _("Nhà vệ sinh")
    COMPUTERS = "computers", _("Máy tính")
    EQUIPMENT = "equipment", _("Thiết bị")
