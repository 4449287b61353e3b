"""The concepts of public value in digital governance: schema, vocabulary, checks, labels.

This is the bottom room: it imports nothing of ours.
"""
