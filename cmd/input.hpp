#pragma once

#include <syncline/client.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace syncline::cmd {

struct Streams;

/// More than this is not taken as one line, one record or one document.
inline constexpr std::size_t kLongestInput = std::size_t{64} << 20;

/// Input is read in pieces of this size.
inline constexpr std::size_t kChunk = std::size_t{256} << 10;

/// What may stand before a text in UTF-8.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// The bytes of standard input or a file. Input that is not a regular file (a pipe, a terminal)
/// is first copied to an unnamed temporary file, so that no transaction waits for it.
class InputBytes {
  public:
    /// `path`: `-` is standard input. Copies if it must. Says on standard error that it waits if
    /// the input is a terminal. Throws StoreError (`io`).
    InputBytes(const std::string& path, Streams& streams);
    ~InputBytes();
    InputBytes(const InputBytes&) = delete;
    InputBytes& operator=(const InputBytes&) = delete;

    /// Bytes read into `out`, at most `size`; 0 at the end. Throws StoreError (`io`).
    std::size_t read(char* out, std::size_t size);

  private:
    int descriptor_ = -1;
    std::string name_;
    bool owned_ = false;
};

/// The lines of an input. Memory grows with the longest line only.
class InputLines {
  public:
    explicit InputLines(Streams& streams) : InputLines("-", streams) {}
    /// `path`: `-` is standard input; `end`: what ends a line.
    InputLines(const std::string& path, Streams& streams, char end = '\n')
        : bytes_(path, streams), end_(end) {}

    /// The next line that is not blank, without its end; false at the end. `line` stays valid until
    /// the next call. Throws DataError for a line of more than 64 MB.
    bool next(std::string_view& line);
    /// The next line, also if it is blank.
    bool next_of_any(std::string_view& line);

    /// The number of the line that was given last, from 1.
    std::uint64_t number() const { return number_; }

  private:
    bool read_more();

    InputBytes bytes_;
    char end_;
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
