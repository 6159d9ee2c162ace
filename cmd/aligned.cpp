#include "aligned.hpp"

#include <algorithm>

namespace syncline::cmd {

namespace {

constexpr std::size_t kMostLines = 1'000;
constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowestColumn = 3;
constexpr std::size_t kReadable = 8;  ///< a cut field that is shorter says nothing

/// Takes columns from the widest until the line fits, down to what still says something.
void shrink(std::vector<std::size_t>& widths,
            const std::vector<bool>& is_kept,
            std::size_t excess) {
    for (; excess > 0; --excess) {
        std::size_t widest = widths.size();
        for (std::size_t i = 0; i < widths.size(); ++i) {
            if (is_kept[i]) continue;
            if (widest == widths.size() || widths[i] > widths[widest]) widest = i;
        }
        if (widest == widths.size() || widths[widest] <= kNarrowestColumn) return;
        --widths[widest];
    }
}

/// Whether the column names the line, so that people copy from it.
bool is_name(const std::string& column) {
    return column == "id" || column == "op";
}

}  // namespace

void Aligned::header(const std::vector<std::string>& names) {
    flush();
    has_header_ = true;
    is_first_ = true;
    is_settled_ = false;
    names_ = names;
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
    left_out_.assign(widths_.size(), false);
    apart_ = false;
    if (look_.width > 0 && !widths_.empty()) fit();
    is_settled_ = true;
    bool first = has_header_;
    for (const auto& fields : held_) {
        if (!first || !apart_) write(fields, first);
        first = false;
    }
    has_header_ = false;
    held_.clear();
    held_bytes_ = 0;
}

void Aligned::fit() {
    const auto excess = [this] {
        std::size_t sum = 0;
        for (std::size_t i = 0; i < widths_.size(); ++i) {
            if (!left_out_[i]) sum += widths_[i] + (sum > 0 ? kGap : 0);
        }
        return sum > look_.width ? sum - look_.width : 0;
    };
    if (excess() == 0) return;
    const std::vector<std::size_t> natural = widths_;
    std::vector<bool> is_kept(widths_.size());
    const std::size_t first = has_header_ ? 1 : 0;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
        const bool is_empty = std::all_of(
            held_.begin() + static_cast<std::ptrdiff_t>(first),
            held_.end(),
            [i](const auto& fields) { return i >= fields.size() || fields[i].empty(); });
        left_out_[i] = has_header_ && held_.size() > first && is_empty;
        is_kept[i] = left_out_[i] || (has_header_ && is_name(names_[i]));
    }
    shrink(widths_, is_kept, excess());
    shrink(widths_, left_out_, excess());
    for (std::size_t i = 0; i < widths_.size(); ++i) {
        if (left_out_[i] || widths_[i] == natural[i]) continue;
        apart_ = apart_ || (has_header_ && widths_[i] < kReadable);
    }
    // A header alone says which columns there are.
    apart_ = apart_ && held_.size() > first;
}

void Aligned::write_apart(const std::vector<std::string>& fields) {
    if (!is_first_) out_.write("\n");
    is_first_ = false;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].empty()) continue;
        const std::string name = i < names_.size() ? names_[i] + ": " : std::string();
        out_.write(coloured(name, Colour::bold, look_) + fields[i] + '\n');
    }
}

void Aligned::write(const std::vector<std::string>& fields, bool is_header) {
    if (apart_) return write_apart(fields);
    std::string text;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i < left_out_.size() && left_out_[i]) continue;
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
