#pragma once

// Do the files of a scenario know each other's names? Checks of whole specifications against the
// model and the economy that they are used with.

#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "input/economy_spec.hpp"
#include "input/model_spec.hpp"
#include "input/population_spec.hpp"
#include "input/program_spec.hpp"

namespace forlob {

/// Names within a model: what it defines is defined once, what it uses exists.
void check_model_names(const ModelSpec& model, Diagnostics& diagnostics);

/// Attributes, levels, states and clocks of a population; every attribute has a distribution.
void check_population_names(const PopulationSpec& population, const ModelSpec& model,
                            Diagnostics& diagnostics);

/// States, attributes, levels and clocks of an economy.
void check_economy_names(const EconomySpec& economy, const ModelSpec& model,
                         Diagnostics& diagnostics);

/// States, attributes, levels and clocks of a program.
void check_program_names(const ProgramSpec& program, const ModelSpec& model,
                         Diagnostics& diagnostics);

/// The outcomes that a program adds to exist in `economy`.
void check_program_outcomes(const ProgramSpec& program, const EconomySpec& economy,
                            Diagnostics& diagnostics);

/// The cost and the effect of the incremental analysis, if there is one.
void check_incremental(const EconomySpec& economy, Diagnostics& diagnostics);

/// Payers in the splits of an economy.
void check_split_payers(const EconomySpec& economy, Diagnostics& diagnostics);

/// Payers and splits of accounts that are priced in `economy`. A payer's name in place of a split
/// becomes a split of which that payer bears all.
void resolve_splits(std::vector<AccountSpec>& accounts, const std::string& where,
                    const EconomySpec& economy, Diagnostics& diagnostics);

}  // namespace forlob
