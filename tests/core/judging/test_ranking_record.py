"""The record of a ranking: the same bytes whenever it is made again."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from random import Random

from superconnector.core.judging.calibration import calibrated_ranking
from superconnector.core.judging.ranking import Pool, raw_ranking
from superconnector.core.judging.ranking_record import digest, record
from tests.core.judging.panels import PERCENT, TOP_3, panel, reading


def test_a_raw_ranking_to_the_letter() -> None:
    ranking = raw_ranking([reading("j", "é", 50), reading("k", "é", 51)], PERCENT, [Pool("all", 1)])
    assert record(ranking) == (
        '{"method":"raw","seed":null,"draws":0,"level":0.9,"variances":null,"unread":[]}\n'
        '{"pool":"all","places":1,"entries":null}\n'
        '{"entry":"é","pool":"all","place":1,"shared":false,"raw":"101/2","readings":2,"adjusted":null,'
        '"sd":null,"low":null,"high":null,"p_top":null}\n'
    )
    assert digest(ranking) == sha256(record(ranking).encode()).hexdigest()


def test_every_line_is_json_and_nothing_is_left_out() -> None:
    ranking = calibrated_ranking(panel(1, 14, 5, 3), PERCENT, TOP_3, seed="s")
    lines = [json.loads(line) for line in record(ranking).splitlines()]
    assert len(lines) == 1 + 1 + 14 + 5
    assert [line["entry"] for line in lines[2:16]] == [row.entry for row in ranking.rows]
    assert [line["severity"] for line in lines[16:]] == [judge.severity for judge in ranking.judges]


def test_refusals_are_recorded_with_their_fractions() -> None:
    ranking = calibrated_ranking([reading("j", "a", 1), reading("j", "b", 2)], PERCENT, TOP_3, seed="s")
    line = json.loads(record(ranking).splitlines()[2])
    assert (line["reason"], line["found"], line["needed"]) == ("too_few_readings", "1/1", "2/1")


def test_shuffled_readings_in_another_process_with_other_hashes_give_the_same_bytes() -> None:
    given = panel(7, 40, 9, 3)
    Random(0).shuffle(given)
    here = digest(calibrated_ranking(given, PERCENT, TOP_3, seed="s"))
    script = (
        "from tests.core.judging.panels import PERCENT, TOP_3, panel\n"
        "from superconnector.core.judging.calibration import calibrated_ranking\n"
        "from superconnector.core.judging.ranking_record import digest\n"
        "print(digest(calibrated_ranking(panel(7, 40, 9, 3), PERCENT, TOP_3, seed='s')))\n"
    )
    environment = {"PYTHONHASHSEED": "1", "OPENBLAS_NUM_THREADS": "2", "PYTHONPATH": "."}
    made = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert made.stdout.strip() == here
