#pragma once

#include "store/store.hpp"
#include "sync/run.hpp"

#include <syncline/queue.hpp>

#include <cstdint>
#include <functional>
#include <optional>

namespace syncline::sync {

/// The first request of each operation that a push would try, in its order: what is pending, then
/// what was refused before. Secrets are replaced. Throws UsageError where the protocol is not known
/// yet.
std::uint64_t preview(store::Store& store,
                      const Run& run,
                      const PushOptions& options,
                      const std::function<bool(const RequestPreview&)>& sink);

/// That of one operation; nothing where it would send none.
std::optional<RequestPreview> preview_of(store::Store& store,
                                         const Run& run,
                                         const store::Operation& operation);

}  // namespace syncline::sync
