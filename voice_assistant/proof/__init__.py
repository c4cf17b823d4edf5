"""Proofs about a protocol and the dialogue that walks it: every answer path, not a sample of them."""

from voice_assistant.proof.proving import Broken, Proof, prove, prove_protocol

__all__ = ["Broken", "Proof", "prove", "prove_protocol"]
