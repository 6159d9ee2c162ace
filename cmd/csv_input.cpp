#include "field_records.hpp"

#include <algorithm>
#include <csv.h>
#include <deque>
#include <exception>
#include <new>
#include <utility>

namespace syncline::cmd {

namespace {

std::string line_name(std::uint64_t line) {
    return "line " + std::to_string(line) + ": ";
}

/// Blanks belong to a field, at its ends too.
int is_space(unsigned char /*c*/) {
    return 0;
}

/// The parser calls back for each field and each end of a record; it is fed a line at a time, so
/// that each record knows where it began.
class CsvReader : public FieldReader {
  public:
    CsvReader(const std::string& path, Streams& streams) : bytes_(path, streams) {
        csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_EMPTY_IS_NULL);
        csv_set_space_func(&parser_, is_space);
        csv_set_blk_size(&parser_, kChunk);
    }
    ~CsvReader() override { csv_free(&parser_); }

    bool next(FieldRecord& record) override {
        while (records_.empty()) {
            if (!feed()) return false;
        }
        record = std::move(records_.front());
        records_.pop_front();
        return true;
    }

  private:
    bool feed();
    bool finish();
    void parse(std::string_view piece);
    void add_field(const char* text, std::size_t size);
    void end_record(int end);

    /// What happens in a callback must not pass through the parser, which is C.
    template <typename Act>
    void guarded(const Act& act) noexcept {
        try {
            act();
        } catch (...) {
            failure_ = std::current_exception();
        }
    }
    static void on_field(void* text, std::size_t size, void* self) noexcept {
        auto* const reader = static_cast<CsvReader*>(self);
        reader->guarded([&] { reader->add_field(static_cast<const char*>(text), size); });
    }
    static void on_end(int end, void* self) noexcept {
        auto* const reader = static_cast<CsvReader*>(self);
        reader->guarded([&] { reader->end_record(end); });
    }

    InputBytes bytes_;
    csv_parser parser_{};
    std::exception_ptr failure_;
    std::deque<FieldRecord> records_;  ///< complete, not yet given out
    FieldRecord current_;
    std::size_t size_ = 0;  ///< bytes that the fields of `current_` take
    bool between_ = true;   ///< no record is open
    bool after_return_ = false;
    bool ended_ = false;
    std::string chunk_;
    std::size_t used_ = 0;
    std::uint64_t line_ = 1;
    char last_ = '\0';
};

void CsvReader::add_field(const char* text, std::size_t size) {
    after_return_ = false;
    size_ += size + kFieldSize;
    if (text == nullptr) {
        current_.fields.emplace_back();
    } else {
        current_.fields.emplace_back(std::in_place, text, size);
    }
}

void CsvReader::end_record(int end) {
    between_ = true;
    if (current_.fields.empty() && end == '\n' && std::exchange(after_return_, false)) return;
    after_return_ = end == '\r';
    size_ = 0;
    records_.push_back(std::exchange(current_, {}));
}

/// Gives the parser the rest of a line, or of the chunk; false at the end.
bool CsvReader::feed() {
    if (ended_) return false;
    if (used_ == chunk_.size()) {
        const bool first = chunk_.empty();
        chunk_.resize(kChunk);
        chunk_.resize(bytes_.read(chunk_.data(), chunk_.size()));
        used_ = first && chunk_.compare(0, 3, kByteOrderMark) == 0 ? 3 : 0;
        if (used_ == chunk_.size()) return finish();
    }
    const std::size_t end = chunk_.find_first_of("\r\n", used_);
    const std::size_t stop = end == std::string::npos ? chunk_.size() : end + 1;
    if (std::exchange(between_, false)) current_.line = line_;
    const std::size_t start = std::exchange(used_, stop);
    parse(std::string_view(chunk_).substr(start, stop - start));
    if (end == std::string::npos) {
        last_ = '\0';
        return true;
    }
    const bool ends_return = chunk_[end] == '\n' && start == end && last_ == '\r';
    if (!ends_return) ++line_;
    last_ = chunk_[end];
    return true;
}

void CsvReader::parse(std::string_view piece) {
    const std::size_t taken =
        csv_parse(&parser_, piece.data(), piece.size(), on_field, on_end, this);
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    if (taken != piece.size()) {
        if (csv_error(&parser_) != CSV_EPARSE) throw std::bad_alloc();
        throw DataError(line_name(line_) + "a quote stands where none may",
                        "a field with a quote goes between quotes, the quote itself twice");
    }
    if (size_ + parser_.entry_pos > kLongestInput) {
        throw DataError(line_name(current_.line) + "the record is larger than 64 MB");
    }
}

bool CsvReader::finish() {
    ended_ = true;
    const int code = csv_fini(&parser_, on_field, on_end, this);
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    if (code != 0) {
        throw DataError(line_name(current_.line) + "a quote opens a field that nothing closes",
                        "nothing was changed");
    }
    return true;
}

}  // namespace

std::unique_ptr<FieldReader> read_csv(const std::string& path, Streams& streams) {
    return std::make_unique<CsvReader>(path, streams);
}

}  // namespace syncline::cmd
