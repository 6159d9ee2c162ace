#pragma once

#include <syncline/transport.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::remote {

inline constexpr const char* kHidden = "<hidden>";

/// Whether what goes by this name (of a header, a parameter, a member) may be a secret.
bool is_secret_name(std::string_view name);

/// Hides what must not be seen in a trace: by its name, and by its text wherever that turns up.
class Secrets {
  public:
    /// `given`: headers that the user added; their values are nobody's business.
    explicit Secrets(const Headers& given);

    /// Learns the secrets that a request carries.
    void learn(const Headers& headers);

    /// The headers as a JSON object.
    std::string headers(const Headers& headers) const;

    std::string url(std::string_view url) const;

    /// A text in which no secret is left.
    std::string text(std::string_view text) const;

    /// The beginning of a body; `left_out` is how many bytes are not shown.
    std::string body(std::string_view body,
                     std::string_view content_type,
                     std::uint64_t& left_out) const;

  private:
    bool hides(std::string_view header) const;
    void remember(std::string_view value);
    std::size_t safe_cut(std::string_view body) const;

    std::vector<std::string> names_;   ///< of the headers that the user added
    std::vector<std::string> values_;  ///< known secrets
};

}  // namespace syncline::remote
