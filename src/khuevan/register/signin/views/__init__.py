"""Pages: entrance (coming in), security (one's own account), provider (for other applications), applications."""
