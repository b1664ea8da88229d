#include "outcomes/queues.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "support/axes.hpp"
#include "support/hand_model.hpp"

using namespace forlob;

namespace {

constexpr std::int32_t horizon = 3;

// Two arms: the first without limited places, the second with one resource.
QueueLabels queue_labels(std::size_t reference) {
    QueueLabels result;
    result.arm = test::labelled("arm", {"free", "limited"});
    result.month = test::numbered("month", horizon + 1);
    result.resource = test::labelled("resource", {"course.seats"});
    result.cycles_waited = test::numbered("months_waited", horizon + 1);
    result.reference = reference;
    result.position = {{std::nullopt}, {0}};
    return result;
}

Model model_with(std::size_t n_resources) {
    Model model = test::hand_model(2, horizon);
    model.resources.resize(n_resources);
    return model;
}

using Monthly = std::vector<std::uint32_t>;
void set(Table<std::uint32_t, 2>& table, const Monthly& row) {
    std::copy(row.begin(), row.end(), table.row(0).begin());
}

Counts one_replication(std::uint32_t more) {
    Counts counts(model_with(1));
    set(counts.queues.places, {2, 2, 2, 4});
    set(counts.queues.used, {0, 2, 1, 4});
    set(counts.queues.waiting, {3, 2 + more, 0, 1});
    set(counts.queues.applicants, {3, 4, 1, 2});
    set(counts.queues.admitted, {0, 2, 1, 4});
    set(counts.queues.refused, {0, 1, 0, 0});
    set(counts.queues.dropped_out, {0, 0, 1, 0});
    set(counts.queues.left, {0, 0, 1, 0});
    set(counts.queues.waited, {4, 2, 0, 1});
    return counts;
}

double mean(const std::vector<Measure>& measures, const std::string& name, std::size_t entry) {
    const Measure* measure = find_measure(measures, name, "resources");
    REQUIRE(measure != nullptr);
    return measure->mean.at(entry);
}

}  // namespace

TEST_CASE("queues of two replications become means, shares and times") {
    QueueAccumulator queues(queue_labels(1));
    for (const std::uint32_t more : {0u, 4u})
        queues.add(std::vector<std::vector<double>>{queues.prepare(Counts(model_with(0)), 0),
                                                    queues.prepare(one_replication(more), 1)});
    const auto measures = queues.measures();
    const auto of_limited = [&](const std::string& name) { return mean(measures, name, 1); };

    // [arm][resource][month]
    CHECK(mean(measures, "places", 4 + 3) == 4.0);
    CHECK(mean(measures, "places_used", 4 + 2) == 1.0);
    CHECK(mean(measures, "waiting", 4 + 1) == 4.0);
    CHECK(find_measure(measures, "waiting", "resources")->standard_error[4 + 1] == 2.0);
    CHECK(mean(measures, "applicants", 4) == 3.0);
    CHECK(mean(measures, "left_queue", 4 + 2) == 1.0);
    CHECK(mean(measures, "dropped_out", 4 + 2) == 1.0);
    CHECK(mean(measures, "refused", 4 + 1) == 1.0);
    CHECK(mean(measures, "admitted", 4 + 3) == 4.0);

    CHECK(of_limited("utilisation") == doctest::Approx(7.0 / 8.0));
    CHECK(of_limited("mean_waiting") == doctest::Approx((3.0 + 7.0) / 6.0));
    CHECK(of_limited("months_with_waiting") == doctest::Approx(2.0 / 3.0));
    CHECK(of_limited("months_full") == doctest::Approx(2.0 / 3.0));
    CHECK(of_limited("mean_waiting_time") == doctest::Approx(5.0 / 7.0));
    CHECK(of_limited("refused_share") == doctest::Approx(0.1));
    CHECK(of_limited("lost_share") == doctest::Approx(0.2));
    CHECK(mean(measures, "waiting_time", 4 + 1) == doctest::Approx(2.0 / 7.0));
    // Jackknife of two groups: half the distance of the two, (7 − 3) / 3 / 2.
    CHECK(find_measure(measures, "mean_waiting", "resources")->standard_error[1] ==
          doctest::Approx(2.0 / 3.0));
    CHECK(find_measure(measures, "mean_waiting", "resources")->difference[1] == 0.0);
}

TEST_CASE("an arm without the resource has no numbers, and differences to it are none") {
    QueueAccumulator queues(queue_labels(0));
    for (int replication = 0; replication < 2; ++replication)
        queues.add(std::vector<std::vector<double>>{queues.prepare(Counts(model_with(0)), 0),
                                                    queues.prepare(one_replication(1), 1)});
    for (const Measure& measure : queues.measures()) {
        CAPTURE(measure.name);
        const std::size_t n = measure.mean.size() / 2;
        for (std::size_t entry = 0; entry < n; ++entry) {
            CHECK(std::isnan(measure.mean[entry]));
            CHECK_FALSE(std::isnan(measure.mean[n + entry]));
            CHECK(std::isnan(measure.difference[n + entry]));
        }
    }
}

TEST_CASE("without limited places there are no measures") {
    QueueLabels none = queue_labels(0);
    none.resource.labels.clear();
    none.position = {{}, {}};
    QueueAccumulator queues(none);
    queues.add(std::vector<std::vector<double>>{queues.prepare(Counts(model_with(0)), 0),
                                                queues.prepare(Counts(model_with(0)), 1)});
    CHECK(queues.measures().empty());
}
