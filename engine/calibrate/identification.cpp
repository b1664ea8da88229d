#include "calibrate/identification.hpp"

#include <Eigen/SVD>
#include <cmath>
#include <limits>

#include "base/require.hpp"

namespace forlob {

Identification identification(const Table<double, 2>& slopes) {
    const std::size_t n_residuals = slopes.shape()[0];
    const std::size_t n = slopes.shape()[1];
    require(n_residuals > 0 && n > 0, "there are residuals and parameters");
    // Rows of zeros change nothing, and make the decomposition one of all parameters.
    const auto rows = static_cast<Eigen::Index>(std::max(n_residuals, n));
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(rows, static_cast<Eigen::Index>(n));
    for (std::size_t row = 0; row < n_residuals; ++row)
        for (std::size_t column = 0; column < n; ++column)
            matrix(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(column)) =
                slopes(row, column);
    const Eigen::JacobiSVD<Eigen::MatrixXd> decomposition(matrix, Eigen::ComputeThinV);
    const auto& values = decomposition.singularValues();
    const auto& directions = decomposition.matrixV();

    constexpr double smallest_ratio = 1e-6;
    constexpr double share_of_direction = 1e-3;
    constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
    Identification result;
    result.is_identified.assign(n, true);
    Eigen::VectorXd variance = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(n));
    for (Eigen::Index k = 0; k < values.size(); ++k) {
        const auto direction = directions.col(k);
        if (values(k) > smallest_ratio * values(0)) {
            variance += direction.cwiseAbs2() / (values(k) * values(k));
            continue;
        }
        for (std::size_t parameter = 0; parameter < n; ++parameter)
            if (std::abs(direction(static_cast<Eigen::Index>(parameter))) > share_of_direction)
                result.is_identified[parameter] = false;
    }
    for (std::size_t parameter = 0; parameter < n; ++parameter) {
        const auto i = static_cast<Eigen::Index>(parameter);
        result.standard_error.push_back(result.is_identified[parameter] ? std::sqrt(variance(i))
                                                                        : undefined);
    }
    return result;
}

}  // namespace forlob
