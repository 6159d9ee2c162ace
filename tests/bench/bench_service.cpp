// bench_service ITEMS: a v2 and v3 service in memory, fast enough never to be what is measured.
//
// Prints "LISTENING port"; ends when standard input does. Beside the tables (see Tables):
//   GET /bench/requests   how many requests there were of each method since the last reset
//   GET /bench/table/T    what was written to a table
//   GET /bench/body/N     N bytes
//   POST /bench/reset     forgets both

#include "bench/http_server.hpp"
#include "bench/page_query.hpp"
#include "bench/service_tables.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>

namespace {

using namespace syncline::bench;

HttpAnswer with_body(std::string body, int status = 200) {
    HttpAnswer answer;
    answer.status = status;
    answer.before = std::move(body);
    return answer;
}

class Service {
  public:
    explicit Service(std::size_t items) : tables_(items) {}

    HttpAnswer answer(const HttpRequest& request) {
        constexpr std::string_view kTables = "/tables/";
        constexpr std::string_view kBench = "/bench/";
        const std::string_view path = request.target.substr(0, request.target.find('?'));
        if (path.substr(0, kBench.size()) == kBench) return control(path.substr(kBench.size()));
        ++requests_[std::string(request.method)];
        if (path.substr(0, kTables.size()) != kTables) return with_body("{}", 404);
        const std::string_view place = path.substr(kTables.size());
        const std::size_t slash = place.find('/');
        const std::string table(place.substr(0, slash));
        const bool v3 = request.header("zumo-api-version").substr(0, 1) == "3";
        try {
            if (slash == std::string_view::npos) return answer_table(request, table, v3);
            return answer_item(request, table, std::string(place.substr(slash + 1)), v3);
        } catch (const std::exception& error) {
            std::fprintf(stderr, "bench_service: %s\n", error.what());
            return with_body(R"({"error":"a body is no JSON object"})", 400);
        }
    }

  private:
    HttpAnswer answer_table(const HttpRequest& request, const std::string& table, bool v3) {
        if (request.method == "POST") return tables_.insert(table, request.body);
        if (request.method != "GET") return with_body("{}", 404);
        const auto query = read_page_query(request.target);
        if (!query) return with_body(R"({"error":"an unknown filter"})", 400);
        return tables_.page(table, *query, v3);
    }

    HttpAnswer answer_item(const HttpRequest& request,
                           const std::string& table,
                           const std::string& id,
                           bool v3) {
        const std::string_view if_match = request.header("if-match");
        if (request.method == "DELETE") return tables_.remove(table, id, if_match);
        if (request.method == (v3 ? "PUT" : "PATCH")) {
            return tables_.update(table, id, request.body, if_match, v3);
        }
        return with_body("{}", 404);
    }

    HttpAnswer control(std::string_view path) {
        constexpr std::string_view kTable = "table/";
        constexpr std::string_view kBody = "body/";
        if (path.substr(0, kTable.size()) == kTable) {
            return with_body(tables_.summary(std::string(path.substr(kTable.size()))));
        }
        if (path.substr(0, kBody.size()) == kBody) {
            const std::string size(path.substr(kBody.size()));
            return with_body(std::string(std::strtoull(size.c_str(), nullptr, 10), 'x'));
        }
        if (path == "reset") {
            requests_.clear();
            tables_.reset();
            return with_body("{}");
        }
        if (path != "requests") return with_body("{}", 404);
        std::string out = "{";
        for (const auto& [method, count] : requests_) {
            out += (out.size() > 1 ? ",\"" : "\"") + method + "\":" + std::to_string(count);
        }
        return with_body(out + '}');
    }

    Tables tables_;
    std::map<std::string, std::size_t> requests_;
};

/// So that the service never outlives a run that was killed.
void end_with_input() {
    char byte = 0;
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    std::_Exit(0);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: bench_service ITEMS\n");
        return 2;
    }
    try {
        Service service(std::strtoull(argv[1], nullptr, 10));
        HttpServer server(
            0, [&service](const HttpRequest& request) { return service.answer(request); });
        std::printf("LISTENING %u\n", server.port());
        std::fflush(stdout);
        std::thread(end_with_input).detach();
        server.run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_service: %s\n", error.what());
        return 1;
    }
}
