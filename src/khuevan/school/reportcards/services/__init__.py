"""The acts on report cards."""

from .acts import correct_card, recall_card
from .cancelling import cancel_card, cancel_class
from .desk import LIST as DESK_LIST
from .desk import ask_desk, desk_json, desk_list, take_desk
from .errors import BooksAreOpen, CardError
from .generating import Generated, generate_class
from .handing_out import card_file, level_file
from .refreshing import Refreshed, refresh_class
from .signing import Gesture, demand_any, sign_waiting
from .whole_school import begin_school

__all__ = [
    "DESK_LIST",
    "BooksAreOpen",
    "CardError",
    "Generated",
    "Gesture",
    "Refreshed",
    "ask_desk",
    "begin_school",
    "cancel_card",
    "cancel_class",
    "card_file",
    "correct_card",
    "demand_any",
    "desk_json",
    "desk_list",
    "generate_class",
    "level_file",
    "refresh_class",
    "recall_card",
    "sign_waiting",
    "take_desk",
]
