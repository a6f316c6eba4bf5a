"""From a query to an answer: as it is written, by its parts, by its sound; or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from .candidates import Candidate, of_item
from .composing import BY_KNOWN, EATEN, Composer
from .conditions import Bare, Conditions
from .english import English
from .guarding import CUED, HEARD, TOLD_APART, Guard
from .index import Index
from .knowledge import CATEGORIES, Choice, Group, Knowledge, Question, Words
from .lacking import Leaves, parted, turned, unsized
from .likening import PINYIN, Likener
from .spelling import is_chinese, key_of, readings

LEAST = 0.5
"""Below this nothing is answered."""
NAMED, TOLD, SOILED = 0.98, 0.93, 0.86
_RIVAL, _LEAST_RIVAL = 0.12, 0.55
"""What is dangerous and this near to the best is not outvoted by it."""
_DIRTY, _EMPTY, _BROKEN, _WORKS = {"dirty"}, {"empty"}, {"broken"}, {"works"}
_RENDERED, _PARTLY, _SLIPPED = 0.95, 0.7, 0.8
"""An English question is as sure as what it was rendered as, less this; least where a word was not known. Less too
where one was taken for another that is spelt nearly so."""
_RUBBLE = "rubble"


@dataclass(frozen=True)
class Answer:
    """``category`` is None where nothing is known, or no bin is safe (``group`` then says what to do)."""

    query: str
    category: str | None = None
    confidence: float = 0.0
    name: str = ""
    group: Group | None = None
    alternatives: Sequence[str] = ()
    question: Question | None = None
    maybe: Sequence[str] = ()
    """Names that it may be meant as, where nothing was answered."""

    @property
    def reason(self) -> Words:
        return self.group.reason if self.group else Words("")

    @property
    def ask(self) -> Words | None:
        if self.question is not None:
            return self.question.ask
        if self.category is None and self.maybe:
            names = "、".join(self.maybe)
            return Words(f"您说的是“{names}”吗？", f"Do you mean: {names}?")
        return None


class Asked(NamedTuple):
    """What is asked, in the spelling of the lists, and the parts that it says are not there."""

    query: str
    key: str
    lacking: Sequence[str] = ()


class Verdict(NamedTuple):
    group: Group
    category: str | None
    confidence: float
    question: Question | None = None

    def answer(self, query: str, name: str, found: Sequence[Candidate]) -> Answer:
        """With what else it may be: what the open question leads to, what others say, what else was found."""
        asked = [each.group.category for each in self.question.choices] if self.question else []
        near = [each.category for each in found if each.confidence >= LEAST]
        likely = dict.fromkeys([*asked, self.group.otherwise, *near])
        others = [each for each in likely if each in CATEGORIES and each != self.category]
        sure = round(self.confidence, 2)
        return Answer(query, self.category, sure, name, self.group, others[:3], self.question)


class Sorter:
    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.index = Index(knowledge)
        self._conditions = Conditions(knowledge.conditions)
        self._composer = Composer(self.index, self._conditions)
        self._likener = Likener(self.index)
        self._guard = Guard(knowledge)
        self._english = English(knowledge)
        self._leaves = Leaves(self._guard.leaves_traces, self._is_apart)

    def key(self, query: str) -> str:
        """Pictures are read only where there are no words."""
        return key_of(query, self.knowledge.simplified) or key_of(query, self.knowledge.pictures)

    def bare(self, query: str) -> str:
        """The name in a query, without its frame and measure."""
        key = self.key(query)
        return list(readings(key))[-1] if key else ""

    def answer(self, query: str) -> Answer:
        key = self.key(query)
        if not key:
            return Answer(query)
        asked, bare = Asked(query, key), self._bare(key)
        if (known := self._named(bare)) is not None:
            return self._told(asked, known[0], known[1], [])
        return self._answered_in_chinese(asked) if is_chinese(key) else self._answered_in_letters(asked, bare)

    def _answered_in_chinese(self, asked: Asked) -> Answer:
        rest = parted(asked.key, self._leaves)
        key = turned(unsized(rest.key), self._composer.material)
        asked, bare = Asked(asked.query, key, rest.lacking), self._bare(key)
        if (known := self._named(bare)) is not None:
            return self._told(asked, known[0], known[1], [])
        return self._settled(asked, bare, [*self._composed(bare), *self._likened(bare)])

    def _answered_in_letters(self, asked: Asked, bare: Sequence[Bare]) -> Answer:
        """By the whole name in English or pinyin; by its English words; by letters that are nearly right."""
        text = bare[-1].name
        found = list(self._likener.in_letters(text))
        rendered = None if found else self._english.rendered(text)
        if rendered is not None and rendered.is_whole:
            return self._rendered(asked.query, text, rendered.chinese, _RENDERED)
        answer = self._settled(asked, bare, [*found, *self._likener.nearly_spelt(text)])
        if rendered is not None and answer.confidence < BY_KNOWN:
            other = self._rendered(asked.query, text, rendered.chinese, _PARTLY)
            if other.category == "hazardous" or (
                rendered.knows_last and other.confidence > answer.confidence
            ):
                answer = other
        return answer if found else self._mended(asked.query, text, answer)

    def _mended(self, query: str, text: str, answer: Answer) -> Answer:
        """With words that nobody knows taken for those they slipped from, where that says more. What may be several
        things of different bins is asked for again, and so is what may be dangerous."""
        ways = [self.answer(each) for each in self._english.mended(text)]
        known = [self._less_sure(each, query, _SLIPPED) for each in ways if each.group is not None]
        if not known:
            return answer
        may_harm = any(each.group is not None and each.group.kind == "hazard" for each in known)
        if len({each.category for each in known}) > 1:
            maybe = list(dict.fromkeys(each.name for each in known))
            return Answer(query, maybe=maybe[:3]) if may_harm or answer.group is None else answer
        best = max(known, key=lambda each: each.confidence)
        if may_harm or answer.group is None:
            return best
        is_settled = answer.group.kind == "hazard" or answer.confidence >= best.confidence
        return answer if is_settled else best

    def _rendered(self, query: str, name: str, chinese: str, share: float) -> Answer:
        answer = self._less_sure(self.answer(chinese), query, share)
        return replace(answer, name=name if answer.name else "")

    @staticmethod
    def _less_sure(answer: Answer, query: str, share: float) -> Answer:
        """What was answered to the same in other words."""
        sure = round(max(answer.confidence * share, LEAST), 2) if answer.category else 0.0
        return replace(answer, query=query, confidence=sure)

    def _bare(self, key: str) -> list[Bare]:
        """All readings, from the whole to the barest."""
        *whole, last = readings(key)
        return [*(Bare(each, frozenset()) for each in whole), *self._conditions.taken_off(last)]

    def _named(self, bare: Sequence[Bare]) -> tuple[Candidate, Bare] | None:
        for number, each in enumerate(bare):
            item = self.index.named(each.name) or self.index.named(each.name.replace("的", "") or each.name)
            if item is None or (len(each.name) == 1 and number and not each.tags):
                continue
            if self._guard.overlooks(bare[0].name, each.name):
                continue
            if each.tags & _EMPTY and (left := self._composer.left_of(each.name)) is not None:
                return left, each
            return of_item(item, NAMED - 0.01 * number, each.name, is_whole=True), each
        return None

    def _is_apart(self, key: str) -> bool:
        """Food, furniture, what builders leave: they go where they go whatever they smell of."""
        bare = self._bare(key)
        known = self._named(bare)
        found = [known[0]] if known is not None else self._composed(bare)
        return bool(found) and (found[0].group.kind in EATEN or found[0].category in TOLD_APART)

    def _composed(self, bare: Sequence[Bare]) -> list[Candidate]:
        found = [each for reading in bare[-3:] for each in self._composer.candidates(reading.name)]
        return sorted(found, key=lambda each: -each.confidence)

    def _likened(self, bare: Sequence[Bare]) -> list[Candidate]:
        return [each for reading in {bare[-1].name, bare[0].name} for each in self._likener.written(reading)]

    def _settled(self, asked: Asked, bare: Sequence[Bare], found: list[Candidate]) -> Answer:
        """The surest, unless something dangerous is as near, or said."""
        found.sort(key=lambda each: (-each.confidence, each.category != "hazardous"))
        name = bare[0].name
        best = found[0] if found and found[0].confidence >= LEAST else None
        cue = self._guard.written(name)
        if cue is not None and not (best and self._guard.allows(best, name)):
            named = self.index.names.get(cue[0])
            question = named.question if named is not None else None
            if best is not None and best.category == "hazardous":
                question = best.question
            best = Candidate(name, cue[1], CUED, question=question)
        elif best is None or (best.category != "hazardous" and self._is_doubtful(best, name, found)):
            return self._unsure(asked.query, name, found)
        return self._told(asked, best, bare[-1], found)

    def _is_doubtful(self, best: Candidate, name: str, found: Sequence[Candidate]) -> bool:
        """Something harmless is best, and something dangerous nearly as good or heard in it."""
        is_understood = best.confidence >= (PINYIN if best.item is not None else BY_KNOWN)
        if is_understood or any(
            each.item is not None and each.name in name and each.category == best.category for each in found
        ):
            return False
        near = max(best.confidence - _RIVAL, _LEAST_RIVAL)
        rivals = any(each.group.kind == "hazard" and each.confidence >= near for each in found)
        return rivals or self._guard.heard(name) is not None

    def _unsure(self, query: str, name: str, found: Sequence[Candidate]) -> Answer:
        """Nothing, or what is dangerous where the word for it is heard."""
        heard = self._guard.heard(name)
        if heard is not None and not any(
            each.confidence >= HEARD for each in found if each.group.kind != "hazard"
        ):
            return Answer(query, heard.category, HEARD, name, heard)
        near = list(dict.fromkeys(each.name for each in found if each.confidence >= LEAST - 0.1))[:3]
        likely = dict.fromkeys(each.category for each in found if each.category)
        return Answer(query, alternatives=list(likely)[:3], maybe=near)

    def _told(self, asked: Asked, best: Candidate, bare: Bare, found: Sequence[Candidate]) -> Answer:
        """With what the query itself says of its state; else with the question that is open."""
        question, groups = best.question, self.knowledge.groups
        if question is not None and (choice := self._answered(question, asked, best.name)) is not None:
            verdict = Verdict(choice.group, choice.group.category, min(best.confidence, TOLD))
        elif bare.tags & _WORKS and best.category == "residual" and _RUBBLE in groups:
            verdict = Verdict(groups[_RUBBLE], groups[_RUBBLE].category, min(best.confidence, SOILED))
        elif best.group.soiled and (
            bare.tags & _DIRTY or (best.group.kind == "cloth" and bare.tags & _BROKEN)
        ):
            group = groups[best.group.soiled]
            verdict = Verdict(group, group.category, min(best.confidence, SOILED), question)
        else:
            verdict = Verdict(best.group, best.category, best.confidence, question)
        return verdict.answer(asked.query, best.name, found)

    def _answered(self, question: Question, asked: Asked, name: str) -> Choice | None:
        """By a word of the query; or the only answer that is left without what it says is not there."""
        rest = asked.key.replace(name, "", 1) or asked.key
        open_ = [each for each in question.choices if not set(each.when) & set(asked.lacking)]
        said = next((each for each in open_ if any(word in rest for word in each.when)), None)
        return said or (open_[0] if len(open_) == 1 < len(question.choices) else None)
