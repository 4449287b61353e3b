"""Papers that visitors hand in, where the operator allows it: stored, read, published.

Reading is the work of ``wenmai ingest``, a program of its own; this room starts it and reads
its report.
"""
