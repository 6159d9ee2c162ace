#include "serve/url.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace syncline::server {

namespace {

std::string decode_query(std::string_view text) {
    std::string blanks(text);
    std::replace(blanks.begin(), blanks.end(), '+', ' ');
    return base::percent_decode(blanks);
}

Parameter read_parameter(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return {decode_query(text), {}};
    return {decode_query(text.substr(0, equals)), decode_query(text.substr(equals + 1))};
}

std::string encode_query(std::string_view text, std::string_view kept) {
    std::string out;
    std::size_t start = 0;
    while (start < text.size()) {
        const std::size_t next = std::min(text.find_first_of(kept, start), text.size());
        out += base::percent_encode(text.substr(start, next - start));
        if (next < text.size()) out += text[next];
        start = next + 1;
    }
    return out;
}

}  // namespace

const std::string* Target::parameter(std::string_view name) const {
    const auto found = std::find_if(
        parameters.begin(), parameters.end(), [name](const auto& one) { return one.name == name; });
    return found == parameters.end() ? nullptr : &found->value;
}

Target read_target(std::string_view target) {
    Target out;
    target = target.substr(0, target.find('#'));
    const std::size_t question = target.find('?');
    const std::string_view path = target.substr(0, question);
    out.path = path;
    for (const std::string_view segment : base::split(path, '/')) {
        if (!segment.empty()) out.segments.push_back(base::percent_decode(segment));
    }
    if (question == std::string_view::npos) return out;
    for (const std::string_view pair : base::split(target.substr(question + 1), '&')) {
        if (!pair.empty()) out.parameters.push_back(read_parameter(pair));
    }
    return out;
}

std::string write_query(const std::vector<Parameter>& parameters, std::string_view kept) {
    std::vector<std::string> pairs;
    pairs.reserve(parameters.size());
    for (const Parameter& parameter : parameters) {
        pairs.push_back(encode_query(parameter.name, kept) + '=' +
                        encode_query(parameter.value, kept));
    }
    return base::join(pairs, "&");
}

}  // namespace syncline::server
