"""A conversation about a city, without a terminal: where it stands, what an answer does, the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from toolkit.city import cityfile
from toolkit.city.cityfile import Answers
from toolkit.city.divisions import Division
from toolkit.city.questions import Judgement, Question, judge, open_questions, value_of


class Interview:
    """Asks what `given` leaves open. `drafted` are answers of an earlier conversation: they stand as
    defaults, and `resume` goes on behind them. Every good answer is kept by `keep` at once."""

    def __init__(
        self, division: Division, given: Answers, drafted: Answers | None = None,
        keep: Callable[[Answers], None] = lambda answers: None, before: int = 0,
    ) -> None:
        self.division = division
        self._given = given
        self._replies: Answers = {}
        self._drafted: Answers = drafted or {}
        self._keep = keep
        self._before = before  # questions that were asked before this conversation: which city
        self._at = 0

    @property
    def answers(self) -> Answers:
        """What is known without the division data: what was given, and the answers."""
        return cityfile.merge(self._given, self._replies)

    @property
    def _known(self) -> Answers:
        return cityfile.merge(cityfile.from_division(self.division), self._given, self._drafted, self._replies)

    @property
    def _questions(self) -> Sequence[Question]:
        return open_questions(self._given, self._known)

    @property
    def question(self) -> Question | None:
        """What is asked now, None at the end."""
        found = self._questions
        return found[self._at] if self._at < len(found) else None

    @property
    def number(self) -> int:
        return self._before + self._at + 1

    @property
    def total(self) -> int:
        return self._before + len(self._questions)

    @property
    def default(self) -> Any:
        """What stands if nothing is said."""
        return value_of(self.question.key, self._known) if self.question else None

    @property
    def drafted(self) -> int:
        """How many of the questions an earlier conversation has answered."""
        return sum(value_of(item.key, self._drafted) is not None for item in self._questions)

    def resume(self) -> None:
        """Goes on at the first question that the draft leaves open."""
        self._replies = cityfile.merge(self._drafted, self._replies)
        found = self._questions
        self._at = next((number for number, item in enumerate(found) if value_of(item.key, self._drafted) is None), len(found))

    def reply(self, said: Any) -> Judgement:
        """Judges an answer; a good one is kept, and the next question is asked."""
        asked = self.question
        assert asked is not None
        found = judge(asked, said, self.default)
        if found.fault is None:
            section, _, name = asked.key.partition(".")
            self._replies = cityfile.merge(self._replies, {section: {name: found.value}})
            self._keep(cityfile.merge(self._drafted, self._replies))
            self._at += 1
        return found

    def back(self) -> bool:
        """Goes to the question before; False at the first."""
        if self._at == 0:
            return False
        self._at -= 1
        return True
