#include "serve/run.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "serve/seed.hpp"
#include "serve/server.hpp"

#include <syncline/errors.hpp>

#include <fstream>
#include <thread>

namespace syncline::server {

namespace {

constexpr std::chrono::milliseconds kPollTime{20};

Timestamp now() {
    return std::chrono::duration_cast<Timestamp>(
        std::chrono::system_clock::now().time_since_epoch());
}

void define_table(Tables& tables, std::string_view spec) {
    const std::size_t colon = spec.find(':');
    const std::string_view kind =
        colon == std::string_view::npos ? std::string_view("soft") : spec.substr(colon + 1);
    if (kind != "soft" && kind != "hard") {
        throw UsageError("the table \"" + base::one_line(spec, 80) +
                         "\" must be NAME, NAME:soft or NAME:hard");
    }
    tables.define(spec.substr(0, colon), kind == "soft");
}

std::string read_token(const std::string& file) {
    if (file.empty()) return {};
    std::ifstream input(file);
    std::string line;
    if (!input || (!std::getline(input, line) && input.bad())) {
        throw StoreError(Status::io, "the token file \"" + file + "\" cannot be read");
    }
    std::string token(base::trim(line));
    if (token.empty()) throw UsageError("the token file \"" + file + "\" is empty");
    return token;
}

std::vector<Fault> read_faults(const std::vector<std::string>& specs) {
    std::vector<Fault> faults;
    faults.reserve(specs.size());
    for (const std::string& spec : specs) faults.push_back(read_fault(spec));
    return faults;
}

Limits read_limits(const ServeOptions& options) {
    if (options.page_size == 0) throw UsageError("the page size must be at least 1");
    return {options.page_size, options.max_top};
}

void run(const ServeOptions& options,
         const std::function<void(const std::string& url)>& listening,
         const std::function<bool()>& stop_requested) {
    const Limits limits = read_limits(options);
    std::vector<Fault> faults = read_faults(options.faults);
    std::string token = read_token(options.token_file);

    Tables tables(options.database, now);
    for (const std::string& spec : options.tables) define_table(tables, spec);
    if (!options.seed_file.empty()) {
        insert_seed(tables, options.seed_file, now, base::make_uuid4);
    }

    Stop stop;
    Service service(Router(V2(tables, limits, base::make_uuid4), std::move(token)),
                    std::move(faults),
                    now,
                    [&stop](std::chrono::milliseconds time) { stop.pause(time); });
    const Server server(service, stop, options.port);
    listening("http://127.0.0.1:" + std::to_string(server.port()));
    while (!stop_requested()) std::this_thread::sleep_for(kPollTime);
}

}  // namespace

}  // namespace syncline::server

void syncline_serve_run(const syncline::ServeOptions& options,
                        const std::function<void(const std::string& url)>& listening,
                        const std::function<bool()>& stop_requested) {
    syncline::server::run(options, listening, stop_requested);
}
