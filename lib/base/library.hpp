#pragma once

namespace syncline::base {

/// Loads a library that lies in the folder of the one that calls, else one that the loader finds;
/// nullptr if there is none (`dlerror` says why). The run path alone is not enough: under
/// AddressSanitizer the loader takes the sanitizer's library for the caller.
void* open_library_beside(const char* name);

}  // namespace syncline::base
