#include "serve/run.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "serve/seed.hpp"
#include "serve/server.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <thread>

namespace syncline::server {

namespace {

constexpr std::chrono::milliseconds kPollTime{20};

Timestamp now() {
    return std::chrono::duration_cast<Timestamp>(
        std::chrono::system_clock::now().time_since_epoch());
}

std::string make_id() {
    std::string id = base::make_uuid4();
    id.erase(std::remove(id.begin(), id.end(), '-'), id.end());
    return id;
}

/// 16 random bytes.
std::string make_version() {
    const std::string digits = make_id();
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        unsigned byte = 0;
        std::from_chars(digits.data() + i, digits.data() + i + 2, byte, 16);
        bytes += static_cast<char>(byte);
    }
    return base::base64_encode(bytes);
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

std::optional<V2> make_v2(const ServeOptions& options, Tables& tables) {
    if (options.protocols == ServeProtocols::v3) return std::nullopt;
    Limits limits;
    limits.page_size = options.page_size.value_or(limits.page_size);
    limits.max_top = options.max_top;
    return V2(tables, limits, base::make_uuid4);
}

std::optional<V3> make_v3(const ServeOptions& options, Tables& tables) {
    if (options.protocols == ServeProtocols::v2) return std::nullopt;
    V3::Settings settings;
    settings.limits.page_size = options.page_size.value_or(settings.limits.page_size);
    settings.on_demand = options.tables.empty() && options.seed_file.empty();
    settings.new_id = make_id;
    settings.new_version = make_version;
    return V3(tables, std::move(settings));
}

void run(const ServeOptions& options,
         const std::function<void(const std::string& url)>& listening,
         const std::function<bool()>& stop_requested) {
    if (options.page_size == 0U) throw UsageError("the page size must be at least 1");
    std::vector<Fault> faults = read_faults(options.faults);
    std::string token = read_token(options.token_file);

    Tables tables(options.database, now);
    for (const std::string& option : options.tables) {
        for (Definition& definition : read_definitions(option)) {
            tables.define(std::move(definition));
        }
    }
    tables.check_references();
    if (!options.seed_file.empty()) {
        insert_seed(tables, options.seed_file, now, base::make_uuid4);
    }

    Stop stop;
    Service service(Router(make_v2(options, tables), make_v3(options, tables), std::move(token)),
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
