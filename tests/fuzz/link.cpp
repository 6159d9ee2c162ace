#include "oracle.hpp"
#include "remote/service.hpp"
#include "service.hpp"

#include <syncline/errors.hpp>

#include <algorithm>

using namespace syncline;
using fuzz::require;

namespace {

remote::Service service() {
    return remote::Service(*remote::find_protocol("v3"),
                           remote::read_url("https://service.test:8443/app"),
                           "",
                           "installation",
                           {});
}

void check_link(const std::string& link) {
    remote::PageQuery query;
    query.link = link;
    TableDefinition table;
    table.name = "todo";
    const std::string url = service().page(table, query).url;
    require(url.rfind("https://service.test:8443/app/tables/todo?", 0) == 0,
            "the next page is one of the table's",
            url);
    const bool plain = std::all_of(
        url.begin(), url.end(), [](unsigned char c) { return c > 0x20 && c < 0x7F && c != '#'; });
    require(plain, "a URL has the characters of a URL", url);
}

}  // namespace

/// An answer, whose Link header, `nextLink` and other headers are read; or a link itself.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::view(data, size);
    for (Response response : fuzz::read_answers(text)) {
        data::Page page;
        fuzz::taken<DataError>([&] { page = data::read_page(response.body); });
        const std::string link = remote::next_query(response, page);
        if (!link.empty()) check_link(link);
        remote::date_of(response);
        remote::page_limit_in(response);
    }
    data::Page page;
    page.next_link = text;
    const std::string link = remote::next_query({}, page);
    if (!link.empty()) check_link(link);
    if (const auto origin = remote::origin_of(text)) {
        require(remote::read_url(*origin).origin == *origin, "an origin is a URL", *origin);
    }
    return 0;
}
