"""The verbs, one file each: a function of the same name that returns data, and a door that prints it.

The function serves every door: the command line, a local page, a fleet of cities. `command` holds
its options, help and wording for the command line. All of them are loaded to print the help, so
what costs time to load is imported inside the functions.
"""
