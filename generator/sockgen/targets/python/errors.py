"""The view of `errors.py`: a class for each error that the document declares."""

import re
from dataclasses import dataclass

from sockgen.contract import AckError, Api
from sockgen.rendering import Code, bracketed, docstring, lay_out
from sockgen.targets.python.models import Member, Models
from sockgen.targets.python.names import ApiNames, declared_errors
from sockgen.targets.python.types import Types

_STRICT = re.compile(r"\bStrict(Str|Int|Float|Bool|Bytes)\b")


@dataclass(frozen=True, slots=True)
class ErrorView:
    """One class: its constructor, and the type of its payload if it has one value."""

    name: Code
    doc: Code
    init: Code
    body: Code
    payload: Code

    def text(self) -> str:
        """Its code, to find what it needs."""
        return f"{self.init}\n{self.body}\n{self.payload}"


def view_errors(
    api: Api, names: ApiNames, types: Types, models: Models
) -> list[ErrorView]:
    """The classes of all declared errors, in the order of the document."""
    return [
        _view(names.errors[key], error, types, models)
        for key, error in declared_errors(api).items()
    ]


def _view(name: str, error: AckError, types: Types, models: Models) -> ErrorView:
    single = error.arguments[0] if len(error.arguments) == 1 else None
    payload = types.of(single) if single and not single.rest else ""
    members = _members(payload, models)
    if members:
        params = ["self", "*", *(_parameter(one) for one in _ordered(members))]
        given = ", ".join(f"{one.name}={one.name}" for one in members)
        call = f"super().__init__({payload}({given}))"
    else:
        params = ["self", *types.sent(error.arguments)]
        passed = [
            f"*{one.name}" if one.rest else one.name
            for one in types.parameters(error.arguments)
        ]
        call = f"super().__init__({', '.join(passed)})"
    text = error.summary or error.description or f"The error {error.name}."
    more = error.description if error.summary else ""
    notes = "An answer that the document declares: raise it in a handler, catch it from a call."
    return ErrorView(
        name=Code(name),
        doc=docstring("\n\n".join(part for part in (text, more, notes) if part)),
        init=bracketed("def __init__(", params, ") -> None:", 4),
        body=lay_out(call, 8, 8),
        payload=Code(payload),
    )


def _members(payload: str, models: Models) -> list[Member]:
    """The fields that can be given by keyword; none for what is not a plain model."""
    if not payload:
        return []
    definition = models.find(payload)
    if definition.bases != "Model":
        return []
    fields = [one for one in definition.members if one.name and one.annotation]
    return [] if any(one.name in {"self", payload} for one in fields) else fields


def _ordered(members: list[Member]) -> list[Member]:
    return sorted(members, key=lambda one: _default(one) is not None)


def _parameter(member: Member) -> str:
    kind = _STRICT.sub(lambda match: match.group(1).lower(), member.annotation)
    default = _default(member)
    return f"{member.name}: {kind}" + (f" = {default}" if default else "")


def _default(member: Member) -> str | None:
    """The default of the model, or the one value that a constant allows."""
    if member.default is not None:
        return member.default
    constant = re.fullmatch(r"Literal\[([^,\[\]\"']+|\"[^\"\\]*\")\]", member.annotation)
    return constant.group(1) if constant else None
