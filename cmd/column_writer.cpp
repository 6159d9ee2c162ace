#include "column_writer.hpp"

namespace syncline::cmd {

void ColumnWriter::begin(const Words& columns) {
    columns_ = columns;
    needs_heading_ = has_header_;
}

/// A list whose columns nobody knew before takes those of its first record.
void ColumnWriter::next(const Members& record) {
    if (columns_.empty()) {
        for (const Member& member : record) columns_.push_back(member.name);
    }
    write_heading();
    std::vector<const Value*> values;
    values.reserve(columns_.size());
    for (const std::string& column : columns_) values.push_back(find_member(record, column));
    row(values);
}

void ColumnWriter::end() {
    write_heading();
}

void ColumnWriter::write_heading() {
    if (!needs_heading_ || columns_.empty()) return;
    needs_heading_ = false;
    heading(columns_);
}

}  // namespace syncline::cmd
