#pragma once

#include <string>
#include <string_view>

namespace syncline::cmd {

/// A buffered writer on a file descriptor. It never throws: it remembers the first failure and
/// drops what comes after it, so that the end of the run can answer for all writes at once.
class Output {
  public:
    explicit Output(int descriptor) : descriptor_(descriptor) {}
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    ~Output() { flush(); }

    void write(std::string_view text);
    void flush();

    /// The `errno` of the first write that failed, or 0.
    int error() const { return error_; }

    int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
    int error_ = 0;
    std::string buffer_;
};

struct Streams {
    int in;  ///< the descriptor of standard input
    Output out;
    Output err;
};

}  // namespace syncline::cmd
