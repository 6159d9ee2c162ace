#pragma once

#include <syncline/environment.hpp>
#include <syncline/sync.hpp>
#include <syncline/transport.hpp>

#include <memory>
#include <string>

namespace syncline::remote {

/// The name and the type of the function of `libsyncline-net.so`: makes the real transport.
/// libcurl with all it needs costs four milliseconds to load, so it has a library of its own that
/// is loaded at the first request.
inline constexpr const char* kMakeTransport = "syncline_make_transport";
using MakeTransport = Transport* (*)(const RemoteOptions& options);

/// As above: the version of libcurl.
inline constexpr const char* kCurlVersion = "syncline_curl_version";
using CurlVersion = const char* (*)();

/// Loads that library and asks for the version of libcurl; empty if it is not installed.
std::string curl_version();

/// Loads that library and makes a transport. Throws StoreError (`io`) if it is not installed.
std::unique_ptr<Transport> load_transport(const RemoteOptions& options);

}  // namespace syncline::remote
