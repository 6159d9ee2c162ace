#include "replay/exchange.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace syncline::tests {
namespace {

/// A byte that is no UTF-8 is recorded as a lone surrogate U+DCxx, which no JSON reader takes. It
/// travels through the reader as U+F7xx of the private use area.
constexpr std::string_view kRecordedByte = "\\udc";
constexpr std::string_view kTravelling = "\\uf7";

std::string with_private_bytes(std::string line) {
    bool after_high = false;
    for (std::size_t i = 0; i + 1 < line.size();) {
        if (line[i] != '\\') {
            after_high = false;
            ++i;
            continue;
        }
        if (!after_high && line.compare(i, kRecordedByte.size(), kRecordedByte) == 0) {
            line.replace(i, kTravelling.size(), kTravelling);
        }
        after_high = line.compare(i, 4, "\\ud8") == 0 || line.compare(i, 4, "\\ud9") == 0 ||
                     line.compare(i, 4, "\\uda") == 0 || line.compare(i, 4, "\\udb") == 0;
        i += line[i + 1] == 'u' ? std::size_t{6} : std::size_t{2};
    }
    return line;
}

/// U+F7xx is EF 9C..9F 80..BF in UTF-8.
std::string with_bytes(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto at = [&text, i](std::size_t k) {
            return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U;
        };
        if (at(0) == 0xEFU && at(1) >= 0x9CU && at(1) <= 0x9FU) {
            out += static_cast<char>(((at(1) & 0x03U) << 6U) | (at(2) & 0x3FU));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::optional<std::string> text_or_nothing(const Json& value) {
    return value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
}

Exchange read_exchange(const std::string& line) {
    const Json json = Json::parse(with_private_bytes(line));
    const Json& request = json.at("request");
    const Json& response = json.at("response");
    Exchange exchange;
    exchange.scenario = json.at("scenario");
    exchange.step = json.at("step");
    exchange.name = json.at("name");
    exchange.method = request.at("method");
    exchange.path = request.at("path");
    exchange.headers = request.at("headers").get<Headers>();
    exchange.body = text_or_nothing(request.at("body"));
    if (exchange.body) exchange.body = with_bytes(*exchange.body);
    exchange.answer.status = response.at("status");
    exchange.answer.headers = response.at("headers").get<Headers>();
    exchange.answer.body = text_or_nothing(response.at("body"));
    exchange.placeholders = json.value("placeholders", std::vector<std::string>());
    exchange.wait = std::chrono::milliseconds(json.value("wait_ms", 0));
    return exchange;
}

}  // namespace

std::vector<Exchange> read_exchanges(const std::filesystem::path& file) {
    std::ifstream lines(file);
    if (!lines) throw std::runtime_error("cannot read " + file.string());
    std::vector<Exchange> exchanges;
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty()) exchanges.push_back(read_exchange(line));
    }
    return exchanges;
}

std::vector<std::string> scenarios_of(const std::vector<Exchange>& exchanges) {
    std::vector<std::string> names;
    for (const Exchange& exchange : exchanges) {
        if (std::find(names.begin(), names.end(), exchange.scenario) == names.end()) {
            names.push_back(exchange.scenario);
        }
    }
    return names;
}

std::vector<Exchange> exchanges_of(const std::vector<Exchange>& exchanges,
                                   std::string_view scenario) {
    std::vector<Exchange> steps;
    std::copy_if(exchanges.begin(),
                 exchanges.end(),
                 std::back_inserter(steps),
                 [scenario](const Exchange& one) { return one.scenario == scenario; });
    return steps;
}

}  // namespace syncline::tests
