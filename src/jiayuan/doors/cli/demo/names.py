"""Invented names of people, and phone numbers that belong to nobody."""

from collections.abc import Iterator
from random import Random

SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
WOMEN = "桂英 秀兰 玉珍 淑华 凤英 秀英 玉兰 桂花 春梅 秋菊 建芬 丽华 晓梅 红霞 海燕 艳丽 晓红 志芳 雅琴 慧敏 小丽 静怡 文静 佳慧 欣怡 雪梅 爱萍 巧云 月娥 美玲 改花 润香 翠萍 俊仙 变香"
MEN = "建国 建军 志强 国庆 卫平 保国 福生 德才 俊杰 海龙 文斌 晓东 永刚 瑞明 立新 志刚 宏伟 金龙 明辉 春生 家豪 子轩 浩然 宇航 根生 贵生 二宝 全喜 跃进 卫东 润生 天佑 晋生 并生 三虎"
WOMEN_GIVEN, MEN_GIVEN = tuple(WOMEN.split()), tuple(MEN.split())
MOST_NUMBERS = 10_000


def names(random: Random) -> Iterator[str]:
    """Plausible names without end; the first thousands all different."""
    given = [*WOMEN_GIVEN, *MEN_GIVEN]
    told: set[str] = set()
    while True:
        name = random.choice(SURNAMES) + random.choice(given)
        if name not in told or len(told) > len(SURNAMES) * len(given) * 0.8:
            told.add(name)
            yield name


def phones(prefix: str) -> Iterator[str]:
    """``+861380000`` -> ``+8613800000001``, ``…0002`` …: a range that reads as an example at once."""
    return (f"{prefix}{number:04d}" for number in range(1, MOST_NUMBERS))
