"""Export: a results folder as one workbook and as CSV files, with what a reader needs to understand them."""

from experiments.present.export.folder import Written, write_export

__all__ = ["Written", "write_export"]
