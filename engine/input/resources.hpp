#pragma once

// How many may take part at once, and what becomes of the others? The `resources` and the `queue`
// of a program, and the `uses` of its phases.

#include <optional>
#include <vector>

#include "input/model_spec.hpp"

namespace forlob {

class Block;
class KnownNames;
struct ProgramSpec;

/// Places of which everybody in certain phases takes one.
struct ResourceSpec {
    Name name;
    Label label;
    /// Whether places are held and come back, or are new every cycle and lapse when nobody takes
    /// them.
    bool is_stock = true;
    Expression amount{0.0};  ///< over parameters and `cycle`
    Location location;
};

/// What happens to those who find no place. Nothing given: they wait as long as they are eligible.
struct QueueSpec {
    std::optional<Expression> limit;     ///< most that wait; others are refused
    std::optional<Expression> drop_out;  ///< probability per cycle
    std::optional<Expression> at_start;  ///< persons who wait at tick 0
    std::optional<Name> when_refused;    ///< state that a refused person is moved to
    std::optional<Name> when_dropped;    ///< state that those who drop out are moved to
    Location location;
};

[[nodiscard]] std::vector<ResourceSpec> read_resources(const Block& program,
                                                       Diagnostics& diagnostics);
[[nodiscard]] std::optional<QueueSpec> read_queue(const Block& program, Diagnostics& diagnostics);

/// Resources, the phases that use them, and the queue make sense together: the first phase uses
/// every resource, and no phase takes up again what one before it has given back.
void check_resources(const ProgramSpec& program, Diagnostics& diagnostics);

/// States of the queue.
void check_queue_names(const ProgramSpec& program, const KnownNames& known);

}  // namespace forlob
