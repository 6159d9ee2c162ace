#include "data/json_read.hpp"
#include "oracle.hpp"
#include "remote/service.hpp"

#include <syncline/value.hpp>

#include <algorithm>

using namespace syncline;
using fuzz::require;

namespace {

bool is_control(unsigned char c) {
    return c < 0x20 || c == 0x7F;
}

/// The version goes back to the service in a header of its own, and nothing else does.
void check_condition(const std::string& version) {
    const remote::Service service(*remote::find_protocol("v2"),
                                  remote::read_url("https://service.test"),
                                  "",
                                  "installation",
                                  {});
    TableDefinition table;
    table.name = "todo";
    const Request request = service.remove(table, "a", version);
    for (const auto& [name, value] : request.headers) {
        require(
            std::none_of(value.begin(), value.end(), is_control), "a header is one line", value);
    }
}

}  // namespace

/// An ETag; also the version of an item that a body shows.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(fuzz::view(data, size));
    const std::string version = remote::version_of_etag(text);
    const bool is_plain = version.find("\\\"") == std::string::npos &&
                          std::none_of(version.begin(), version.end(), is_control);
    require(!is_plain || version.empty() ||
                remote::version_of_etag(remote::quote_version(version)) == version,
            "a version comes back as it was sent",
            version);
    check_condition(version);
    check_condition(text);
    const Response response{200, {{"etag", text}}, R"({"id":"a","version":"x"})"};
    const remote::Answer answer = remote::read_answer(response);
    require(answer.item && (answer.item->version == (version.empty() ? "x" : version)),
            "a strong ETag is the version");
    return 0;
}
