"""Reading a file: bytes, text, nodes, values."""

import re
from pathlib import Path, PurePath

import yaml

from sockgen.diagnostics import Diagnostic, Result, Severity, Span
from sockgen.diagnostics.log import LOG
from sockgen.diagnostics.machine import advice, reason
from sockgen.source.build import Builder
from sockgen.source.collector import without_collector
from sockgen.source.complaints import complaint
from sockgen.source.compose import MAX_DEPTH, MAX_NODES, TooDeep, TooMany, compose
from sockgen.source.model import Lines, Source
from sockgen.source.pipes import read_bytes

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read; nobody writes such a document by hand or by tool."""

_SURROGATES = re.compile(
    r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)


def load(path: Path, *, name: str | None = None) -> Result[Source]:
    """The values of a YAML or JSON file; `name` is what its spans call the file.

    Where keys are written twice, and nothing else is wrong, there are values all the
    same: the last of them counts.
    """
    file = name if name is not None else str(path)
    read = read_text(path, file)
    if read.value is None:
        return Result(None, read.diagnostics)
    with without_collector():
        return _parse(file, read.value)


def read_text(path: Path, file: str) -> Result[str]:
    """The text of a file, which diagnostics call `file`."""
    try:
        raw = _bytes(path)
    except (OSError, ValueError) as fault:
        why, hint = (
            (reason(fault), advice(fault))
            if isinstance(fault, OSError)
            else (str(fault), None)
        )
        message = f"`{file}` cannot be read: {why}"
        return Result(None, (Diagnostic("SG101", Severity.ERROR, message, hint=hint),))
    LOG.info("read %s", file)
    try:
        return Result(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        return Result(None, (_not_utf8(file, raw, fault.start),))


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise ValueError("it is a folder")
    raw = read_bytes(path, MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise ValueError("it is larger than 64 MiB")
    return raw


def _form(file: str, text: str) -> str:
    """What the writer of a file thinks it is, for people that read of it."""
    suffix = PurePath(file).suffix.lower()
    is_json = suffix == ".json" or (not suffix and text.lstrip()[:1] in ("{", "["))
    return "JSON" if is_json else "YAML"


def _parse(file: str, text: str) -> Result[Source]:
    lines = Lines(file, text)
    form = _form(file, text)
    try:
        root = compose(_plain_escapes(text))
    except TooDeep as fault:
        return _too_deep(lines.span(fault.mark.line, fault.mark.column))
    except TooMany:
        reason = f"it holds more than {MAX_NODES:,} values"
        return _failed("SG101", f"`{file}` cannot be read: {reason}")
    except yaml.MarkedYAMLError as fault:
        return _malformed(lines, form, fault)
    except yaml.reader.ReaderError as fault:
        return _unprintable(lines, text, form, fault)
    except UnicodeDecodeError:
        # libyaml decodes the bytes that a tag escapes, and nobody looks at them before.
        return _failed("SG103", f"not well-formed {form}: a tag is not UTF-8 text")
    except yaml.YAMLError as fault:
        return _failed("SG103", f"not well-formed {form}: {fault}")
    if root is None:
        return _failed("SG109", "the document is empty", lines.span(0, 0))
    builder = Builder(lines)
    data = builder.build(root)
    said = tuple(builder.diagnostics)
    if any(one.code != "SG104" for one in said):
        return Result(None, said)
    return Result(Source(file, text, data, lines, root), said)


def _plain_escapes(text: str) -> str:
    # JSON writes a character beyond the first plane as two escapes, which YAML
    # refuses. Only such files are changed, and only behind the escape on its line.
    def joined(pair: re.Match[str]) -> str:
        high, low = int(pair[1], 16), int(pair[2], 16)
        return f"\\U{0x10000 + ((high - 0xD800) << 10) + low - 0xDC00:08x}"

    if text.lstrip()[:1] not in ("{", "["):
        return text
    return _SURROGATES.sub(joined, text)


def _malformed(lines: Lines, form: str, fault: yaml.MarkedYAMLError) -> Result[Source]:
    # Some builds of libyaml have a limit of their own.
    if "nesting depth" in str(fault.problem or fault.context):
        mark = fault.problem_mark or fault.context_mark
        return _too_deep(lines.span(mark.line, mark.column) if mark else None)
    return Result(None, (complaint(lines, form, fault),))


def _too_deep(span: Span | None) -> Result[Source]:
    message = f"the document is nested more than {MAX_DEPTH} levels deep"
    return _failed("SG108", message, span)


def _unprintable(
    lines: Lines, text: str, form: str, fault: yaml.reader.ReaderError
) -> Result[Source]:
    offset = next((at for at, one in enumerate(text) if _is_control(one)), 0)
    before = text[:offset]
    line = before.count("\n")
    span = lines.span(line, offset - (before.rfind("\n") + 1))
    return _failed("SG103", f"not well-formed {form}: {fault.reason}", span)


def _is_control(character: str) -> bool:
    return yaml.reader.Reader.NON_PRINTABLE.match(character) is not None


def _not_utf8(file: str, raw: bytes, offset: int) -> Diagnostic:
    before = raw[:offset].decode("utf-8-sig", "replace")
    lines = Lines(file, raw.decode("utf-8-sig", "replace"))
    line = before.count("\n")
    span = lines.span(line, len(before) - (before.rfind("\n") + 1))
    message = "the file is not UTF-8 text"
    return Diagnostic("SG102", Severity.ERROR, message, span, "save it as UTF-8")


def _failed(
    code: str, message: str, span: Span | None = None, hint: str | None = None
) -> Result[Source]:
    return Result(None, (Diagnostic(code, Severity.ERROR, message, span, hint),))
