from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class ListImported(Event):
    """A file was written into a list of a unit."""

    layout: str
    unit_id: int
    import_id: int
    added: int
    changed: int
