#include "run_draws.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include "base/pool.hpp"
#include "economics/ledger.hpp"
#include "economics/price_compiler.hpp"
#include "exact/recursion.hpp"
#include "model/model_compiler.hpp"
#include "model/parameter_draws.hpp"
#include "outcomes/outcomes.hpp"
#include "run_labels.hpp"
#include "simulate/parallel.hpp"
#include "simulate/simulate.hpp"

namespace forlob {
namespace {

// What is kept of every draw: measures by name, as they are or at the horizon alone.
struct Kept {
    const char* measure;
    const char* name;
    bool at_horizon;
    bool only_simulated;  ///< recursion knows nothing of it
    const char* long_name;
    const char* long_name_da;
};
constexpr Kept kept_measures[] = {
    {"net_cost", "net_cost", false, false, nullptr, nullptr},
    {"net_cost_undiscounted", "net_cost_undiscounted", false, false, nullptr, nullptr},
    {"outcome_total", "outcome_total", false, false, nullptr, nullptr},
    {"outcome_total_undiscounted", "outcome_total_undiscounted", false, false, nullptr, nullptr},
    {"analysis_cost", "analysis_cost", false, false, nullptr, nullptr},
    {"analysis_effect", "analysis_effect", false, false, nullptr, nullptr},
    {"months_in_state", "months_in_state", false, false, nullptr, nullptr},
    {"cycles_in_state", "cycles_in_state", false, false, nullptr, nullptr},
    {"persons_in_state", "persons_at_horizon", true, false, "Persons in each state at the horizon",
     "Antal personer i hver tilstand ved periodens slutning"},
    {"relapse_within", "relapse_within", false, true, nullptr, nullptr},
};

// The entries of `measure` that are kept, and the axes that are left.
class Selection {
public:
    Selection(const Measure& measure, const Kept& kept, std::size_t n_ticks) : axes_(measure.axes) {
        const auto month = std::find_if(axes_.begin(), axes_.end(), [](const std::string& axis) {
            return axis == "month" || axis == "cycle";
        });
        const auto position = static_cast<std::size_t>(month - axes_.begin());
        if (kept.at_horizon) {
            require(position == 1 && axes_.size() == 3, "months come after the arm");
            n_ticks_ = n_ticks;
            axes_.erase(month);
        }
    }
    [[nodiscard]] const std::vector<std::string>& axes() const { return axes_; }

    [[nodiscard]] std::vector<double> of(const std::vector<double>& all, std::size_t n_arms) const {
        if (n_ticks_ == 0) return all;
        std::vector<double> last;
        const std::size_t per_arm = all.size() / n_arms;
        const std::size_t per_tick = per_arm / n_ticks_;
        for (std::size_t arm = 0; arm < n_arms; ++arm)
            for (std::size_t entry = per_arm - per_tick; entry < per_arm; ++entry)
                last.push_back(all[arm * per_arm + entry]);
        return last;
    }

private:
    std::vector<std::string> axes_;
    std::size_t n_ticks_ = 0;  ///< 0: everything is kept
};

// From a draw to what it makes of the arms. Keeps what the draws before had in common.
struct Compiler {
    explicit Compiler(const ScenarioSpec& scenario) : models(scenario), prices(scenario) {}

    ModelCompiler models;
    PriceCompiler prices;
};

class DrawRun {
public:
    DrawRun(const ScenarioSpec& scenario, const RunOptions& options)
        : scenario_(scenario), options_(options), draws_(draw_parameters(scenario)) {
        models_ = compile_arms(scenario);
        labels_ = outcome_labels(scenario, models_);
        money_labels_ = ledger_labels(scenario);
    }

    DrawResults run() {
        results_.parameters = draws_.names;
        results_.parameter_values = draws_.values;
        results_.set = draws_.set;
        if (options_.draws_done != nullptr) options_.draws_done->total.store(draws_.n());
        if (is_exact())
            evaluate_all();
        else
            simulate_all();
        finish_noise();
        weigh();
        return std::move(results_);
    }

private:
    // Whether recursion can follow every arm, and was not declined. Throws NotExact when it was
    // asked for and cannot be.
    [[nodiscard]] bool is_exact() const {
        if (scenario_.draws->by == DrawsSpec::By::simulation) return false;
        try {
            for (const Model& model : models_) {
                const auto hidden = expected_counts(model, plan()).not_followed;
                if (!hidden.empty())
                    throw NotExact(fmt::format(
                        "prices depend on clock '{}', whose window is too long for exact recursion "
                        "to follow: write by: simulation in the draws",
                        model.clocks[index(hidden.front())].name));
            }
            return true;
        } catch (const NotExact&) {
            if (scenario_.draws->by == DrawsSpec::By::exact) throw;
            return false;
        }
    }

    [[nodiscard]] ExactPlan plan() const {
        ExactPlan plan;
        plan.n_people = scenario_.cohort_size;
        plan.first_visits = false;
        plan.exits = false;
        plan.stop = options_.stop;
        return plan;
    }

    // Many draws at once. What recursion keeps from one model to the next is of one draw only, so
    // that no result depends on which draws a thread has met.
    void evaluate_all() {
        results_.method = "exact recursion";
        const int threads = options_.threads > 0 ? options_.threads : available_threads();
        struct Slot {
            std::vector<Measure> measures;
            std::exception_ptr error;
        };
        OrderedWork pieces;
        pieces.n_pieces = draws_.n();
        pieces.max_in_flight = 4 * static_cast<std::size_t>(threads);
        std::vector<Slot> slots(pieces.max_in_flight);
        pieces.start = [&](std::size_t) {
            if (options_.stop != nullptr && options_.stop->load()) throw Interrupted();
            return true;
        };
        pieces.work = [&](std::size_t draw) {
            Slot& slot = slots[draw % slots.size()];
            // The first mistake in the order of the draws is told, whoever meets one first.
            try {
                const auto compiler = compilers_.borrow(scenario_);
                const auto [models, prices] = compiled(draw, *compiler);
                slot.measures = expected(models, prices);
            } catch (...) {
                slot.error = std::current_exception();
            }
        };
        pieces.finish = [&](std::size_t draw) {
            Slot& slot = slots[draw % slots.size()];
            if (slot.error) std::rethrow_exception(slot.error);
            collect(draw, slot.measures);
            slot.measures.clear();
        };
        run_in_parallel(pieces, threads);
    }

    [[nodiscard]] std::vector<Measure> expected(const std::vector<Model>& models,
                                                const std::vector<Prices>& prices) const {
        OutcomeAccumulator outcomes(models, labels_);
        LedgerAccumulator money(prices, money_labels_);
        std::vector<std::vector<double>> prepared;
        std::vector<std::vector<double>> ledgers;
        ExactRecursion recursion(plan());
        for (std::size_t arm = 0; arm < models.size(); ++arm) {
            const ExactCounts counted = recursion.count(models[arm]);
            prepared.push_back(outcomes.prepare(counted.counts, arm));
            ledgers.push_back(money.prepare(counted.counts, arm));
        }
        outcomes.add(prepared);
        money.add(ledgers);
        std::vector<Measure> measures = outcomes.measures();
        for (Measure& measure : money.measures()) measures.push_back(std::move(measure));
        make_certain(measures);
        return measures;
    }

    // One draw after the other, each on all threads.
    void simulate_all() {
        results_.method = "simulation";
        results_.n_replications = scenario_.draws->replications;
        const auto compiler = compilers_.borrow(scenario_);
        for (std::size_t draw = 0; draw < draws_.n(); ++draw) {
            const auto [models, prices] = compiled(draw, *compiler);
            collect(draw, simulated(draw, models, prices));
        }
    }

    struct Compiled {
        const std::vector<Model>& models;
        const std::vector<Prices>& prices;
    };
    [[nodiscard]] Compiled compiled(std::size_t draw, Compiler& compiler) const {
        try {
            const std::vector<Model>& models = compiler.models.compile(draws_.of(draw));
            return {models, compiler.prices.price(models, compiler.models.shape())};
        } catch (const InputError& error) {
            std::vector<Diagnostic> found = error.diagnostics();
            for (Diagnostic& one : found)
                one.message = fmt::format("in draw {}: {}", draw + 1, one.message);
            throw InputError(std::move(found));
        }
    }

    [[nodiscard]] std::vector<Measure> simulated(std::size_t draw, const std::vector<Model>& models,
                                                 const std::vector<Prices>& prices) const {
        OutcomeAccumulator outcomes(models, labels_);
        LedgerAccumulator money(prices, money_labels_);
        SimulationHooks hooks;
        hooks.stop = options_.stop;
        if (options_.draws_done != nullptr)
            hooks.person_months_done = &options_.draws_done->person_months_done;
        hooks.each_replication = [&](ReplicationResult& replication) {
            replication.derived.clear();
            for (std::size_t arm = 0; arm < models.size(); ++arm) {
                replication.derived.push_back(outcomes.prepare(replication.arms[arm], arm));
                replication.derived.push_back(money.prepare(replication.arms[arm], arm));
            }
        };
        hooks.in_order = [&](ReplicationResult& replication) {
            std::vector<std::vector<double>> prepared;
            std::vector<std::vector<double>> ledgers;
            for (std::size_t arm = 0; arm < models.size(); ++arm) {
                prepared.push_back(std::move(replication.derived[2 * arm]));
                ledgers.push_back(std::move(replication.derived[2 * arm + 1]));
            }
            outcomes.add(prepared);
            money.add(ledgers);
        };
        SimulationPlan plan;
        plan.seed = scenario_.seed;
        plan.draw = static_cast<std::uint32_t>(draw + 1);  // 0 is the run without draws
        plan.n_people = scenario_.cohort_size;
        plan.n_replications = scenario_.draws->replications;
        plan.threads = options_.threads;
        plan.block_people = options_.block_people;
        plan.fastest = options_.fastest;
        if (!simulate(models, plan, hooks)) throw Interrupted();
        std::vector<Measure> measures = outcomes.measures();
        for (Measure& measure : money.measures()) measures.push_back(std::move(measure));
        return measures;
    }

    // In the order of the draws.
    void collect(std::size_t draw, const std::vector<Measure>& measures) {
        if (options_.draws_done != nullptr) options_.draws_done->done.store(draw + 1);
        const std::size_t n_ticks = static_cast<std::size_t>(scenario_.horizon_months) + 1;
        std::size_t position = 0;
        for (const Kept& kept : kept_measures) {
            const Measure* measure = find_measure(measures, kept.measure);
            if (measure == nullptr || (kept.only_simulated && results_.n_replications == 0))
                continue;
            const Selection selection(*measure, kept, n_ticks);
            const std::vector<double> values = selection.of(measure->mean, models_.size());
            const std::vector<double> errors =
                selection.of(measure->standard_error, models_.size());
            if (draw == 0) begin(*measure, kept, selection, values.size());
            DrawMeasure& of = results_.measures[position++];
            for (std::size_t entry = 0; entry < values.size(); ++entry) {
                of.values(draw, entry) = values[entry];
                of.noise[entry] += errors[entry] * errors[entry];
            }
        }
    }

    void begin(const Measure& measure, const Kept& kept, const Selection& selection,
               std::size_t n_entries) {
        DrawMeasure of;
        of.name = kept.name;
        of.axes = selection.axes();
        of.units = measure.units;
        of.long_name = kept.long_name != nullptr ? kept.long_name : measure.long_name;
        of.long_name_da = kept.long_name_da != nullptr ? kept.long_name_da : measure.long_name_da;
        of.is_money = measure.is_money;
        of.values = Table<double, 2>({draws_.n(), n_entries});
        of.noise.assign(n_entries, 0.0);
        results_.measures.push_back(std::move(of));
    }

    [[nodiscard]] const DrawMeasure* kept(const std::string& name) const {
        for (const DrawMeasure& measure : results_.measures)
            if (measure.name == name) return &measure;
        return nullptr;
    }

    // Of a measure over arm and horizon, at the last horizon: [draw][arm].
    [[nodiscard]] Table<double, 2> by_arm(const DrawMeasure& measure) const {
        const std::size_t n_horizons = money_labels_.horizon.size();
        Table<double, 2> values({draws_.n(), models_.size()});
        for (std::size_t draw = 0; draw < draws_.n(); ++draw)
            for (std::size_t arm = 0; arm < models_.size(); ++arm)
                values(draw, arm) = measure.values(draw, arm * n_horizons + n_horizons - 1);
        return values;
    }

    // Cost against effect, as the economy's incremental analysis names them.
    void weigh() {
        const auto& incremental = scenario_.economy.incremental;
        const DrawMeasure* cost = kept("analysis_cost");
        const DrawMeasure* effect = kept("analysis_effect");
        if (!incremental || incremental->thresholds.empty() || cost == nullptr || effect == nullptr)
            return;
        const std::vector<double> thresholds(incremental->thresholds.begin(),
                                             incremental->thresholds.end());
        results_.acceptability = acceptability(by_arm(*cost), by_arm(*effect), thresholds);
        results_.cost = money_labels_.incremental->cost_text;
        results_.effect = money_labels_.incremental->effect_text;
        results_.effect_unit = money_labels_.incremental->effect_unit;
    }

    void finish_noise() {
        for (DrawMeasure& measure : results_.measures)
            for (double& noise : measure.noise)
                noise = std::sqrt(noise / static_cast<double>(draws_.n()));
    }

    const ScenarioSpec& scenario_;
    const RunOptions& options_;
    ParameterDraws draws_;
    Pool<Compiler> compilers_;
    std::vector<Model> models_;  ///< without draws, for the labels
    OutcomeLabels labels_;
    LedgerLabels money_labels_;
    DrawResults results_;
};

}  // namespace

DrawResults run_draws(const ScenarioSpec& scenario, const RunOptions& options) {
    return DrawRun(scenario, options).run();
}

}  // namespace forlob
