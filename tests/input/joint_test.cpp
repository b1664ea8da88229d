#include "input/joint.hpp"

#include <doctest/doctest.h>

#include <string>

#include "support/reported.hpp"

using namespace forlob;

namespace {

struct Read {
    explicit Read(const std::string& joint) {
        const auto root = read_yaml_text(
            test::source("{parameters: {a: " + plain + ", b: " + plain + ", c: " + plain +
                         ", u: " + uncertain + ", v: " + uncertain + "},\njoint: " + joint + "}"),
            diagnostics);
        REQUIRE(root);
        parameters = read_parameters(root->find("parameters"), diagnostics);
        REQUIRE(!diagnostics.has_errors());
        all = read_joint(root->find("joint"), parameters, diagnostics);
    }
    const std::string plain = "{value: 0.25, unit: share, grade: D, source: x}";
    const std::string uncertain =
        "{value: 1, unit: factor, grade: D, source: x, distribution: {normal: {mean: 1, sd: 2}}}";
    Diagnostics diagnostics;
    std::vector<Parameter> parameters;
    std::vector<JointDistribution> all;
};

std::string refused(const std::string& joint) { return test::reported(Read(joint).diagnostics); }

}  // namespace

TEST_CASE("a Dirichlet of counts, or of so many in all") {
    const Read read("[{dirichlet: {parameters: [a, b], counts: [30, 12.5]}}]");
    CHECK(test::reported(read.diagnostics) == "");
    REQUIRE(read.all.size() == 1);
    CHECK(read.all[0].kind == JointDistribution::Kind::dirichlet);
    CHECK(read.all[0].members[1].name == "b");
    CHECK(read.all[0].counts == std::vector<double>{30, 12.5});
    CHECK(Read("[{dirichlet: {parameters: [a, b], n: 100}}]").all.at(0).n == 100.0);
}

TEST_CASE("covariances and correlations become a triangle") {
    const Read read(
        "[{normal: {parameters: [a, b], covariance: [[4, 2], [2, 2]]}}, "
        "{correlated: {parameters: [u, v], correlation: [[1, 0.6], [0.6, 1]]}}]");
    CHECK(test::reported(read.diagnostics) == "");
    REQUIRE(read.all.size() == 2);
    CHECK(read.all[0].lower(0, 0) == 2.0);
    CHECK(read.all[0].lower(1, 0) == 1.0);
    CHECK(read.all[0].lower(1, 1) == 1.0);
    CHECK(read.all[1].lower(1, 1) == doctest::Approx(0.8));
}

TEST_CASE("which parameters may be in a joint distribution") {
    CHECK(refused("[{dirichlet: {parameters: [a, bb], n: 100}}]") ==
          "2:38+2 this file has no parameter 'bb' | did you mean 'b'? known parameters: a, b, c, "
          "u, v");
    CHECK(refused("[{dirichlet: {parameters: [a], n: 100}}]") ==
          "2:35+1 joint.dirichlet has a single parameter | name two or more");
    CHECK(refused("[{dirichlet: {parameters: [a, u], n: 100}}]") ==
          "2:38+1 'u' has a distribution of its own | remove one of the two");
    CHECK(refused("[{correlated: {parameters: [u, a], correlation: [[1, 0], [0, 1]]}}]") ==
          "2:39+1 'a' has no distribution | correlated parameters have a distribution each");
    CHECK(refused("[{dirichlet: {parameters: [a, b], n: 100}}, {dirichlet: {parameters: [b, c], "
                  "n: 9}}]") ==
          "2:78+1 'b' is in two joint distributions | name it in one of them");
}

TEST_CASE("exactly one of the kinds, and of the ways to write a Dirichlet") {
    CHECK(refused("[{}]") ==
          "2:9+1 joint needs one of: dirichlet, normal, correlated | shares: dirichlet; a "
          "covariance matrix: normal; a distribution for each, and correlations: correlated");
    CHECK(refused("[{dirichlet: {parameters: [a, b]}}]") ==
          "2:21+1 joint.dirichlet needs one of: n, counts | counts: how many were observed of "
          "each; n: how many in all, shared out by their values");
    CHECK(refused("[{dirichlet: {parameters: [a, b], counts: [1, 2, 3]}}]") ==
          "2:50+1 3 counts for 2 parameters | one for each, in their order");
    CHECK(refused("[{dirichlet: {parameters: [a, b], counts: [1, 0]}}]") ==
          "2:54+1 joint.dirichlet.counts cannot be 0 | it must be greater than 0");
}

TEST_CASE("matrices that are none of covariances") {
    CHECK(refused("[{normal: {parameters: [a, b], covariance: [[1, 0]]}}]") ==
          "2:51+1 1 rows for 2 parameters | one for each, in their order");
    CHECK(refused("[{normal: {parameters: [a, b], covariance: [[1, 0], [0]]}}]") ==
          "2:60+1 1 numbers for 2 parameters | one for each, in their order");
    CHECK(refused("[{normal: {parameters: [a, b], covariance: [[1, 0.5], [0.4, 1]]}}]") ==
          "2:63+3 0.4 here, and 0.5 on the other side of the diagonal | the matrix is symmetric");
    CHECK(refused("[{normal: {parameters: [a, b], covariance: [[1, 2], [2, 1]]}}]") ==
          "2:51+1 joint.normal.covariance is not a matrix of covariances | some combination of the "
          "parameters would have a negative variance: use smaller numbers beside the diagonal");
    CHECK(refused("[{normal: {parameters: [a, b], covariance: [[1, 0], [0, 0]]}}]") ==
          "2:64+1 a variance cannot be 0 | it must be greater than 0");
    CHECK(refused("[{correlated: {parameters: [u, v], correlation: [[2, 0], [0, 1]]}}]") ==
          "2:58+1 a correlation with itself cannot be 2 | the diagonal is 1");
}
