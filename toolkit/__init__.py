"""Linyi Kit: a city's facts and the shared policies in, a service team's documents out."""

__version__ = "1.1.0"
