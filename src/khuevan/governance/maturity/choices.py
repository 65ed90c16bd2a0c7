"""The words of the room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Of a unit's assessment in a year."""

    DRAFT = "draft", _("Đang tự đánh giá")
    SUBMITTED = "submitted", _("Đã gửi, chờ kiểm tra")
    RETURNED = "returned", _("Bị trả lại để bổ sung")
    CHECKED = "checked", _("Hồ sơ đạt yêu cầu")
    EXTERNAL = "external", _("Đang đánh giá ngoài")
    ASSESSED = "assessed", _("Đã đánh giá ngoài")
    RECOGNISED = "recognised", _("Đã công nhận, chưa công bố")
    PUBLISHED = "published", _("Đã công bố")
    STOPPED = "stopped", _("Dừng, đơn vị không còn")


class Act(TextChoices):
    """What is done with an assessment."""

    SUBMIT = "submit", _("Duyệt và gửi")
    RETURN = "return", _("Trả lại để bổ sung")
    ACCEPT = "accept", _("Xác nhận hồ sơ đạt yêu cầu")
    OPEN_EXTERNAL = "open_external", _("Mở đánh giá ngoài")
    CONCLUDE = "conclude", _("Kết luận đánh giá ngoài")
    RECOGNISE = "recognise", _("Công nhận mức độ")
    PUBLISH = "publish", _("Công bố")
    REVISE = "revise", _("Xem lại sau kiến nghị")
    HAND_OVER = "hand_over", _("Chuyển nơi đánh giá")
    STOP = "stop", _("Dừng đánh giá")


class Level(TextChoices):
    """Of the whole: QĐ 4725/QĐ-BGDĐT."""

    NOT_MET = "1", _("Mức độ 1: chưa đáp ứng")
    BASIC = "2", _("Mức độ 2: đáp ứng cơ bản")
    GOOD = "3", _("Mức độ 3: đáp ứng tốt")


class Kind(TextChoices):
    """Of a line of an index."""

    GROUP = "group", _("Nhóm")
    CRITERION = "criterion", _("Tiêu chí")
    COMPONENT = "component", _("Điểm thành phần")
    MANDATORY = "mandatory", _("Điều kiện bắt buộc")


class Subject(TextChoices):
    """Whom an index assesses."""

    GENERAL = "general", _("Trường phổ thông, cơ sở giáo dục thường xuyên")
    PRESCHOOL = "preschool", _("Cơ sở giáo dục mầm non")
    AGENCY = "agency", _("Cơ quan quản lý giáo dục")


class Assessor(TextChoices):
    """Who checks and recognises."""

    MANAGING = "managing", _("Cơ quan quản lý trực tiếp")
    DEPARTMENT = "department", _("Sở Giáo dục và Đào tạo")


class EvidenceKind(TextChoices):
    """What an evidence is."""

    FILE = "file", _("Tệp")
    LINK = "link", _("Đường dẫn")
    RECORD = "record", _("Hồ sơ, trang trên nền tảng")


class Topic(TextChoices):
    """What an evidence is about: every criterion of every index that asks for the same finds it."""

    ONLINE_PLAN = "online_plan", _("Kế hoạch dạy học trực tuyến")
    ONLINE_RULES = "online_rules", _("Quy chế dạy học trực tuyến")
    ONLINE_SYSTEM = "online_system", _("Phần mềm dạy học trực tuyến, hệ thống quản lý học tập")
    MATERIALS = "materials", _("Học liệu số")
    COMPUTER_TESTS = "computer_tests", _("Kiểm tra, đánh giá trên máy tính")
    PEOPLE = "people", _("Năng lực số, tài khoản của đội ngũ")
    DEVICES = "devices", _("Hạ tầng, thiết bị")
    STEERING = "steering", _("Phân công phụ trách chuyển đổi số")
    PLAN = "plan", _("Kế hoạch ứng dụng CNTT, chuyển đổi số")
    SYSTEM_RULES = "system_rules", _("Quy chế sử dụng hệ thống quản trị")
    SYSTEM = "system", _("Phần mềm quản trị cơ sở giáo dục")
    EXCHANGE = "exchange", _("Kết nối, trao đổi dữ liệu")
    SERVICES = "services", _("Dịch vụ trực tuyến")


class LinkState(TextChoices):
    """How a link answered when it was last tried."""

    UNTRIED = "untried", _("Chưa kiểm tra")
    ALIVE = "alive", _("Mở được")
    DEAD = "dead", _("Không mở được")


class AppealState(TextChoices):
    """Of what a unit says against its level."""

    OPEN = "open", _("Chờ trả lời")
    REFUSED = "refused", _("Giữ nguyên kết quả")
    UPHELD = "upheld", _("Chấp nhận, xem lại")
