#pragma once

// What does it cost, and whom? The plain form of a file of kind `economy`, and of the payments of a
// program, which use the same words.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "input/model_spec.hpp"
#include "input/valuation_spec.hpp"

namespace forlob {

struct PayerSpec {
    Name name;
    Label label;
};

/// Who bears an amount. Either fixed shares, or a ladder: shares that depend on how many weeks a
/// clock has run, integrated over each month.
struct SplitSpec {
    Name name;  ///< empty text for a split written inline
    Label label;
    std::vector<std::pair<Name, Expression>> shares;  ///< payer → share, adding up to 1
    struct Ladder {
        Name clock;
        /// From week → the payer's share.
        std::vector<std::pair<std::int64_t, Expression>> state_share;
        Name payer;  ///< who has those shares
        Name rest;   ///< who bears the rest
    };
    std::optional<Ladder> ladder;
    Location location;
};

/// An amount, in the unit of its account or outcome, and what it is counted for.
struct AmountSpec {
    enum class When {
        at_start,        ///< once per person at tick 0
        month_in_state,  ///< per month in `where` (states and groups)
        transition,      ///< per move from `where` to `to`
        month_in_phase,  ///< per month in `where` (phases of the program; empty: all)
        phase_entry      ///< per entry into `where` (phases of the program)
    };
    When when = When::month_in_state;
    std::vector<Name> where;
    std::vector<Name> to;
    Expression value;
    std::vector<FactorSpec> by;
    bool replace = false;  ///< in place of what the economy's outcome has in these states
    Location location;
};

struct AccountSpec {
    Name name;
    Label label;
    enum class Direction { expense, income };  ///< as seen by the payer
    Direction direction = Direction::expense;
    std::vector<AmountSpec> amounts;
    std::optional<Name> split_name;              ///< one of the economy's splits …
    std::optional<SplitSpec> split;              ///< … or written in place
    std::optional<DiscountingSpec> discounting;  ///< in place of the economy's
    std::optional<AccrualSpec> accrual;          ///< in place of the economy's
    Location location;
};

/// Something other than money that amounts add up to: life years, quality of life, working hours.
struct OutcomeSpec {
    Name name;
    Label label;
    std::string unit;
    std::vector<AmountSpec> amounts;
    std::optional<DiscountingSpec> discounting;  ///< in place of the economy's
    std::optional<AccrualSpec> accrual;          ///< in place of the economy's
    Location location;
};

/// Which cost the arms are compared by, with which effect.
struct IncrementalSpec {
    Name cost;                             ///< a payer, an account, or `all`
    Name effect;                           ///< an outcome
    std::vector<std::int32_t> thresholds;  ///< per unit of effect, ascending; may be empty
    Location location;
};

/// A scenario without economy has an empty one: see `is_given`.
struct EconomySpec {
    std::string title;
    std::vector<Parameter> parameters;
    std::vector<JointDistribution> joint;
    std::vector<TableSpec> tables;
    std::string currency;  ///< ISO 4217; empty without payers
    int price_year = 0;
    std::vector<PayerSpec> payers;
    std::vector<SplitSpec> splits;
    std::vector<AccountSpec> accounts;
    std::vector<OutcomeSpec> outcomes;
    DiscountingSpec discounting;
    AccrualSpec accrual;
    std::optional<IncrementalSpec> incremental;
    Location location;

    /// Whether anything is paid for by anybody: an economy that was read has payers.
    [[nodiscard]] bool is_given() const { return !payers.empty() || !outcomes.empty(); }
};

[[nodiscard]] std::optional<EconomySpec> read_economy(const YamlNode& root,
                                                      Diagnostics& diagnostics);

/// The accounts of an economy, or the `payments:` of a program (`in_program`, which allows
/// months in and entries into phases).
enum class AccountsOf { economy, program };
[[nodiscard]] std::vector<AccountSpec> read_accounts(const YamlNode& block, AccountsOf owner,
                                                     Diagnostics& diagnostics);

/// The outcomes of an economy, or what a program adds to them and replaces.
[[nodiscard]] std::vector<OutcomeSpec> read_outcomes(const YamlNode& block, AccountsOf owner,
                                                     Diagnostics& diagnostics);

/// Whether the code `all` of `incremental.cost` is meant: every payer together.
inline constexpr std::string_view all_payers = "all";

}  // namespace forlob
