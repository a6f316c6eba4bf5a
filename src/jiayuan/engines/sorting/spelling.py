"""One spelling for what people type: no frame of politeness, no measure word, no traditional characters."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

LONGEST = 60
"""Characters of a question that are looked at; nothing has a longer name."""

_HAN = re.compile(r"[㐀-鿿]")
_ASKS = re.compile(
    r"(?:[是算属于归应该当要该得往可以能扔丢投放倒进到在去会]|一般|到底|究竟|需要)*"
    r"(?:什么|甚么|啥|哪|怎么|怎样|咋|如何|能不能|可不可以|是不是|算不算|属于|属哪|可以回收|可回收吗|能回收|是可回收|"
    r"是有害|是厨余|是其他|是湿垃圾|是干垃圾|归类|分类|扔到|丢到|放到|投放|怎扔|处理)"
)
_BEFORE = re.compile(
    r"^(?:请问|请教|你好|您好|麻烦|问一?下|想问一?下?|我想问?|我要|帮我|查一?下|关于|有没有人知道|谁知道|"
    r"(?:我们|我|咱|俺|他|她)?家?里?的|我们?家|咱们?家?|家里有?|有一?个|这个|那个|这种|那种|这些|那些|"
    r"(?:怎么|咋|如何|怎样|哪里|哪儿|去哪|在哪)?(?:处理|扔|丢|投放|分类)掉?|把|一下|"
    r"(?:什么|哪个|哪种|哪类)(?:垃圾|桶|垃圾桶)(?:是|放|装|扔)?|要扔|想扔)"
)
_MEASURED = re.compile(
    r"^(?:[一两二三四五六七八九十几半\d]+|好几|一些|好多|很多|许多|一大|一小)"
    r"(?:个|只|条|块|片|张|瓶|盒|袋子?|包|桶|罐|杯|碗|根|支|枝|件|双|台|把|堆|些|颗|粒|床|套|串|盘|箱|斤|捆|截|节|"
    r"份|滴|壶|口|盏|辆|副|顶|扇|架|卷|筒|板|坨|撮|兜|摞|沓|朵|盆|管|头|棵|对|匹|面|幅|本)(?=.)的?"
)
_ENDS = re.compile(r"(?:呢|吗|嘛|啊|呀|吧|么|咧|来着|垃圾类?型?|之类的?|什么的|等)+$")
_ASKS_EN = re.compile(
    r"^(?:please |tell me |which |what |where |how |do |does |should |can |could |must |i |we |you |one |to |is |are |"
    r"throw |put |dispose of |dispose |get rid of |recycle |sort |bin |kind |category |type |of |waste |rubbish |"
    r"trash |garbage |away |out |with |for |in |into |goes? |the |an? |my |our |some |this |these |that |it )+"
)
_ENDS_EN = re.compile(
    r"(?: (?:go|goes|in|into|which|what|bin|away|belong|belongs|recyclable|is|it|waste|to|the))+$"
)
_ASKS_PINYIN = re.compile(
    r"(?:shi|shuyu|yinggai|zenme|gai|yao)*(?:shenme|nage|nali|naer|zenme|zenmeren|rengna|fangna|shulaji).*$"
)


def key_of(text: str, simplified: Mapping[int, str]) -> str:
    """NFKC, simplified, small letters, no punctuation; no spaces beside Chinese characters."""
    cut = unicodedata.normalize("NFKC", text[: LONGEST * 4]).casefold().translate(simplified)
    kept = "".join(each if each.isalnum() else " " for each in cut).strip()
    return (re.sub(r"\s+", "" if _HAN.search(kept) else " ", kept))[:LONGEST].strip()


def singular(words: str) -> str:
    """``glass bottles`` -> ``glass bottle``; every word of its own."""
    return " ".join(_one(each) for each in words.split())


def _one(word: str) -> str:
    if len(word) <= 3 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "xes", "sses", "oes")):
        return word[:-2]
    return word[:-4] + "fe" if word.endswith("nives") else word.removesuffix("s")


def is_chinese(key: str) -> bool:
    return _HAN.search(key) is not None


def readings(key: str) -> Iterator[str]:
    """The key, then what is left of it without its frame, then without a measure word. Each once."""
    tried = []
    for make in (lambda text: text, _unframed, _unmeasured):
        key = make(key) or key
        if key and key not in tried:
            tried.append(key)
            yield key


def _unframed(key: str) -> str:
    if not is_chinese(key):
        asked = _ASKS_PINYIN.search(letters := key.replace(" ", ""))
        if asked is not None:
            return letters[: asked.start()]
        return _ENDS_EN.sub("", _ASKS_EN.sub("", key + " ").strip()) if " " in key else key
    before = None
    while before != key:
        before = key
        key = _BEFORE.sub("", key, count=1) or key
    found = _ASKS.search(key)
    if found is not None and found.start() > 0:
        key = key[: found.start()]
    elif found is not None and found.end() < len(key):
        key = key[found.end() :]
    return _ENDS.sub("", key) or key


def _unmeasured(key: str) -> str:
    return _MEASURED.sub("", key, count=1)
