#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace syncline::cmd {

/// What a file holds; nothing if there is none. Throws StoreError (`io`).
std::optional<std::string> read_file(const std::string& path);

/// Puts `text` in the place of a file at once, or leaves it as it was: its mode stays, a new one
/// has 0600; missing folders are made (0700). A link stays one. Throws StoreError (`io`).
void replace_file(const std::string& path, std::string_view text);
/// The same with the mode 0600, whatever it was.
void replace_secret(const std::string& path, std::string_view text);

/// Makes a folder and those above it (0700). Throws StoreError (`io`).
void make_folders(const std::string& folder);

}  // namespace syncline::cmd
