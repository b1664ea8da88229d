// Models that state intensities, or a matrix for another cycle: from their text to the rows.

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "model/model.hpp"

using namespace forlob;

namespace {

std::string scenario_of(const std::string& model, const std::string& more = "",
                        const std::string& population = "{title: People, start: a}") {
    return "forlob: 1\nkind: scenario\ntitle: Test\nmodel:\n  title: Test\n" + model +
           "population: " + population +
           "\ncohort: {size: 10}\nhorizon: 24\nreplications: 2\nseed: 1\nreference: plain\n" +
           "arms:\n  plain: {}\n" + more;
}

std::vector<Model> models_of(const std::string& text) {
    return compile_arms(read_scenario_texts({{"test.yaml", text}}));
}

// Unrounded probabilities of one row: [to].
std::vector<double> row_of(const Model& model, int from, std::uint32_t kind = 0,
                           std::vector<std::uint16_t> values = {}, PhaseId phase = no_phase) {
    values.resize(static_cast<std::size_t>(model.n_coordinates));
    const std::uint32_t row =
        model.row_of.at(model.context(phase, static_cast<StateId>(from)), kind, values);
    std::vector<double> share(static_cast<std::size_t>(model.n_states), 0.0);
    for (std::uint32_t slot = model.rows.first_slot[row]; slot < model.rows.first_slot[row + 1];
         ++slot)
        share[index(model.rows.target[slot])] = model.rows.probability[slot];
    return share;
}

void check_rows(const Model& model, const std::vector<std::vector<double>>& expected,
                std::uint32_t kind = 0, double relative = 1e-8) {
    for (std::size_t from = 0; from < expected.size(); ++from) {
        const auto found = row_of(model, static_cast<int>(from), kind);
        for (std::size_t to = 0; to < expected.size(); ++to) {
            CAPTURE(from);
            CAPTURE(to);
            CHECK(found[to] == doctest::Approx(expected[from][to]).epsilon(relative));
        }
    }
}

std::string mistakes(const std::string& text) {
    try {
        static_cast<void>(models_of(text));
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

using Matrix = std::vector<std::vector<double>>;

// Allograft vasculopathy after heart transplants: intensities per year by msm (Jackson, J Stat
// Softw 2011;38(8)), its data set cav; and the transition probabilities that msm gives.
std::string heart(const std::string& cycle, bool by_sex = false) {
    const auto move = [&](const char* to, const char* all, const char* men, const char* women) {
        if (!by_sex) return std::string(to) + ": {intensity: " + all + ", per: year}";
        return std::string(to) + ": {intensity: 'female * " + women + " + (1 - female) * " + men +
               "', per: year}";
    };
    std::string model =
        "  cycle: " + cycle +
        "\n  states: {none: {}, mild: {}, severe: {}, death: {absorbing: true}}\n  transitions:\n";
    model +=
        "    none: {" +
        move("mild", "0.12787032945025026", "0.13612265019101694", "0.07667488111955882") + ", " +
        move("death", "0.04250042417889885", "0.04134656792875025", "0.0466790406367038") +
        "}\n    mild: {" +
        move("none", "0.22511912698742095", "0.2199230599619209", "0.28382947934503305") + ", " +
        move("severe", "0.34261129367510157", "0.3340928242804527", "0.3596682412267305") + ", " +
        move("death", "0.04021022898212848", "0.05092392930886267", "1.937565686970353e-05") +
        "}\n    severe: {" +
        move("mild", "0.13062234799785274", "0.12913149157932474", "0.14159953949781653") + ", " +
        move("death", "0.3064751231997111", "0.28136926519619215", "0.6790954059078623") + "}\n";
    std::string population = "{title: People, start: none}";
    if (by_sex) {
        model += "  attributes:\n    female: {levels: {no: {value: 0}, yes: {value: 1}}}\n";
        population =
            "{title: People, start: none, attributes: {female: {shares: "
            "{no: 0.860128617363344, yes: 0.139871382636656}}}}";
    }
    return scenario_of(model, "", population);
}

const Matrix in_a_month = {
    {0.9860001070599685, 0.010317284874658857, 0.0001470778494099176, 0.00353553021596268},
    {0.018163855320067594, 0.9508447928047772, 0.027336980683085738, 0.003654371192069403},
    {9.872012443809801e-05, 0.010422366891918087, 0.9643797425206618, 0.025099170462982035},
    {0.0, 0.0, 0.0, 1.0}};
const Matrix in_a_quarter = {
    {0.9591334126062179, 0.029040458774308022, 0.0012379690397056023, 0.010588159579768528},
    {0.05112650256469341, 0.8610221137823381, 0.07522769177594625, 0.012623691877022124},
    {0.0008309372086998221, 0.02868095102419843, 0.897720984172489, 0.07276712759461261},
    {0.0, 0.0, 0.0, 1.0}};
const Matrix in_a_year = {
    {0.8539587207963617, 0.08836952572121119, 0.014755432190631924, 0.04291632129179517},
    {0.15557690801439142, 0.5666328404278393, 0.20599563360425216, 0.07179461795351733},
    {0.009903993754608684, 0.07853691292561216, 0.6596572659691595, 0.2519018273506197},
    {0.0, 0.0, 0.0, 1.0}};
const Matrix in_2_years = {
    {0.7431398921068253, 0.126695848602073, 0.04053779449762321, 0.08962646479347844},
    {0.2230514221152913, 0.35099929456515905, 0.25490601196650997, 0.17104327135303993},
    {0.0272093733577638, 0.09718425053848137, 0.45147210739360233, 0.42413426871015253},
    {0.0, 0.0, 0.0, 1.0}};
const Matrix in_5_years = {
    {0.51965803868382, 0.13851775155918902, 0.091198470144348, 0.25062573961264306},
    {0.24386419771755802, 0.138814100521171, 0.18090731109594235, 0.43641439066532883},
    {0.061213325849780294, 0.06897185872611324, 0.1690999090803675, 0.7007149063437391},
    {0.0, 0.0, 0.0, 1.0}};
const Matrix in_10_years = {
    {0.3094065591922836, 0.0975002081858783, 0.08787254510948331, 0.5052206875123548},
    {0.1716517181293128, 0.06552638836055377, 0.0779439372806046, 0.6848779562295291},
    {0.05898093168144752, 0.029716533832199937, 0.04665485442436634, 0.8646476800619864},
    {0.0, 0.0, 0.0, 1.0}};

// Where people are after so many cycles.
Matrix after(const Model& model, int cycles) {
    Matrix all;
    for (int start = 0; start < model.n_states; ++start) {
        std::vector<double> share(static_cast<std::size_t>(model.n_states), 0.0);
        share[static_cast<std::size_t>(start)] = 1.0;
        for (int cycle = 0; cycle < cycles; ++cycle) {
            std::vector<double> next(share.size(), 0.0);
            for (int from = 0; from < model.n_states; ++from) {
                const auto row = row_of(model, from);
                for (std::size_t to = 0; to < row.size(); ++to)
                    next[to] += share[static_cast<std::size_t>(from)] * row[to];
            }
            share = next;
        }
        all.push_back(share);
    }
    return all;
}

void check_after(const Model& model, int cycles, const Matrix& expected) {
    CAPTURE(cycles);
    const Matrix found = after(model, cycles);
    for (std::size_t from = 0; from < expected.size(); ++from)
        for (std::size_t to = 0; to < expected.size(); ++to)
            CHECK(found[from][to] == doctest::Approx(expected[from][to]).epsilon(1e-8));
}

// Flows of the US labour market, by months and by quarters (Gomes, IZA J Labor Econ 2015;4:6).
std::string labour(const std::string& cycles, const std::string& matrix,
                   const std::string& more = "") {
    return scenario_of(cycles + "  states: {a: {}, u: {}, i: {}}\n  transitions:\n" + matrix +
                       more);
}
const std::string by_month =
    "    a: {u: 0.015, i: 0.029}\n    u: {a: 0.26, i: 0.221}\n    i: {a: 0.046, u: 0.026}\n";
const std::string by_quarter =
    "    a: {u: 0.023, i: 0.046}\n    u: {a: 0.383, i: 0.259}\n    i: {a: 0.07, u: 0.027}\n";
const Matrix month_cubed = {{0.8873408059999999, 0.027168477, 0.085490717},
                            {0.463943558, 0.15922012500000002, 0.37683631700000003},
                            {0.139214608, 0.04386015199999999, 0.8169252399999998}};

}  // namespace

TEST_CASE("intensities give the same probabilities for every length of the cycle") {
    check_rows(models_of(heart("month"))[0], in_a_month);
    check_rows(models_of(heart("quarter"))[0], in_a_quarter);
    check_rows(models_of(heart("{length: 0.25, unit: year}"))[0], in_a_quarter);
    check_rows(models_of(heart("year"))[0], in_a_year);
    check_rows(models_of(heart("{length: 2, unit: year}"))[0], in_2_years);
    check_rows(models_of(heart("{length: 5, unit: year}"))[0], in_5_years);
    check_rows(models_of(heart("{length: 10, unit: year}"))[0], in_10_years);
}

TEST_CASE("ten years are ten years by months, quarters and years") {
    const Model monthly = models_of(heart("month"))[0];
    check_after(monthly, 3, in_a_quarter);
    check_after(monthly, 12, in_a_year);
    check_after(monthly, 120, in_10_years);
    const Model quarterly = models_of(heart("quarter"))[0];
    check_after(quarterly, 8, in_2_years);
    check_after(quarterly, 40, in_10_years);
    const Model yearly = models_of(heart("year"))[0];
    check_after(yearly, 5, in_5_years);
    check_after(yearly, 10, in_10_years);
}

TEST_CASE("intensities may depend on an attribute") {
    const Model model = models_of(heart("year", true))[0];
    check_rows(
        model,
        {{0.8483735951399316, 0.09384599715257425, 0.015428121849758274, 0.04235228585773588},
         {0.1516198724459881, 0.5683015583301465, 0.20391929795628602, 0.07615927126757939},
         {0.009634262021899221, 0.0788176255015862, 0.6768249193583594, 0.23472319311815498},
         {0.0, 0.0, 0.0, 1.0}},
        0);
    check_rows(
        model,
        {{0.8921410689575919, 0.05341426087568663, 0.008261684768240093, 0.046182985398481355},
         {0.19772501284098679, 0.5450354673325429, 0.17541861631657174, 0.08182090350989868},
         {0.012040173884148778, 0.06906140838304484, 0.4521020386904652, 0.4667963790423413},
         {0.0, 0.0, 0.0, 1.0}},
        1);
}

TEST_CASE("the model keeps the intensities of every row, per cycle") {
    const Model model = models_of(heart("quarter"))[0];
    REQUIRE(model.intensities.size() == 16);
    CHECK(model.intensities[1] == doctest::Approx(0.12787032945025026 / 4.0).epsilon(1e-14));
    CHECK(model.intensities[0] == 0.0);
    CHECK(model.intensities[2] == 0.0);
    CHECK(model.intensities[12] == 0.0);
    CHECK(
        models_of(scenario_of("  states: {a: {}, b: {}}\n  transitions: {a: {b: 0.1}, b: {a: "
                              "0.2}}\n"))[0]
            .intensities.empty());
}

TEST_CASE("modifiers, effects and frailty multiply intensities") {
    const std::string text = scenario_of(
        "  cycle: year\n  states: {a: {}, b: {}}\n  transitions: {a: {b: {intensity: 0.3, per: "
        "year}}, b: {a: {intensity: 0.1, per: year}}}\n"
        "  modifiers: [{moves: [{from: a}], by: {cycle: {0: 1, 5: 2}}}]\n",
        "  other:\n    programs:\n      - {name: help, title: Help, everyone: true, "
        "effects: [{moves: [{from: b}], hazard_ratio: 4}]}\n");
    const auto models = models_of(text);
    const auto moved = [](double out, double back) {
        return out / (out + back) * -std::expm1(-(out + back));
    };
    // Both rows depend on the cycle, because moves follow one another.
    const std::vector<std::uint16_t> early{0, 0, 0, 1};
    const std::vector<std::uint16_t> late{0, 0, 0, 5};
    CHECK(row_of(models[0], 0, 0, early)[1] == doctest::Approx(moved(0.3, 0.1)).epsilon(1e-13));
    CHECK(row_of(models[0], 0, 0, late)[1] == doctest::Approx(moved(0.6, 0.1)).epsilon(1e-13));
    CHECK(row_of(models[0], 1, 0, late)[0] == doctest::Approx(moved(0.1, 0.6)).epsilon(1e-13));
    CHECK(row_of(models[1], 1, 0, early)[0] == doctest::Approx(moved(0.4, 0.3)).epsilon(1e-13));
}

TEST_CASE("a monthly matrix by quarters is its third power") {
    check_rows(models_of(labour("  cycle: quarter\n  stated_cycle: month\n", by_month))[0],
               month_cubed, 0, 1e-12);
}

TEST_CASE("a quarterly matrix by months is its root") {
    const Model model =
        models_of(labour("  cycle: month\n  stated_cycle: quarter\n", by_quarter))[0];
    check_rows(model, {{0.974354884104496, 0.01053254071466944, 0.015112575180835197},
                       {0.1759219071313697, 0.7047175919896773, 0.1193605008789512},
                       {0.022731293312072243, 0.012490248239516666, 0.9647784584484121}});
    // Per month; dividing the probability by 3 would be 0.128 instead of 0.176.
    CHECK(model.intensities[3] == doctest::Approx(0.20996360416310647).epsilon(1e-9));
}

TEST_CASE("modifiers act on the generator of a stated matrix") {
    const Model stated = models_of(labour("  cycle: quarter\n  stated_cycle: month\n", by_month,
                                          "  modifiers: [{moves: [{from: u}], factor: 2}]\n"))[0];
    CHECK(stated.intensities[3] == doctest::Approx(2 * 3 * 0.3575252952238275).epsilon(1e-9));
    CHECK(stated.intensities[1] == doctest::Approx(3 * 0.020487392602868977).epsilon(1e-9));
    // A factor of 1 is the power again, by another way.
    check_rows(models_of(labour("  cycle: quarter\n  stated_cycle: month\n", by_month,
                                "  modifiers: [{moves: [{from: u}], factor: 1}]\n"))[0],
               month_cubed, 0, 1e-9);
}

TEST_CASE("a matrix without generator is refused, but not its powers") {
    const std::string chain = "    a: {u: 0.3}\n    u: {i: 0.3}\n    i: {a: 0.001}\n";
    CHECK(
        mistakes(labour("  cycle: month\n  stated_cycle: quarter\n", chain))
            .starts_with("test.yaml:7:17: error: no intensities make the matrix of a quarter: that "
                         "from 'a' to 'i' would be -0."));
    const Model twice =
        models_of(labour("  cycle: {length: 6, unit: month}\n  stated_cycle: quarter\n", chain))[0];
    CHECK(row_of(twice, 0)[2] == doctest::Approx(0.09).epsilon(1e-12));
    CHECK(std::isnan(twice.intensities[1]));
    CHECK(mistakes(labour("  cycle: {length: 6, unit: month}\n  stated_cycle: quarter\n", chain,
                          "  modifiers: [{moves: [{}], factor: 2}]\n"))
              .find("no intensities make the matrix") != std::string::npos);
}
