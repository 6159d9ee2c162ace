#pragma once

#include "output.hpp"

#include <cstdio>
#include <memory>
#include <string>

namespace syncline::cmd {

/// A file that stands for a stream, and what was written to it.
class Captured {
  public:
    Captured() : file_(std::tmpfile(), &std::fclose) {}

    int descriptor() const { return ::fileno(file_.get()); }

    std::string text() const {
        std::string text;
        std::rewind(file_.get());
        for (int c = std::fgetc(file_.get()); c != EOF; c = std::fgetc(file_.get())) {
            text += static_cast<char>(c);
        }
        return text;
    }

  private:
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

}  // namespace syncline::cmd
