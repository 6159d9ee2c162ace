#include "remote/login.hpp"

#include "base/text.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <utility>

namespace syncline::remote {

namespace {

Request at_host(const Service& service, const char* method, const std::string& path) {
    Request request = service.any(method, "");
    request.url = service.root().origin + path;
    return request;
}

/// In lower case; the SDKs' long name of one of them has a short one in the path.
std::string path_name(const std::string& provider) {
    std::string name = base::lower(provider);
    if (name == "windowsazureactivedirectory") name = "aad";
    if (name.empty() ||
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") != std::string::npos) {
        throw UsageError("no provider is called \"" + base::one_line(provider, 40) + "\"",
                         "they are called aad, facebook, google, microsoftaccount, twitter, or as "
                         "the service has named its own");
    }
    return name;
}

const char* hint_for(int status) {
    if (status == 404) return "the service has no login with this provider; check the URL, too";
    if (status == 401 || status == 403) return "get a new token from the provider";
    return status_of_answer(status) == Status::retry ? "run it again later" : "";
}

/// The service's words, unless they repeat what is secret.
std::string safe_words(const Response& response, const std::string& secret) {
    std::string words = words_of(response);
    for (const std::string_view part : base::split(secret, '"')) {
        constexpr std::size_t kShortestSecret = 8;
        if (part.size() >= kShortestSecret && words.find(part) != std::string::npos) {
            return "(its words hold the token)";
        }
    }
    return words;
}

std::string text_of(const Members& members, const char* name) {
    const Value* const value = find_member(members, name);
    return value != nullptr && value->is_string() ? value->text() : std::string();
}

}  // namespace

Request login_request(const Service& service,
                      const std::string& provider,
                      const std::string& provider_token) {
    Request request = at_host(service, "POST", "/.auth/login/" + path_name(provider));
    request.headers.emplace_back("content-type", "application/json; charset=utf-8");
    request.body = provider_token;
    return request;
}

Request refresh_request(const Service& service) {
    return at_host(service, "GET", "/.auth/refresh");
}

Login read_login(const Response& response,
                 const Url& root,
                 const std::string& what,
                 const std::string& secret) {
    const std::string answered =
        what + ": " + root.origin + " answered " + std::to_string(response.status);
    if (response.status < 200 || response.status >= 300) {
        throw ServiceError(status_of_answer(response.status),
                           answered + ": " + safe_words(response, secret),
                           response.status,
                           hint_for(response.status));
    }
    Login login;
    try {
        const Members members = data::read_object(response.body);
        login.token = text_of(members, "authenticationToken");
        const Value* const user = find_member(members, "user");
        if (user != nullptr && user->kind() == Value::Kind::nested) {
            login.user_id = text_of(data::read_object(user->text()), "userId");
        }
    } catch (const DataError&) {
        login.token.clear();
    }
    // It goes into a header and is one line of a file.
    const auto breaks = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
    if (std::any_of(login.token.begin(), login.token.end(), breaks)) login.token.clear();
    if (login.token.empty()) {
        throw ServiceError(Status::refused,
                           answered + " without a token of its own",
                           response.status,
                           "check the URL");
    }
    return login;
}

}  // namespace syncline::remote
