#include "remote/precautions.hpp"

#include "base/text.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace syncline::remote {

namespace {

constexpr std::string_view kHashSign = "sha256//";

std::string in_quotes(std::string_view path) {
    return '"' + base::one_line(path, 200) + '"';
}

void check_encryption(const Url& root, const RemoteOptions& options) {
    if (options.allow_http || is_encrypted(root) || is_loopback(root)) return;
    throw UsageError("the service " + root.origin +
                         " would be spoken to without encryption: anybody on the way could read "
                         "and change what is sent",
                     "use its https:// URL, or allow it with --allow-http");
}

void check_file(const char* option, const std::string& path) {
    if (path.empty()) return;
    struct stat found {};
    int error = access(path.c_str(), R_OK) == 0 ? 0 : errno;
    if (error == 0 && stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode)) error = EISDIR;
    if (error == 0) return;
    throw UsageError("the file " + in_quotes(path) + " cannot be read: " + std::strerror(error),
                     std::string("it is needed for ") + option);
}

/// Folders that are not there are of no harm as long as there is one.
void check_folders(const char* option, const std::string& paths) {
    if (paths.empty()) return;
    const auto folders = base::split(paths, ':');
    const auto is_there = [](std::string_view folder) {
        return access(std::string(folder).c_str(), R_OK | X_OK) == 0;
    };
    if (std::any_of(folders.begin(), folders.end(), is_there)) return;
    throw UsageError("the folder " + in_quotes(paths) + " cannot be read: " + std::strerror(errno),
                     std::string("it is needed for ") + option);
}

/// Only what the service's URL has a use for.
void check_files(const Url& root, const RemoteOptions& options) {
    check_file("--netrc-file", options.netrc_file);
    if (!is_encrypted(root)) return;
    check_file("--cacert, CURL_CA_BUNDLE or SSL_CERT_FILE", options.ca_file);
    check_folders("--capath or SSL_CERT_DIR", options.ca_path);
    check_file("--cert", options.client_cert);
    check_file("--key", options.client_key);
    if (!options.client_key.empty() && options.client_cert.empty()) {
        throw UsageError("a key without its certificate is of no use",
                         "give the certificate with --cert FILE");
    }
    if (options.pinned_key.rfind(kHashSign, 0) != 0) {
        check_file("--pinnedpubkey, which is a file or sha256//BASE64", options.pinned_key);
    }
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
}

void check_proxy(const std::string& proxy) {
    if (proxy.find('@') != std::string::npos) {
        // Not shown: it may hold a password.
        throw UsageError("a proxy with a user name or password cannot be named on the command line",
                         "name it in the environment: https_proxy, or http_proxy");
    }
    constexpr std::array<std::string_view, 6> kSchemes{
        "http", "https", "socks4", "socks4a", "socks5", "socks5h"};
    const std::size_t end = proxy.find("://");
    const bool is_known =
        end == std::string::npos ||
        std::find(kSchemes.begin(), kSchemes.end(), base::lower(proxy.substr(0, end))) !=
            kSchemes.end();
    if (!is_known || has_control(proxy)) {
        throw UsageError("the proxy " + in_quotes(proxy) + " cannot be used",
                         "write it as [http|https|socks4|socks4a|socks5|socks5h]://HOST:PORT");
    }
}

/// Whether users other than its owner can read a file. Only of files: what a shell hands over as a
/// pipe is gone when it has been read.
bool is_open_to_others(const std::string& path) {
    struct stat found {};
    return stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode) &&
           (found.st_mode & (S_IRGRP | S_IROTH)) != 0;
}

}  // namespace

void check_way(const Url& root, const RemoteOptions& options) {
    check_encryption(root, options);
    check_files(root, options);
    if (options.proxy) check_proxy(*options.proxy);
    if (has_control(options.user_agent) || has_control(options.no_proxy.value_or(""))) {
        throw UsageError("--user-agent and --noproxy take one line without control characters");
    }
}

std::vector<std::string> warnings_of(const RemoteOptions& options) {
    std::vector<std::string> warnings;
    if (options.insecure) {
        warnings.emplace_back(
            "--insecure: it is not checked who answers; anybody on the way can read and change "
            "what is sent, the token too");
    }
    std::vector<std::string> secrets{options.token_file, options.netrc_file};
    secrets.push_back(options.client_key.empty() ? options.client_cert : options.client_key);
    for (const std::string& header : options.headers) {
        if (!header.empty() && header.front() == '@') secrets.push_back(header.substr(1));
    }
    for (const std::string& path : secrets) {
        if (path.empty() || !is_open_to_others(path)) continue;
        warnings.push_back("the file " + in_quotes(path) +
                           " holds a secret and can be read by other users; end that with: "
                           "chmod go-r " +
                           in_quotes(path));
    }
    return warnings;
}

}  // namespace syncline::remote
