"""The steps of an import, each one act. The work behind them is in `work`, run by jobs."""

from .steps import (
    ImportIsBusy,
    commit_import,
    decide_rows,
    drop_import,
    remap_import,
    undo_import,
    upload_file,
)

__all__ = [
    "ImportIsBusy", "commit_import", "decide_rows", "drop_import", "remap_import", "undo_import", "upload_file",
]  # fmt: skip
