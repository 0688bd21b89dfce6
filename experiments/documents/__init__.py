"""The documents that are generated from the code: assumptions, rules, patterns, and tables of the model description."""

from experiments.documents.writing import documents, write

__all__ = ["documents", "write"]
