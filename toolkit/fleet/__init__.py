"""Many cities at once: a province's kits, or the country's.

Each city's work is done by the functions of commands/; nothing here checks, renders or words anything anew.
"""
