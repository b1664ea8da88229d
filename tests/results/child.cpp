#include "results/child.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <exception>
#include <stdexcept>

namespace forlob::test {

namespace {

std::string said(const std::function<std::string()>& function) {
    try {
        return function();
    } catch (const std::exception& exception) {
        return exception.what();
    }
}

}  // namespace

std::string in_child(const std::function<std::string()>& function) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("no child");
    if (child == 0) {
        const auto text = said(function);
        const auto written = ::write(ends[1], text.data(), text.size());
        std::_Exit(written == static_cast<ssize_t>(text.size()) ? 0 : 1);
    }
    ::close(ends[1]);
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t n = 0; (n = ::read(ends[0], part.data(), part.size())) > 0;)
        text.append(part.data(), static_cast<std::size_t>(n));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status != 0) text += " (the child failed)";
    return text;
}

}  // namespace forlob::test
