"""What people ask for that belongs to no single module: the pages of the house itself."""

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import Intent, registers

Row = tuple[str, str | Promise, str | Promise, str, str, float]


def leading_to(url_name: str, *, carry: bool = False) -> Callable[[str], str]:
    """An address by name, with the words asked carried along (``?q=``) where the page can use them."""

    def address(query: str) -> str:
        url = reverse(url_name)
        return f"{url}?{urlencode({'q': query})}" if carry and query else url

    return address


WORDS: dict[str, Sequence[str]] = {
    "mine": (
        "我报的",
        "我的事",
        "进度",
        "处理到哪",
        "怎么样了",
        "查进度",
        "查询",
        "my reports",
        "progress",
        "status",
    ),
    "map": ("地图", "附近", "周围", "map", "nearby", "around me"),
    "messages": ("消息", "通知", "回复", "message", "notification", "reply"),
    "choose-place": ("换社区", "改社区", "搬家", "我的社区", "change community", "moved house"),
    "me": (
        "我的资料",
        "改电话",
        "换手机号",
        "注销",
        "大字",
        "字大",
        "字太小",
        "设置",
        "my account",
        "large type",
        "settings",
    ),
    "sign-in": ("登录", "注册", "验证码", "sign in", "log in", "register"),
    "sort-waste": (
        "什么垃圾",
        "是什么垃圾",
        "哪个桶",
        "扔哪",
        "扔哪里",
        "怎么扔",
        "垃圾分类",
        "分类",
        "厨余",
        "可回收",
        "有害垃圾",
        "榴莲壳",
        "奶茶杯",
        "旧电池",
        "旧灯管",
        "which bin",
        "recycle",
        "sort waste",
    ),
    "park": (
        "停车",
        "哪里能停车",
        "哪能停车",
        "晚上停车",
        "停车位",
        "车位",
        "没地方停",
        "停车难",
        "parking",
        "parking bay",
        "where can i park",
        "park my car",
    ),
    "wish": ("微心愿", "心愿", "帮忙", "帮帮我", "找人帮", "纱窗", "help me", "wish", "volunteer"),
    "rate": ("评价", "打分", "不满意", "满意", "表扬", "rate", "not satisfied"),
    "speak": ("建议", "意见", "反映", "投诉", "说说", "suggestion", "complaint"),
}

ROWS: tuple[Row, ...] = (
    ("mine", _("What I reported"), _("See how far each matter has come"), "clipboard-list", "mine", 1.0),
    ("map", _("Map"), _("See what is going on around you"), "map", "map", 1.0),
    (
        "messages",
        _("Messages"),
        _("What happened to the matters that concern you"),
        "message-circle",
        "messages",
        1.0,
    ),
    (
        "choose-place",
        _("Choose my community"),
        _("Where you live, or where you want to report"),
        "map-pin",
        "choose-place",
        1.0,
    ),
    ("me", _("About me"), _("Large type, language, phone number, what is kept about you"), "user", "me", 1.0),
    ("sign-in", _("Sign in"), _("With your phone and a code"), "log-in", "sign-in", 1.0),
    (
        "sort-waste",
        _("Which bin?"),
        _("The guide says who helps with waste, and how soon"),
        "recycle",
        "learn",
        1.0,
    ),
    (
        "park",
        _("Somewhere to park"),
        _("Tell the community when and where you need a place"),
        "square-parking",
        "speak",
        1.0,
    ),
    (
        "wish",
        _("Ask for help"),
        _("Say what you need; a neighbour may be able to do it"),
        "hand-heart",
        "help",
        1.0,
    ),
    (
        "rate",
        _("Rate what was done"),
        _("Your word decides whether it counts as done"),
        "star",
        "evaluate",
        1.0,
    ),
    (
        "speak",
        _("Tell the community"),
        _("A suggestion, a complaint, a good word"),
        "megaphone",
        "speak",
        0.95,
    ),
)
CARRYING = {"speak", "help"}


def register_ordinary_intents() -> None:
    """Announce them, unless a module has already announced something better under the same name."""
    for name, label, hint, icon, url_name, weight in ROWS:
        if name not in registers.intents.names():
            url = leading_to(url_name, carry=url_name in CARRYING)
            registers.intents.add(name, Intent(name, label, hint, icon, url, WORDS[name], weight))
