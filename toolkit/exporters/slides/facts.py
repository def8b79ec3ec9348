"""One slide more for the leaders' briefing: what the city itself has set down, as figures."""

from __future__ import annotations

from toolkit.city.city import City
from toolkit.exporters.slides.slides import Slide

BRIEFING = "T16"


def facts_slide(city: City) -> Slide:
    """Places, pairs, visits, training and probation, all from city.yaml."""
    size, numbers = city.data["size"], city.data["numbers"]
    towns = sum(len(unit.towns) for unit in city.units)
    places = [(f"{len(city.units)}个", f"下级单位，下有{towns}个乡镇（街道）" if towns else "下级单位")] if city.units else []
    shown = [
        *places,
        (f"{size['pairs']}对", f"先按这个结对数算，{size['coordinators']}名协调员"),
        (f"{numbers['visits_per_year']}次", f"每名志愿者每年至少陪伴这些次，每次至少{numbers['visit_minutes']}分钟"),
        (f"{numbers['training_hours']}学时", f"岗前培训，{numbers['training_pass_score']}分合格"),
        (f"{numbers['probation_months']}个月", "试用，全程有人带"),
        (f"{numbers['retention_years']}年", "结案以后，档案保存这些年"),
    ]
    return Slide(
        "tiles", "附表", f"{city.name}自己定的数", tuple(line for _, line in shown), large=tuple(figure for figure, _ in shown),
        notes="这些数都写在city.yaml里，是建议值的可以改。孩子有多少，摸底以前不报估计数。",
    )
