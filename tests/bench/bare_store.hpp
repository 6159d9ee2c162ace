#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::bench {

/// What a page says of one item.
struct Row {
    std::string_view id;
    std::string_view text;
    std::string_view due;
    std::string_view version;
    std::string_view created_at;
    std::string_view updated_at;
    std::int64_t complete = 0;
    std::int64_t priority = 0;
};

/// The least that storing items takes: a table as syncline's, one prepared upsert, a commit every
/// 20,000 rows sorted by id, in WAL mode with synchronous=FULL.
class BareStore {
  public:
    /// Makes the file; an empty name keeps nothing.
    explicit BareStore(const std::string& file);
    ~BareStore();
    BareStore(const BareStore&) = delete;
    BareStore& operator=(const BareStore&) = delete;

    /// Copies the row; stores what was gathered when it is enough.
    void add(const Row& row);

    /// Stores the rest.
    void finish() { commit(); }

  private:
    struct State;
    void commit();
    std::string_view copy(std::string_view text);

    std::unique_ptr<State> state_;
    std::pmr::monotonic_buffer_resource memory_;
    std::vector<Row> rows_;
};

}  // namespace syncline::bench
