#include "simulate/places.hpp"

#include <algorithm>
#include <limits>

#include "simulate/enrolment.hpp"

namespace forlob {
namespace {

std::uint32_t ticks(Tick tick) { return static_cast<std::uint32_t>(tick.index); }

bool is_over(const Program& program, Tick tick) {
    return program.to_month && tick.index > *program.to_month;
}

DrawAddress address_of(const DrawAddress& replication, Purpose purpose, Tick tick,
                       const Program& program) {
    DrawAddress address = replication;
    address.purpose = purpose;
    address.tick = tick;
    address.sub = static_cast<std::uint8_t>(program.scenario_position);
    return address;
}

// Persons who hold a place of the resource.
std::uint32_t n_held(const ArmBlock& block, std::size_t resource) {
    const auto& phases = block.arm.model().phases;
    std::uint32_t held = 0;
    for (std::size_t phase = 0; phase < phases.size(); ++phase)
        if ((phases[phase].uses >> resource & 1U) != 0) held += block.people.n_in_phase[phase];
    return held;
}

}  // namespace

void Places::begin(const ArmBlock& block, const DrawAddress& address) {
    const Model& model = block.arm.model();
    address_ = address;
    lists_.assign(model.programs.size(), {});
    is_waiting_.assign(block.people.persons.size(), 0);
    for (std::size_t number = 0; number < model.programs.size(); ++number) {
        const auto& queue = model.programs[number].queue;
        if (!queue) continue;
        applicants_.clear();
        const auto& stands = block.people.offers[number].stands;
        if (queue->at_start > 0)
            for (std::size_t person = 0; person < stands.size(); ++person)
                if (stands[person] != 0 && is_waiting_[person] == 0)
                    applicants_.push_back(static_cast<std::uint32_t>(person));
        join(block, number, Tick{0});
        List& list = lists_[number];
        while (list.size() > queue->at_start) {
            is_waiting_[list.back().person] = 0;
            list.pop_back();
        }
        for (const std::size_t resource : queue->resources)
            block.counts.queues.applicants(resource, 0) += static_cast<std::uint32_t>(list.size());
        count(block, number, Tick{0}, 0);
    }
}

void Places::enrol(const ArmBlock& block, Tick tick, std::size_t first) {
    const Model& model = block.arm.model();
    is_waiting_.resize(block.people.persons.size(), 0);
    for (std::size_t number = 0; number < model.programs.size(); ++number) {
        if (model.programs[number].queue) {
            serve(block, number, tick, first);
            continue;
        }
        find_applicants(block, number, tick, first);
        for (const std::uint32_t person : applicants_)
            enter_program(block, person, static_cast<ProgramId>(number), tick);
    }
}

void Places::serve(const ArmBlock& block, std::size_t number, Tick tick, std::size_t first) {
    const Program& program = block.arm.model().programs[number];
    remove_ineligible(block, number, tick);
    apply(block, number, tick, first);
    drop_out(block, number, tick);
    const std::size_t n_before = lists_[number].size();
    if (is_open(program, tick)) admit(block, number, tick);
    const auto n_admitted = static_cast<std::uint32_t>(n_before - lists_[number].size());
    refuse(block, number, tick);
    count(block, number, tick, n_admitted);
}

void Places::remove_ineligible(const ArmBlock& block, std::size_t number, Tick tick) {
    const Program& program = block.arm.model().programs[number];
    const auto& stands = block.people.offers[number].stands;
    const bool all = is_over(program, tick);
    const auto n_left = std::erase_if(lists_[number], [&](const Applicant& applicant) {
        if (!all && stands[applicant.person] != 0) return false;
        is_waiting_[applicant.person] = 0;
        return true;
    });
    for (const std::size_t resource : program.queue->resources)
        block.counts.queues.left(resource, ticks(tick)) += static_cast<std::uint32_t>(n_left);
}

// Eligible persons who apply, in the order of their numbers.
void Places::find_applicants(const ArmBlock& block, std::size_t number, Tick tick,
                             std::size_t first) {
    const Program& program = block.arm.model().programs[number];
    const People::Offer& offer = block.people.offers[number];
    applicants_.clear();
    if (offer.n_standing == 0 || !is_open(program, tick) || program.enrolment.is_impossible())
        return;
    const std::size_t n_people = offer.stands.size();
    const bool is_certain = program.enrolment.is_certain();
    uniforms_.resize(n_people);
    if (!is_certain)
        fill_uniforms(address_of(address_, Purpose::enrolment, tick, program),
                      static_cast<PersonId>(first),
                      std::span(uniforms_).subspan(first, n_people - first));
    for (std::size_t person = first; person < n_people; ++person) {
        const bool applies = offer.stands[person] != 0 && is_waiting_[person] == 0 &&
                             (is_certain || program.enrolment.happens(uniforms_[person])) &&
                             block.people.persons[person].since != ticks(tick);
        if (applies) applicants_.push_back(static_cast<std::uint32_t>(person));
    }
}

// Those in applicants_ join the end of the list.
void Places::join(const ArmBlock& block, std::size_t number, Tick tick) {
    const Program& program = block.arm.model().programs[number];
    const DrawAddress address = address_of(address_, Purpose::queue_order, tick, program);
    List& list = lists_[number];
    const auto n_before = static_cast<std::ptrdiff_t>(list.size());
    for (const std::uint32_t person : applicants_) {
        list.push_back({person, uniform(address, static_cast<PersonId>(person)), tick.index});
        is_waiting_[person] = 1;
    }
    std::sort(
        list.begin() + n_before, list.end(), [](const Applicant& one, const Applicant& other) {
            return one.order != other.order ? one.order < other.order : one.person < other.person;
        });
}

void Places::apply(const ArmBlock& block, std::size_t number, Tick tick, std::size_t first) {
    find_applicants(block, number, tick, first);
    join(block, number, tick);
    for (const std::size_t resource : block.arm.model().programs[number].queue->resources)
        block.counts.queues.applicants(resource, ticks(tick)) +=
            static_cast<std::uint32_t>(applicants_.size());
}

void Places::drop_out(const ArmBlock& block, std::size_t number, Tick tick) {
    const Program& program = block.arm.model().programs[number];
    const Queue& queue = *program.queue;
    if (queue.drop_out.is_impossible()) return;
    const DrawAddress address = address_of(address_, Purpose::queue_drop_out, tick, program);
    const auto n_dropped = std::erase_if(lists_[number], [&](const Applicant& applicant) {
        if (applicant.since == tick.index ||
            !queue.drop_out.happens(uniform(address, static_cast<PersonId>(applicant.person))))
            return false;
        is_waiting_[applicant.person] = 0;
        if (queue.when_dropped) move_person(block, applicant.person, tick, *queue.when_dropped);
        return true;
    });
    for (const std::size_t resource : queue.resources)
        block.counts.queues.dropped_out(resource, ticks(tick)) +=
            static_cast<std::uint32_t>(n_dropped);
}

std::uint32_t Places::n_free(const ArmBlock& block, const Queue& queue, std::size_t tick) const {
    const Model& model = block.arm.model();
    std::uint32_t free = std::numeric_limits<std::uint32_t>::max();
    for (const std::size_t resource : queue.resources) {
        const std::uint32_t places = model.resources[resource].places[tick];
        const std::uint32_t held = model.resources[resource].is_stock ? n_held(block, resource) : 0;
        free = std::min(free, places > held ? places - held : 0);
    }
    return free;
}

void Places::admit(const ArmBlock& block, std::size_t number, Tick tick) {
    List& list = lists_[number];
    const Queue& queue = *block.arm.model().programs[number].queue;
    const std::size_t n_admitted =
        std::min<std::size_t>(list.size(), n_free(block, queue, ticks(tick)));
    for (std::size_t position = 0; position < n_admitted; ++position) {
        const Applicant& applicant = list[position];
        is_waiting_[applicant.person] = 0;
        for (const std::size_t resource : queue.resources)
            ++block.counts.queues.waited(resource, tick.index - applicant.since);
        enter_program(block, applicant.person, static_cast<ProgramId>(number), tick);
    }
    list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(n_admitted));
}

void Places::refuse(const ArmBlock& block, std::size_t number, Tick tick) {
    List& list = lists_[number];
    const Queue& queue = *block.arm.model().programs[number].queue;
    std::uint32_t n_refused = 0;
    for (; list.size() > queue.limit && list.back().since == tick.index; ++n_refused) {
        const std::uint32_t person = list.back().person;
        list.pop_back();
        is_waiting_[person] = 0;
        if (queue.when_refused) move_person(block, person, tick, *queue.when_refused);
    }
    for (const std::size_t resource : queue.resources)
        block.counts.queues.refused(resource, ticks(tick)) += n_refused;
}

void Places::count(const ArmBlock& block, std::size_t number, Tick tick, std::uint32_t n_admitted) {
    const Model& model = block.arm.model();
    const std::uint32_t now = ticks(tick);
    auto& counted = block.counts.queues;
    for (const std::size_t resource : model.programs[number].queue->resources) {
        const Resource& limited = model.resources[resource];
        counted.places(resource, now) += limited.places[now];
        counted.used(resource, now) += limited.is_stock ? n_held(block, resource) : n_admitted;
        counted.waiting(resource, now) += static_cast<std::uint32_t>(lists_[number].size());
        counted.admitted(resource, now) += n_admitted;
    }
}

}  // namespace forlob
