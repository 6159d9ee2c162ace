#include <syncline/transport.hpp>

namespace syncline {

Transport::~Transport() = default;

std::string_view Response::header(std::string_view name) const {
    for (const auto& [header, value] : headers) {
        if (header == name) return value;
    }
    return {};
}

}  // namespace syncline
