"""Records reference values again and prints what moved: `uv run python -m tests.golden [tiny agder norway]`."""

from __future__ import annotations

import json
import sys

import numpy as np
import pandas as pd

from tests.golden.changes import entries
from tests.golden.values import FOLDER, PARTS, machine, moved, values_of

ABOUT = FOLDER / "about.json"


def main(worlds: list[str]) -> None:
    """Record the worlds named, or all."""
    about = json.loads(ABOUT.read_text(encoding="utf-8")) if ABOUT.exists() else {}
    for world in worlds or list(PARTS):
        part = PARTS[world]
        after = values_of(part)
        known = entries()
        if part.file.exists():
            changed = moved(pd.read_parquet(part.file), after, exact=True)
            print(f"{world}: {len(changed)} of {len(after)} values moved")
            tell(changed)
            if len(changed) and known == about[world]["entries"]:
                sys.exit("not recorded: values moved, but CHANGELOG.md has no new entry that **Changes results**")
        after.to_parquet(part.file, compression="zstd", index=False)
        about[world] = {"machine": machine(), "entries": known}
        ABOUT.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def tell(changed: pd.DataFrame) -> None:
    """Print for each scenario and indicator that moved its last national value before and after, largest first."""
    if changed.empty:
        return
    table = changed.groupby(["uncertainty", "scenario", "indicator"])[["last_before", "last_after"]].mean()
    table["change"] = table.last_after - table.last_before
    order = (table.change / table.last_before.abs().clip(lower=1e-12)).abs().sort_values(ascending=False).index
    with pd.option_context("display.max_rows", None, "display.width", 120):
        print(table.loc[order].head(60).replace({np.nan: None}).to_string())


if __name__ == "__main__":
    main(sys.argv[1:])
