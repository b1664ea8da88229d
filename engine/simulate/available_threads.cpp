#include <sched.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <thread>

#include "simulate/simulate.hpp"

namespace forlob {
namespace {

int affinity_threads() {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 0;
    return CPU_COUNT(&allowed);
}

// Whole threads in a quota, both in microseconds; 0: no quota ("max", or −1).
int threads_of(const std::string& quota, std::int64_t period) {
    const std::int64_t microseconds = std::strtoll(quota.c_str(), nullptr, 10);
    if (microseconds <= 0 || period <= 0) return 0;
    return static_cast<int>((microseconds + period - 1) / period);
}

// The quota of one group: version 2 keeps it in one file ("150000 100000"), version 1 in two.
int group_threads(const std::string& folder) {
    std::string quota;
    std::int64_t period = 0;
    if (std::ifstream both(folder + "/cpu.max"); both >> quota >> period)
        return threads_of(quota, period);
    std::ifstream quota_file(folder + "/cpu.cfs_quota_us");
    std::ifstream period_file(folder + "/cpu.cfs_period_us");
    return quota_file >> quota && period_file >> period ? threads_of(quota, period) : 0;
}

// The smallest quota of the process's control groups and those above them; 0: none.
int quota_threads() {
    int threads = 0;
    std::ifstream groups("/proc/self/cgroup");
    for (std::string line; std::getline(groups, line);) {
        // "0::/path" in version 2, "4:cpu,cpuacct:/path" in version 1.
        const std::size_t controllers = line.find(':') + 1;
        const std::size_t colon = line.find(':', controllers);
        if (controllers == 0 || colon == std::string::npos) continue;
        const std::string named = line.substr(controllers, colon - controllers);
        const std::string root = named.empty() ? "/sys/fs/cgroup" : "/sys/fs/cgroup/" + named;
        std::string path = line.substr(colon + 1);
        while (!path.empty()) {
            const std::size_t parent = path.rfind('/');
            if (path.size() > 1)
                if (const int quota = group_threads(root + path); quota > 0)
                    threads = threads > 0 ? std::min(threads, quota) : quota;
            path.resize(parent == std::string::npos ? 0 : parent);
        }
        // Inside a container the path may be the host's, and its own group is the root.
        if (const int quota = group_threads(root); quota > 0)
            threads = threads > 0 ? std::min(threads, quota) : quota;
    }
    return threads;
}

}  // namespace

// oneTBB respects affinity but not quotas, and would start a thread for every processor of the
// host.
int available_threads() {
    int threads = static_cast<int>(std::thread::hardware_concurrency());
    for (const int limit : {affinity_threads(), quota_threads()})
        if (limit > 0) threads = threads > 0 ? std::min(threads, limit) : limit;
    return std::max(1, threads);
}

}  // namespace forlob
