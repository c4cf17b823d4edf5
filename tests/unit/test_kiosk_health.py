"""The health that an operator sees: right counts, no content, a whole file at any time, and sentences about it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from disks import full_from
from voice_assistant.errors import MissingError
from voice_assistant.events import AnswerTaken, OutcomeGiven, TroubleMet
from voice_assistant.journal import Record, entry_record
from voice_assistant.kiosk.health import DESCRIPTIONS, Health, read
from voice_assistant.kiosk.health_file import EVERY, HealthFile
from voice_assistant.kiosk.status import status

SAID = "my arm is weak"
SAMPLE = re.compile(r'voice_assistant_[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? -?[0-9.e+]+')


def conversation() -> list[Record]:
    """Two people; the second is hard to understand, and then the microphone is pulled out."""
    heard = {"text": SAID, "intent": "yes", "value": None, "confidence": 0.9}
    taken = {"decision": "accepted", "endpoint_delay": 0.3, "compute": 0.05}
    missed = {"decision": "rejected", "endpoint_delay": 2.0, "compute": 0.05}
    return [
        Record(1.0, "state", {"from": "asleep", "to": "welcoming"}),
        Record(9.0, "heard", heard | taken),
        entry_record(9.1, AnswerTaken("weakness", "yes", False)),
        entry_record(9.2, OutcomeGiven("doctor_soon", 2, ("weakness",), ("seeking_advice",))),
        Record(20.0, "state", {"from": "leaving", "to": "asleep"}),
        Record(30.0, "state", {"from": "asleep", "to": "welcoming"}),
        Record(31.0, "heard", heard | missed),
        Record(31.0, "no_match", {"count": 1}),
        Record(41.0, "no_input", {"count": 1}),
        Record(42.0, "pressed", {"role": "emergency"}),
        Record(50.0, "heard", heard | taken | {"endpoint_delay": 0.5}),
        Record(60.0, "trouble", {"part": "microphone", "code": "missing"}),
    ]


def health(*, outcomes: bool = False, records: list[Record] | None = None) -> Health:
    health = Health(1_000.0, starts=3, outcomes=outcomes)
    for record in conversation() if records is None else records:
        health.write(record)
    for _ in range(3000):
        health.moved()
    return health


def test_what_is_counted() -> None:
    samples = read(health().text(1_061.0))
    expected = {
        "start_time_seconds": 1_000.0,
        "written_time_seconds": 1_061.0,
        "sound_seconds": 60.0,
        "starts_total": 3,
        "awake": 1,
        "sessions_total": 2,
        'heard_total{decision="accepted"}': 2,
        'heard_total{decision="rejected"}': 1,
        "no_match_total": 1,
        "no_input_total": 1,
        "presses_total": 1,
        "interruptions_total": 0,
        "decision_delay_seconds_sum": pytest.approx(0.8),
        "decision_delay_seconds_count": 2,
        'troubles_total{part="microphone",code="missing"}': 1,
        'part_well{part="microphone"}': 0,
    }
    assert {name: samples[name] for name in expected} == expected


def test_it_is_in_the_format_and_has_no_content() -> None:
    text = health().text(1_061.0)
    samples = [line for line in text.splitlines() if not line.startswith("#")]
    assert not [line for line in samples if not SAMPLE.fullmatch(line)]
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            assert DESCRIPTIONS[name.removeprefix("voice_assistant_")][0] == kind
    for private in (SAID, "weak", "yes", "doctor", "seeking", "emergency", "welcoming"):
        assert private not in text


def test_outcomes_are_counted_only_if_the_owner_wants_that() -> None:
    assert "doctor_soon" not in health().text(0.0)
    assert 'outcomes_total{outcome="doctor_soon"} 1' in health(outcomes=True).text(0.0)


# --- the file ----------------------------------------------------------------------------------------


def test_it_is_written_as_it_goes_and_at_the_end_and_counts_on(tmp_path: Path) -> None:
    file = tmp_path / "health.prom"
    kept = HealthFile(file, starts=tmp_path / "kept" / "starts", outcomes=False, clock=lambda: 5_000.0)
    for _ in range(EVERY + 7):
        kept.moved()
    kept.write(conversation()[0])
    kept.close()
    kept.close()
    samples = read(file.read_text(encoding="utf-8"))
    assert samples["sound_seconds"] == pytest.approx((EVERY + 7) * 0.02)
    assert (samples["sessions_total"], samples["starts_total"]) == (1, 1)
    assert file.stat().st_mode & 0o777 == 0o644
    file.unlink()  # as it is where the service manager takes its folder away with the service
    HealthFile(file, starts=tmp_path / "kept" / "starts", outcomes=False).close()
    assert read(file.read_text(encoding="utf-8"))["starts_total"] == 2
    (tmp_path / "kept" / "starts").write_text("no number at all", encoding="utf-8")
    HealthFile(file, starts=tmp_path / "kept" / "starts", outcomes=False).close()
    assert read(file.read_text(encoding="utf-8"))["starts_total"] == 1


def test_a_folder_that_is_gone_hinders_nothing_and_is_one_trouble(tmp_path: Path) -> None:
    kept = HealthFile(tmp_path / "gone" / "health.prom", starts=tmp_path / "kept" / "starts", outcomes=False)
    for _ in range(3 * EVERY):
        kept.moved()
    kept.close()
    assert list(kept.troubles()) == [TroubleMet("health", "not_written")]
    assert list(kept.troubles()) == []


def test_a_folder_that_comes_back_is_told(tmp_path: Path) -> None:
    kept = HealthFile(tmp_path / "gone" / "health.prom", starts=tmp_path / "kept" / "starts", outcomes=False)
    while not kept.failed:
        kept.moved()
    (tmp_path / "gone").mkdir()
    kept.close()
    assert list(kept.troubles()) == [TroubleMet("health", "not_written"), TroubleMet("health", "back")]


def test_on_a_full_disk_the_last_whole_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "health.prom"
    HealthFile(file, starts=tmp_path / "kept" / "starts", outcomes=False).close()
    before = file.read_text(encoding="utf-8")
    with full_from(100):
        kept = HealthFile(file, starts=tmp_path / "kept" / "starts", outcomes=False)
        for _ in range(2 * EVERY):
            kept.moved()
        kept.close()
    assert list(kept.troubles()) == [TroubleMet("health", "not_written")]
    assert file.read_text(encoding="utf-8") == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["health.prom", "kept"]


# --- what is said about it ---------------------------------------------------------------------------


def said(tmp_path: Path, text: str, now: float = 1_062.0) -> tuple[str, bool]:
    file = tmp_path / "health.prom"
    file.write_text(text, encoding="utf-8")
    found = status(file, now)
    assert all(sentence.endswith(".") for sentence in found.sentences)
    return " ".join(found.sentences), found.well


def test_trouble_is_told_with_what_to_do(tmp_path: Path) -> None:
    sentences, well = said(tmp_path, health().text(1_061.0))
    assert not well
    assert "running for 62 seconds; somebody is there" in sentences
    assert "started 3 times, and since the last time had 2 conversations" in sentences
    assert "Of 3 things that were said 1 (33%) were not understood" in sentences
    assert "0.4 s" in sentences
    assert "Trouble with the microphone (missing): plug it in" in sentences


def test_all_is_well_again(tmp_path: Path) -> None:
    back = Record(70.0, "trouble", {"part": "microphone", "code": "back"})
    sentences, well = said(tmp_path, health(records=[*conversation(), back]).text(1_061.0))
    assert well
    assert sentences.endswith("All parts work.")


VOICE_MENDED = [
    Record(1.0, "trouble", {"part": "voice", "code": "hung"}),
    Record(2.0, "speaking", {"utterance": 7}),
    Record(4.0, "spoken", {"utterance": 7, "how": "completed", "sentence": 1}),
]


@pytest.mark.parametrize(
    ("records", "well"),
    [
        (VOICE_MENDED, True),
        (VOICE_MENDED[:2], False),
        ([VOICE_MENDED[1], VOICE_MENDED[0], VOICE_MENDED[2]], False),
        (
            [
                VOICE_MENDED[0],
                Record(1.0, "trouble", {"part": "voice", "code": "fell_back"}),
                *VOICE_MENDED[1:],
            ],
            False,
        ),
        ([Record(1.0, "trouble", {"part": "recognizer", "code": "failed"})], True),
        ([Record(1.0, "trouble", {"part": "microphone", "code": "overrun"})], True),
        ([*conversation(), Record(61.0, "trouble", {"part": "microphone", "code": "overrun"})], False),
    ],
)
def test_what_works_again_is_no_trouble_any_more(tmp_path: Path, records: list[Record], well: bool) -> None:
    """A part that was replaced at once, or that has worked since; a sentence made before the fault shows nothing."""
    assert said(tmp_path, health(records=records).text(1_061.0))[1] is well


def test_talk_in_a_room_in_which_it_sleeps_is_not_taken_for_misunderstanding(tmp_path: Path) -> None:
    """Somebody would be sent to look at a microphone that is in order."""
    talk = [Record(1.0, "heard", {"decision": "rejected", "endpoint_delay": 1.0, "compute": 0.1})] * 30
    sentences, _ = said(
        tmp_path, health(records=[*talk, *conversation(), conversation()[4], *talk]).text(1_061.0)
    )
    assert "Of 3 things that were said 1 (33%) were not understood." in sentences


def test_an_old_file_means_that_it_hangs_or_does_not_run(tmp_path: Path) -> None:
    sentences, well = said(tmp_path, health(records=[]).text(1_061.0), now=1_061.0 + 7_300)
    assert not well
    assert "does not run, or hangs: it said nothing for 2 hours" in sentences


def test_hard_to_understand_people_are_a_reason_to_look_at_the_microphone(tmp_path: Path) -> None:
    missed = conversation()[:1]
    missed += [record for record in conversation() if record.fields.get("decision") == "rejected"] * 30
    sentences, _ = said(tmp_path, health(records=missed).text(1_061.0))
    assert "run `voice-assistant doctor`" in sentences


@pytest.mark.parametrize("text", ["", "nothing here\n", "voice_assistant_awake 1\n"])
def test_what_is_no_health_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(MissingError, match=r"health\.file"):
        said(tmp_path, text)
    with pytest.raises(MissingError):
        status(tmp_path / "nowhere", 0.0)
