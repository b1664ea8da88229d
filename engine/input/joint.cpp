#include "input/joint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "input/block.hpp"
#include "input/readers.hpp"
#include "random/distributions.hpp"

namespace forlob {

namespace {

using Kind = JointDistribution::Kind;

class JointReader {
public:
    JointReader(const std::vector<Parameter>& parameters, Diagnostics& diagnostics)
        : parameters_(parameters), diagnostics_(diagnostics) {}

    std::vector<JointDistribution> read(const YamlNode& list) {
        std::vector<JointDistribution> all;
        for (const YamlNode& item : list_items(list, "joint", diagnostics_)) {
            const std::size_t n_before = diagnostics_.n_errors();
            auto joint = read_item(item);
            if (joint && diagnostics_.n_errors() == n_before) all.push_back(std::move(*joint));
        }
        return all;
    }

private:
    std::optional<JointDistribution> read_item(const YamlNode& item) {
        const Block block(item, "joint", "joint", diagnostics_);
        if (!block.is_mapping() ||
            !block.exactly_one_of({"dirichlet", "normal", "correlated"},
                                  "shares: dirichlet; a covariance matrix: normal; a distribution "
                                  "for each, and correlations: correlated"))
            return std::nullopt;
        if (const YamlNode* node = block.find("dirichlet")) return read_dirichlet(*node);
        if (const YamlNode* node = block.find("normal"))
            return read_matrix(*node, Kind::normal, "joint_normal", "covariance");
        return read_matrix(*block.find("correlated"), Kind::correlated, "joint_correlated",
                           "correlation");
    }

    JointDistribution read_dirichlet(const YamlNode& node) {
        const Block block(node, "joint.dirichlet", "joint_dirichlet", diagnostics_);
        JointDistribution joint = read_members(block, Kind::dirichlet);
        if (!block.is_mapping() ||
            !block.exactly_one_of({"n", "counts"},
                                  "counts: how many were observed of each; n: how "
                                  "many in all, shared out by their values"))
            return joint;
        if (const YamlNode* n = block.find("n"))
            joint.n = read_positive(*n, block.path("n"), diagnostics_);
        if (!block.has("counts")) return joint;
        for (const YamlNode& count : block.items("counts"))
            joint.counts.push_back(
                read_positive(count, block.path("counts"), diagnostics_).value_or(1.0));
        check_number(block.find("counts")->location, "counts", joint.counts.size(),
                     joint.members.size());
        return joint;
    }

    JointDistribution read_matrix(const YamlNode& node, Kind kind, std::string_view object,
                                  const char* key) {
        const Block block(node, kind == Kind::normal ? "joint.normal" : "joint.correlated", object,
                          diagnostics_);
        JointDistribution joint = read_members(block, kind);
        const std::size_t n = joint.members.size();
        if (!block.has(key) || n == 0) return joint;
        Table<double, 2> matrix({n, n});
        const std::size_t n_before = diagnostics_.n_errors();
        const auto rows = block.items(key);
        check_number(block.find(key)->location, "rows", rows.size(), n);
        for (std::size_t row = 0; row < std::min(n, rows.size()); ++row) {
            const auto entries = list_items(rows[row], block.path(key), diagnostics_);
            check_number(rows[row].location, "numbers", entries.size(), n);
            for (std::size_t column = 0; column < std::min(n, entries.size()); ++column)
                matrix(row, column) =
                    read_number(entries[column], block.path(key), diagnostics_).value_or(0.0);
        }
        if (diagnostics_.n_errors() > n_before) return joint;
        check_matrix(matrix, rows, kind);
        if (diagnostics_.n_errors() > n_before) return joint;
        joint.lower = cholesky(matrix);
        if (joint.lower.shape()[0] == 0)
            diagnostics_.error(block.find(key)->location,
                               fmt::format("{} is not a matrix of {}s", block.path(key), key),
                               "some combination of the parameters would have a negative variance: "
                               "use smaller numbers beside the diagonal");
        return joint;
    }

    void check_matrix(const Table<double, 2>& matrix, std::span<const YamlNode> rows, Kind kind) {
        constexpr double rounding = 1e-9;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            const double diagonal = matrix(row, row);
            const Location& place = rows[row].items[row].location;
            if (kind == Kind::correlated && std::abs(diagonal - 1.0) > rounding)
                diagnostics_.error(place,
                                   fmt::format("a correlation with itself cannot be {}", diagonal),
                                   "the diagonal is 1");
            if (kind == Kind::normal && !(diagonal > 0.0))
                diagnostics_.error(place, fmt::format("a variance cannot be {}", diagonal),
                                   "it must be greater than 0");
            for (std::size_t column = 0; column < row; ++column)
                if (std::abs(matrix(row, column) - matrix(column, row)) >
                    rounding * std::abs(matrix(row, column)))
                    diagnostics_.error(
                        rows[row].items[column].location,
                        fmt::format("{} here, and {} on the other side of the diagonal",
                                    matrix(row, column), matrix(column, row)),
                        "the matrix is symmetric");
        }
    }

    void check_number(const Location& place, const char* things, std::size_t n,
                      std::size_t n_members) {
        if (n == n_members) return;
        diagnostics_.error(place, fmt::format("{} {} for {} parameters", n, things, n_members),
                           "one for each, in their order");
    }

    JointDistribution read_members(const Block& block, Kind kind) {
        JointDistribution joint;
        joint.kind = kind;
        joint.location = block.location();
        const auto names = block.names("parameters");
        for (const Name& name : names) {
            joint.members.push_back({name.text, name.location});
            check_member(name, kind);
        }
        if (names.size() == 1)
            diagnostics_.error(names.front().location,
                               fmt::format("{} has a single parameter", block.path()),
                               "name two or more");
        return joint;
    }

    void check_member(const Name& name, Kind kind) {
        const auto found =
            std::find_if(parameters_.begin(), parameters_.end(),
                         [&](const Parameter& one) { return one.name == name.text; });
        if (found == parameters_.end()) {
            std::vector<std::string> known;
            for (const Parameter& one : parameters_) known.push_back(one.name);
            diagnostics_.error(name.location,
                               fmt::format("this file has no parameter '{}'", name.text),
                               unknown_name_help(name.text, "parameters", known));
            return;
        }
        if (!used_.insert(name.text).second)
            diagnostics_.error(name.location,
                               fmt::format("'{}' is in two joint distributions", name.text),
                               "name it in one of them");
        const bool has_own = found->distribution.has_value();
        if (kind == Kind::correlated && !has_own)
            diagnostics_.error(name.location, fmt::format("'{}' has no distribution", name.text),
                               "correlated parameters have a distribution each");
        if (kind != Kind::correlated && has_own)
            diagnostics_.error(name.location,
                               fmt::format("'{}' has a distribution of its own", name.text),
                               "remove one of the two");
    }

    const std::vector<Parameter>& parameters_;
    Diagnostics& diagnostics_;
    std::set<std::string> used_;
};

}  // namespace

std::vector<JointDistribution> read_joint(const YamlNode* block,
                                          const std::vector<Parameter>& parameters,
                                          Diagnostics& diagnostics) {
    if (block == nullptr) return {};
    return JointReader(parameters, diagnostics).read(*block);
}

}  // namespace forlob
