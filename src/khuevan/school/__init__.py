"""The school wing: what a school does every day."""
