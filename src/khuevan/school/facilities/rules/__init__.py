"""The rules of the room: pure functions on values, each with its source. Worked examples: docs/rulebook/facilities.md."""
