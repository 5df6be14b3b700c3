"""Two parties that are one person: candidates, objections, joining and undoing."""
