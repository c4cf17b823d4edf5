"""A pack as it may be talked about: without its protocol, where that does not hold what it must (I8)."""

from __future__ import annotations

from voice_assistant.content.findings import Finding
from voice_assistant.content.loading import CASES, PROTOCOL, summary
from voice_assistant.content.pack import Pack
from voice_assistant.content.yaml_file import read_yaml
from voice_assistant.proof.going_through import go_through
from voice_assistant.proof.proving import Proof, prove

NO_CASES = (
    "Nobody has written down what these questions must lead to, for a clinician to sign; add cases.yaml "
    "(see docs/protocols.md)."
)


def guarded(pack: Pack) -> Pack:
    """The pack itself, if nothing is found in what its protocol can lead to; takes some hundredths of a second."""
    if pack.protocol is None:
        return pack
    _, findings = proved(pack)
    if not findings:
        return pack
    return pack.model_copy(update={"protocol": None, "protocol_trouble": summary(findings)})


def proved(pack: Pack) -> tuple[Proof, tuple[Finding, ...]]:
    """What was proved about the pack's protocol, and all that is wrong, with places in its files."""
    proof = prove(pack)
    if pack.protocol is None:
        return proof, ()
    gone = go_through(pack.protocol, pack.cases) if pack.cases else ()
    lacks_cases = not (pack.folder / CASES).exists() and pack.protocol.medical
    if not (proof.findings or gone or lacks_cases):
        return proof, ()
    protocol = read_yaml(pack.folder / PROTOCOL)
    found = [protocol.value(each.path, str(each)) for each in proof.findings]
    if lacks_cases:
        found.append(protocol.key((), NO_CASES))
    if gone:
        cases = read_yaml(pack.folder / CASES)
        found += [(protocol if each.missing else cases).value(each.path, each.sentence) for each in gone]
    return proof, tuple(sorted(set(found)))
