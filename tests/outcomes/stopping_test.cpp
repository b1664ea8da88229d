#include "outcomes/stopping.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "outcomes/measure.hpp"

using namespace forlob;

namespace {

constexpr double not_defined = std::numeric_limits<double>::quiet_NaN();
constexpr StopRule decided_against_0{StopRule::Kind::decided, 0.0};
constexpr StopRule error_of_2{StopRule::Kind::standard_error, 2.0};

bool enough(const StopRule& rule, std::vector<EstimateSoFar> estimates) {
    return is_enough(rule, estimates, 1000, 100);
}

// Observations without effect, and an interval that is looked at after each block.
class NoEffect {
public:
    explicit NoEffect(std::uint64_t seed) : generator_(seed) {}

    void add_block(int n) {
        for (int one = 0; one < n; ++one) {
            const double x = normal_(generator_);
            ++n_;
            const double before = x - mean_;
            mean_ += before / static_cast<double>(n_);
            squares_ += before * (x - mean_);
        }
    }
    [[nodiscard]] std::uint64_t n() const { return n_; }
    [[nodiscard]] EstimateSoFar estimate() const {
        const auto n = static_cast<double>(n_);
        return {mean_, std::sqrt(squares_ / (n - 1.0) / n)};
    }

private:
    std::mt19937_64 generator_;
    std::normal_distribution<double> normal_;
    std::uint64_t n_ = 0;
    double mean_ = 0.0;
    double squares_ = 0.0;
};

}  // namespace

TEST_CASE("a standard error at the bound is enough, above it or not defined it is not") {
    CHECK(enough(error_of_2, {{5.0, 2.0}}));
    CHECK(enough(error_of_2, {{5.0, 0.0}}));
    CHECK_FALSE(enough(error_of_2, {{5.0, std::nextafter(2.0, 3.0)}}));
    CHECK_FALSE(enough(error_of_2, {{5.0, 2.0}, {5.0, 2.1}}));
    CHECK_FALSE(enough(error_of_2, {{5.0, not_defined}}));
    CHECK_FALSE(enough(error_of_2, {{not_defined, 0.0}}));
}

TEST_CASE("a difference is decided when its interval excludes the bound, on either side") {
    const double factor = sequential_factor(1000, 100, 1);
    CHECK(enough(decided_against_0, {{1.001 * factor, 1.0}}));
    CHECK(enough(decided_against_0, {{-1.001 * factor, 1.0}}));
    CHECK_FALSE(enough(decided_against_0, {{0.999 * factor, 1.0}}));
    CHECK_FALSE(enough(decided_against_0, {{1.001 * factor, 1.0}, {0.0, 1.0}}));
    CHECK_FALSE(enough(decided_against_0, {{not_defined, not_defined}}));
    CHECK(enough({StopRule::Kind::decided, 7.0}, {{7.0 - 1.001 * factor, 1.0}}));
    CHECK_FALSE(enough({StopRule::Kind::decided, 7.0}, {{7.0 - 0.999 * factor, 1.0}}));
}

TEST_CASE("a difference without variance is decided unless it equals the bound") {
    CHECK(enough(decided_against_0, {{1e-9, 0.0}}));
    CHECK_FALSE(enough(decided_against_0, {{0.0, 0.0}}));
}

TEST_CASE("the boundary is that of Robbins and Siegmund, with Student's tail") {
    // 2 (1 − Φ(a) + a φ(a)) = 0.05 for a = 2.795483, beyond which the normal has a tail of
    // 0.00259111. So has Student's t beyond 2.859017 with 99 degrees of freedom, and beyond 3.66659
    // with 9.
    CHECK(sequential_factor(100, 100, 1) == doctest::Approx(2.859017).epsilon(1e-5));
    CHECK(sequential_factor(10, 10, 1) == doctest::Approx(3.66659).epsilon(1e-5));
    CHECK(sequential_factor(5000, 5000, 1) == sequential_factor(100, 100, 1));
    CHECK(sequential_factor(1000, 100, 1) > sequential_factor(200, 100, 1));
    CHECK(sequential_factor(100, 100, 3) > sequential_factor(100, 100, 1));
    // Even after ten thousand looks the interval is not much more than twice the ordinary one.
    CHECK(sequential_factor(1'000'000, 100, 1) < 2.3 * 1.96);
}

// 4,000 sequences of 50 looks. The standard error of a rate of 5 % is 0.34 %: the test would miss a
// rate above 6.4 %. The same sequences reject a wrong rule: ordinary 95 % intervals, looked at as
// often, are wrong in a third of them.
TEST_SUITE("statistical") {
    TEST_CASE("looking again and again keeps the error rate at 5 %") {
        constexpr int n_sequences = 4000;
        constexpr std::uint64_t n_looks = 50;
        constexpr int block = 20;
        std::array<double, n_looks> factor{};
        for (std::uint64_t look = 0; look < n_looks; ++look)
            factor[look] = sequential_factor((look + 1) * block, block, 1);
        int false_alarms = 0;
        int ordinary_alarms = 0;
        for (int sequence = 0; sequence < n_sequences; ++sequence) {
            NoEffect run(static_cast<std::uint64_t>(sequence) + 1);
            bool is_wrong = false;
            bool is_ordinary_wrong = false;
            for (const double allowed : factor) {
                run.add_block(block);
                const EstimateSoFar estimate = run.estimate();
                const double distance = std::abs(estimate.value) / estimate.standard_error;
                is_wrong = is_wrong || distance > allowed;
                is_ordinary_wrong = is_ordinary_wrong || distance > interval_factor(run.n());
            }
            false_alarms += is_wrong ? 1 : 0;
            ordinary_alarms += is_ordinary_wrong ? 1 : 0;
        }
        const double standard_error = std::sqrt(0.05 * 0.95 / n_sequences);
        CHECK(false_alarms / double{n_sequences} < 0.05 + 4.0 * standard_error);
        CHECK(false_alarms / double{n_sequences} > 0.01);  // nor is it wide beyond need
        CHECK(ordinary_alarms / double{n_sequences} > 0.25);
    }
}

TEST_CASE("replications for a half-width are the fewest that reach it") {
    for (const double half_width : {0.01, 0.3, 1.0, 20.0}) {
        const auto reached = [&](std::uint64_t n) {
            return interval_factor(n) / std::sqrt(static_cast<double>(n)) <= half_width;
        };
        const std::uint64_t n = replications_for(half_width, 1.0);
        CHECK(reached(n));
        CHECK((n == 2 || !reached(n - 1)));
    }
    CHECK(replications_for(0.5, 0.0) == 2);
    CHECK(replications_for(0.0, 1.0) == 0);
    CHECK(replications_for(1e-9, 1.0) == 0);
}

TEST_CASE("replications until a decision are the first look that makes it") {
    const auto decided = [](std::uint64_t n) {
        return is_enough(decided_against_0,
                         std::vector<EstimateSoFar>{{0.05, 1.0 / std::sqrt(double(n))}}, n, 100);
    };
    const std::uint64_t n = replications_until_decided(0.05, 0.0, 1.0, 100, 1);
    CHECK(n > 1000);
    CHECK(n % 100 == 0);
    CHECK(decided(n));
    CHECK_FALSE(decided(n - 100));
    CHECK(replications_until_decided(50.0, 0.0, 1.0, 100, 1) == 100);
    CHECK(replications_until_decided(0.0, 0.0, 1.0, 100, 1) == 0);
    CHECK(replications_until_decided(2.0, 2.0, 0.0, 100, 1) == 0);
}
