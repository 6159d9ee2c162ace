#include "aligned.hpp"

#include <algorithm>
#include <numeric>

namespace syncline::cmd {

namespace {

constexpr std::size_t kMostLines = 1'000;
constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 3;

/// Takes columns from the widest until the line fits, down to what still says something.
void shrink(std::vector<std::size_t>& widths, std::size_t width) {
    const std::size_t gaps = kGap * (widths.size() - 1);
    std::size_t sum = std::accumulate(widths.begin(), widths.end(), gaps);
    while (sum > width) {
        const auto widest = std::max_element(widths.begin(), widths.end());
        if (*widest <= kNarrowest) return;
        --*widest;
        --sum;
    }
}

}  // namespace

void Aligned::header(const std::vector<std::string>& names) {
    flush();
    has_header_ = true;
    is_settled_ = false;
    held_.push_back(names);
}

void Aligned::line(const std::vector<std::string>& fields) {
    if (is_settled_) return write(fields, false);
    held_.push_back(fields);
    for (const std::string& field : fields) held_bytes_ += field.size();
    if (held_.size() >= kMostLines || held_bytes_ >= kMostBytes) settle_widths();
}

void Aligned::flush() {
    if (!is_settled_) settle_widths();
    is_settled_ = false;
}

void Aligned::settle_widths() {
    widths_.clear();
    for (const auto& fields : held_) {
        widths_.resize(std::max(widths_.size(), fields.size()), 0);
        for (std::size_t i = 0; i < fields.size(); ++i) {
            widths_[i] = std::max(widths_[i], display_width(fields[i]));
        }
    }
    if (look_.width > 0 && !widths_.empty()) shrink(widths_, look_.width);
    is_settled_ = true;
    bool first = has_header_;
    for (const auto& fields : held_) {
        write(fields, first);
        first = false;
    }
    has_header_ = false;
    held_.clear();
    held_bytes_ = 0;
}

void Aligned::write(const std::vector<std::string>& fields, bool is_header) {
    std::string text;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const bool last = i + 1 == fields.size();
        const std::size_t width = i < widths_.size() ? widths_[i] : display_width(fields[i]);
        const std::string field =
            look_.width > 0 ? cut_to(fields[i], width, look_.is_utf8) : fields[i];
        text += field;
        const std::size_t used = display_width(field);
        if (!last) text.append(kGap + (width > used ? width - used : 0), ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out_.write((is_header ? coloured(text, Colour::bold, look_) : text) + '\n');
}

}  // namespace syncline::cmd
