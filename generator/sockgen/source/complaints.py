"""What libyaml says of a text, in words that name the mistake and the cure."""

import re
from dataclasses import dataclass

import yaml

from sockgen.diagnostics import Diagnostic, Label, Severity, Span
from sockgen.source.model import Lines


@dataclass(frozen=True, slots=True)
class _Complaint:
    """What libyaml says, what it means, and what helps.

    `begins` says that the mistake is where the text began that libyaml was reading,
    and not where it gave up, which may be at the end of the file. `opened` is what
    people call the beginning, if it is the second place to look at.
    """

    said: str
    meant: str
    cure: str
    begins: bool = False
    opened: str = ""


_COLON = _Complaint(
    "mapping values are not allowed",
    "a `:` stands where no key can be",
    "put a text that holds `: ` in quotes, and look at the indentation",
)
_COMPLAINTS = (
    _COLON,
    _Complaint(
        "could not find expected ':'",
        "this is no key, and stands where one is needed",
        "write a space behind the `:` of a key, and look for a quote that is not "
        "closed",
        begins=True,
    ),
    _Complaint(
        "unexpected end of stream",
        "this quote is never closed",
        "close it at the end of its text",
        begins=True,
    ),
    _Complaint(
        "did not find expected key",
        "this line does not fit the lines above it",
        "look at the indentation, at brackets that are not closed, and at what "
        "follows a closing quote",
    ),
    _Complaint(
        "expected '-' indicator",
        "this is no item of the list that it stands in",
        "look at the indentation; each item begins with `- `",
        opened="the list begins here",
    ),
    _Complaint(
        "did not find expected ',' or",
        "an entry of a list or a mapping ends where it should not",
        "look for a missing comma or bracket, for a comment in JSON, and for a key of "
        "more than 1024 letters",
        opened="this bracket is open",
    ),
    _Complaint(
        "expected node content",
        "a value is needed here",
        "look for a comma or a bracket that is too many",
    ),
    _Complaint(
        "block sequence entries are not allowed",
        "a list cannot begin behind its key",
        "begin each item on a line of its own",
    ),
    _Complaint(
        "unknown escape character",
        "a backslash in double quotes escapes no such character",
        "put a text with backslashes in single quotes, such as `'^\\d+$'`",
    ),
    _Complaint(
        "expected alphabetic or numeric character",
        "an alias or an anchor has no name",
        "put a text that begins with `*` or `&` in quotes",
    ),
    _Complaint(
        "undefined tag handle",
        "this tag is not known",
        "put a text that begins with `!` in quotes",
    ),
    _Complaint(
        "expected comment or line break",
        "nothing can follow in this line",
        "begin the text of a `|` or `>` in the next line",
    ),
    _Complaint(
        "cannot start any token",
        "nothing can begin with this character",
        "put a text that begins with it in quotes; indent with spaces, not tabs",
    ),
    _Complaint(
        "found another document",
        "a second document begins here",
        "keep one document in a file",
    ),
    _Complaint(
        "expected <document start>",
        "the document has ended before this",
        "look for a bracket that is closed too early, or twice",
    ),
    _Complaint(
        "undefined alias", "this alias has no anchor", "define it with `&` further up"
    ),
    _Complaint("tab character", "a tab is no indentation", "indent with spaces"),
)
_OF_A_MERGE = re.compile(r"(?:<{7}|>{7}) ")
_NO_SPACE = re.compile(r"\s*(?:- )*[$\w-]+:[^\s/:]")
_NO_COLON = re.compile(r"\s*(?:- )*[$\w-]+(?:\s+[^\s#:](?:[^:]|:(?=\S))*)?")
_ONE_KEY = re.compile(r"\s*[$\w.-]+")
_NO_INDENTATION = re.compile(" *[\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]")


def complaint(lines: Lines, form: str, fault: yaml.MarkedYAMLError) -> Diagnostic:
    """What is wrong with a text that is no YAML; `form` is what its writer means."""
    mark, began = fault.problem_mark or fault.context_mark, fault.context_mark
    problem = str(fault.problem or fault.context or "it cannot be parsed")
    merge = lines.first_match(_OF_A_MERGE)
    if merge is not None:
        meant, cure = "two versions of the text stand here", "choose one of the two"
        return _malformed(form, meant, lines.span(merge, 0), cure)
    known = next((one for one in _COMPLAINTS if one.said in problem), None)
    span = lines.span(mark.line, mark.column) if mark else None
    if known is None or mark is None:
        return _malformed(form, known.meant if known else problem, span)
    meant, cure = known.meant, known.cure
    labels: tuple[Label, ...] = ()
    if lines.line(mark.line)[mark.column : mark.column + 1] == "\t":
        meant, cure = "a tab is no indentation", "indent with spaces"
    above = lines.line(mark.line - 1) if mark.line else ""
    for number, line in ((mark.line - 1, above), (mark.line, lines.line(mark.line))):
        if found := _NO_INDENTATION.match(line):
            meant = "what this line begins with only looks like a space"
            span = lines.span(number, found.end() - 1)
            return _malformed(form, meant, span, "indent with spaces")
    if known is _COLON:
        before = lines.line(mark.line)[: mark.column]
        cure = _cure_above(mark.line, above, before) or cure
    if began and known.begins:
        span = lines.span(began.line, began.column)
    elif began and known.opened and began.line != mark.line:
        labels = (Label(lines.span(began.line, began.column), known.opened),)
    return _malformed(form, meant, span, cure, labels)


def _cure_above(number: int, above: str, before: str) -> str | None:
    """What helps where the line above was read on into this one."""
    if _NO_SPACE.match(above):
        return f"write a space behind the `:` of line {number}"
    if not _ONE_KEY.fullmatch(before) or not above.strip():
        return None
    if _NO_COLON.fullmatch(above):
        return f"write a `:` behind the key of line {number}"
    if len(above) - len(above.lstrip()) < len(before) - len(before.lstrip()):
        return (
            f"the key of line {number} has a value already, and this line is indented "
            "deeper: one of the two is indented wrongly"
        )
    return None


def _malformed(
    form: str,
    meant: str,
    span: Span | None,
    cure: str | None = None,
    labels: tuple[Label, ...] = (),
) -> Diagnostic:
    message = f"not well-formed {form}: {meant}"
    return Diagnostic("SG103", Severity.ERROR, message, span, cure, labels)
