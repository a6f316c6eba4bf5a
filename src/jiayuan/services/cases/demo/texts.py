"""What people say in the demonstration, read from the text files beside this one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

FOLDER = Path(__file__).resolve().parent
SLOTS = {
    "{楼}": "一号楼 二号楼 三号楼 四号楼 五号楼 东边那栋楼 西楼 南楼 前排楼".split(),
    "{处}": "大门口 车棚旁边 小花园 后院 地下室入口 健身区 北门 院子中间 自行车棚 小卖部门口".split(),
    "{街}": "十字路口 公交站旁边 学校门口 菜市场门口 医院对面 银行门前 过街天桥下 胡同口 路东 路西".split(),
    "{天}": "两天 三天 好几天 一个星期 十来天 半个月".split(),
}


@dataclass(frozen=True)
class Rated:
    score: int
    words: str


@dataclass(frozen=True)
class Texts:
    weights: dict[str, int]
    """Category code -> how often it is reported."""
    reports: dict[str, Sequence[str]]
    replies: dict[str, Sequence[str]]
    """By action (``hand_in`` by the function of the unit instead)."""
    ratings: Sequence[Rated]

    def report(self, code: str, random: Random) -> str:
        return fill(random.choice(self.reports[code]), random)

    def reply(self, name: str, random: Random) -> str:
        return random.choice(self.replies.get(name, ("",)))


def fill(words: str, random: Random) -> str:
    """The slots of a sentence filled with spots and times."""
    for slot, choices in SLOTS.items():
        while slot in words:
            words = words.replace(slot, random.choice(choices), 1)
    return words


def read_texts() -> Texts:
    weights, reports = {}, {}
    for head, lines in _blocks("reports.txt"):
        code, weight = head.split()
        weights[code], reports[code] = int(weight), [line for line in lines if line]
    replies = {head.strip("[]"): lines or [""] for head, lines in _blocks("replies.txt")}
    return Texts(weights, reports, replies, [_rated(line) for line in _lines("ratings.txt")])


def _lines(name: str) -> list[str]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _blocks(name: str) -> Iterator[tuple[str, list[str]]]:
    """Blocks of a file: a head (a category code or a name in brackets) and the lines under it."""
    head, lines = "", list[str]()
    for line in _lines(name):
        if line.startswith("[") or (line[0] in "PE" and line[1].isdigit()):
            if head:
                yield head, lines
            head, lines = line, []
        else:
            lines.append(line)
    yield head, lines


def _rated(line: str) -> Rated:
    score, _space, words = line.partition(" ")
    return Rated(int(score), words)
