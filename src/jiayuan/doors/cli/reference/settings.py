"""The environment variables: read out of ``settings.py``, explained here. A test holds the two together."""
# ruff: noqa: E501 (a row of the table stays a row)

import ast
from dataclasses import dataclass
from pathlib import Path

from .markdown import table

SOURCE = Path(__file__).resolve().parents[3] / "settings.py"

INTRODUCTION = """\
# Settings

Written by `jiayuan docs settings`. Everything is set by environment variables, and a start with none of them set is a
working single machine on SQLite. A wrong value is said at the start, or by `jiayuan doctor`.
"""


@dataclass(frozen=True)
class Variable:
    """``default`` as words; empty where the literal in ``settings.py`` says it."""

    name: str
    meaning: str
    default: str = ""


GROUPS: dict[str, tuple[Variable, ...]] = {
    "Where it lives": (
        Variable("JIAYUAN_DATA", "Folder of the data: SQLite file, photos, secret key, gathered static files.", "`./var`"),
        Variable("JIAYUAN_SECRET_KEY", "Signs sessions and tokens. At least 50 random characters.", "made once, kept in the data folder"),
        Variable("JIAYUAN_FORMER_SECRET_KEYS", "Keys used before, separated by commas: what they signed and encrypted (sessions, second factors) is still read.", "none"),
        Variable("JIAYUAN_URL", "Public address, such as `https://jiayuan.example.cn`. With `https:` cookies are sent over HTTPS only and HSTS is on.", "none"),
        Variable("JIAYUAN_HOSTS", "Host names that are answered to, separated by commas.", "`localhost,127.0.0.1,[::1]`; any in the demonstration"),
        Variable("JIAYUAN_BEHIND_PROXY", "`true` behind exactly one reverse proxy that sets `X-Forwarded-For` and `X-Forwarded-Proto` itself."),
        Variable("JIAYUAN_REDIRECT_HTTPS", "`true`: send visitors who come without HTTPS to it. Only with an `https:` address."),
        Variable("JIAYUAN_LOG_LEVEL", "`DEBUG`, `INFO`, `WARNING` or `ERROR`; the log goes to standard error."),
    ),
    "Database and cache": (
        Variable("DATABASE_URL", "`postgres://user:password@host:5432/name`, or `sqlite:////path/file`.", "SQLite in the data folder"),
        Variable("JIAYUAN_SQLITE_SYNCHRONOUS", "`FULL` survives a power cut; `NORMAL` is faster and may lose the last second.", "`FULL`; always `NORMAL` in the demonstration"),
        Variable("JIAYUAN_CONNECTION_AGE", "Seconds that a PostgreSQL connection is kept."),
        Variable("REDIS_URL", "`redis://host:6379/0`: the cache that all workers share. Rate limits count in it.", "none: a table of the database"),
    ),
    "People": (
        Variable("JIAYUAN_STAFF_SECOND_FACTOR", "Staff enter the console with a second factor. Turn off only where the city's sign-on asks for one."),
        Variable("JIAYUAN_STAFF_SESSION_HOURS", "Hours after which the console asks for the second factor again; a working day. Residents stay signed in for 30 days.", "`12`; `720` in the demonstration"),
        Variable("JIAYUAN_SHOW_CODES", "Show one-time codes on the page instead of sending them. Never outside the demonstration.", "as `JIAYUAN_DEMO`"),
        Variable("JIAYUAN_HOTLINE", "Telephone number shown where the platform itself cannot help."),
    ),
    "Messages that leave the house": (
        Variable("JIAYUAN_SMS", "Who carries text messages: `log` (nobody; the server's log says so), `aliyun`, `tencent`, or the dotted path of a class; see `docs/operation.md`."),
        Variable("JIAYUAN_SMS_KEY_ID", "AccessKey ID (Aliyun) or SecretId (Tencent Cloud)."),
        Variable("JIAYUAN_SMS_KEY_SECRET", "AccessKey secret or SecretKey."),
        Variable("JIAYUAN_SMS_SIGNATURE", "The approved signature 短信签名, without brackets."),
        Variable("JIAYUAN_SMS_APP", "Tencent Cloud only: SmsSdkAppId."),
        Variable("JIAYUAN_SMS_REGION", "Tencent Cloud only: region of the service."),
        Variable("JIAYUAN_SMS_TEMPLATES", "JSON: our kind of message → the provider's template; see `docs/operation.md`."),
        Variable("JIAYUAN_SMS_URL", "Address of the provider, where it is not the public one.", "the provider's"),
        Variable("JIAYUAN_WECHAT", "Who carries WeChat messages: `log`, `official` (an official account), or a dotted path."),
        Variable("JIAYUAN_WECHAT_APP_ID", "AppID of the official account."),
        Variable("JIAYUAN_WECHAT_APP_SECRET", "AppSecret of the official account."),
        Variable("JIAYUAN_WECHAT_TEMPLATES", "JSON: our kind of message → template; see `docs/operation.md`."),
        Variable("JIAYUAN_WECHAT_URL", "Address of WeChat's interface."),
        Variable("JIAYUAN_EMAIL", "Who carries e-mail: `log`, `smtp`, or a dotted path."),
        Variable("JIAYUAN_EMAIL_HOST", "Name of the mail server."),
        Variable("JIAYUAN_EMAIL_PORT", "Its port."),
        Variable("JIAYUAN_EMAIL_USER", "User name there."),
        Variable("JIAYUAN_EMAIL_PASSWORD", "Password there."),
        Variable("JIAYUAN_EMAIL_SECURITY", "`starttls`, `tls` (from the first byte, usually port 465) or `none`."),
        Variable("JIAYUAN_EMAIL_FROM", "Sender of e-mail, such as `家园 <jiayuan@example.cn>`."),
    ),
    "Notices and background tasks": (
        Variable("JIAYUAN_QUIET_HOURS", "When nothing that can wait is sent to a telephone; `none` for never. People may choose others for themselves."),
        Variable("JIAYUAN_TASKS", "`database`: background tasks are worked off beside the server. `immediate`: at once, within the request."),
    ),
    "Time": (
        Variable("JIAYUAN_WORKING_HOURS", "Working hours of a working day."),
        Variable("JIAYUAN_CALENDAR_FILE", "JSON with the holidays and make-up days of years that the package `chinesecalendar` does not know yet.", "none"),
    ),
    "The district and its maps": (
        Variable("JIAYUAN_EXCHANGE_ITEMS_FILE", "CSV with the data items of the national exchange of volunteer hours, edited from `facts/exchange_items.csv`.", "ours"),
        Variable("JIAYUAN_HOURS_A_DAY", "Hours of volunteer service that can be written down for one person on one day."),
        Variable("JIAYUAN_ROADS_FILE", "Network of roads, GraphML or OSM XML, that rounds are planned on.", "none: as the crow flies, times 1.3"),
        Variable("JIAYUAN_TRUCK_GRAMS_KM", "Grams of CO₂ that a collection truck causes for each kilometre, for plans of rounds.", "`0`: not shown"),
        Variable("JIAYUAN_WASTE_TICKET_PERCENT", "By how much an unloading ticket may differ from what the stops of its trip weighed, in percent of those, before it is shown."),
        Variable("JIAYUAN_SILENT_PAIR_DAYS", "Days without a joint activity after which an organisation and its community are shown as a silent pair."),
        Variable("JIAYUAN_DISTRICT", "Six-digit statistical code of the district that is served."),
        Variable("JIAYUAN_MAP_TILES", "Address of map tiles with `{z}`, `{x}`, `{y}`, such as Tianditu's with your key. Without it the boundary and streets are drawn offline.", "none"),
        Variable("JIAYUAN_MAP_TILES_DATUM", "`wgs84`, or `gcj02` for tiles of Chinese map services in that datum."),
        Variable("JIAYUAN_MAP_TILES_ATTRIBUTION", "What the map's corner must say about its source.", "none"),
    ),
    "Files": (
        Variable("JIAYUAN_PHOTO_MAX_BYTES", "Largest photo that is accepted, in bytes.", "`20971520` (20 MiB)"),
        Variable("JIAYUAN_REQUEST_MAX_BYTES", "Most that one request may bring, in bytes: a form with its photos, or a table. A proxy in front should allow as much.", "`134217728` (128 MiB)"),
        Variable("JIAYUAN_STATIC_STORAGE", "Django storage of static files."),
    ),
    "Demonstration and development": (
        Variable("JIAYUAN_DEMO", "The demonstration: invented people, one-click sign-in, codes on the page. `jiayuan serve --demo` sets it."),
        Variable("JIAYUAN_DEBUG", "Django's debug pages. Never where others can reach them."),
    ),
}  # fmt: skip

ELSEWHERE: tuple[Variable, ...] = (
    Variable("HOST", "Address that `jiayuan serve` and `make run` listen on.", "`127.0.0.1`"),
    Variable("PORT", "Port that they listen on.", "`8000`"),
    Variable("PYTHON", "The Python that `make` sets up with.", "`python3`"),
    Variable("JIAYUAN_TEST_POSTGRES", "PostgreSQL that `make test` uses, as a `postgres://` address.", "`127.0.0.1:5432`, if it answers"),
    Variable("JIAYUAN_CHROMIUM", "Chromium that the browser tests drive.", "`/usr/bin/chromium`"),
    Variable("CI", "`true`: `make test` fails if anything had to be skipped.", "none"),
)  # fmt: skip
"""Read by the command line and by ``make``, not by the settings."""


def names_in_settings() -> dict[str, str]:
    """Each variable that ``settings.py`` reads -> its default as written there."""
    found: dict[str, str] = {}
    for node in ast.walk(ast.parse(SOURCE.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _is_env(node.func) and isinstance(node.args[0], ast.Constant):
            given = next((each.value for each in node.keywords if each.arg == "default"), None)
            found[str(node.args[0].value)] = _spoken(given)
    return found


def _is_env(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "env"
    )


def _spoken(default: ast.expr | None) -> str:
    if not isinstance(default, ast.Constant):
        return ""
    value = default.value
    if value == "":
        return "none"
    spoken = str(value)
    return f"`{spoken.lower() if isinstance(value, bool) else spoken}`"


def settings_page() -> str:
    literal = names_in_settings()
    parts = [INTRODUCTION]
    for title, variables in (*GROUPS.items(), ("The command line and `make`", ELSEWHERE)):
        rows = ((f"`{each.name}`", each.default or literal[each.name], each.meaning) for each in variables)
        parts.append(f"## {title}\n\n" + table(("variable", "default", "meaning"), rows))
    return "\n".join(parts)
