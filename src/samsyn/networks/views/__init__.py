"""Pages about networks and forums."""
