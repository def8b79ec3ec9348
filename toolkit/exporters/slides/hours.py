"""One slide more for the leaders' briefing: what the office costs in hours, from the city's own numbers."""

from __future__ import annotations

from toolkit.city.city import City
from toolkit.exporters.slides.slides import Slide
from toolkit.text import workload
from toolkit.text.citations import Register
from toolkit.text.workload import Load, rounded

_LINES = 5  # posts that a slide holds; the rest are added up


def hours_slide(city: City, register: Register) -> Slide:
    """The posts with most hours, the sum of the others, and in the notes every post."""
    loads = workload.of_posts(register.tasks, register.posts, city)
    ranked = sorted(loads.values(), key=lambda load: -load.hours)
    total, rest = (rounded(sum(load.hours for load in some)) for some in (ranked, ranked[_LINES:]))
    size, most = city.data["size"], register.posts.most_hours
    over = [load.titles[0] for load in ranked if load.hours / load.people > most]
    shown = [*((f"约{rounded(load.hours)}小时", _post(load)) for load in ranked[:_LINES]), (f"约{rest}小时", "其他岗位合计")]
    notes = [
        f"按{size['pairs']}对、{size['coordinators']}名协调员算，每件事的分钟数是建议值；没有算志愿者自己的陪伴和突发的事。",
        "；".join(map(_line, loads.values())) + "。",
        f"每人每月超过{most}小时的：{'、'.join(over)}，要加人。" if over else f"没有一个岗位每人每月超过{most}小时。",
    ]
    return Slide(
        "tiles", "附表", f"办公室每月要多少小时：合计约{total}小时", tuple(line for _, line in shown),
        large=tuple(figure for figure, _ in shown), notes="\n\n".join(notes),
    )


def _post(load: Load) -> str:
    return f"{load.titles[0]}，{load.people}人，每人约{load.each}小时" if load.people > 1 else load.titles[0]


def _line(load: Load) -> str:
    people = f"{load.people}人，每人约{load.each}小时" if load.people > 1 else f"约{load.each}小时"
    return f"{load.titles[0]}：{people}"
