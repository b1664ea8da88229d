#!/usr/bin/python3
"""What do users see? Texts, exit statuses and files of every command.

    commands.py FORLOB SCENARIO
"""

import csv
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

import h5py

FORLOB, SCENARIO = map(os.path.abspath, sys.argv[1:3])
ROOT = pathlib.Path(SCENARIO).resolve().parent.parent
COMMANDS = "run plan calibrate compare chart export check explain list schema".split()


class Commands(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name)

    def tearDown(self):
        self.temporary.cleanup()

    def forlob(self, *arguments, status=0, **options):
        done = subprocess.run(
            [FORLOB, *map(str, arguments)], capture_output=True, text=True, cwd=self.folder, **options
        )
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def small_run(self, *more):
        self.forlob("run", SCENARIO, "--replications", 20, "-o", "x.h5", "--quiet", *more)
        return self.folder / "x.h5"

    def test_help_of_every_command_has_an_example(self):
        overview = self.forlob("--help").stdout
        for command in COMMANDS:
            self.assertIn(command, overview)
            self.assertRegex(self.forlob(command, "--help").stdout, r"Examples?:\s+forlob " + command)

    def test_version_names_the_program(self):
        self.assertRegex(self.forlob("--version").stdout, r"^forlob \d+\.\d+\.\d+ \(.+\)\n$")

    def test_without_arguments_there_is_an_overview(self):
        self.assertIn("Example: forlob run", self.forlob().stdout)

    def test_verbose_says_which_kernel_simulates_an_arm_and_why(self):
        arguments = "run", ROOT / "bench/workloads/w3.yaml", "--people", 500, "--force", "--quiet", "-o"
        in_lanes = self.forlob(*arguments, "lanes.h5", "--verbose")
        self.assertRegex(in_lanes.stderr, r"^plain: in lanes \(\w+\)\n$")
        general = self.forlob(*arguments, "general.h5", "--verbose", "--kernel", "general")
        self.assertEqual(general.stderr, "plain: person by person, because lanes are switched off\n")
        self.assertEqual(in_lanes.stdout, general.stdout)
        quiet = self.forlob(*arguments, "lanes.h5")
        self.assertEqual(quiet.stderr, "")
        digests = [
            subprocess.run(
                [ROOT / "tests/command/read_result.py", "--digest", self.folder / name],
                check=True,
                capture_output=True,
            ).stdout
            for name in ("lanes.h5", "general.h5")
        ]
        self.assertEqual(*digests)
        done = self.forlob("run", SCENARIO, "--replications", 2, "-o", "x.h5", "-q", "-v")
        self.assertIn("municipal: person by person, because it has programs\n", done.stderr)

    def test_an_unknown_kernel_is_a_mistake_of_the_input(self):
        self.assertIn("--kernel: ", self.forlob("run", SCENARIO, "--kernel", "x", status=2).stderr)

    def test_an_unknown_command_suggests_the_nearest(self):
        self.assertIn("did you mean 'compare'?", self.forlob("comapre", status=2).stderr)

    def test_an_unknown_option_is_a_mistake_of_the_input(self):
        self.assertIn("--help", self.forlob("run", SCENARIO, "--sede", 3, status=2).stderr)

    def test_run_prints_the_comparison_and_keeps_the_file(self):
        done = self.forlob("run", SCENARIO, "--replications", 20, "-o", "x.h5")
        self.assertIn("Relapse within 12 months", done.stdout)
        self.assertIn("Monte Carlo noise", done.stdout)
        self.assertIn("assumption", done.stdout)
        self.assertIn("provider's own claim", done.stdout)
        self.assertIn("Wrote x.h5", done.stderr)
        self.assertNotIn("\r", done.stderr)  # no progress bar on a pipe
        self.assertEqual([path.name for path in self.folder.iterdir()], ["x.h5"])

    def test_a_result_does_not_depend_on_how_its_scenario_is_named(self):
        digests = set()
        for folder, name in (("/", SCENARIO), (ROOT / "scenarios", "isu-vs-municipal.yaml")):
            output = self.folder / "x.h5"
            subprocess.run([FORLOB, "run", name, "--replications", "20", "-o", output, "--force", "-q"],
                           cwd=folder, capture_output=True, check=True)
            with h5py.File(output) as file:
                digests.add((file.attrs["scenario_digest"], file.attrs["result_digest"]))
        self.assertEqual(len(digests), 1)

    def test_lines_fit_a_terminal(self):
        for line in self.forlob("run", SCENARIO, "--replications", 20, "-q").stdout.splitlines():
            self.assertLessEqual(len(line), 100, line)

    def test_the_default_name_is_the_scenarios(self):
        self.forlob("run", SCENARIO, "--replications", 2, "--quiet")
        self.assertTrue((self.folder / "isu-vs-municipal.h5").exists())

    def test_an_existing_file_is_kept_without_force(self):
        path = self.small_run()
        before = path.read_bytes()
        done = self.forlob("run", SCENARIO, "--replications", 2, "-o", "x.h5", status=1)
        self.assertIn("x.h5", done.stderr)
        self.assertIn("--force", done.stderr)
        self.assertEqual(path.read_bytes(), before)
        self.forlob("run", SCENARIO, "--replications", 2, "-o", "x.h5", "--force", "--quiet")
        self.assertNotEqual(path.read_bytes(), before)

    def test_a_missing_folder_is_told_before_anything_runs(self):
        done = self.forlob("run", SCENARIO, "-o", "none/x.h5", status=1)
        self.assertIn("none", done.stderr)

    def test_compare_prints_what_run_printed(self):
        printed = self.forlob("run", SCENARIO, "--replications", 20, "-o", "x.h5", "--quiet").stdout
        self.assertEqual(self.forlob("compare", "x.h5").stdout, printed)

    def test_compare_at_another_horizon(self):
        self.small_run()
        self.assertIn("over 24 months", self.forlob("compare", "x.h5", "--horizon", 24).stdout)
        self.assertIn("18, 24, 36, 48", self.forlob("compare", "x.h5", "--horizon", 25, status=2).stderr)

    def test_compare_by_an_attribute_that_was_not_recorded(self):
        self.small_run()
        self.assertIn("record: {by:", self.forlob("compare", "x.h5", "--by", "age", status=2).stderr)

    def test_csv_is_long_form_and_danish_on_request(self):
        self.small_run()
        rows = list(csv.DictReader(io.StringIO(self.forlob("compare", "x.h5", "--format", "csv").stdout)))
        self.assertGreater(len(rows), 1000)
        self.assertEqual(
            list(rows[0]),
            "arm reference stratum month measure definition payer account statistic value low high se "
            "unit price_year".split(),
        )
        danish = self.forlob("compare", "x.h5", "--format", "csv", "--locale", "da").stdout
        self.assertTrue(danish.startswith("\ufeffarm;reference;"))
        self.assertRegex(danish, r";\d+,\d+;")

    def test_json_can_be_read(self):
        self.small_run()
        document = json.loads(self.forlob("compare", "x.h5", "--json").stdout)
        self.assertEqual(document["reference"], "municipal")
        self.assertTrue(document["values"])
        self.assertTrue(all(p["grade"] in "ABCD" for p in document["parameters"]))

    def test_export_gives_every_table(self):
        self.small_run()
        for table in self.forlob("export", "x.h5", "--list").stdout.split():
            rows = list(csv.reader(io.StringIO(self.forlob("export", "x.h5", "--table", table).stdout)))
            self.assertGreater(len(rows), 1, table)
            self.assertEqual({len(row) for row in rows}, {len(rows[0])}, table)

    def test_exported_spells_cover_the_horizon(self):
        self.small_run()
        self.forlob("export", "x.h5", "--table", "spells", "-o", "spells.csv")
        months = {}
        with open(self.folder / "spells.csv", newline="") as file:
            for row in csv.DictReader(file):
                key = row["arm"], row["replication"], row["person"]
                self.assertEqual(int(row["start"]), months.get(key, 0))
                months[key] = months.get(key, 0) + int(row["months"])
        self.assertEqual(set(months.values()), {49})
        self.assertEqual(len(months), 4 * 20 * 220)

    def test_an_unknown_table_names_the_nearest(self):
        self.small_run()
        self.assertIn("did you mean 'spells'?", self.forlob("export", "x.h5", "--table", "spels", status=2).stderr)

    def test_the_chart_is_a_picture_without_scripts(self):
        self.small_run()
        self.forlob("chart", "x.h5", "-o", "x.svg")
        root = xml.etree.ElementTree.parse(self.folder / "x.svg").getroot()
        names = {element.tag.rsplit("}")[-1] for element in root.iter()}
        self.assertIn("path", names)
        self.assertNotIn("script", names)
        self.assertIn("title", names)

    def test_a_file_of_somebody_else_is_refused(self):
        (self.folder / "other.h5").write_text("not HDF5")
        self.assertIn("other.h5", self.forlob("compare", "other.h5", status=1).stderr)
        self.assertIn("none.h5", self.forlob("compare", "none.h5", status=1).stderr)

    def test_set_changes_one_arm_or_all(self):
        self.small_run("--set", "isu_claim.isu_claim_weight=0", "--set", "tax_rate=0.2")
        text = self.forlob("export", "x.h5", "--table", "parameters").stdout
        row = next(r for r in csv.DictReader(io.StringIO(text)) if r["name"] == "tax_rate")
        self.assertTrue(all(float(v) == 0.2 for k, v in row.items() if "value" in k and v), row)

    def test_a_wrong_set_points_at_the_word(self):
        done = self.forlob("run", SCENARIO, "--set", "tax_rat=0.2", "-o", "x.h5", status=2)
        self.assertIn("no arm has a parameter 'tax_rat'", done.stderr)
        self.assertIn("did you mean 'tax_rate'?", done.stderr)
        self.assertFalse((self.folder / "x.h5").exists())

    def test_check_tells_every_mistake_of_every_file(self):
        text = pathlib.Path(SCENARIO).read_text().replace("../models", str(ROOT / "models"))
        (self.folder / "a.yaml").write_text(text.replace("horizon:", "horizn:").replace("seed: ", "seed: x"))
        (self.folder / "b.yaml").write_text(text.replace("size: 220", "size: 0"))
        done = self.forlob("check", "a.yaml", "b.yaml", SCENARIO, status=2)
        self.assertRegex(done.stderr, r"a\.yaml:\d+:\d+: error: .*'horizn'")
        self.assertRegex(done.stderr, r"a\.yaml:\d+:\d+: error: .*seed")
        self.assertRegex(done.stderr, r"b\.yaml:\d+:\d+: error: ")
        self.assertIn("OK (scenario; 4 arms; parameters by grade: A ", done.stdout)

    def test_every_shipped_file_is_right(self):
        files = sorted([*ROOT.glob("scenarios/*.yaml"), *ROOT.glob("models/**/*.yaml")])
        self.assertGreaterEqual(len(files), 7)
        self.assertEqual(self.forlob("check", *files).stdout.count(": OK"), len(files))

    def test_shipped_files_fit_their_schema(self):
        import jsonschema
        import yaml

        files = sorted([*ROOT.glob("scenarios/*.yaml"), *ROOT.glob("models/**/*.yaml")])
        for path in files:
            named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text())
            self.assertTrue(named, path)
            schema = json.loads((path.parent / named[1]).read_text())
            document = yaml.safe_load(path.read_text())
            jsonschema.Draft202012Validator(schema).validate(document)

    def test_the_shipped_schemas_are_those_of_the_program(self):
        for kind in self.forlob("schema").stdout.split():
            shipped = (ROOT / "models" / "schema" / f"{kind}.json").read_text()
            self.assertEqual(self.forlob("schema", kind).stdout, shipped)
            import jsonschema

            jsonschema.Draft202012Validator.check_schema(json.loads(shipped))
        self.assertIn("did you mean 'model'?", self.forlob("schema", "modl", status=2).stderr)

    def test_list_names_what_is_shipped(self):
        listed = self.forlob("list", ROOT / "scenarios", ROOT / "models").stdout
        for path in ["isu-vs-municipal.yaml", "danish-labour-market.yaml", "isu-dialogue.yaml"]:
            self.assertIn(path, listed)

    def test_calibrate_finds_values_that_a_scenario_can_use(self):
        scenario = """forlob: 1
kind: scenario
title: Two states
parameters: {p: {value: 0.1, unit: probability/month, grade: D, source: Assumed}}
model:
  states: {benefit: {}, work: {}}
  transitions: {benefit: {work: p}, work: {benefit: 0.05}}
  definitions:
    exit: {from: benefit, to: {work: {states: work}}}
    relapse: {events: {benefit: {states: benefit}}}
    headline: {base: work, event: benefit}
population: {start: benefit}
economy:
  currency: DKK
  price_year: 2025
  payers: {municipality: {}}
  accrual: start
  accounts: {benefit: {split: municipality, amounts: [{per_month_in: benefit, amount: 100}]}}
cohort: {size: 10}
horizon: 12
replications: 5
seed: 1
reference: plain
arms: {plain: {}}
"""
        target = """calibrate:
  free: {p: {low: 0.001, high: 0.9}}
  targets: [{arm: plain, in: work, tick: 1, value: 0.25}]
"""
        (self.folder / "plain.yaml").write_text(scenario)
        (self.folder / "target.yaml").write_text(scenario + target)
        (self.folder / "use.yaml").write_text(scenario + "use: found.yaml\n")
        done = self.forlob("calibrate", "target.yaml", "-o", "found.yaml")
        self.assertIn("all targets are reached", done.stdout)
        self.assertRegex(done.stdout, r"p +0\.25\b")
        self.forlob("check", "found.yaml", "use.yaml")
        self.forlob("calibrate", "target.yaml", "-o", "found.yaml", status=2)
        self.assertIn("calibrated to 1 target of target.yaml", self.forlob("explain", "use.yaml").stdout)
        self.assertIn("has no 'calibrate'", self.forlob("calibrate", "plain.yaml", status=2).stderr)

    def test_draws_are_told_and_exported(self):
        text = re.sub(r"\.\./models", str(ROOT / "models"), pathlib.Path(SCENARIO).read_text())
        (self.folder / "draws.yaml").write_text(text + "\ndraws: {n: 3, by: simulation, replications: 2}\n")
        done = self.forlob("run", "draws.yaml", "--replications", 2, "--people", 50, "-o", "x.h5", "--quiet")
        self.assertIn("Uncertainty of the parameters: 3 draws", done.stdout)
        self.assertEqual(self.forlob("compare", "x.h5").stdout, done.stdout)
        rows = list(csv.DictReader(io.StringIO(self.forlob("export", "x.h5", "--table", "draws").stdout)))
        self.assertEqual(len(rows), 3 * 4)
        self.assertIn("net_cost_municipality_48", rows[0])
        said = self.forlob("run", "draws.yaml", "--replications", 2, "--people", 50, "-o", "y.h5").stderr
        self.assertRegex(said, r"Wrote y\.h5: 3 draws by simulation, [\d,.]+ (million )?person-months in ")
        person_months = 4 * 50 * 48 * (2 + 3 * 2)
        self.assertIn(f" {person_months:,} person-months", said)

    def test_explain_says_what_the_model_means(self):
        text = self.forlob("explain", SCENARIO, "--arm", "isu_claim").stdout
        for words in ["Hazards per month", "ap_to_job", "Program isu_dialogue", "──►", "Reimbursement ladder"]:
            self.assertIn(words, text)
        self.assertIn(
            "there are: municipal, isu_claim",
            self.forlob("explain", SCENARIO, "--arm", "isu", status=2).stderr,
        )
        at = self.forlob(
            "explain", SCENARIO, "--arm", "isu_claim", "--at", "phase=isu_dialogue.search",
            "--at", "month=12", "--at", "support_history=over_8y",
        ).stdout
        self.assertIn("phase=isu_dialogue.search, month=12, support_history=over_8y", at)

    def explained(self, name):
        """What explain says of a published model, with single spaces between words."""
        return " ".join(self.forlob("explain", ROOT / "models/published" / name).stdout.split())

    def test_explain_has_what_a_health_economist_looks_for(self):
        text = self.explained("v01-sick-sicker.yaml")
        for words in [
            "75 years", "A cycle is a year.", "every tick is counted with the weight tick == 0 || tick == horizon ? 1/3",
            "discount rate discount_rate = 0.03 a year, (1 + r)^-years", "At the start: healthy 100 %.",
            "States healthy: Healthy sick: Sick sicker: Sicker dead: Dead, never left",
            "from sick healthy probability (1 - p_s1d) * (1 - exp(-r_s1h)) = 0.391",
            "sick → sicker: probability (1 - p_s1d) * (1 - exp(-r_s1s2 * hr_s1s2_trt_b)) = 0.0606913 in place of the stated",
            "drug: Treatment B c_trt_b = 13000 USD per year in sick, sicker",
            "u_trt_a = 0.95 QALY per year in sick; in place of the economy's", "u_s2 = 0.5 QALY per year in sicker",
            "Incremental analysis: cost health_care by effect qaly; thresholds 0 to 200000 in steps of 5000",
            "sick: healthy 39.1, sick 54.2, sicker 6.07, dead 0.598",
        ]:
            self.assertIn(words, text)

    def test_explain_shows_clocks_and_personal_values(self):
        text = self.explained("v04-sick-sicker-duration.yaml")
        for words in [
            "30 years", "every tick is counted, the first included, without half-cycle correction; discount rate 0.03 a year",
            "[20 equally likely classes of a uniform distribution: high 1.05, low 0.95]",
            "illness: Whole years of illness; counts years in sick, sicker; 0 on entering healthy; starts at 0",
            "dead probability 1 - exp(-rr_s1 * r_hd * (1 + (illness + 1) * rp))",  # no one number
            "modifier * (u_trt - illness * ru) QALY per year in sick; in place of the economy's",
            "care: Care 2000 USD per year in healthy",
        ]:
            self.assertIn(words, text)

    def test_explain_shows_stays_where_intensities_are_known(self):
        text = self.explained("v09-heart-transplant.yaml")
        self.assertIn("none: 5.87 years; then mild 75.1 %, death 24.9 %", text)
        self.assertIn("death: never left", text)
        self.assertNotIn("How long a stay lasts", self.explained("v01-sick-sicker.yaml"))

    def test_an_exact_run_says_what_happens_between_ticks(self):
        text = self.forlob("run", ROOT / "models/published/v09-heart-transplant.yaml", "--exact").stdout
        self.assertIn("Between ticks: the process in continuous time, in years", text)
        self.assertRegex(text, r"Death +no end +4\.\d\d ")
        simulated = self.forlob("run", ROOT / "models/published/v09-heart-transplant.yaml", "--replications", 2, "-q")
        self.assertNotIn("Between ticks", simulated.stdout)

    def test_exact_prints_expected_persons_and_writes_only_on_request(self):
        text = self.forlob("run", SCENARIO, "--exact").stdout
        self.assertIn("exact recursion", text)
        self.assertIn("Persons in each state, isu_claim", text)
        self.assertIn("All payers together: net cost per person over", text)
        self.assertNotIn("Left out are relapse", text.replace("\n", " "))
        self.assertRegex(text, r"after exit to self-support\) +59\.0 % ")
        self.assertNotIn("±", text)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_every_reader_takes_an_exact_result(self):
        printed = self.forlob("run", SCENARIO, "--exact", "-o", "exact.h5").stdout
        self.assertEqual(self.forlob("compare", "exact.h5").stdout, printed)
        document = json.loads(self.forlob("compare", "exact.h5", "--json").stdout)
        self.assertEqual(document["method"], "exact recursion")
        said = self.forlob("run", SCENARIO, "--exact", "-o", "again.h5").stderr
        self.assertIn("Wrote again.h5: exact recursion in ", said)
        self.assertEqual(document["intervals"], "none: exact expected values")
        self.assertTrue(all(value["se"] in (0, None) for value in document["values"]))
        self.assertIn("visits", {value["measure"] for value in document["values"]})
        self.assertIn("<svg", self.forlob("chart", "exact.h5").stdout)
        rows = list(csv.DictReader(io.StringIO(
            self.forlob("export", "exact.h5", "--table", "net_cost").stdout)))
        payers = {row["payer"] for row in rows}
        self.assertIn("all", payers)
        self.assertNotIn("municipality", payers)  # depends on the ladder

    def test_the_stored_inputs_are_the_files_themselves(self):
        self.small_run()
        text = self.forlob("export", "x.h5", "--table", "inputs").stdout
        csv.field_size_limit(1 << 24)
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual(rows[0]["text"], pathlib.Path(SCENARIO).read_text())

    def test_a_reader_that_closes_its_end_is_no_failure(self):
        self.small_run()
        pipe = f"'{FORLOB}' export x.h5 --table spells | head -1; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", pipe], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "")

    def peak_kilobytes(self, *arguments):
        run = subprocess.Popen(
            [FORLOB, "run", *map(str, arguments), "-o", "m.h5", "--force", "--quiet", "--threads=2"],
            cwd=self.folder,
        )
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(run.returncode, 0)
        return used.ru_maxrss

    def test_memory_does_not_grow_with_replications(self):
        few, many = (
            self.peak_kilobytes(SCENARIO, "--people=4", f"--replications={n}") for n in (2_000, 40_000)
        )
        # A hundred bytes a replication would be 4 MB; noise between runs is 2 MB.
        self.assertLess(many - few, 6_000)

    def test_memory_does_not_grow_with_people_whose_trajectories_are_kept(self):
        # In lanes, in two arms; and people who may enter programs, in four.
        for path, people in (ROOT / "bench/workloads/w2.yaml", 500_000), (pathlib.Path(SCENARIO), 100_000):
            text = re.sub("^record:.*$", "", path.read_text(), flags=re.MULTILINE)
            text = text.replace("../models", str(ROOT / "models"))
            for form in "spells", "panel":
                scenario = self.folder / f"{form}.yaml"
                scenario.write_text(f"{text}\nrecord: {{trajectories: {form}}}\n")
                few, many = (
                    self.peak_kilobytes(scenario, f"--people={n}", "--replications=2")
                    for n in (people // 20, people)
                )
                # Ten bytes a spell, or a byte a month, would be more than 20 MB; of spells in memory
                # an arm alone would have that.
                self.assertLess(many - few, 8_000, f"{path.name}, {form}")

    def test_a_plan_says_what_a_run_takes_and_leaves_nothing(self):
        done = self.forlob("plan", SCENARIO, "--half-width", 0.002, env={**os.environ, "TMPDIR": str(self.folder)})
        self.assertIn("220 persons × 48 months × 4 arms × 1,000 replications", done.stdout)
        for words in ["time ", "memory ", "result file ", "Half-widths of 95 % intervals", "± 0.002", "isu_claim"]:
            self.assertIn(words, done.stdout)
        self.assertIn("Exact recursion", done.stdout)
        for line in done.stdout.splitlines():
            self.assertLessEqual(len(line), 100, line)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_plan_comes_near_the_run(self):
        plan = json.loads(self.forlob("plan", SCENARIO, "--threads=2", "--json").stdout)
        run = subprocess.Popen(
            [FORLOB, "run", SCENARIO, "--threads=2", "-o", "x.h5", "-q"], cwd=self.folder, stdout=subprocess.DEVNULL
        )
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(run.returncode, 0)
        self.assertLess(abs(plan["file_bytes"] / (self.folder / "x.h5").stat().st_size - 1), 0.2)
        self.assertLess(abs(plan["memory_bytes"] / (1024 * used.ru_maxrss) - 1), 0.5)
        self.assertEqual(plan["person_months"], 220 * 48 * 4 * 1000)
        self.assertEqual(plan["measure"]["name"], "relapse_within")
        self.assertTrue(plan["exact"]["answers"])

    def test_a_plan_without_room_for_its_pilot_says_so(self):
        done = self.forlob("plan", SCENARIO, status=1, env={**os.environ, "TMPDIR": "/nonexistent"})
        self.assertIn("TMPDIR", done.stderr)

    def test_an_interrupted_plan_leaves_nothing(self):
        child = subprocess.Popen(
            [FORLOB, "plan", SCENARIO, "--people", "3000000"], cwd=self.folder, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(self.folder)},
        )
        while not list(self.folder.iterdir()):  # until the pilot has its folder
            self.assertIsNone(child.poll())
        child.send_signal(2)
        _, said = child.communicate(timeout=60)
        self.assertEqual(child.returncode, 130, said)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_plan_refuses_what_a_run_would(self):
        self.assertIn("did you mean 'net_cost'?",
                      self.forlob("plan", SCENARIO, "--measure", "net_csot", status=2).stderr)
        self.assertIn("above 0", self.forlob("plan", SCENARIO, "--half-width", 0, status=2).stderr)
        self.assertIn("did you mean 'tax_rate'?", self.forlob("plan", SCENARIO, "--set", "tax_rat=1", status=2).stderr)

    def test_a_run_goes_on_until_it_is_precise(self):
        until = self.forlob("run", SCENARIO, "--until-se", 0.004, "--people", 100, "-o", "u.h5")
        n = int(re.search(r"Enough after (\d+) replications", until.stderr)[1])
        self.assertEqual(n % 100, 0)
        self.assertGreater(n, 100)
        self.assertIn("difference to municipal", until.stderr)
        plain = self.forlob("run", SCENARIO, "--replications", n, "--people", 100, "-o", "p.h5", "-q")
        self.assertEqual(until.stdout, plain.stdout)
        with h5py.File(self.folder / "u.h5") as u, h5py.File(self.folder / "p.h5") as p:
            for name in ["scenario_digest", "result_digest"]:
                self.assertEqual(u.attrs[name], p.attrs[name])

    def test_a_run_goes_on_until_it_is_decided_or_may_not(self):
        said = self.forlob("run", SCENARIO, "--people", 100, "-o", "x.h5", "--until-decided").stderr
        self.assertRegex(said, r"Enough after \d+ replications: every arm decided against 0\.")
        said = self.forlob("run", SCENARIO, "--people", 100, "-o", "y.h5", "--until-decided", "-0.17",
                           "--measure", "relapse_within,arm=isu_claim", "-q").stderr
        self.assertEqual(said, "")
        said = self.forlob("run", SCENARIO, "--people", 10, "-o", "z.h5", "--until-se", "1e-9",
                           "--most-replications", 30, "-q").stderr
        self.assertIn("Not precise enough: 30 replications are the most", said)
        self.assertTrue((self.folder / "z.h5").exists())

    def test_options_of_precision_that_contradict_each_other(self):
        for options, words in [
            (["--until-se", "0"], "above 0"),
            (["--until-se", "nan"], "above 0"),
            (["--until-decided", "inf"], "must be a number"),
            (["--until-se", "1", "--until-decided", "0"], "excludes"),
            (["--until-se", "1", "--replications", "5"], "--most-replications"),
            (["--until-se", "1", "--exact"], "--exact"),
            (["--until-se", "1", "--look-every", "9"], "10"),
            (["--measure", "net_cost"], "belong to --until-se"),
            (["--until-se", "1", "--measure", "net_cost,payer=nobody"], "there is no payer 'nobody'"),
        ]:
            self.assertIn(words, self.forlob("run", SCENARIO, *options, "-o", "x.h5", status=2).stderr)
            self.assertEqual(list(self.folder.iterdir()), [])

    def test_interrupting_leaves_no_file(self):
        for signal, much in [(2, ["--replications", 10_000_000]), (15, ["--replications", 10_000_000]),
                             (2, ["--exact", "--horizon", 30_000])]:
            child = subprocess.Popen(
                [FORLOB, "run", SCENARIO, *map(str, much), "-o", "x.h5"],
                cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
            import time

            time.sleep(1.0)
            child.send_signal(signal)
            _, said = child.communicate(timeout=60)
            self.assertEqual(child.returncode, 130, said)
            self.assertIn("interrupted", said)
            self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_full_output_is_told(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        with open("/dev/full", "w") as full:
            done = subprocess.run([FORLOB, "schema", "model"], stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("No space left on device", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
