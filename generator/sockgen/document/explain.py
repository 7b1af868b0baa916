"""What is wrong with the structure of a document, one sentence for each fault."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sockgen.diagnostics import Diagnostic, Severity, Span
from sockgen.document.expansion import Expansion
from sockgen.document.fault import Fault
from sockgen.document.fault_words import (
    choice_hint,
    closest,
    is_object,
    label_of,
    later_hint,
    limit_words,
    list_hint,
    missing_hint,
    pattern_hint,
    scheme_hint,
    type_hint,
    unknown_key_hint,
    value_words,
    wanted_words,
)
from sockgen.document.findings import Findings
from sockgen.document.guards import guards, holds_guard
from sockgen.document.model import Doubt
from sockgen.document.references import Target
from sockgen.document.shapes import schema_structure, structure
from sockgen.document.text_formats import TEXT_FORMATS
from sockgen.source import JsonValue, Pointer

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


_EXTENSION = re.compile(r"x-[A-Za-z0-9_.-]+")


def explain(expansion: Expansion, findings: Findings) -> None:
    """Say what is wrong with a document that does not have the structure."""
    _Explanation(expansion, findings, ()).explain(
        structure(expansion.version), expansion.tree
    )


def explain_schema(expansion: Expansion, schema: Target, findings: Findings) -> None:
    """Say what is wrong with a payload schema that stands in an unusual place."""
    explanation = _Explanation(expansion, findings, schema.pointer)
    explanation.explain(schema_structure(), schema.value)


class _Explanation:
    def __init__(self, expansion: Expansion, findings: Findings, base: Pointer) -> None:
        self._expansion = expansion
        self._findings = findings
        self._base = base
        self._schemas = {*expansion.schemas, base} if base else {*expansion.schemas}
        self._guesses: set[tuple[Pointer, str]] = set()

    def explain(self, shape: dict[str, Any], value: JsonValue) -> None:
        faults = list(self._faults(shape, value))
        for fault in faults:
            if fault.error.validator == "additionalProperties":
                self._unknown_keys(fault)
        for fault in faults:
            self._fault(fault)

    def _faults(self, shape: dict[str, Any], value: JsonValue) -> Iterator[Fault]:
        # Most documents are right, and this import alone takes a tenth of a second.
        from jsonschema import Draft202012Validator, FormatChecker

        checker = FormatChecker(())
        for name, holds in TEXT_FORMATS.items():
            checker.checks(name)(_of_text(holds))
        validator: Any = Draft202012Validator(shape, format_checker=checker)
        errors: Iterator[ValidationError] = validator.iter_errors(value)
        for error in errors:
            path = tuple(error.absolute_path)
            origin = self._base + path if self._base else self._written_at(path)
            steps = range(len(origin) + 1)
            if any(origin[:length] in self._expansion.broken for length in steps):
                continue
            foreign = None if self._base else self._foreign(path)
            if foreign is None:
                yield Fault(path, origin, error)
            else:
                self._another_kind(foreign)

    def _written_at(self, path: Pointer) -> Pointer:
        """Where the text of a place of the tree can be put right.

        That is what a reference leads to, unless the reference is a part of it.
        """
        origin, passed = self._expansion.origin(path), self._expansion.passed(path)
        around = passed and passed[-1][: len(origin)] == origin
        return passed[-1] if around else origin

    def _foreign(self, path: Pointer) -> Pointer | None:
        """The reference to a thing of another kind on the way to a place, if any."""
        passed = self._expansion.passed(path)
        return next((one for one in passed if one in self._expansion.foreign), None)

    def _another_kind(self, pointer: Pointer) -> None:
        one = self._expansion.foreign[pointer]
        span = self._expansion.source.span((*pointer, "$ref"))
        self._findings.error(one.code, one.message, span, one.hint)

    def _fault(self, fault: Fault) -> None:
        keyword = fault.error.validator
        if keyword == "required":
            self._missing(fault)
        elif keyword == "type":
            self._wrong_type(fault)
        elif keyword == "enum":
            self._not_allowed(fault)
        elif keyword == "anyOf":
            self._needs_one_of(fault)
        elif keyword == "not":
            self._too_many(fault)
        elif _is_of_a_key(fault.error):
            self._wrong_key(fault)
        elif keyword != "additionalProperties":
            message = limit_words(fault.error, label_of(fault.path))
            # A text that is no URI or the like is as good as any to read on with.
            hint = pattern_hint(fault.error)
            harmless = keyword == "format"
            self._report(fault, "SG210", message, hint, harmless=harmless)

    def _report(
        self,
        fault: Fault,
        code: str,
        message: str,
        hint: str | None = None,
        *,
        harmless: bool = False,
    ) -> None:
        span = self._expansion.source.span(fault.origin)
        firm = not harmless and (guards(fault.origin) or holds_guard(fault.instance))
        code = self._code(fault, code)
        if not self._error(fault, code, message, span, hint, firm=firm):
            self._excuse(fault, fault.origin, harmless=harmless)

    def _error(
        self,
        fault: Fault,
        code: str,
        message: str,
        span: Span,
        hint: str | None = None,
        *,
        firm: bool = False,
    ) -> bool:
        """Say what is wrong; AsyncAPI does not look below the newer keywords."""
        if fault.is_below_newer:
            one = Diagnostic(code, Severity.ERROR, message, span, hint)
            self._expansion.doubts.append(Doubt(fault.origin, one))
            return self._findings.holds(one)
        return self._findings.error(code, message, span, hint, firm=firm)

    def _excuse(self, fault: Fault, place: Pointer, *, harmless: bool = False) -> None:
        if not harmless:
            if place[-1:] == ("$ref",):
                place = place[:-1]
            is_text = fault.error.validator == "type" and fault.rule == "string"
            is_number = isinstance(fault.instance, int | float)
            is_word = is_text and is_number and place == fault.origin
            self._expansion.read_past(place, is_word=is_word)

    def _wrong_key(self, fault: Fault) -> None:
        key = fault.instance
        place = (*fault.origin, key)
        span = self._expansion.source.span(place, key=True)
        message = limit_words(fault.error, f"`{key}`" if key else "a key")
        if not self._error(fault, "SG210", message, span, firm=guards(place)):
            self._excuse(fault, place)

    def _code(self, fault: Fault, code: str) -> str:
        """Faults inside a payload schema share one code."""
        origin = fault.origin
        inside = any(
            origin[:length] in self._schemas for length in range(len(origin) + 1)
        )
        return "SG211" if inside and "x-socketio" not in origin[3:] else code

    def _unknown_keys(self, fault: Fault) -> None:
        known = list(fault.shape.get("properties", {}))
        needed = fault.shape.get("required", [])
        allows_extensions = "patternProperties" in fault.shape
        for key in fault.instance:
            if key in known or (allows_extensions and _EXTENSION.fullmatch(key)):
                continue
            absent = [one for one in known if one not in fault.instance]
            close = closest(key, absent)
            if close:
                self._guesses.add((fault.path, close))
            # Without the key that was meant there is nothing to go on with.
            code = "SG208" if close in needed else "SG207"
            holds = self._error(
                fault,
                self._code(fault, code),
                f"`{key}` is not a key of {fault.title}",
                self._expansion.source.span((*fault.origin, key), key=True),
                later_hint(fault.shape, key)
                or unknown_key_hint(key, close, known, fault.instance),
            )
            if close and holds:
                self._expansion.faulty.add((fault.origin, close))

    def _missing(self, fault: Fault) -> None:
        span = self._expansion.source.span(fault.origin, key=True)
        misplaced = "$ref" in fault.instance and "$ref" not in fault.rule
        for key in () if misplaced else fault.rule:
            if key in fault.instance or (fault.path, key) in self._guesses:
                continue
            if key == "$ref":
                message = f"{label_of(fault.path)} must be {fault.title}"
                self._report(fault, "SG209", message, missing_hint(fault.title))
            else:
                code = self._code(fault, "SG208")
                message = f"{fault.title} needs the key `{key}`"
                hint = scheme_hint(fault.path, fault.shape, fault.instance)
                self._error(fault, code, message, span, hint)

    def _wrong_type(self, fault: Fault) -> None:
        reference = self._in_place_of_a_list(fault)
        if reference is not None:
            # What it leads to is right, and may be far away.
            fault = replace(fault, origin=reference)
        wanted = wanted_words(fault.shape, fault.rule)
        label = label_of(fault.path)
        message = f"{label} must be {wanted}, not {value_words(fault.instance)}"
        hint = type_hint(fault.path, fault.shape, fault.instance)
        hint = list_hint() if reference is not None else hint
        self._report(fault, "SG209", message, hint)
        self._expansion.faulty.add((fault.origin, None))

    def _in_place_of_a_list(self, fault: Fault) -> Pointer | None:
        """The reference that stands where a list of them was meant."""
        hops = self._expansion.passed(fault.path) if not self._base else []
        if fault.rule != "array" or not hops or not is_object(fault.instance):
            return None
        return hops[-1] if self._expansion.hops[hops[-1]] == fault.origin else None

    def _not_allowed(self, fault: Fault) -> None:
        allowed = [str(one) for one in fault.rule]
        written = fault.instance if isinstance(fault.instance, str) else None
        shown = f"`{written}`" if written is not None else value_words(fault.instance)
        title = fault.shape.get("title")
        message = (
            f"{shown} is not {title}"
            if title
            else f"{label_of(fault.path)} cannot be {shown}"
        )
        self._report(fault, "SG210", message, choice_hint(written or "", allowed))

    def _needs_one_of(self, fault: Fault) -> None:
        keys = [one["required"][0] for one in fault.rule]
        message = f"{fault.title} needs " + " or ".join(f"`{key}`" for key in keys)
        self._report(fault, "SG208", message)

    def _too_many(self, fault: Fault) -> None:
        """Keys that a rule does not want, or does not want together."""
        keys: list[str] = fault.rule["required"]
        told = " and ".join(f"`{key}`" for key in keys)
        wrong = "have" if len(keys) == 1 else "have both"
        span = self._expansion.source.span((*fault.origin, keys[-1]), key=True)
        message = f"{fault.title} cannot {wrong} {told}"
        self._error(
            fault, "SG207", message, span, "leave one of them out" if keys[1:] else None
        )


def _of_text(holds: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or holds(value)


def _is_of_a_key(error: "ValidationError") -> bool:
    """Whether a key is wrong; a payload schema may have `propertyNames` itself."""
    steps = [None, *error.schema_path]
    return any(
        step == "propertyNames" and before != "properties"
        for before, step in pairwise(steps)
    )
