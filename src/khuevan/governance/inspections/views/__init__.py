"""The way in: pages of the room."""
