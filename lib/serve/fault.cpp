#include "serve/fault.hpp"

#include "base/text.hpp"

#include <syncline/errors.hpp>

#include <array>
#include <charconv>

namespace syncline::server {

namespace {

struct ActionName {
    std::string_view name;
    Fault::Action action;
    std::string_view form;  ///< as the message shows it
};

constexpr std::array<ActionName, 7> kActions{{
    {"fail", Fault::Action::fail, "fail:STATUS"},
    {"retry-after", Fault::Action::retry_after, "retry-after:STATUS:SECONDS"},
    {"html", Fault::Action::html, "html"},
    {"delay", Fault::Action::delay, "delay:MS"},
    {"drop-before", Fault::Action::drop_before, "drop-before"},
    {"drop-after", Fault::Action::drop_after, "drop-after"},
    {"late-commit", Fault::Action::late_commit, "late-commit:MS"},
}};

[[noreturn]] void refuse(std::string_view spec, const std::string& problem) {
    throw UsageError("the fault \"" + base::one_line(spec, 80) + "\": " + problem,
                     "see syncline serve --help");
}

std::uint64_t read_number(std::string_view spec, std::string_view text, std::uint64_t least) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < least ||
        number > 1'000'000'000) {
        refuse(spec,
               '"' + base::one_line(text, 40) + "\" must be a whole number from " +
                   std::to_string(least) + " to 1000000000");
    }
    return number;
}

int read_status(std::string_view spec, std::string_view text) {
    const std::uint64_t status = read_number(spec, text, 200);
    if (status > 599) refuse(spec, "the status must be from 200 to 599");
    return static_cast<int>(status);
}

const ActionName& find_action(std::string_view spec, std::string_view name) {
    std::vector<std::string> names;
    for (const ActionName& action : kActions) {
        if (action.name == name) return action;
        names.emplace_back(action.name);
    }
    refuse(spec, '"' + base::one_line(name, 40) + "\" must be one of " + base::join(names, ", "));
}

void read_action(std::string_view spec, std::string_view text, Fault& fault) {
    const std::vector<std::string_view> parts = base::split(text, ':');
    const ActionName& action = find_action(spec, parts[0]);
    if (parts.size() != base::split(action.form, ':').size()) {
        refuse(spec, "expected " + std::string(action.form));
    }
    fault.action = action.action;
    switch (action.action) {
        case Fault::Action::retry_after:
            fault.retry_after = std::chrono::seconds(read_number(spec, parts[2], 0));
            [[fallthrough]];
        case Fault::Action::fail:
            fault.status = read_status(spec, parts[1]);
            break;
        case Fault::Action::delay:
        case Fault::Action::late_commit:
            fault.time = std::chrono::milliseconds(read_number(spec, parts[1], 0));
            break;
        case Fault::Action::html:
        case Fault::Action::drop_before:
        case Fault::Action::drop_after:
            break;
    }
}

void read_selector(std::string_view spec, std::string_view text, Fault& fault) {
    const std::size_t equals = text.find('=');
    const std::string_view name = text.substr(0, equals);
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view() : text.substr(equals + 1);
    if (value.empty()) refuse(spec, "expected @SELECTOR=VALUE after the action");
    if (name == "method") {
        fault.method = value;
    } else if (name == "path") {
        fault.path = value;
    } else if (name == "skip") {
        fault.skip = read_number(spec, value, 0);
    } else if (name == "every") {
        fault.every = read_number(spec, value, 1);
    } else if (name == "next") {
        fault.next = read_number(spec, value, 1);
    } else {
        refuse(spec,
               "\"@" + base::one_line(name, 40) +
                   "\" must be one of @method, @path, @skip, @every, @next");
    }
}

bool is_write(std::string_view method) {
    return method == "POST" || method == "PATCH" || method == "PUT" || method == "DELETE";
}

}  // namespace

Fault read_fault(std::string_view spec) {
    const std::vector<std::string_view> parts = base::split(spec, '@');
    Fault fault;
    read_action(spec, parts[0], fault);
    for (std::size_t i = 1; i < parts.size(); ++i) read_selector(spec, parts[i], fault);
    return fault;
}

Faults::Faults(std::vector<Fault> faults) {
    faults_.reserve(faults.size());
    for (Fault& fault : faults) faults_.push_back({std::move(fault), 0, 0});
}

bool Faults::strikes(Counted& counted, std::string_view method, std::string_view target) {
    const Fault& fault = counted.fault;
    if (!fault.method.empty() && !base::same_ignoring_case(fault.method, method)) return false;
    if (target.find(fault.path) == std::string_view::npos) return false;
    if (fault.action == Fault::Action::late_commit && !is_write(method)) return false;
    if (fault.next && counted.hits >= *fault.next) return false;
    ++counted.seen;
    if (counted.seen <= fault.skip || (counted.seen - fault.skip) % fault.every != 0) return false;
    ++counted.hits;
    return true;
}

Verdict Faults::next(std::string_view method, std::string_view target) {
    const std::lock_guard lock(mutex_);
    Verdict verdict;
    for (Counted& counted : faults_) {
        if (!strikes(counted, method, target)) continue;
        switch (counted.fault.action) {
            case Fault::Action::delay:
                verdict.delay += counted.fault.time;
                break;
            case Fault::Action::late_commit:
                verdict.late_commit += counted.fault.time;
                break;
            case Fault::Action::drop_after:
                verdict.drop_after = true;
                break;
            case Fault::Action::fail:
            case Fault::Action::retry_after:
            case Fault::Action::html:
            case Fault::Action::drop_before:
                if (!verdict.instead) verdict.instead = counted.fault;
                break;
        }
    }
    return verdict;
}

}  // namespace syncline::server
