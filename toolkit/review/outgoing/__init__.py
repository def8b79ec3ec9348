"""What is sent to counsel: commented Word files, redlines, a checklist, an appendix and a cover sheet."""
