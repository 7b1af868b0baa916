"""Regular expressions, as JavaScript reads them and as the validators in Python do."""

import re
from functools import cache

import jsonschema_rs

_ESCAPED_OR_CLASS = re.compile(
    r"\\[pP]\{\w+\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL
)
_FOREIGN = re.compile(r"\(\?(?!:|=|!|<=|<!|<[A-Za-z_$])|[*+?}]\+")
_LITERAL_BRACE = re.compile(r"\{(?!\d+(?:,\d*)?\})")


@cache
def is_readable(pattern: str) -> bool:
    """Whether the validators in Python can use a pattern."""
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except ValueError:
        return False
    return True


@cache
def is_javascript(pattern: str) -> bool:
    """Whether JavaScript can, which reads some letters, braces and ranges as such."""
    bare = _ESCAPED_OR_CLASS.sub(_plainer, pattern)
    if _FOREIGN.search(bare):
        return False
    return is_readable(pattern) or is_readable(_LITERAL_BRACE.sub(r"\\{", bare))


def _plainer(found: re.Match[str]) -> str:
    """The same for every reader: a range out of classes is a list, `\\e` is `e`."""
    text = found[0]
    if text.startswith("["):
        return (
            "." if text in ("[]", "[^]") else re.sub(r"(\\[wdsWDS])-", r"\1\\-", text)
        )
    if text[-1] == "}" and len(text) > 2:
        return "x"
    return text if text[1] in "wdsWDSbBnrtfvpPux^$.|?*+()[]{}\\/-" else "x"
