#pragma once

// What is paid or counted in one arm, for what and where? The amounts of the economy and of the
// arm's programs, ready to be evaluated cell by cell. Private to the module.

#include <cstddef>
#include <optional>
#include <set>
#include <vector>

#include "economics/splits.hpp"
#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "model/multiplier.hpp"
#include "model/value.hpp"
#include "model/vocabulary.hpp"

namespace forlob {

/// An amount of one account or outcome.
struct PricedAmount {
    const AmountSpec* spec = nullptr;
    const AccountSpec* account_spec = nullptr;  ///< null for amounts of an outcome
    /// Among the arm's programs that people enter; nothing for those of the economy and of programs
    /// for everybody.
    std::optional<std::size_t> program;
    bool is_of_economy = false;
    std::size_t account = 0;  ///< or the outcome, as numbered in Prices
    bool is_outcome = false;
    bool is_expense = false;
    Value value;
    double sign = 1.0;  ///< incomes are negative
    std::vector<Factor> by;
    bool is_same_everywhere = false;  ///< and at every tick, namely …
    double value_everywhere = 0.0;
    Split split;  ///< of an account
    /// [phase · n_states + state] where a monthly or first amount is due, and where moves begin
    /// whose amount depends on the person. Empty for amounts of other moves and of entries.
    std::vector<bool> contexts;

    [[nodiscard]] bool depends_on_tick() const;
    /// In a cell at a tick.
    [[nodiscard]] double value_in(const Cell& cell, std::size_t tick) const;
    /// Of a move or an entry, which depend on the tick at most.
    [[nodiscard]] double value_at(std::size_t tick) const;
};

/// Reads everything that an arm pays for and counts, and reports what makes no sense.
class AmountCollector {
public:
    /// `arm` is the position in the scenario of the arm that `model` is of.
    AmountCollector(const ScenarioSpec& scenario, std::size_t arm, const Model& model,
                    const Vocabulary& vocabulary, Diagnostics& diagnostics);

    /// The scenario must outlive the amounts.
    [[nodiscard]] std::vector<PricedAmount> amounts();
    /// The same amounts with the values that the parameters have now. Nothing else of them changes,
    /// as long as the model has the same cells.
    void fill(std::vector<PricedAmount>& amounts);

    /// Whether the phase is one of those an amount per month in, or entry to, a phase names.
    [[nodiscard]] bool is_named_phase(const PricedAmount& amount, PhaseId phase) const;
    /// Reports, once per amount, a number that makes no sense where somebody may be: `value` is
    /// what the amount comes to in the cell at a tick, or at any. True if it makes sense or nobody
    /// is there.
    bool check(const PricedAmount& amount, const Cell& cell, std::optional<std::size_t> tick,
               double value);
    /// States and groups together; none named: every state.
    [[nodiscard]] StateSet named(const std::vector<Name>& names) const;

private:
    void collect(const std::vector<AccountSpec>& accounts, std::size_t first_account,
                 std::optional<std::size_t> program);
    void collect(const std::vector<OutcomeSpec>& outcomes, std::optional<std::size_t> program);
    void collect(const AmountSpec& amount, PricedAmount priced);
    [[nodiscard]] bool fill(PricedAmount& priced);
    [[nodiscard]] Value value_of(const AccountSpec* account, const AmountSpec& amount);
    void refuse_dependence(const PricedAmount& priced);
    void replace_outcomes();
    void mark_replaced(const PricedAmount& amount, std::vector<bool>& replaced);
    [[nodiscard]] bool can_be_in(const Cell& cell, std::size_t tick) const;
    [[nodiscard]] std::vector<bool> contexts_of(const PricedAmount& amount) const;
    [[nodiscard]] bool is_in_program(PhaseId phase, std::size_t program) const;

    const ScenarioSpec& scenario_;
    const EconomySpec& economy_;
    const ArmSpec& arm_;
    const Model& model_;
    const Vocabulary& vocabulary_;
    Diagnostics& diagnostics_;
    ValueContext values_;
    FactorContext factors_;
    SplitBook splits_;
    std::vector<PricedAmount> amounts_;
    std::set<const AmountSpec*> reported_;
};

}  // namespace forlob
