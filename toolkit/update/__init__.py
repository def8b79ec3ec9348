"""New national text into a kit that a city has edited: merge, plan, pages, report.

Everything up to the plan is pure; what it changes is written by `files/revision` as one.
"""
