"""Redlines: two Word files of this project as one, in which accept-all is the new and reject-all the old."""
