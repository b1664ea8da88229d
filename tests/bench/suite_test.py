#!/usr/bin/python3
"""Does the benchmark suite judge rightly? Its arithmetic and its texts; nothing is timed here."""

import math
import pathlib
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "bench" / "suite"))

import check_work  # noqa: E402
import growth  # noqa: E402
import instructions  # noqa: E402
import micro  # noqa: E402
from rows import AT_LEAST, AT_MOST, Row, Target, as_json, number, spread, table  # noqa: E402


def row(ratio=None, target=None, **more):
    return Row("group", "name", more.pop("figure", 1.0), more.pop("unit", "s"), "other", 2.0, ratio,
               target, **more)


class Passing(unittest.TestCase):
    def test_at_least_passes_from_the_limit_on(self):
        self.assertTrue(row(3.0, Target(AT_LEAST, 3.0)).passes)
        self.assertFalse(row(2.99, Target(AT_LEAST, 3.0)).passes)

    def test_at_most_passes_up_to_the_limit(self):
        self.assertTrue(row(1.2, Target(AT_MOST, 1.2)).passes)
        self.assertFalse(row(1.21, Target(AT_MOST, 1.2)).passes)

    def test_a_target_may_be_of_the_figure(self):
        self.assertTrue(row(9.0, Target(AT_MOST, 2.0, of_figure=True), figure=1.9).passes)
        self.assertFalse(row(0.0, Target(AT_MOST, 2.0, of_figure=True), figure=2.1).passes)

    def test_without_target_there_is_no_verdict(self):
        self.assertIsNone(row(0.1).passes)

    def test_what_was_not_measured_does_not_pass(self):
        self.assertFalse(row(math.nan, Target(AT_MOST, 1.0)).passes)
        self.assertFalse(row(None, Target(AT_LEAST, 1.0)).passes)

    def test_a_wrong_result_never_passes(self):
        self.assertFalse(row(9.0, Target(AT_LEAST, 3.0), wrong="z is 7").passes)
        self.assertFalse(row(9.0, wrong="z is 7").passes)


class Texts(unittest.TestCase):
    def test_numbers_have_three_digits_and_a_prefix(self):
        for value, text in ((2.534e8, "253 M"), (1.4e9, "1.40 G"), (0.0153, "15.3 m"), (2, "2.00"),
                            (999.7, "1.00 k"), (94.5e-6, "94.5 µ"), (0, "0"), (1000, "1.00 k")):
            self.assertEqual(number(value), text)

    def test_the_table_says_what_was_asked_and_what_came_of_it(self):
        text = table([row(3.5, Target(AT_LEAST, 3.0), spread=0.07), row(2.5, Target(AT_LEAST, 3.0)),
                      row(9.0, wrong="z is 7")])
        lines = text.splitlines()
        self.assertRegex(lines[2], r"^group: name +1.00 s +7 % +other +2.00 s +3.5 +≥ 3 +yes$")
        self.assertRegex(lines[3], r" 2.5 +≥ 3 +no$")
        self.assertRegex(lines[4], r" 9 +WRONG$")
        self.assertEqual(lines[5:], ["group: name: z is 7", "1 of 2 targets reached."])

    def test_the_spread_is_of_the_middle_half(self):
        self.assertAlmostEqual(spread([90.0, 95.0, 100.0, 105.0, 1000.0]), 0.05)
        self.assertEqual(spread([2.0] * 9), 0.0)
        self.assertIsNone(spread([1.0, 2.0]))

    def test_json_has_the_verdict_and_no_nan(self):
        values = as_json(row(math.nan, Target(AT_LEAST, 3.0)))
        self.assertIs(values["passes"], False)
        self.assertIsNone(values["ratio"])


class Slopes(unittest.TestCase):
    sizes = [10, 40, 160, 640]

    def test_powers_are_found(self):
        for power in (0.0, 1.0, 2.0):
            costs = [3.0 * size**power for size in self.sizes]
            self.assertAlmostEqual(growth.slope(self.sizes, costs), power)

    def test_a_quadratic_part_fails_where_it_matters(self):
        costs = [size + 0.02 * size**2 for size in self.sizes]
        self.assertGreater(growth.slope(self.sizes, costs), growth.STEEPEST.limit)

    def test_a_constant_beside_proportion_does_not_fail(self):
        costs = [20 + size for size in self.sizes]
        self.assertLess(growth.slope(self.sizes, costs), growth.STEEPEST.limit)


class Benchmarks(unittest.TestCase):
    def test_names_lose_the_clock_only(self):
        self.assertEqual(micro.plain_name("simulate/w1/process_time"), "simulate/w1")
        self.assertEqual(micro.plain_name("a/threads/2/real_time"), "a/threads/2")

    def test_threads_are_powers_of_two_and_all(self):
        for cores, numbers in ((1, [1]), (2, [1, 2]), (4, [1, 2, 4]), (6, [1, 2, 4, 6])):
            self.assertEqual(micro.thread_numbers(cores), numbers)

    def test_more_is_better_in_every_ratio(self):
        spec = micro.Spec("g", "n", "ours", "theirs", "hand")
        rate = {"ours": {"values": [6.0], "unit": "pm/s"}, "theirs": {"values": [2.0], "unit": "pm/s"}}
        time = {"ours": {"values": [2.0], "unit": "s"}, "theirs": {"values": [6.0], "unit": "s"}}
        self.assertEqual(micro.row_of(spec, rate).ratio, 3.0)
        self.assertEqual(micro.row_of(spec, time).ratio, 3.0)

    def test_different_things_have_no_ratio(self):
        spec = micro.Spec("g", "n", "ours", "theirs", "hand")
        found = {"ours": {"values": [6.0], "unit": "B/s"}, "theirs": {"values": [2.0], "unit": "s"}}
        self.assertIsNone(micro.row_of(spec, found).ratio)

    def test_a_reference_that_is_wrong_spoils_the_row(self):
        spec = micro.Spec("g", "n", "ours", "theirs", "hand", Target(AT_LEAST, 1.0))
        found = {"ours": {"values": [6.0], "unit": "pm/s"},
                 "theirs": {"values": [], "unit": "s", "wrong": "does not agree"}}
        self.assertIs(micro.row_of(spec, found).passes, False)
        self.assertIs(micro.row_of(spec, {}).passes, False)

    def test_rows_of_output_come_with_its_benchmarks(self):
        self.assertEqual(micro.output_specs(["simulate/w1"]), [])
        self.assertIn("panel_to_file/2",
                      [spec.benchmark for spec in micro.output_specs(["spells_to_file/1"])])

    def test_benchmarks_that_no_row_names_get_one(self):
        known = [micro.Spec("g", "n", "known/a", "reference/x")]
        names = [one.benchmark for one in
                 micro.unnamed(known, ["known/a", "reference/x", "reference/y", "new/b"])]
        self.assertEqual(names, ["new/b"])


class Instructions(unittest.TestCase):
    annotated = """
1,000 (100.0%)  PROGRAM TOTALS
  900 (90.0%)  ???:forlob::run(forlob::ScenarioSpec const&) [/x/forlob]
  500 (50.0%)  ???:forlob::simulate(std::vector<forlob::Model>) [/x/forlob]
  200 (20.0%)  ???:forlob::ResultWriter::add_replication(unsigned int) [/x/forlob]
  100 (10.0%)  ???:forlob::ResultWriter::finish(forlob::Result const&) [/x/forlob]
   50 ( 5.0%)  ???:forlob::comparison_text[abi:cxx11](forlob::Result const&) [/x/forlob]
   40 ( 4.0%)  ???:std::make_unique<forlob::price_arms(int)>(x) [/x/forlob]
"""

    def test_what_simulation_calls_back_is_not_simulation(self):
        counts = instructions.parts(*instructions.inclusive(self.annotated))
        self.assertEqual(counts["simulate"], 300)
        self.assertEqual(counts["write"], 300)
        self.assertEqual(counts["price"], 0)
        self.assertEqual(counts["rest"], 400)
        self.assertEqual(counts["all"], 1000)

    def test_a_change_beyond_the_tolerance_is_told(self):
        recorded = {"simulate": 1000, "all": 2000}
        lines, good = instructions.changes(recorded, {"simulate": 1020, "all": 2020})
        self.assertTrue(good)
        lines, good = instructions.changes(recorded, {"simulate": 1040, "all": 2040})
        self.assertFalse(good)
        self.assertIn("<- more", lines[0])
        self.assertNotIn("<-", lines[1])
        self.assertFalse(instructions.changes(recorded, {"simulate": 900, "all": 1990})[1])

    def test_next_to_nothing_may_change(self):
        recorded = {"price": 100, "all": 1_000_000}
        self.assertTrue(instructions.changes(recorded, {"price": 300, "all": 1_000_200})[1])
        self.assertFalse(instructions.changes(recorded, {"price": 500, "all": 1_000_400})[1])

    def test_a_part_without_record_is_told(self):
        self.assertFalse(instructions.changes({"all": 10}, {"simulate": 5, "all": 10})[1])


class Agreement(unittest.TestCase):
    """Of a result with what is exactly expected: the real check, on files made by hand."""

    def result(self, spoil=lambda persons: None):
        expected = check_work.json.loads(check_work.EXPECTED.read_text())["w1"]["plain"]
        persons = numpy.array(expected["occupancy"]) * 1000
        spoil(persons)
        path = pathlib.Path(self.folder.name) / "run.h5"
        with h5py.File(path, "w") as file:
            file.attrs["n_people"], file.attrs["n_replications"] = 1000, 1000
            file["arm"] = ["plain"]
            file["persons_in_state"] = persons[None]
            file["net_cost"] = numpy.full((1, 2, 1), expected["mean_discounted_cost"])
        return path

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()

    def tearDown(self):
        self.folder.cleanup()

    def status(self, work):
        return subprocess.run([sys.executable, check_work.__file__, self.result(), work],
                              capture_output=True, check=False).returncode

    def test_what_is_expected_is_right(self):
        self.assertLess(check_work.largest(self.result(), "w1"), 0.1)
        self.assertEqual(self.status("w1"), 0)

    def test_another_workload_is_wrong(self):
        self.assertGreater(check_work.largest(self.result(), "w3"), check_work.ALLOWED)
        self.assertEqual(self.status("w3"), 1)

    def test_half_a_percent_of_people_astray_in_one_month_is_found(self):
        def spoil(persons):
            persons[20, 0] -= 5
            persons[20, 7] += 5
        self.assertGreater(check_work.largest(self.result(spoil), "w1"), check_work.ALLOWED)

    def test_one_person_where_nobody_can_be_is_found(self):
        def spoil(persons):
            persons[0, 3] += 0.001
        self.assertEqual(check_work.largest(self.result(spoil), "w1"), math.inf)

    def test_spells_and_panels_become_the_same_counts(self):
        panel = numpy.array([[[0, 0, 2, 2], [1, 0, 0, 0]]])
        spells = {"arm": numpy.array([0, 0, 0, 0, 1]), "state": numpy.array([0, 2, 1, 0, 2]),
                  "start": numpy.array([0, 2, 0, 1, 0]), "months": numpy.array([2, 2, 1, 3, 4])}
        counted = check_work.panel_counts(panel, (4, 3))
        self.assertEqual(counted.tolist(), [[1, 1, 0], [2, 0, 0], [1, 0, 1], [1, 0, 1]])
        self.assertEqual(check_work.spell_counts(spells, 0, (4, 3)).tolist(), counted.tolist())


if __name__ == "__main__":
    unittest.main()
