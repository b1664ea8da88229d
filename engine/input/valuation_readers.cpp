#include "input/valuation_readers.hpp"

#include <fmt/format.h>

#include <utility>

namespace forlob {

const std::vector<std::string>& names_in_weights() {
    static const std::vector<std::string> names = {"tick", "horizon"};
    return names;
}

std::optional<DiscountingSpec> read_discounting(const Block& block, Diagnostics& diagnostics) {
    const YamlNode* node = block.find("discounting");
    if (node == nullptr) return std::nullopt;
    const Block inner(*node, block.path("discounting"), "discounting", diagnostics);
    DiscountingSpec spec;
    spec.location = node->location;
    if (auto rate = inner.expression("rate")) spec.rate_per_year = std::move(*rate);
    if (inner.word("form") == std::size_t{1}) spec.form = DiscountingSpec::Form::exponential;
    if (const auto tick = inner.integer("from_tick")) spec.from_tick = static_cast<int>(*tick);
    return spec;
}

std::optional<AccrualSpec> read_accrual(const Block& block, Diagnostics& diagnostics) {
    const YamlNode* node = block.find("accrual");
    if (node == nullptr) return std::nullopt;
    AccrualSpec spec;
    spec.location = node->location;
    if (node->kind != YamlNode::Kind::mapping) {
        const auto rule = read_word_of(*node, block.path("accrual"), "accrual", diagnostics);
        if (!rule) return std::nullopt;
        spec.rule = static_cast<AccrualSpec::Rule>(*rule);
        return spec;
    }
    const Block inner(*node, block.path("accrual"), "weighted_accrual", diagnostics);
    const YamlNode* weights = inner.find("weights");
    if (weights == nullptr) return std::nullopt;
    spec.rule = AccrualSpec::Rule::weights;
    spec.is_formula = weights->kind != YamlNode::Kind::sequence;
    const std::string what = inner.path("weights");
    if (spec.is_formula) {
        if (auto weight = read_expression(*weights, what, diagnostics))
            spec.weights.push_back(std::move(*weight));
    } else {
        for (const YamlNode& item : list_items(*weights, what, diagnostics))
            if (auto weight = read_expression(
                    item, fmt::format("{}[{}]", what, spec.weights.size()), diagnostics))
                spec.weights.push_back(std::move(*weight));
    }
    return spec;
}

}  // namespace forlob
