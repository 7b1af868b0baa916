"""Rules for the security requirements of AsyncAPI 2, which name their scheme."""

from sockgen.document.findings import Findings
from sockgen.document.likely import likely, likely_hint
from sockgen.document.node import Node
from sockgen.document.rules.version2 import operations, values


def security_requirements_name_schemes_and_scopes(
    root: Node, findings: Findings
) -> None:
    """A requirement names a security scheme of `components`, and scopes of it.

    The scopes of a scheme to which only a reference leads are not looked at.
    """
    components = root.raw("components")
    listed = components.raw("securitySchemes") if components else None
    found = listed.raw_values() if listed else ()
    schemes = {str(scheme.pointer[-1]): scheme for scheme in found}
    holders = (*values(root, "servers"), *operations(root, reusable=False))
    for holder in holders:
        security = holder.get("security")
        for requirement in security.items() if security else ():
            for name, scopes in requirement.entries():
                if name in schemes:
                    _check_scopes(scopes, schemes[name], findings)
                else:
                    _unknown(requirement, name, list(schemes), findings)


def _unknown(
    requirement: Node, name: str, schemes: list[str], findings: Findings
) -> None:
    findings.error(
        "SG218",
        f"there is no security scheme `{name}`",
        requirement.key_span(name),
        likely_hint(name, schemes, "describe it under `components.securitySchemes`"),
    )


def _check_scopes(scopes: Node, scheme: Node, findings: Findings) -> None:
    if scheme.text("type") != "oauth2":
        return
    known = [scope for flow in values(scheme, "flows") for scope, _ in _scopes(flow)]
    for scope in scopes.items():
        if scope.value not in known:
            close = likely(str(scope.value), known)
            findings.error(
                "SG218",
                f"the security scheme has no scope `{scope.value}`",
                scope.span(),
                f"did you mean `{close}`?" if close else _known_words(known),
            )


def _scopes(flow: Node) -> tuple[tuple[str, Node], ...]:
    scopes = flow.get("scopes")
    return tuple(scopes.entries()) if scopes else ()


def _known_words(known: list[str]) -> str:
    if not known:
        return "none of its flows has scopes"
    return "its scopes are " + ", ".join(f"`{one}`" for one in known)
