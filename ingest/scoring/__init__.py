"""Measure what the pipeline finds against annotated text."""
