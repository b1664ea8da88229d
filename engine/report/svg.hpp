#pragma once

// Lines, areas and words of a picture. Coordinates are pixels; texts are escaped.

#include <string>
#include <utility>
#include <vector>

namespace forlob {

using SvgPoint = std::pair<double, double>;

class Svg {
public:
    Svg(double width, double height, const std::string& title, const std::string& description);

    void rectangle(double x, double y, double width, double height, const std::string& fill);
    void line(double x1, double y1, double x2, double y2, const std::string& stroke,
              double width = 1.0, const std::string& dashes = "");
    void curve(const std::vector<SvgPoint>& points, const std::string& stroke, double width);
    void area(const std::vector<SvgPoint>& outline, const std::string& fill, double opacity = 1.0);
    enum class Anchor { start, middle, end };
    void text(double x, double y, const std::string& words, double size = 12.0,
              Anchor anchor = Anchor::start, bool bold = false);
    [[nodiscard]] std::string finished() const;

private:
    std::string body_;
};

/// A linear scale from values to pixels.
struct Scale {
    double from_value = 0.0, to_value = 1.0;
    double from_pixel = 0.0, to_pixel = 1.0;
    [[nodiscard]] double at(double value) const {
        return from_pixel +
               (value - from_value) / (to_value - from_value) * (to_pixel - from_pixel);
    }
};

/// Round values that cover [low, high], at most about five steps.
[[nodiscard]] std::vector<double> round_ticks(double low, double high);

}  // namespace forlob
