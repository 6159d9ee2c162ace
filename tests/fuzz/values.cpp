#include "cli.hpp"
#include "data/json_check.hpp"
#include "oracle.hpp"
#include "scratch.hpp"
#include "service.hpp"

#include <syncline/client.hpp>

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <unistd.h>
#include <vector>

using namespace syncline;
using fuzz::require;

namespace {

using Words = std::vector<std::string>;

constexpr const char* kHole = "{}";

/// Commands with a place for a value. None of them goes to a network, runs a program or writes
/// anything but the store.
const std::vector<Words>& commands() {
    static const std::vector<Words> all{
        {"insert", "todo", "--set", "text={}"},
        {"insert", "todo", "--id={}"},
        {"insert", "todo", "--set", "{}"},
        {"insert", "todo", "--set-json", "{}"},
        {"insert", "todo", "--data={}"},
        {"update", "todo", "clean", "--set", "due={}", "--set", "price={}"},
        {"update", "todo", "clean", "--set", "owner={}", "--set", "bytes={}", "--if-version={}"},
        {"get", "todo", "--", "{}"},
        {"query", "todo", "--filter={}"},
        {"query", "todo", "--orderby={}", "--select={}"},
        {"query", "todo", "--top={}", "--skip={}"},
        {"query", "todo", "--fields={}"},
        {"delete", "todo", "--filter={}", "--dry-run"},
        {"define-table", "--", "todo", "{}"},
        {"define-table", "--", "{}", "text:string"},
        {"define-table", "todo", "--alter", "--path={}", "--remote-name={}", "--conflict={}"},
        {"remote", "set-url", "--", "{}"},
        {"remote", "set-protocol", "--", "{}"},
        {"status", "--busy-timeout={}"},
        {"queue", "list", "--since={}"},
        {"queue", "show", "--", "{}"},
        {"purge", "todo", "--filter={}", "--query-id={}"},
        {"tables", "--format={}"},
    };
    return all;
}

Words words_with(const Words& command, const std::string& value, const std::string& store) {
    Words words{"--db", store, "--config", "none"};
    for (std::string word : command) {
        const std::size_t hole = word.find(kHole);
        if (hole != std::string::npos) word.replace(hole, 2, value);
        words.push_back(std::move(word));
    }
    const auto end = std::find(words.begin(), words.end(), "--");
    words.insert(end, "--json");
    return words;
}

void require_lines_of_json(const std::string& text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        require(
            !data::find_json_error(text.substr(at, end - at)), "errors are lines of JSON", text);
        at = end + 1;
    }
}

bool is_status(int status) {
    return std::any_of(statuses().begin(), statuses().end(), [status](const StatusInfo& info) {
        return static_cast<int>(info.status) == status;
    });
}

}  // namespace

/// A letter chooses the command; the rest is the value.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string value(fuzz::view(data + 1, size - 1));
    if (value.find('\0') != std::string::npos) return 0;  // no command line can have it
    const Words& command = commands()[(*data - 'a') % commands().size()];
    const fuzz::ScratchStore store(fuzz::store_bytes("v2"));
    const fuzz::MemoryFile out;
    const fuzz::MemoryFile err;
    static const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    int status = 0;
    {
        cmd::Streams streams{nothing, cmd::Output(out.descriptor()), cmd::Output(err.descriptor())};
        status = cmd::run(words_with(command, value, store.path()), streams);
    }
    require(is_status(status) && status != static_cast<int>(Status::internal),
            "a command ends with a status that is told of",
            err.text());
    // `--format` and `--fields` choose another form.
    const bool is_json = command.back().find("--f") != 0;
    if (!is_json) return 0;
    require_lines_of_json(err.text());
    require(out.text().empty() || !data::find_json_error(out.text()),
            "the result is a document",
            out.text());
    require(status != 0 || !out.text().empty(), "what ends well says what it did");
    Client client(store.path());
    require(client.check({}).faults == 0, "the store is sound");
    return 0;
}
