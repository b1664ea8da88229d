#pragma once

// Who gets a place, who waits, and who is turned away? Enrolment of an arm in which people depend
// on one another. In month t, for each program of the arm in the order of offer:
//   1. those on the list who are no longer eligible leave it; all of them once the program is
//   closed;
//   2. eligible people who wait nowhere apply with the monthly probability and join the end of the
//      list, those of one month in a random order that every arm shares;
//   3. those who waited at t − 1 drop out with the queue's probability;
//   4. while a place of every resource is free the first of the list enters;
//   5. of those who applied this month the last are refused as long as more wait than may.
// Places that people have left in month t − 1 or before are free. A program without resources has a
// place for everybody. Those who are moved (when_refused, when_dropped) have had their month.

#include <cstdint>
#include <span>
#include <vector>

#include "simulate/person_month.hpp"

namespace forlob {

class Places {
public:
    /// Turns to another arm of a replication, at tick 0: `address` names seed, draw and
    /// replication.
    void begin(const ArmBlock& block, const DrawAddress& address);

    /// The enrolment of the month that ends at `tick`. Everybody before person `first`, a multiple
    /// of 4, is eligible for nothing.
    void enrol(const ArmBlock& block, Tick tick, std::size_t first);

private:
    struct Applicant {
        std::uint32_t person = 0;
        std::uint32_t order = 0;  ///< random, among those who applied in the same month
        std::int32_t since = 0;   ///< tick of the application
    };
    using List = std::vector<Applicant>;

    void serve(const ArmBlock& block, std::size_t program, Tick tick, std::size_t first);
    void remove_ineligible(const ArmBlock& block, std::size_t program, Tick tick);
    void apply(const ArmBlock& block, std::size_t program, Tick tick, std::size_t first);
    void drop_out(const ArmBlock& block, std::size_t program, Tick tick);
    void admit(const ArmBlock& block, std::size_t program, Tick tick);
    void refuse(const ArmBlock& block, std::size_t program, Tick tick);
    void count(const ArmBlock& block, std::size_t program, Tick tick, std::uint32_t n_admitted);

    void find_applicants(const ArmBlock& block, std::size_t program, Tick tick, std::size_t first);
    void join(const ArmBlock& block, std::size_t program, Tick tick);
    [[nodiscard]] std::uint32_t n_free(const ArmBlock& block, const Queue& queue,
                                       std::size_t tick) const;

    DrawAddress address_;
    std::vector<List> lists_;                ///< [program] in the order in which they are served
    std::vector<std::uint8_t> is_waiting_;   ///< [person]
    std::vector<std::uint32_t> uniforms_;    ///< scratch
    std::vector<std::uint32_t> applicants_;  ///< scratch: persons
};

}  // namespace forlob
