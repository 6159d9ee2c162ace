#include "remote/curl_transport.hpp"

#include "remote/authorities.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace syncline::remote {

namespace {

using std::chrono::milliseconds;

/// A wait is cut into pieces, so that a signal is seen soon.
constexpr milliseconds kLongestPoll{100};

constexpr int kProxyAuthentication = 407;

/// More than this is no head of an answer.
constexpr std::size_t kLongestHead = std::size_t{256} << 10;

struct CleanEasy {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct CleanMulti {
    void operator()(CURLM* handle) const noexcept { curl_multi_cleanup(handle); }
};
struct CleanList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, CleanEasy>;
using Multi = std::unique_ptr<CURLM, CleanMulti>;
using List = std::unique_ptr<curl_slist, CleanList>;

class CurlTransport;

/// One request in flight. Stays where it is: libcurl keeps pointers into it.
struct Flight {
    CurlTransport* transport = nullptr;
    std::uint64_t ticket = 0;
    Request request;
    Response response;
    Easy easy;
    List headers;
    std::array<char, CURL_ERROR_SIZE> error{};
    bool too_large = false;
    bool paused = false;  ///< until others have ended
    std::size_t head_bytes = 0;
    bool head_too_large = false;
};

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* user) noexcept {
    auto& flight = *static_cast<Flight*>(user);
    try {
        const std::string line(data, size * count);
        flight.head_bytes += line.size();
        if (flight.head_bytes > kLongestHead) {
            flight.head_too_large = true;
            return 0;
        }
        if (line.rfind("HTTP/", 0) == 0) flight.response.headers.clear();
        const std::size_t colon = line.find(':');
        if (colon == std::string::npos) return line.size();
        std::string name = line.substr(0, colon);
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
            return static_cast<char>(std::tolower(c));
        });
        const std::size_t first = line.find_first_not_of(" \t", colon + 1);
        const std::size_t last = line.find_last_not_of(" \t\r\n");
        std::string value;
        if (first != std::string::npos && last >= first)
            value = line.substr(first, last - first + 1);
        flight.response.headers.emplace_back(std::move(name), std::move(value));
        return line.size();
    } catch (const std::exception&) {
        return 0;
    }
}

NoAnswer::Reason reason_of(CURLcode code) {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_COULDNT_CONNECT:
            return NoAnswer::Reason::unreachable;
        case CURLE_SSL_CERTPROBLEM:
            return NoAnswer::Reason::no_identity;
        case CURLE_SSL_CIPHER:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
        case CURLE_SSL_INVALIDCERTSTATUS:
            return NoAnswer::Reason::untrusted;
        case CURLE_URL_MALFORMAT:
            return NoAnswer::Reason::bad_url;
        case CURLE_UNSUPPORTED_PROTOCOL:  // a body without a head: HTTP 0.9
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_BAD_CONTENT_ENCODING:
            return NoAnswer::Reason::garbled;
        default:
            return NoAnswer::Reason::lost;
    }
}

/// Whether the other side ended TLS because of our certificate, or because it has none. libcurl has
/// no code for that, and what it says is OpenSSL's "… alert certificate required".
bool is_about_our_certificate(const std::string& words) {
    const std::size_t alert = words.find("alert ");
    if (alert == std::string::npos) return false;
    return words.find("certificate", alert) != std::string::npos ||
           words.find("unknown ca", alert) != std::string::npos;
}

NoAnswer failure_of(CURLcode code, const std::string& words) {
    if (code == CURLE_SSL_PINNEDPUBKEYNOTMATCH) {
        return {NoAnswer::Reason::untrusted, "its public key is not the one of --pinnedpubkey"};
    }
    const bool in_tls =
        code == CURLE_SSL_CONNECT_ERROR || code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR;
    const NoAnswer::Reason reason =
        in_tls && is_about_our_certificate(words) ? NoAnswer::Reason::no_identity : reason_of(code);
    return {reason, words.empty() ? curl_easy_strerror(code) : words};
}

/// Whether a proxy that was asked for a tunnel wanted a password. libcurl calls that an error.
bool was_refused_by_proxy(CURL* easy) {
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &status);
    return status == kProxyAuthentication;
}

/// Whether a new connection ended before the request could go out. A service that does not like our
/// certificate does so in TLS 1.3, and the alert that says why is often lost with the connection.
bool ended_after_handshake(CURL* easy, CURLcode code) {
    curl_off_t handshake = 0;
    curl_easy_getinfo(easy, CURLINFO_APPCONNECT_TIME_T, &handshake);
    return code == CURLE_SEND_ERROR && handshake > 0;
}

bool is_loopback(const std::string& url) {
    return url.rfind("http://127.", 0) == 0 || url.rfind("http://localhost", 0) == 0 ||
           url.rfind("http://[::1]", 0) == 0;
}

template <typename Value>
void set(CURL* easy, CURLoption option, Value value) {
    curl_easy_setopt(easy, option, value);
}

class CurlTransport : public Transport {
  public:
    explicit CurlTransport(const RemoteOptions& options)
        : options_(options), multi_(curl_multi_init()) {
        curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(options.parallel));
        curl_multi_setopt(
            multi_.get(), CURLMOPT_MAX_HOST_CONNECTIONS, static_cast<long>(options.parallel));
        curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    }

    ~CurlTransport() override {
        for (auto& [easy, flight] : flights_) curl_multi_remove_handle(multi_.get(), easy);
    }

    std::uint64_t start(Request request) override {
        auto flight = std::make_unique<Flight>();
        flight->ticket = ++last_ticket_;
        flight->request = std::move(request);
        flight->transport = this;
        flight->easy = take_easy();
        set_options(*flight);
        CURL* const easy = flight->easy.get();
        curl_multi_add_handle(multi_.get(), easy);
        flights_.emplace(easy, std::move(flight));
        int running = 0;
        curl_multi_perform(multi_.get(), &running);
        return last_ticket_;
    }

    std::optional<Finished> wait(Ticks until) override {
        if (auto finished = next_finished()) return finished;
        int running = 0;
        curl_multi_perform(multi_.get(), &running);
        if (auto finished = next_finished()) return finished;
        const auto now = std::chrono::duration_cast<milliseconds>(
            std::chrono::steady_clock::now().time_since_epoch());
        const milliseconds pause = std::clamp(until - now, milliseconds(0), kLongestPoll);
        if (pause.count() == 0) return std::nullopt;
        curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(pause.count()), nullptr);
        curl_multi_perform(multi_.get(), &running);
        return next_finished();
    }

    void cancel_all() override {
        for (auto& [easy, flight] : flights_) {
            curl_multi_remove_handle(multi_.get(), easy);
            Finished finished;
            finished.ticket = flight->ticket;
            finished.failure = {NoAnswer::Reason::cancelled, "the request was cancelled"};
            cancelled_.push_back(std::move(finished));
        }
        flights_.clear();
        held_ = 0;
    }

    /// libcurl has a piece of a body.
    static std::size_t take_body(char* data,
                                 std::size_t size,
                                 std::size_t count,
                                 void* user) noexcept {
        auto& flight = *static_cast<Flight*>(user);
        try {
            return flight.transport->take(flight, {data, size * count});
        } catch (const std::exception&) {
            return 0;
        }
    }

  private:
    /// One body may be as large as the limit, and so may all others together: those that would go
    /// beyond it wait. The oldest always goes on, so that there is an end.
    std::size_t take(Flight& flight, std::string_view piece) {
        std::string& body = flight.response.body;
        if (body.size() + piece.size() > options_.max_body) {
            flight.too_large = true;
            return 0;
        }
        if (held_ + piece.size() > options_.max_body && !is_oldest(flight)) {
            flight.paused = true;
            return CURL_WRITEFUNC_PAUSE;
        }
        body.append(piece);
        held_ += piece.size();
        return piece.size();
    }

    bool is_oldest(const Flight& flight) const {
        return std::none_of(flights_.begin(), flights_.end(), [&flight](const auto& other) {
            return other.second->ticket < flight.ticket;
        });
    }

    /// One has ended.
    void go_on() {
        for (auto& [easy, flight] : flights_) {
            if (std::exchange(flight->paused, false)) curl_easy_pause(easy, CURLPAUSE_CONT);
        }
    }

    Easy take_easy() {
        if (spare_.empty()) return Easy(curl_easy_init());
        Easy easy = std::move(spare_.back());
        spare_.pop_back();
        curl_easy_reset(easy.get());
        return easy;
    }

    void set_options(Flight& flight) const {
        CURL* const easy = flight.easy.get();
        const Request& request = flight.request;
        for (const auto& [name, value] : request.headers) {
            // A header without a value is sent only if it ends in a semicolon here.
            std::string line = name;
            line.append(value.empty() ? ";" : ": ").append(value);
            flight.headers.reset(curl_slist_append(flight.headers.release(), line.c_str()));
        }
        set(easy, CURLOPT_URL, request.url.c_str());
        set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
        // Cleartext HTTP/2 is never asked for: this libcurl cannot reuse such a connection.
        set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
        set(easy, CURLOPT_NOSIGNAL, 1L);
        set(easy, CURLOPT_FOLLOWLOCATION, 0L);
        set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
        set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout.count()));
        set(easy, CURLOPT_TCP_KEEPALIVE, 1L);
        set(easy, CURLOPT_ERRORBUFFER, flight.error.data());
        // Of an answer that says how large it is, nothing is read if it is too large.
        set(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options_.max_body));
        set(easy, CURLOPT_WRITEFUNCTION, take_body);
        set(easy, CURLOPT_WRITEDATA, &flight);
        set(easy, CURLOPT_HEADERFUNCTION, take_header);
        set(easy, CURLOPT_HEADERDATA, &flight);
        // Unpacking costs more than loopback does.
        if (!is_loopback(request.url)) set(easy, CURLOPT_ACCEPT_ENCODING, "");
        set_method(flight);
        set(easy, CURLOPT_HTTPHEADER, flight.headers.get());
        set_proxy(easy);
        set_identity(flight);
        set_trust(easy, request);
    }

    void set_proxy(CURL* easy) const {
        if (options_.proxy) set(easy, CURLOPT_PROXY, options_.proxy->c_str());
        if (options_.no_proxy) set(easy, CURLOPT_NOPROXY, options_.no_proxy->c_str());
    }

    /// Who we are.
    void set_identity(const Flight& flight) const {
        CURL* const easy = flight.easy.get();
        const Headers& headers = flight.request.headers;
        const bool authorizes = std::any_of(headers.begin(), headers.end(), [](const auto& header) {
            return header.first == "authorization";
        });
        if (!options_.netrc_file.empty() && !authorizes) {
            set(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_OPTIONAL));
            set(easy, CURLOPT_NETRC_FILE, options_.netrc_file.c_str());
        }
        if (options_.client_cert.empty()) return;
        set(easy, CURLOPT_SSLCERT, options_.client_cert.c_str());
        if (!options_.client_key.empty()) set(easy, CURLOPT_SSLKEY, options_.client_key.c_str());
        // Without it OpenSSL would ask the terminal for the password of an encrypted key.
        set(easy, CURLOPT_KEYPASSWD, "");
    }

    /// Whether the system's folder of authorities makes its bundle needless. Looked at once.
    static bool trusts_by_directory() {
        static const bool covered = [] {
            const curl_version_info_data& built = *curl_version_info(CURLVERSION_NOW);
            return built.age >= CURLVERSION_SEVENTH && built.capath != nullptr &&
                   built.cainfo != nullptr && covers_bundle(built.capath, built.cainfo);
        }();
        return covered;
    }

    /// Who the service must be.
    void set_trust(CURL* easy, const Request& request) const {
        // What is named takes the place of the system's authorities, the folder's too.
        if (!options_.ca_file.empty() || !options_.ca_path.empty()) {
            const char* const file = options_.ca_file.empty() ? nullptr : options_.ca_file.c_str();
            const char* const path = options_.ca_path.empty() ? nullptr : options_.ca_path.c_str();
            set(easy, CURLOPT_CAINFO, file);
            set(easy, CURLOPT_CAPATH, path);
            set(easy, CURLOPT_PROXY_CAINFO, file);
            set(easy, CURLOPT_PROXY_CAPATH, path);
        } else if (request.url.rfind("https:", 0) == 0 && trusts_by_directory()) {
            set(easy, CURLOPT_CAINFO, static_cast<const char*>(nullptr));
        }
        if (!options_.pinned_key.empty()) {
            set(easy, CURLOPT_PINNEDPUBLICKEY, options_.pinned_key.c_str());
        }
        if (options_.insecure) {
            set(easy, CURLOPT_SSL_VERIFYPEER, 0L);
            set(easy, CURLOPT_SSL_VERIFYHOST, 0L);
        }
    }

    static void set_method(Flight& flight) {
        CURL* const easy = flight.easy.get();
        const Request& request = flight.request;
        if (request.method == "GET") {
            set(easy, CURLOPT_HTTPGET, 1L);
            return;
        }
        const bool takes_body = request.method != "DELETE";
        if (takes_body) {
            set(easy, CURLOPT_POST, 1L);
            set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
            set(easy, CURLOPT_POSTFIELDS, request.body.data());
            // Waiting for "100 Continue" would cost a round trip; libcurl's own content type is
            // not ours.
            flight.headers.reset(curl_slist_append(flight.headers.release(), "Expect:"));
            if (request.body.empty()) {
                flight.headers.reset(curl_slist_append(flight.headers.release(), "Content-Type:"));
            }
        }
        set(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }

    std::optional<Finished> next_finished() {
        if (!cancelled_.empty()) {
            Finished finished = std::move(cancelled_.back());
            cancelled_.pop_back();
            return finished;
        }
        int left = 0;
        while (CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
            if (message->msg == CURLMSG_DONE)
                return finish(message->easy_handle, message->data.result);
        }
        return std::nullopt;
    }

    Finished finish(CURL* easy, CURLcode code) {
        const auto found = flights_.find(easy);
        const std::unique_ptr<Flight> flight = std::move(found->second);
        flights_.erase(found);
        curl_multi_remove_handle(multi_.get(), easy);
        held_ -= flight->response.body.size();
        go_on();
        Finished finished;
        finished.ticket = flight->ticket;
        if (code == CURLE_OK) {
            long status = 0;
            curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
            flight->response.status = static_cast<int>(status);
            finished.response = std::move(flight->response);
        } else if (flight->too_large || code == CURLE_FILESIZE_EXCEEDED) {
            finished.failure = {
                NoAnswer::Reason::too_large,
                "the answer is larger than " + std::to_string(options_.max_body) + " bytes"};
        } else if (flight->head_too_large || code == CURLE_OUT_OF_MEMORY) {
            // libcurl calls it so where a single line is too long for it.
            finished.failure = {NoAnswer::Reason::garbled, "its headers are too large"};
        } else if (was_refused_by_proxy(easy)) {
            flight->response.status = kProxyAuthentication;
            finished.response = std::move(flight->response);
        } else {
            finished.failure = failure_of(code, flight->error.data());
            const bool is_lost = finished.failure.reason == NoAnswer::Reason::lost;
            if (is_lost && ended_after_handshake(easy, code)) {
                finished.failure.message =
                    "it ended the connection once TLS was agreed on, as one does that wants "
                    "another certificate from us, or one at all (--cert FILE)";
            }
        }
        spare_.push_back(std::move(flight->easy));
        return finished;
    }

    const RemoteOptions options_;
    std::uint64_t last_ticket_ = 0;
    std::size_t held_ = 0;  ///< bytes of all bodies in flight
    Multi multi_;
    std::vector<Easy> spare_;
    // After the multi handle: its easy handles go first.
    std::unordered_map<CURL*, std::unique_ptr<Flight>> flights_;
    std::vector<Finished> cancelled_;
};

}  // namespace

}  // namespace syncline::remote

extern "C" SYNCLINE_EXPORT syncline::Transport* syncline_make_transport(
    const syncline::RemoteOptions& options) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) {
        throw syncline::StoreError(syncline::Status::internal, "libcurl cannot be started");
    }
    return new syncline::remote::CurlTransport(options);
}

extern "C" SYNCLINE_EXPORT const char* syncline_curl_version() {
    return curl_version_info(CURLVERSION_NOW)->version;
}
