"""Visitors' own queries: the SPARQL 1.1 Protocol, a guard, and a pool of worker processes."""
