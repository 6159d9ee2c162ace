#pragma once

#include "record_writer.hpp"

#include <vector>

namespace syncline::cmd {

/// What the formats with columns share: which columns a list has, and its header.
class ColumnWriter : public RecordWriter {
  public:
    explicit ColumnWriter(bool has_header) : has_header_(has_header) {}

    void begin(const Words& columns) override;
    void next(const Members& record) override;
    void end() override;

  protected:
    const Words& columns() const { return columns_; }

  private:
    virtual void heading(const Words& names) = 0;
    /// One value for each column; nullptr where the record has none.
    virtual void row(const std::vector<const Value*>& values) = 0;

    void write_heading();

    bool has_header_;
    bool needs_heading_ = false;
    Words columns_;
};

}  // namespace syncline::cmd
