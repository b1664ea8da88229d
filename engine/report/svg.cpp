#include "report/svg.hpp"

#include <fmt/format.h>

#include <cmath>

namespace forlob {
namespace {

std::string escaped(const std::string& words) {
    std::string result;
    for (const char byte : words) {
        switch (byte) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            default:
                result += byte;
        }
    }
    return result;
}

std::string path_of(const std::vector<SvgPoint>& points) {
    std::string path;
    for (const auto& [x, y] : points)
        path += fmt::format("{}{:.1f},{:.1f}", path.empty() ? "M" : "L", x, y);
    return path;
}

}  // namespace

Svg::Svg(double width, double height, const std::string& title, const std::string& description)
    : body_(fmt::format(
          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
          "viewBox=\"0 0 {0:.0f} {1:.0f}\" font-family=\"sans-serif\" role=\"img\">\n"
          "<title>{2}</title>\n<desc>{3}</desc>\n",
          width, height, escaped(title), escaped(description))) {
    rectangle(0, 0, width, height, "#ffffff");
}

void Svg::rectangle(double x, double y, double width, double height, const std::string& fill) {
    body_ += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"/>\n", x, y,
        width, height, fill);
}

void Svg::line(double x1, double y1, double x2, double y2, const std::string& stroke, double width,
               const std::string& dashes) {
    body_ += fmt::format(
        "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" "
        "stroke-width=\"{}\"{}/>\n",
        x1, y1, x2, y2, stroke, width,
        dashes.empty() ? "" : " stroke-dasharray=\"" + dashes + "\"");
}

void Svg::curve(const std::vector<SvgPoint>& points, const std::string& stroke, double width) {
    body_ += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"/>\n",
                         path_of(points), stroke, width);
}

void Svg::area(const std::vector<SvgPoint>& outline, const std::string& fill, double opacity) {
    body_ += fmt::format("<path d=\"{}Z\" fill=\"{}\" fill-opacity=\"{}\"/>\n", path_of(outline),
                         fill, opacity);
}

void Svg::text(double x, double y, const std::string& words, double size, Anchor anchor,
               bool bold) {
    const char* const anchors[] = {"start", "middle", "end"};
    body_ += fmt::format(
        "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{}\" text-anchor=\"{}\" "
        "fill=\"#222222\"{}>{}</text>\n",
        x, y, size, anchors[static_cast<int>(anchor)], bold ? " font-weight=\"bold\"" : "",
        escaped(words));
}

std::string Svg::finished() const { return body_ + "</svg>\n"; }

std::vector<double> round_ticks(double low, double high) {
    if (!(high > low)) high = low + 1.0;
    const double rough = (high - low) / 5.0;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10.0 * power;
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= rough) {
            step = factor * power;
            break;
        }
    std::vector<double> ticks;
    const auto first = static_cast<long>(std::floor(low / step));
    const auto last = static_cast<long>(std::ceil(high / step));
    for (long tick = first; tick <= last; ++tick) ticks.push_back(static_cast<double>(tick) * step);
    return ticks;
}

}  // namespace forlob
