#pragma once

#include "look.hpp"
#include "output.hpp"

#include <string>
#include <vector>

namespace syncline::cmd {

/// Lines of fields in columns that line up. The widths are those of the first lines (1,000 lines or
/// 1 MB), so that memory does not grow with the list. Where they do not fit a terminal, columns
/// that are empty in all of them are left out and the widest ones are cut, ids last; where nothing
/// readable would be left, each line becomes lines of `name: field`. Fields hold no control
/// characters.
class Aligned {
  public:
    Aligned(Output& out, const Look& look) : out_(out), look_(look) {}

    /// The line above the others, in bold where there is colour. Forgets earlier widths.
    void header(const std::vector<std::string>& names);
    void line(const std::vector<std::string>& fields);
    /// Writes what is still held back.
    void flush();

  private:
    void settle_widths();
    void fit();
    void write_apart(const std::vector<std::string>& fields);
    void write(const std::vector<std::string>& fields, bool is_header);

    Output& out_;
    Look look_;
    std::vector<std::vector<std::string>> held_;
    std::size_t held_bytes_ = 0;
    bool has_header_ = false;
    bool is_settled_ = false;
    std::vector<std::string> names_;
    std::vector<std::size_t> widths_;
    std::vector<bool> left_out_;
    bool apart_ = false;
    bool is_first_ = true;  ///< of the lines that are written apart
};

}  // namespace syncline::cmd
