#include "output.hpp"
#include "printer.hpp"
#include "topics.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <functional>
#include <memory>
#include <set>
#include <unistd.h>

namespace syncline::cmd {
namespace {

/// What a printer of this format writes.
std::string printed(Format format, const std::function<void(Printer&)>& say) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), &std::fclose);
    const int descriptor = ::fileno(file.get());
    {
        Streams streams{0, Output(descriptor), Output(2)};
        const auto messages = make_json_messages(streams, 0);
        PrinterOptions options;
        options.output.format = format;
        say(*make_printer(streams, *messages, options));
    }
    std::string text(std::size_t{1} << 16, '\0');
    ::lseek(descriptor, 0, SEEK_SET);
    text.resize(static_cast<std::size_t>(::read(descriptor, text.data(), text.size())));
    return text;
}

/// A topic with the first of its records only.
Topic first_of(const char* name) {
    Topic topic = topic_of(name);
    topic.records.resize(1);
    return topic;
}

struct Sample {
    const char* shape;
    std::function<void(Printer&)> say;
};

/// Every result whose members are ours.
const std::vector<Sample>& samples() {
    static const std::vector<Sample> all{
        {"init", [](Printer& printer) { printer.created("s.db", ""); }},
        {"define-table", [](Printer& printer) { printer.defined("t", true); }},
        {"insert", [](Printer& printer) { printer.inserted("t", "a"); }},
        {"ids",
         [](Printer& printer) {
             printer.begin_ids(true);
             printer.next_id("a");
             printer.end_ids();
         }},
        {"change", [](Printer& printer) { printer.changed("update", "t", 1); }},
        {"count", [](Printer& printer) { printer.counted("t", 1); }},
        {"tables", [](Printer& printer) { printer.tables({TableDefinition{}}); }},
        {"status", [](Printer& printer) { printer.status({}, false); }},
        {"push", [](Printer& printer) { printer.pushed({}, false); }},
        {"pull", [](Printer& printer) { printer.pulled({}, false); }},
        {"pulled-change", [](Printer& printer) { printer.item_changed({}); }},
        {"sync", [](Printer& printer) { printer.synced({}, false); }},
        {"purge", [](Printer& printer) { printer.purged("t", {}); }},
        {"remote-url", [](Printer& printer) { printer.remote_set("https://a.example"); }},
        {"remote-protocol", [](Printer& printer) { printer.protocol_set("v2"); }},
        {"undelete",
         [](Printer& printer) {
             printer.undeleted("t", {{"a", Undeleted::here}});
         }},
        {"call",
         [](Printer& printer) {
             printer.answered({200, {}, "{}"}, false);
         }},
        {"login", [](Printer& printer) { printer.logged_in("", "token"); }},
        {"checks",
         [](Printer& printer) {
             printer.checks({{"url", "", Status::ok}});
         }},
        {"serve", [](Printer& printer) { printer.serving("http://127.0.0.1:1"); }},
        {"operations",
         [](Printer& printer) {
             printer.begin_operations(OperationList::queue);
             printer.next_operation({});
             printer.end_operations();
         }},
        {"given-up",
         [](Printer& printer) {
             printer.begin_operations(OperationList::given_up);
             printer.next_operation({});
             printer.end_operations();
         }},
        {"operation", [](Printer& printer) { printer.operation({}); }},
        {"queue-change", [](Printer& printer) { printer.queue_changed("hold", 1); }},
        {"conflicts-resolve", [](Printer& printer) { printer.resolved({}); }},
        {"requests",
         [](Printer& printer) {
             printer.begin_requests();
             printer.next_request({});
             printer.end_requests();
         }},
        {"check",
         [](Printer& printer) {
             CheckResult result;
             result.findings.emplace_back();
             printer.checked(result, Status::ok);
         }},
        {"backup", [](Printer& printer) { printer.backed_up({}); }},
        {"compact", [](Printer& printer) { printer.compacted({}); }},
        {"export", [](Printer& printer) { printer.exported("f", {}); }},
        {"import", [](Printer& printer) { printer.imported({}); }},
        {"setting",
         [](Printer& printer) {
             printer.setting({"url", {"a"}, "b"});
         }},
        {"settings",
         [](Printer& printer) {
             printer.settings({{"url", {"a"}, "b"}}, false);
         }},
        {"config-path", [](Printer& printer) { printer.config_path("c.toml", false); }},
        {"explanation", [](Printer& printer) { printer.explanation({}); }},
        {"runs", [](Printer& printer) { printer.runs({RunRecord{}}); }},
        {"help",
         [](Printer& printer) {
             printer.topic({"push", "text"});
         }},
        {"statuses", [](Printer& printer) { printer.topic(first_of("exit-codes")); }},
        {"variables", [](Printer& printer) { printer.topic(first_of("environment")); }},
        {"shapes", [](Printer& printer) { printer.topic(first_of("formats")); }},
        {"version", [](Printer& printer) { printer.versions({}); }},
        {"pages", [](Printer& printer) { printer.pages("man", 1); }},
    };
    return all;
}

TEST(Shapes, HaveTheMembersThatArePrinted) {
    for (const Sample& sample : samples()) {
        std::vector<std::string> names;
        for (const Member& member : read_members(printed(Format::ndjson, sample.say))) {
            names.push_back(member.name);
        }
        EXPECT_EQ(shape(sample.shape).names(), names) << sample.shape;
    }
}

TEST(Shapes, AreAllPrintedHereButThoseOfTheUsersOwnData) {
    std::set<std::string> tried;
    for (const Sample& sample : samples()) tried.insert(sample.shape);
    for (const Shape& each : shapes()) {
        EXPECT_EQ(!each.fields.empty() && !each.is_part, tried.count(each.name) == 1) << each.name;
    }
}

TEST(Shapes, AreTheHeadersOfCsv) {
    for (const Sample& sample : samples()) {
        if (std::string(sample.shape) == "pulled-change") continue;  // only a stream has it
        std::string header;
        for (const std::string& field : shape(sample.shape).names()) {
            header += (header.empty() ? "" : ",") + field;
        }
        const std::string text = printed(Format::csv, sample.say);
        EXPECT_EQ(text.substr(0, text.find("\r\n")), header) << sample.shape;
    }
}

}  // namespace
}  // namespace syncline::cmd
