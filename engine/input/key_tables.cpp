#include <utility>

#include "input/analysis_keys.hpp"
#include "input/keys.hpp"

// The words behind each key are what editors show: meaning first, then unit, default and limits.

namespace forlob {

namespace {

constexpr bool required = true;
constexpr bool optional = false;

// The keys that every kind of file begins with. `forlob` and `kind` are required of files, not of
// inline parts, so that the table cannot say it; check_file_head does.
std::vector<KeyRule> file_keys(std::vector<KeyRule> own) {
    std::vector<KeyRule> rules = {
        {"forlob", optional, "version", "Version of the file format: 1"},
        {"kind", optional, "kind", "What the file describes"},
        {"title", optional, "text", "One line that says what it is"},
        {"description", optional, "text", "More about it, for readers"},
        {"parameters", optional, "map of parameter",
         "Named numbers with unit, source and evidence grade; formulas use their names"},
        {"joint", optional, "list of joint", "Parameters of this file that are uncertain together"},
    };
    rules.insert(rules.end(), own.begin(), own.end());
    return rules;
}

std::vector<KeyRule> labelled(std::vector<KeyRule> own) {
    std::vector<KeyRule> rules = {
        {"label", optional, "text", "Name in English, for tables and charts"},
        {"danish", optional, "text", "The Danish term"},
    };
    rules.insert(rules.end(), own.begin(), own.end());
    return rules;
}

std::vector<KeyTable> kind_tables() {
    return {
        {"model",
         file_keys({
             {"cycle", optional, "cycle", "Length of a step; default month"},
             {"stated_cycle", optional, "cycle",
              "Length of the step that all probabilities are stated for; default the cycle"},
             {"groups", optional, "map of group",
              "Named sets of states; states of group 'left' are out of the population"},
             {"states", required, "map of state", "2 to 64 states, in this order everywhere"},
             {"attributes", optional, "map of attribute",
              "Properties of a person that never change"},
             {"tables", optional, "map of table",
              "Functions of age, time or another number by a table; formulas use their names"},
             {"frailty", optional, "frailty", "Unobserved differences between persons"},
             {"clocks", optional, "map of clock", "Counters of a person, in cycles"},
             {"transitions", required, "map of row", "Per origin: destinations and how likely"},
             {"modifiers", optional, "list of modifier", "Factors on the hazards of moves"},
             {"definitions", optional, "definitions", "What counts as exit and as relapse"},
         })},
        {"population",
         file_keys({
             {"attributes", optional, "map of attribute_shares",
              "Distribution of every attribute of the model that 'rows' does not give"},
             {"rows", optional, "path",
              "CSV file with weighted persons: a column per attribute, and weight"},
             {"start", required, "start_state", "State at tick 0"},
             {"clocks", optional, "map of clock_start",
              "Clock values at tick 0, in place of the model's"},
             {"age_years", optional, "age", "Age at tick 0 in years"},
             {"inflow", optional, "list of inflow", "People who enter during the run"},
         })},
        {"economy",
         file_keys({
             {"tables", optional, "map of table",
              "Functions of age, time or another number by a table; formulas use their names"},
             {"currency", optional, "currency",
              "Currency of all amounts, ISO 4217: DKK, EUR, USD …"},
             {"price_year", optional, "price_year", "Year of whose prices all amounts are"},
             {"payers", optional, "map of payer", "Who bears money; needed by accounts"},
             {"discounting", optional, "discounting", "How later money counts; default not at all"},
             {"accrual", required, "accrual or weighted_accrual",
              "Which tick of cycle t is paid for: start (t - 1), end (t), half_cycle (their mean), "
              "all_ticks (0 to T), or every tick times a weight"},
             {"splits", optional, "map of split", "Named ways to share an amount between payers"},
             {"accounts", optional, "map of account", "Streams of money"},
             {"outcomes", optional, "map of outcome", "What counts besides money, by its own unit"},
             {"incremental", optional, "incremental",
              "Cost and effect by which all arms are compared"},
         })},
        {"program",
         file_keys(labelled({
             {"name", required, "name", "Name of the program in tables and parameters"},
             {"tables", optional, "map of table",
              "Functions of age, time or another number by a table; formulas use their names"},
             {"everyone", optional, "boolean",
              "Whether everybody is under it from tick 0, without entering; default false"},
             {"eligibility", optional, "eligibility", "Who may enter; needed unless for everyone"},
             {"enrolment", optional, "enrolment", "When and how likely the eligible enter"},
             {"phases", optional, "map of phase",
              "Steps, the first is where people enter; needed unless for everyone"},
             {"on_enter", optional, "map of name",
              "State or group entered → phase or 'end', for phases without a rule of their own"},
             {"effects", optional, "list of effect", "What it does to moves while in the program"},
             {"replace", optional, "list of replaced_row", "Rows of the model that are replaced"},
             {"payments", optional, "map of payment", "Streams of money of the program"},
             {"outcomes", optional, "map of program_outcome",
              "What the program adds to the economy's outcomes, or replaces"},
             {"resources", optional, "map of resource",
              "Limited places; phases name those they use. Default: a place for everybody"},
             {"queue", optional, "queue", "Those who find no place; default: they wait"},
             {"success", optional, not_supported,
              "pay for moves with 'per_move', or for phases with 'per_entry_to_phase'"},
         }))},
        {"scenario",
         file_keys({
             {"model", required, "path or model", "File of kind model, or the model itself"},
             {"population", required, "path or population",
              "File of kind population, or the population itself"},
             {"economy", optional, "path or economy",
              "File of kind economy, or the economy itself; without it no money is counted"},
             {"cohort", required, "cohort", "Who is simulated"},
             {"start", optional, "calendar_month", "Calendar month of tick 0; default 2026-01"},
             {"horizon", required, "some_cycles", "Cycles to simulate: months in monthly models"},
             {"replications", required, "replications", "Simulated cohorts per arm"},
             {"seed", required, "seed", "Number that fixes all chance"},
             {"reference", required, "name", "Arm that the others are compared with"},
             {"set", optional, "map of expression", "Parameter values of every arm"},
             {"use", optional, "one-or-more path",
              "Files of kind parameters: values of every arm, before 'set'"},
             {"arms", required, "map of arm", "Policy alternatives"},
             {"horizons", optional, "one-or-more some_cycles",
              "Cycles of the money table, ascending; default the horizon"},
             {"cohort_sizes", optional, "one-or-more cohort_size",
              "Persons of the money table, ascending; default the size of the cohort"},
             {"record", optional, "record", "What is kept besides counts"},
             {"calibrate", optional, "calibrate",
              "Free parameters, and what the model shall reproduce with them"},
             {"draws", optional, "draws", "Probabilistic analysis: values of uncertain parameters"},
             {"sensitivity", optional, not_supported,
              "parameters have one value per arm: use 'set' in an arm for each value"},
         })},
    };
}

std::vector<KeyTable> model_tables() {
    return {
        {"cycle_length",
         {
             {"length", required, "positive", "How many of the unit"},
             {"unit", required, "time_unit", "Unit of time"},
         }},
        {"group", labelled({})},
        {"state",
         labelled({
             {"groups", optional, "one-or-more name", "Groups that the state belongs to"},
             {"absorbing", optional, "boolean", "Whether nobody ever leaves it; default false"},
         })},
        {"attribute", labelled({
                          {"levels", required, "level_count or map of level",
                           "1 to 64 values; with a distribution, their number"},
                          {"distribution", optional, "distribution",
                           "Drawn from it: equally likely classes, each with its mean as value"},
                          {"hazards", optional, not_supported,
                           "attributes never change: use a clock, or a state of its own"},
                      })},
        {"level", labelled({{"value", optional, "expression",
                             "Number that formulas read by the attribute's name"}})},
        {"table",
         labelled({
             {"of", required, "expression", "What is looked up; may depend on the person and time"},
             {"steps", optional, "numbered", "Value that holds from each number on"},
             {"interpolate", optional, "interpolation",
              "Between two numbers: step (default), or linear"},
             {"file", optional, "path", "CSV file with the values, in place of steps"},
             {"key", optional, "name", "Its column of numbers to look in, ascending"},
             {"column", optional, "name", "Its column of values"},
             {"unit", required, "unit", "Unit of the values"},
             {"grade", required, "grade", "Evidence grade, as of parameters"},
             {"source", required, "text", "Where it comes from"},
         })},
        {"frailty",
         {
             {"sd_log", required, "expression", "Standard deviation of the logarithm; mean is 1"},
             {"levels", optional, "frailty_levels", "Equally likely values; default 5"},
             {"moves", required, "list of pattern", "Moves whose hazard is multiplied"},
         }},
        {"pattern",
         {
             {"from", optional, "one-or-more name", "States and groups; default all"},
             {"to", optional, "one-or-more name", "States and groups; default all"},
         }},
        {"clock", labelled({
                      {"counts", optional, "one-or-more name",
                       "States and groups in which it advances by one per cycle"},
                      {"on_enter", optional, "one-or-more name",
                       "States and groups whose entries it counts"},
                      {"resets_on", optional, "one-or-more name",
                       "States and groups whose entry sets it to 0"},
                      {"resets_after", optional, "resets_after",
                       "Cycles elsewhere, not necessarily in a row, that set it to 0"},
                      {"starts", optional, "clock_start", "Value at tick 0; default 0"},
                  })},
        {"resets_after",
         {
             {"months", optional, "window_months", "Months needed"},
             {"cycles", optional, "window_months", "The same in a model of any cycle"},
             {"in", required, "one-or-more name", "States and groups in which they are spent"},
             {"within_months", optional, "window_months", "Length of the window in months"},
             {"within_cycles", optional, "window_months", "The same in a model of any cycle"},
         }},
        {"month_range",
         {
             {"from", required, "cycles", "First value in cycles"},
             {"to", required, "cycles", "Last value in cycles; all between are equally likely"},
         }},
        {"start_by_level",
         {
             {"given", required, "name", "Attribute that the value depends on"},
             {"levels", required, "map of level_start", "A value for every level"},
         }},
        {"move",
         {
             {"probability", optional, "expression", "Per cycle"},
             {"rate", optional, "expression", "Per unit of time, see 'per'"},
             {"per", optional, "time_unit", "Unit of time of the rate"},
             {"count", optional, "expression",
              "Moves that were counted; all of the row, those who stayed among them"},
             {"by", optional, "factors", "Factors on the hazard of the move"},
             {"intensity", optional, "expression",
              "Of a process in continuous time, per unit of time, see 'per'; for all rows"},
         }},
        {"modifier",
         {
             {"label", optional, "text", "What it stands for"},
             {"moves", required, "list of pattern", "Moves whose hazard is multiplied"},
             {"factor", optional, "expression", "Factor on the hazard"},
             {"by", optional, "factors", "Further factors, by coordinate"},
         }},
        {"definitions",
         {
             {"exit", optional, "exit", "What counts as an exit"},
             {"relapse", optional, "relapse", "What counts as a relapse after an exit"},
             {"headline", optional, "headline",
              "The pair that is shown first; needed with exit and relapse"},
             {"employment", optional, "one-or-more name",
              "States and groups for the time to first employment"},
         }},
        {"exit",
         {
             {"from", required, "one-or-more name", "States and groups that are left"},
             {"to", required, "map of named_states", "Bases: destinations that count, 1 to 8"},
             {"confirm_months", optional, "follow_up_months",
              "Whole months outside before it counts; default 1"},
             {"confirm_cycles", optional, "follow_up_months", "The same in a model of any cycle"},
         }},
        {"relapse",
         {
             {"events", required, "map of named_states", "Returns that count, 1 to 8"},
             {"within_months", optional, "one-or-more length",
              "Months after the exit, ascending; default 12"},
             {"within_cycles", optional, "one-or-more some_cycles",
              "The same in a model of any cycle"},
             {"status_after_months", optional, "one-or-more follow_up_months",
              "Months after the exit, ascending; default 12"},
             {"status_after_cycles", optional, "one-or-more follow_up_months",
              "The same in a model of any cycle"},
         }},
        {"named_states",
         labelled({{"states", required, "one-or-more name", "States and groups that count"}})},
        {"headline",
         {
             {"base", required, "name", "One of exit.to"},
             {"event", required, "name", "One of relapse.events"},
         }},
    };
}

std::vector<KeyTable> population_tables() {
    return {
        {"shares", {{"shares", required, "map of expression", "Shares that add up to 1"}}},
        {"shares_by_level",
         {
             {"given", required, "name", "Attribute that the shares depend on"},
             {"levels", required, "map of level_shares", "Shares for every level"},
         }},
        {"inflow",
         {
             {"number", optional, "expression",
              "Persons per cycle; a fraction is carried over to the next"},
             {"poisson", optional, "expression", "Mean number per cycle; the number is random"},
             {"share", optional, "expression", "Persons per cycle for each one in 'of'"},
             {"of", optional, "one-or-more name",
              "States and groups of which it is a share, at the tick before"},
             {"from_cycle", optional, "some_cycles",
              "First cycle in which people enter; default 1"},
             {"to_cycle", optional, "some_cycles", "Last cycle in which people enter"},
             {"start", optional, "start_state", "State they come in; default as the population"},
         }},
        {"age_range",
         {
             {"from", required, "years", "Youngest, in years"},
             {"to", required, "years", "Oldest, in years; all cycles between are equally likely"},
         }},
        {"age_by_level",
         {
             {"given", required, "name", "Attribute that the age depends on"},
             {"levels", required, "map of age_range", "Ages of every level"},
         }},
    };
}

std::vector<KeyTable> economy_tables() {
    const std::vector<KeyRule> amount = {
        {"per_month_in", optional, "one-or-more name", "Paid per month in these states or groups"},
        {"per_cycle_in", optional, "one-or-more name", "The same in a model of any cycle"},
        {"once_at_start", optional, "yes", "Paid once per person at tick 0"},
        {"per_move", optional, "paid_move", "Paid per move"},
        {"amount", required, "expression",
         "Amount per person, in the currency or the outcome's unit"},
        {"by", optional, "factors", "Factors on the amount, by attribute, clock or coordinate"},
    };
    std::vector<KeyRule> program_amount = amount;
    program_amount.insert(
        program_amount.end(),
        {{"per_month_in_phase", optional, "all or one-or-more name",
          "Paid per month in these phases, or in all"},
         {"per_cycle_in_phase", optional, "all or one-or-more name",
          "The same in a model of any cycle"},
         {"per_entry_to_phase", optional, "one-or-more name", "Paid per entry into these phases"}});
    std::vector<KeyRule> program_outcome_amount = program_amount;
    program_outcome_amount.push_back(
        {"replace", optional, "boolean",
         "Whether it stands in for the economy's amount in these states; default false"});
    const std::vector<KeyRule> account = {
        {"direction", optional, "direction", "As seen by the payer; default expense"},
        {"split", required, "name or split", "Who bears it: a split, or a payer"},
        {"discounting", optional, "discounting", "In place of the economy's"},
        {"accrual", optional, "accrual or weighted_accrual", "In place of the economy's"},
    };
    std::vector<KeyRule> of_economy = account;
    of_economy.push_back({"amounts", required, "list of amount", "What is paid for"});
    std::vector<KeyRule> of_program = account;
    of_program.push_back({"amounts", required, "list of program_amount", "What is paid for"});
    return {
        {"payer", labelled({})},
        {"discounting",
         {
             {"rate", required, "expression", "Per year"},
             {"form", required, "discount_form", "(1+r)^-years, or exp(-r*years)"},
             {"from_tick", optional, "first_tick", "Tick of which the factor is 1; default 0"},
         }},
        {"split",
         {
             {"label", optional, "text", "What it stands for"},
             {"shares", optional, "map of expression", "Share of each payer, adding up to 1"},
             {"ladder", optional, "ladder", "Shares that depend on the weeks of a clock"},
         }},
        {"ladder",
         {
             {"clock", required, "name", "Clock whose weeks count"},
             {"payer", required, "name", "Payer who has the shares"},
             {"shares_from_week", required, "steps", "Share from that week on; the first is 0"},
             {"rest", required, "name", "Payer who bears the rest"},
         }},
        {"account", labelled(std::move(of_economy))},
        {"payment", labelled(std::move(of_program))},
        {"outcome",
         labelled({
             {"unit", required, "text", "Unit of its amounts: QALY, years, hours …"},
             {"discounting", optional, "discounting", "In place of the economy's"},
             {"accrual", optional, "accrual or weighted_accrual", "In place of the economy's"},
             {"amounts", required, "list of amount", "What counts; may be negative"},
         })},
        {"program_outcome",
         {{"amounts", required, "list of program_outcome_amount",
           "What is added while in the program, or replaced"}}},
        {"program_outcome_amount", program_outcome_amount},
        {"weighted_accrual",
         {{"weights", required, "one-or-more expression",
           "A weight per tick 0 to T; or one formula, in which 'tick' and 'horizon' may be "
           "named"}}},
        {"incremental",
         {
             {"cost", required, "name", "A payer, an account, or 'all' for all payers together"},
             {"effect", required, "name", "An outcome"},
             {"thresholds", optional, "one-or-more threshold or threshold_range",
              "Worth of a unit of the effect, ascending"},
         }},
        {"threshold_range",
         {
             {"from", required, "threshold", "First threshold"},
             {"to", required, "threshold", "Last threshold at most"},
             {"step", required, "threshold_step", "From one to the next"},
         }},
        {"amount", amount},
        {"program_amount", program_amount},
        {"paid_move",
         {
             {"from", required, "one-or-more name", "States and groups that are left"},
             {"to", required, "one-or-more name", "States and groups that are entered"},
         }},
    };
}

std::vector<KeyTable> program_tables() {
    return {
        {"eligibility",
         {
             {"states", required, "one-or-more name", "States and groups whose people may enter"},
             {"attributes", optional, "map of one-or-more name",
              "Per attribute: the levels whose people may enter"},
             {"clocks", optional, "map of clock_range",
              "Per clock: the values at which people may enter"},
         }},
        {"clock_range",
         {
             {"from", optional, "cycles", "Smallest value, in cycles; default 0"},
             {"to", optional, "cycles", "Largest value, in cycles; default no limit"},
         }},
        {"enrolment",
         {
             {"from_month", optional, "length", "First month in which it is offered; default 1"},
             {"from_cycle", optional, "some_cycles", "The same in a model of any cycle"},
             {"to_month", optional, "length", "Last month in which it is offered"},
             {"to_cycle", optional, "some_cycles", "The same in a model of any cycle"},
             {"probability", optional, "expression",
              "Per cycle, of those eligible and willing; default 1"},
             {"willing", optional, "expression", "Share who would ever accept; default 1"},
             {"repeat", optional, "boolean", "Whether one may enter again; default true"},
         }},
        {"phase",
         labelled({
             {"months", optional, "length", "Fixed length in months"},
             {"cycles", optional, "some_cycles", "The same in a model of any cycle"},
             {"min_months", optional, "length", "Months after which one may advance"},
             {"min_cycles", optional, "some_cycles", "The same in a model of any cycle"},
             {"max_months", optional, "length", "Months after which the phase ends"},
             {"max_cycles", optional, "some_cycles", "The same in a model of any cycle"},
             {"advance", optional, "expression",
              "Probability per cycle from min_months, or min_cycles, on"},
             {"placement", optional, "name", "State that a person is moved to on entry"},
             {"release", optional, "name",
              "State to which those still in the placement are moved at the end"},
             {"then", optional, "name", "Next phase, or 'end'; default end"},
             {"on_enter", optional, "map of name", "State or group entered → phase or 'end'"},
             {"drop_out", optional, "expression", "Probability per cycle of leaving the program"},
             {"uses", optional, "one-or-more name",
              "Resources of which everybody in the phase takes one place"},
         })},
        {"resource",
         labelled({
             {"places", optional, "expression",
              "So many at once; whoever leaves gives the place back for the next cycle"},
             {"new_places", optional, "expression",
              "So many in every cycle; those that nobody takes lapse"},
         })},
        {"queue",
         {
             {"limit", optional, "expression",
              "Most who wait, others are refused; 0: nobody waits; default no limit"},
             {"drop_out", optional, "expression", "Probability per cycle of giving up waiting"},
             {"at_start", optional, "queue_at_start", "Who waits at tick 0; default nobody"},
             {"when_refused", optional, "name", "State that the refused are moved to"},
             {"when_dropped", optional, "name", "State that those who give up are moved to"},
         }},
        {"queue_at_start",
         {{"number", required, "expression", "Persons, drawn among those who are eligible"}}},
        {"effect",
         {
             {"label", optional, "text", "What it stands for"},
             {"moves", required, "list of pattern", "Moves on which it acts"},
             {"hazard_ratio", optional, "expression", "Factor on the hazard"},
             {"relative_risk", optional, "expression", "Factor on the stated probability"},
             {"odds_ratio", optional, "expression", "Factor on the odds of the stated probability"},
             {"probability", optional, "expression", "Probability in place of the stated value"},
             {"rate", optional, "expression", "Rate in place of the stated value, see 'per'"},
             {"per", optional, "time_unit", "Unit of time of the rate"},
             {"by", optional, "factors", "Further factors, by coordinate"},
             {"phases", optional, "one-or-more name", "Phases in which it acts; default all"},
             {"months_after", optional, "months", "Months after the program in which it acts"},
             {"cycles_after", optional, "cycles", "The same in a model of any cycle"},
             {"ramp", optional, "ramp", "How the effect builds up"},
         }},
        {"ramp",
         {
             {"since", required, "ramp_since", "What the months or cycles are counted from"},
             {"full_after_months", optional, "length", "Months until the full effect"},
             {"full_after_cycles", optional, "some_cycles", "The same in a model of any cycle"},
         }},
        {"replaced_row",
         {
             {"phases", optional, "one-or-more name",
              "Phases in which it is replaced; default all"},
             {"from", required, "name", "Origin whose row is replaced"},
             {"transitions", required, "row", "The whole row: destinations and how likely"},
         }},
    };
}

std::vector<KeyTable> scenario_tables() {
    return {
        {"cohort", {{"size", required, "persons", "Persons in a replication at tick 0"}}},
        {"arm", labelled({
                    {"programs", optional, "one-or-more program_reference",
                     "Files of kind program, or programs themselves, in the order of offer"},
                    {"set", optional, "map of expression", "Parameter values of this arm"},
                })},
        {"record",
         {
             {"trajectories", optional, "trajectories", "Lives that are kept; default none"},
             {"replications", optional, "replications",
              "Lives of the first so many replications; default all"},
             {"by", optional, "one-or-more name",
              "Attributes whose levels get outcomes of their own"},
         }},
        {"parameter",
         {
             {"value", required, "expression", "A number, or a formula over other parameters"},
             {"unit", required, "unit", "Unit of the value"},
             {"distribution", optional, "distribution",
              "How uncertain it is; draws take values from it"},
             {"grade", required, "grade",
              "A law, official statistic or randomised trial; B observational study; C a "
              "provider's own claim; D assumption"},
             {"source", required, "text", "Where it comes from"},
             {"label", optional, "text", "What it is"},
         }},
    };
}

std::vector<KeyTable> all_tables() {
    std::vector<KeyTable> tables;
    for (auto part : {kind_tables, model_tables, population_tables, economy_tables, program_tables,
                      scenario_tables, analysis_tables}) {
        for (KeyTable& table : part()) tables.push_back(std::move(table));
    }
    return tables;
}

}  // namespace

const std::vector<KeyTable>& key_tables() {
    static const std::vector<KeyTable> tables = all_tables();
    return tables;
}

}  // namespace forlob
