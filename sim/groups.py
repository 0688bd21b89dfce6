"""The groups that outcomes are recorded for besides places: their names, in order."""

from __future__ import annotations

SIZE_LIMITS = (3_000, 10_000, 30_000)
"""Inhabitants at which the size classes of municipalities change."""
SIZE_CLASSES = ("below 3,000", "3,000-9,999", "10,000-29,999", "30,000 and more")
"""Municipalities by inhabitants."""
CENTRALITY_CLASSES = ("1", "2", "3", "4", "5", "6")
"""Municipalities by Statistics Norway's centrality class, 1 most central."""
SCHOOL_SIZE_CLASSES = ("below 100 pupils", "100-299 pupils", "300 pupils and more", "upper secondary")
"""Primary and lower-secondary schools by pupils, in the bands of the published figures (Udir, Fakta 2023-24: 726,
1,094 and 892 schools), and upper-secondary schools."""
TURNOVER_CLASSES = ("lowest turnover", "middle turnover", "highest turnover")
"""Thirds of municipalities by teacher turnover on the eve of the history, the same in every scenario."""
GROUPS = {
    "size_class": SIZE_CLASSES,
    "centrality_class": CENTRALITY_CLASSES,
    "school_size_class": SCHOOL_SIZE_CLASSES,
    "turnover_class": TURNOVER_CLASSES,
}
"""Names of the groups by recorded level."""
LEVELS = (
    "nation", "county", "governor", "size_class", "centrality_class", "turnover_class", "school_size_class",
    "municipality", "university", "partnership", "school",
)  # fmt: skip
"""Levels that can be recorded, in the order in which they are named."""
