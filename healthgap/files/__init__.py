"""A published file -> checked figures: one module per kind of file, then what every file must hold to.

Stores nothing and knows of no release but the one in the file.
"""
