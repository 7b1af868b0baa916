"""What a user reads past: the document without the values that are at fault."""

from collections.abc import Mapping
from dataclasses import replace

from sockgen.document.bundle import FILES, Bundle
from sockgen.source import Pointer, Source, changed, text_at, without


def mended(source: Source, faulty: Mapping[Pointer, bool]) -> Source:
    """The document as if nobody had written what is at fault.

    A number where text belongs, such as a version 1.0, is the text as it stands:
    these are the places that are mapped to true.
    The last places go first, so that those before them stay where they are.
    """
    for pointer in sorted(faulty, key=_order, reverse=True):
        source = _mended(source, pointer, as_text=faulty[pointer])
    return source


def _order(pointer: Pointer) -> tuple[tuple[bool, int, str], ...]:
    return tuple(
        (isinstance(step, str), step if isinstance(step, int) else 0, str(step))
        for step in pointer
    )


def _mended(source: Source, pointer: Pointer, *, as_text: bool) -> Source:
    file, inside = source, pointer
    if isinstance(source, Bundle) and pointer[:1] == (FILES,) and len(pointer) > 2:
        file, inside = source.files[str(pointer[1])], pointer[2:]
    if as_text:
        text = text_at(file, inside)
        return replace(source, data=changed(source.data, pointer, text))
    if file is source:
        return without(source, pointer)
    assert isinstance(source, Bundle)
    files = {**source.files, file.file: without(file, inside)}
    return replace(source, data=changed(source.data, pointer, None), files=files)
