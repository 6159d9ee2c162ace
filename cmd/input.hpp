#pragma once

#include <syncline/client.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace syncline::cmd {

struct Streams;

/// The lines of standard input or a file. Input that is not a regular file (a pipe, a
/// terminal) is first copied to an unnamed temporary file, so that no transaction waits for it.
/// Memory grows with the longest line only.
class InputLines {
  public:
    /// Copies if it must. Says on standard error that it waits if the input is a terminal. Throws
    /// StoreError (`io`).
    explicit InputLines(Streams& streams);
    /// The lines of a file instead; `-` is standard input.
    InputLines(const std::string& path, Streams& streams);
    ~InputLines();
    InputLines(const InputLines&) = delete;
    InputLines& operator=(const InputLines&) = delete;

    /// The next line that is not blank, without its end; false at the end. `line` stays valid until
    /// the next call. Throws DataError for a line of more than 64 MB.
    bool next(std::string_view& line);

    /// The number of the line that `next` gave last, from 1.
    std::uint64_t number() const { return number_; }

  private:
    bool read_more();

    int descriptor_ = -1;
    std::string name_;
    bool owned_ = false;
    bool ended_ = false;
    std::string buffer_;
    std::size_t used_ = 0;  ///< bytes of `buffer_` that were given out
    std::uint64_t number_ = 0;
};

/// The lines as items; each is called "line N". `lines` must outlive the source.
ItemSource source_of(InputLines& lines);

/// A whole file, or standard input for `-`. Throws StoreError (`io`) or DataError if it is larger
/// than 64 MB.
std::string read_whole(const std::string& path, Streams& streams);

}  // namespace syncline::cmd
