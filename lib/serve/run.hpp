#pragma once

#include <syncline/serve.hpp>

/// What `libsyncline-serve.so` exports: syncline::serve() as it is in that library. It throws as
/// serve() does, so the library must stay loaded.
extern "C" SYNCLINE_EXPORT void syncline_serve_run(
    const syncline::ServeOptions& options,
    const std::function<void(const std::string& url)>& listening,
    const std::function<bool()>& stop_requested);
