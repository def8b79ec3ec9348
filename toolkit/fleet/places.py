"""What a fleet keeps in its folder, beside the kits."""

from __future__ import annotations

OWN = ".linyi-fleet"
LOCK = f"{OWN}/lock"
RECORDS = f"{OWN}/cities"
MAKING = f"{OWN}/making"
LAID = f"{OWN}/laid"
SUMMARY, DEVIATIONS = "汇总", "偏离汇总"
