"""What people decide about projects: moves from stage to stage, answers, votes, resolutions.

Everything here is planned and refused without touching a file; `hexvet.journal.record` writes it.
"""
