#pragma once

// Which number of a result is to be precise? One value of one measure, of every arm that is
// compared with the reference.

#include <string>
#include <vector>

#include "outcomes/stopping.hpp"
#include "results/result.hpp"

namespace forlob {

struct MainResult {
    std::string measure;  ///< name
    std::string group;    ///< of the measure
    std::string where;    ///< coordinates but the arm: "payer=municipality, horizon=48"
    std::string text;     ///< for people, without unit
    std::string units;
    bool is_difference = true;       ///< to the reference; false if there is no other arm
    bool is_of_cohort = false;       ///< grows with the number of persons
    std::vector<std::string> arms;   ///< that are compared, by name
    std::vector<std::size_t> entry;  ///< [compared arm] position in the measure's values
};

/// The value that `wanted` names: "MEASURE" or "MEASURE,axis=coordinate,…", e.g.
/// "net_cost,payer=state,horizon=24"; "arm=…" leaves that arm only. Without `wanted`, what the
/// comparison prints first: relapse, net cost, outcome, persons. A coordinate that is not named is
/// the headline's: its base and event, the last of months, horizons and windows within the
/// run, the first of everything else.
///
/// Throws std::invalid_argument with every mistake, naming what there is.
[[nodiscard]] MainResult main_result(const Result& result, const std::string& wanted = "");

/// What its values are so far: [compared arm].
[[nodiscard]] std::vector<EstimateSoFar> estimates_of(const MainResult& main, const Result& result);

}  // namespace forlob
