#pragma once

/// Marks what `libsyncline.so` exports; everything else is hidden.
#define SYNCLINE_EXPORT __attribute__((visibility("default")))
