#include "input/analysis_keys.hpp"

// The words behind each key are what editors show: meaning first, then unit, default and limits.

namespace forlob {

namespace {

constexpr bool required = true;
constexpr bool optional = false;

}  // namespace

std::vector<KeyTable> analysis_tables() {
    return {
        {"draws",
         {
             {"n", optional, "draw_number",
              "Number of draws of the parameters that have a distribution"},
             {"file", optional, "path", "CSV file: a column per parameter, a row per draw"},
             {"by", optional, "draw_method",
              "How each draw is evaluated; default exact where that is possible"},
             {"replications", optional, "replications",
              "Simulated cohorts per arm and draw, with by: simulation; default 10"},
         }},
        {"calibrate",
         {
             {"free", required, "map of free_parameter", "Parameters that are sought"},
             {"targets", required, "list of target", "What is to be reproduced"},
             {"starts", optional, "calibration_starts", "Starting points; default 8"},
         }},
        {"free_parameter",
         {
             {"low", required, "number", "Smallest value"},
             {"high", required, "number", "Largest value"},
             {"start", optional, "number", "Of the first start; default the parameter's value"},
             {"scale", optional, "search_scale", "Whether ratios count in place of differences"},
         }},
        {"target",
         {
             {"arm", required, "name", "Arm that reproduces it"},
             {"in", optional, "one-or-more name", "States and groups: who is there at the tick"},
             {"ever_in", optional, "one-or-more name",
              "States and groups: who has been there by the tick"},
             {"per", optional, "number", "Values are shares times this; default 1"},
             {"weight", optional, "number",
              "Of the squared relative distance, where no 'se' or 'n' is known; default 1"},
             {"tick", optional, "months", "When; 0 is the start"},
             {"value", optional, "number", "What was observed"},
             {"se", optional, "number", "Standard error of the value"},
             {"n", optional, "cohort_size", "Persons of whom the value is a share"},
             {"within", optional, "number", "Distance at which the target counts as reached"},
             {"curve", optional, "list of target_point", "Several ticks"},
         }},
        {"target_point",
         {
             {"tick", required, "months", "When; 0 is the start"},
             {"value", required, "number", "What was observed"},
             {"se", optional, "number", "Standard error of the value"},
             {"n", optional, "cohort_size", "Persons of whom the value is a share"},
             {"within", optional, "number", "Distance at which the target counts as reached"},
         }},
        {"used_value",
         {
             {"value", required, "expression", "A number, or a formula over parameters"},
             {"source", optional, "text", "Where it comes from"},
         }},
        {"joint",
         {
             {"dirichlet", optional, "joint_dirichlet", "Shares that add up to 1"},
             {"normal", optional, "joint_normal", "Normal around their values, with covariances"},
             {"correlated", optional, "joint_correlated",
              "Each of its own distribution, with correlations of the normal scores"},
         }},
        {"joint_dirichlet",
         {
             {"parameters", required, "one-or-more name", "Parameters of this file"},
             {"n", optional, "number", "How many were observed, shared out by their values"},
             {"counts", optional, "list of number", "How many were observed of each"},
         }},
        {"joint_normal",
         {
             {"parameters", required, "one-or-more name", "Parameters of this file"},
             {"covariance", required, "list of list of number", "Row by row, symmetric"},
         }},
        {"joint_correlated",
         {
             {"parameters", required, "one-or-more name",
              "Parameters of this file, each with a distribution"},
             {"correlation", required, "list of list of number",
              "Row by row, symmetric, 1 on the diagonal"},
         }},
        {"parameters",
         {
             {"forlob", optional, "version", "Version of the file format: 1"},
             {"kind", optional, "kind", "What the file describes"},
             {"title", optional, "text", "One line that says what it is"},
             {"description", optional, "text", "More about it, for readers"},
             {"set", required, "map of set_value", "Values of parameters"},
         }},
    };
}

}  // namespace forlob
