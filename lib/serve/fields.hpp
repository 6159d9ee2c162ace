#pragma once

#include <syncline/value.hpp>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::server {

/// The members of a JSON object in a configuration. Each is asked for by its name; finish() refuses
/// those that nobody asked for. Everything throws UsageError, which begins with `where`.
class Fields {
  public:
    Fields(std::string where, const Value& object);

    /// The member, or nullptr.
    const Value* find(std::string_view name);

    /// "" if it is not there.
    std::string text(std::string_view name);

    /// False if it is not there.
    bool flag(std::string_view name);

    /// One of these words; the first one if it is not there.
    std::string choice(std::string_view name, std::initializer_list<std::string_view> words);

    std::optional<std::int64_t> whole(std::string_view name,
                                      std::int64_t least,
                                      std::int64_t most = std::numeric_limits<std::int64_t>::max());

    /// Empty if it is not there.
    std::vector<Value> list(std::string_view name);
    Members object(std::string_view name);

    void finish() const;

    [[noreturn]] void refuse(const std::string& problem) const;

    const std::string& where() const { return where_; }
    void say(std::string where) { where_ = std::move(where); }

  private:
    const Value* nested(std::string_view name, char open, const char* what);

    std::string where_;
    Members members_;
    std::vector<std::string> known_;
};

}  // namespace syncline::server
