#include "progress.hpp"

#include "json_objects.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace syncline::cmd {

namespace {

using std::chrono::milliseconds;

/// Work that is over by then was not worth a line.
constexpr milliseconds kPatience{1'000};
constexpr milliseconds kRedraw{100};
constexpr milliseconds kBetweenLines{30'000};
constexpr const char* kErase = "\r\x1b[K";

std::string two_digits(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string shown_rate(double rate) {
    std::string text(32, '\0');
    const int length = std::snprintf(text.data(), text.size(), rate < 9.95 ? "%.1f" : "%.0f", rate);
    text.resize(static_cast<std::size_t>(length));
    return text + "/s";
}

}  // namespace

std::string brief_duration(std::chrono::seconds time) {
    const std::int64_t all = time.count();
    if (all < 60) return std::to_string(all) + 's';
    if (all < 3'600) return std::to_string(all / 60) + 'm' + two_digits(all % 60) + 's';
    return std::to_string(all / 3'600) + 'h' + two_digits(all / 60 % 60) + 'm';
}

ProgressMeter::ProgressMeter(
    Output& err, ProgressStyle style, const Look& look, bool as_json, Clock clock)
    : err_(err),
      style_(style),
      look_(look),
      as_json_(as_json),
      clock_(std::move(clock)),
      began_(clock_()),
      work_began_(began_),
      last_heard_(began_),
      last_shown_(began_) {}

void ProgressMeter::heard(const Progress& progress) {
    if (progress.work != work_) {
        work_ = progress.work;
        tables_.clear();
        work_began_ = last_heard_;
    }
    tables_[progress.table] = progress;
    last_heard_ = clock_();
    tick();
}

void ProgressMeter::tick() {
    if (style_ == ProgressStyle::none || work_.empty()) return;
    const milliseconds now = clock_();
    if (style_ == ProgressStyle::line) {
        if (now - began_ >= kPatience && now - last_shown_ >= kRedraw) draw(now);
    } else if (now - last_shown_ >= kBetweenLines) {
        last_shown_ = now;
        show();
    }
}

void ProgressMeter::show() {
    erase();
    if (as_json_) {
        err_.write(object() + '\n');
    } else {
        err_.write("syncline: " + (work_.empty() ? "nothing has been done yet" : sentence()) +
                   '\n');
    }
    err_.flush();
}

void ProgressMeter::draw(milliseconds now) {
    // One column stays free: some terminals go to the next line when the last one is filled.
    err_.write(kErase + cut_to(sentence(), look_.width > 1 ? look_.width - 1 : 0, look_.is_utf8));
    err_.flush();
    drawn_ = true;
    last_shown_ = now;
}

void ProgressMeter::erase() {
    if (!std::exchange(drawn_, false)) return;
    err_.write(kErase);
    err_.flush();
}

std::uint64_t ProgressMeter::done() const {
    std::uint64_t done = 0;
    for (const auto& each : tables_) done += each.second.done;
    return done;
}

std::optional<std::uint64_t> ProgressMeter::total() const {
    std::uint64_t total = 0;
    for (const auto& each : tables_) {
        if (!each.second.total) return std::nullopt;
        total += *each.second.total;
    }
    return tables_.empty() ? std::nullopt : std::optional(total);
}

std::string ProgressMeter::table() const {
    return tables_.size() == 1 ? tables_.begin()->first : std::string();
}

/// "push: 1200 of 5000 operations, 400/s, 9s left"
std::string ProgressMeter::sentence() const {
    const std::uint64_t now_done = done();
    const auto all = total();
    std::string text = work_ + (table().empty() ? "" : ' ' + table()) + ": ";
    text += std::to_string(now_done) + (all ? " of " + std::to_string(*all) : "");
    text += work_ == "push" ? " operations" : " items";
    const double time = std::chrono::duration<double>(elapsed()).count();
    if (time <= 0 || now_done == 0) return text;
    const double rate = static_cast<double>(now_done) / time;
    text += ", " + shown_rate(rate);
    if (all && *all > now_done) {
        const double left = static_cast<double>(*all - now_done) / rate;
        text += ", " + brief_duration(std::chrono::seconds(static_cast<std::int64_t>(left + 0.5))) +
                " left";
    }
    return text;
}

std::string ProgressMeter::object() const {
    const auto all = total();
    Members members = json::object("progress");
    json::add(members, "work", json::text_or_null(work_));
    json::add(members, "table", json::text_or_null(table()));
    json::add(members, "done", json::number(done()));
    json::add(members, "total", all ? json::number(*all) : Value::null());
    json::add(members, "milliseconds", Value::integer(elapsed().count()));
    return write_members(members);
}

}  // namespace syncline::cmd
