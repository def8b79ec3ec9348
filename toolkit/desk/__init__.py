"""The desk: the commands' work as pages of this machine, for offices without a terminal.

Here stand routes and what their pages show. No rule and no wording of a finding: those come from the
functions that the commands call too.
"""
