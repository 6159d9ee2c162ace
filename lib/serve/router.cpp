#include "serve/router.hpp"

#include "base/text.hpp"
#include "serve/answers.hpp"

namespace syncline::server {

namespace {

/// The token that came along; empty if none.
std::string token_of(const Request& request) {
    for (const char* name : {"X-ZUMO-AUTH", "Authorization"}) {
        const std::string* const header = request.header(name);
        if (header == nullptr || header->empty()) continue;
        constexpr std::string_view kBearer = "bearer ";
        const bool bearer =
            base::same_ignoring_case(std::string_view(*header).substr(0, kBearer.size()), kBearer);
        return std::string(base::trim(bearer ? header->substr(kBearer.size()) : *header));
    }
    return {};
}

}  // namespace

Answer Router::route_v2(const Request& request,
                        const Target& target,
                        std::optional<Timestamp> stamped) {
    // The real server reads a token wherever one comes, and asks for one only at its tables.
    const std::string token = token_.empty() ? std::string() : token_of(request);
    if (!token.empty() && token != token_) {
        return json_answer(401, R"({"name":"JsonWebTokenError","message":"invalid signature"})");
    }
    if (target.segments.empty() || !base::same_ignoring_case(target.segments[0], "tables")) {
        return not_found_page(request.method, target.path);
    }
    if (!V2::speaks(request, target)) {
        return error_answer(400,
                            "An invalid API version was specified in the request, this request "
                            "needs to specify a ZUMO-API-VERSION of 2.0.0.");
    }
    if (token != token_) return text_answer(401, "You must be logged in to use this application");
    return v2_->answer(request, target, stamped);
}

Answer Router::answer_v2(const Request& request,
                         const Target& target,
                         std::optional<Timestamp> stamped) {
    Answer answer;
    try {
        answer = route_v2(request, target, stamped);
    } catch (const Refusal& refusal) {
        answer = error_answer(refusal.status(), refusal.what());
    } catch (const std::exception& error) {
        answer = error_answer(500, error.what());
    }
    answer.headers.push_back({"x-zumo-server-version", "syncline-serve"});
    return answer;
}

Answer Router::answer(const Request& request, std::optional<Timestamp> stamped) {
    const Target target = read_target(request.target);
    if (!v3_ || (v2_ && V2::names_version(request, target))) {
        return answer_v2(request, target, stamped);
    }
    if (!token_.empty() && token_of(request) != token_) {
        Answer answer;
        answer.status = 401;
        return answer;
    }
    return v3_->answer(request, target, stamped);
}

}  // namespace syncline::server
