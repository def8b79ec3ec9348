"""Several machines at one fleet, by dask.distributed: the same task as on this machine's workers.

Before any work all machines must have the same toolkit and the same text. Where all of them see the
fleet's folder they work in it; else each kit travels as one file, and what was built comes back as one.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import logging
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from toolkit.errors import ToolkitError, Words
from toolkit.fleet import carrying, outcome, workers
from toolkit.fleet.outcome import Outcome
from toolkit.fleet.places import OWN
from toolkit.fleet.task import Task, lost, run

_WAIT = 15  # seconds for the scheduler to answer, and for a worker to be there
_AHEAD = 2  # kits on their way to each worker
Heard = Callable[[Outcome], object]


def installed() -> tuple[str, str]:
    """The versions of toolkit and text of the machine that this runs on, each with a mark of its bytes."""
    from toolkit import __version__
    from toolkit.exporters.fingerprints import of_folder
    from toolkit.files.sources import PACKAGE, shared
    from toolkit.text.releases import text_version

    def mark(*folders: Path) -> str:
        return hashlib.sha256("".join(map(of_folder, folders)).encode()).hexdigest()[:8]

    source = shared()
    text = text_version(source.policies).version
    return f"{__version__} {mark(PACKAGE)}", f"{text} {mark(source.policies, source.templates, source.schemas)}"


def sees(path: str, token: str) -> bool:
    """Whether the machine that this runs on finds the token in that file."""
    try:
        return Path(path).read_text(encoding="ascii") == token
    except (OSError, ValueError):
        return False


def work(tasks: Sequence[Task], address: str, jobs: int, heard: Heard) -> str:
    """Does all tasks on the machines of the scheduler at `address`; returns who they were.

    Where they don't see the folder, only building is worth the way: the rest is done here, in `jobs` processes.
    Raises ToolkitError before any work where they cannot be reached or are not alike.
    """
    if not tasks:
        return ""
    with _client(address) as client:
        machines = _alike(client)
        root = Path(tasks[0].root)
        if _all_see(client, root):
            _done(client, tasks, lambda task: (run, task), lambda task, found: found, len(machines) * 50, heard)
        elif all(task.verb == "build" and not task.options.release for task in tasks):
            _done(client, tasks, _with_kit, carrying.place, len(machines) * _AHEAD, heard)
        else:
            workers.work(tasks, jobs, heard)
            return ""
    return f"{len(machines)} × dask: {', '.join(sorted(machines))}"


def _with_kit(task: Task) -> tuple[Any, ...]:
    return carrying.build, task, carrying.packed(task.kit)


def _library() -> Any:
    """dask.distributed, which is an extra. Raises ToolkitError where it is not installed."""
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise ToolkitError(
            zh="没有装几台机器一起做要用的软件（dask.distributed）", en="dask.distributed, by which several machines work together, is not installed",
            fix_zh='运行 pip install "linyi-kit[fleet]"', fix_en='run: pip install "linyi-kit[fleet]"',
        ) from None


@contextlib.contextmanager
def _client(address: str) -> Iterator[Any]:
    library = _library()
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is told in our words
    try:
        client = library.Client(address, timeout=_WAIT, set_as_default=False)
    except (OSError, ValueError, TypeError, TimeoutError) as error:
        raise ToolkitError(
            zh=f"连不上 {address}：{type(error).__name__}", en=f"cannot reach {address}: {type(error).__name__}",
            fix_zh="地址像 tcp://10.0.0.5:8786；先在那台机器运行 dask scheduler", fix_en="an address is like tcp://10.0.0.5:8786; start dask scheduler there first",
        ) from None
    try:
        yield client
    finally:
        client.close(timeout=2)


def _alike(client: Any) -> Mapping[str, Any]:
    """What is installed on each worker, by its address. Raises ToolkitError where one differs from this machine, or none is there."""
    with contextlib.suppress(TimeoutError):
        client.wait_for_workers(1, timeout=_WAIT)
    here = installed()
    found: Mapping[str, Any] = client.run(installed, on_error="return")
    if not found:
        raise ToolkitError(
            zh="那里一台干活的机器也没有", en="no worker has joined the scheduler",
            fix_zh="在每台机器运行 dask worker 地址 --nthreads 1", fix_en="on each machine run: dask worker ADDRESS --nthreads 1",
        )
    others = {at: versions for at, versions in found.items() if versions != here}
    if others:
        listed = "；".join(f"{at}：{_versions(versions).zh}" for at, versions in sorted(others.items()))
        told = "; ".join(f"{at}: {_versions(versions).en}" for at, versions in sorted(others.items()))
        raise ToolkitError(
            zh=f"几台机器装的不一样，什么也没有做。这台：{_versions(here).zh}；{listed}",
            en=f"the machines are not alike; nothing was done. Here: {_versions(here).en}; {told}",
            fix_zh="在每台机器装同一个版本，重新启动 dask worker", fix_en="install the same version on each, then restart dask worker",
        )
    return found


def _versions(found: Any) -> Words:
    if isinstance(found, (tuple, list)) and len(found) == 2:
        return Words(f"linyi {found[0]}，文本 {found[1]}", f"linyi {found[0]}, text {found[1]}")
    return Words(f"没有装 linyi-kit，或者装坏了（{type(found).__name__}）", f"linyi-kit is not installed, or damaged ({type(found).__name__})")


def _all_see(client: Any, root: Path) -> bool:
    token = secrets.token_hex(16)
    probe = root / OWN / f"probe-{token[:8]}"
    if not (root / OWN).is_dir():
        return False  # a dry run writes nothing, not even this
    probe.write_text(token, encoding="ascii")
    try:
        return all(found is True for found in client.run(sees, str(probe), token, on_error="return").values())
    finally:
        probe.unlink(missing_ok=True)


def _done(
    client: Any, tasks: Sequence[Task], call: Callable[[Task], tuple[Any, ...]], taken: Callable[[Task, Any], Outcome], ahead: int, heard: Heard,
) -> None:
    waiting = iter(tasks)
    under_way: dict[Any, Task] = {}

    def submit() -> Any:
        task = next(waiting, None)
        if task is None:
            return None
        # The machine runs a city again where its worker died; what raises is told and not repeated.
        future = client.submit(*call(task), pure=False, retries=0)
        under_way[future] = task
        return future

    first = [future for _ in range(ahead) if (future := submit()) is not None]
    coming = _library().as_completed(first, loop=client.loop)
    for future in coming:
        task = under_way.pop(future)
        heard(_outcome(task, future, taken))
        future.release()
        another = submit()
        if another is not None:
            coming.add(another)


def _outcome(task: Task, future: Any, taken: Callable[[Task, Any], Outcome]) -> Outcome:
    error = future.exception()
    if error is None:
        try:
            return taken(task, future.result())
        except ToolkitError as refused:
            return outcome.failed(task.verb, task.member.folder, refused.words, refused.fix).ended(0)
    if isinstance(error, _library().KilledWorker):
        return lost(task, "dask", error.allowed_failures + 1)
    return outcome.failed(
        task.verb, task.member.folder, Words(f"那台机器上出错了：{type(error).__name__}", f"the other machine failed: {type(error).__name__}"),
        Words("单独运行这个城市看看", "run this city alone to see why"),
    ).ended(0)
