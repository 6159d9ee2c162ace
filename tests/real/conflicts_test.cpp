#include "real/backend.hpp"
#include "real/program.hpp"
#include "support/process.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <sstream>
#include <string>

namespace syncline::tests {
namespace {

/// What both sides did to an item since it was the same.
enum class Clash { same_member, other_member, deleted_there, deleted_here, deleted_both, both_new };

constexpr std::array kClashes{Clash::same_member,
                              Clash::other_member,
                              Clash::deleted_there,
                              Clash::deleted_here,
                              Clash::deleted_both,
                              Clash::both_new};

/// Not `newer`: whose change is the later one hangs on two clocks here; the journeys test that.
const Words kPolicies = {"ask", "local", "server", "merge", "command:echo '{\"use\":\"server\"}'"};

/// How it must end.
enum class End { recorded, ours, theirs, both };

End end_of(Clash clash, const std::string& policy) {
    if (clash == Clash::deleted_both) return End::theirs;
    if (policy == "local") return End::ours;
    if (policy == "server" || policy.find("command") == 0) return End::theirs;
    if (policy == "merge") return clash == Clash::other_member ? End::both : End::recorded;
    return End::recorded;
}

/// One item in one store, while another client changes it too.
class Scene {
  public:
    Scene(const Backend& backend, bool soft, std::string name)
        : table_(soft ? "todoitem" : "hardtodo"),
          server_(backend.table(table_)),
          id_(backend.id(std::move(name))) {
        store_.must({"init", "--url", backend.url()});
        store_.define(backend, table_, {"text:string", "complete:boolean"});
    }

    void clash(Clash clash) {
        if (clash != Clash::both_new) {
            server_->insert({{"id", id_}, {"text", "old"}, {"complete", false}});
        }
        store_.must({"pull", table_});
        if (clash == Clash::both_new) {
            server_->insert({{"id", id_}, {"text", "theirs"}, {"complete", true}});
        } else if (clash == Clash::deleted_there || clash == Clash::deleted_both) {
            server_->remove(id_);
        } else if (clash == Clash::other_member) {
            server_->update(id_, {{"complete", true}});
        } else {
            server_->update(id_, {{"text", "theirs"}, {"complete", true}});
        }
        const bool deletes = clash == Clash::deleted_here || clash == Clash::deleted_both;
        if (clash == Clash::both_new) {
            store_.must({"insert", table_, "--id", id_, "--set", "text=ours", "-q"});
        } else if (deletes) {
            store_.must({"delete", table_, id_});
        } else {
            store_.must({"update", table_, id_, "--set", "text=ours"});
        }
    }

    Outcome push(const std::string& policy) { return store_.run({"push", "--conflict", policy}); }

    /// `text complete`, or nothing.
    std::string here() const { return in(store_); }
    std::string in(const Program& store) const {
        const auto items = store.items(table_);
        const auto found = items.find(id_);
        return found == items.end() ? "" : shown(found->second);
    }
    std::string there() const { return server_->has(id_) ? shown(server_->item(id_)) : ""; }
    std::size_t conflicts() const { return store_.count_of("conflicts"); }
    std::size_t waiting() const { return store_.pending() + conflicts(); }
    Program& store() { return store_; }
    const std::string& table() const { return table_; }
    const std::string& id() const { return id_; }

  private:
    static std::string shown(const Json& item) {
        const bool complete = item.contains("complete") && item["complete"] == true;
        return text(item, "text") + (complete ? " true" : " false");
    }

    std::string table_;
    std::unique_ptr<RemoteTable> server_;
    std::string id_;
    Program store_;
};

std::string expected(End end, Clash clash) {
    const bool here = clash == Clash::deleted_here || clash == Clash::deleted_both;
    const bool there = clash == Clash::deleted_there || clash == Clash::deleted_both;
    if (end == End::both) return "ours true";
    if (end == End::ours) return here ? "" : "ours false";
    if (there) return "";
    return clash == Clash::other_member ? "old true" : "theirs true";
}

class Conflicts : public testing::TestWithParam<Kind> {
  protected:
    void play(bool soft) {
        const Backend backend(GetParam());
        const std::string table = soft ? "todoitem" : "hardtodo";
        Program other;
        other.must({"init", "--url", backend.url()});
        other.define(backend, table, {"text:string", "complete:boolean"});
        int scene = 0;
        for (const Clash clash : kClashes) {
            for (const std::string& policy : kPolicies) {
                SCOPED_TRACE(policy + ", clash " + std::to_string(static_cast<int>(clash)));
                Scene one(backend, soft, "conflict-" + std::to_string(++scene));
                one.clash(clash);
                other.must({"pull", table, "--query-id", "all"});
                const Outcome pushed = one.push(policy);
                const End end = end_of(clash, policy);
                const bool recorded = end == End::recorded;
                EXPECT_EQ(pushed.status, recorded ? 6 : 0) << pushed.err;
                EXPECT_EQ(one.waiting(), recorded ? 1U : 0U);
                EXPECT_EQ(one.there(), expected(recorded ? End::theirs : end, clash));
                EXPECT_EQ(one.here(), expected(recorded ? End::ours : end, clash));
                other.must({"pull", table, "--query-id", "all"});
                // No pull can learn of a deletion that leaves nothing behind.
                if (soft || !one.there().empty()) {
                    EXPECT_EQ(one.in(other), one.there());
                }
            }
        }
    }
};

TEST_P(Conflicts, EndAlikeOnBothSidesOrAreRecordedWhereDeletesAreSoft) {
    play(true);
}

TEST_P(Conflicts, EndAlikeOnBothSidesOrAreRecordedWhereDeletesAreHard) {
    play(false);
}

TEST_P(Conflicts, AreSeenAndDecidedByHand) {
    const Backend backend(GetParam());
    Scene one(backend, true, "by-hand");
    one.clash(Clash::same_member);
    EXPECT_EQ(one.push("ask").status, 6);
    const Json seen = one.store().json({"conflicts", "show", one.id()});
    EXPECT_EQ(text(seen["base"], "text"), "old");
    EXPECT_EQ(text(seen["local"], "text"), "ours");
    EXPECT_EQ(text(seen["server"], "text"), "theirs");
    const Outcome clash = one.store().run({"conflicts", "resolve", one.id(), "--use", "merge"});
    EXPECT_EQ(clash.status, 14);
    EXPECT_NE(clash.err.find("text"), std::string::npos) << clash.err;
    one.store().must({"conflicts", "resolve", one.id(), "--use", "merge", "--set", "text=both"});
    EXPECT_EQ(one.push("ask").status, 0);
    EXPECT_EQ(one.there(), "both true");
    EXPECT_EQ(one.here(), "both true");
}

TEST_P(Conflicts, ARevertedChangeLeavesTheServersItem) {
    const Backend backend(GetParam());
    Scene one(backend, true, "reverted");
    one.clash(Clash::same_member);
    EXPECT_EQ(one.push("ask").status, 6);
    EXPECT_EQ(one.store().run({"queue", "drop", one.table() + "/" + one.id(), "--revert"}).status,
              2)
        << "only with --force";
    one.store().must({"queue", "drop", one.table() + "/" + one.id(), "--revert", "--force"});
    EXPECT_EQ(one.here(), one.there());
    EXPECT_EQ(one.waiting(), 0U);
}

/// What curl is told by a dry run does to the service what a push does.
TEST_P(Conflicts, ADryRunPlayedByCurlEndsLikeThePush) {
    const auto play = [](const Backend& backend, bool by_curl) {
        const auto server = backend.table();
        for (const char* name : {"curl-a", "curl-b"}) {
            server->insert({{"id", backend.id(name)}, {"text", "old"}, {"complete", false}});
        }
        Program store(backend);
        store.must({"pull", "todoitem"});
        store.must(
            {"update", "todoitem", backend.id("curl-a"), "--set", "text=it's \"new\" $HOME"});
        store.must({"delete", "todoitem", backend.id("curl-b")});
        store.must({"insert", "todoitem", "--id", backend.id("curl-c"), "--set", "text=é\\n"});
        const std::string script = store.must({"push", "--dry-run", "--as", "curl"});
        EXPECT_EQ(store.pending(), 3U) << "nothing was sent or written";
        if (by_curl) {
            const Outcome played = run({.program = "sh", .arguments = {"-eu"}, .input = script});
            EXPECT_EQ(played.status, 0) << played.err;
        } else {
            store.must({"push"});
        }
        std::string all;
        for (const char* name : {"curl-a", "curl-b", "curl-c"}) {
            const std::string id = backend.id(name);
            all += server->has(id) ? text(server->item(id), "text") + "\n" : "none\n";
        }
        return all;
    };
    std::string pushed;
    std::string played;
    {
        const Backend backend(GetParam());
        pushed = play(backend, false);
    }
    {
        const Backend backend(GetParam());
        played = play(backend, true);
    }
    EXPECT_EQ(played, pushed);
    EXPECT_EQ(pushed, "it's \"new\" $HOME\nnone\né\\n\n");
}

INSTANTIATE_TEST_SUITE_P(On, Conflicts, testing::ValuesIn(kEveryKind), [](const auto& kind) {
    std::ostringstream name;
    name << kind.param;
    return name.str();
});

}  // namespace
}  // namespace syncline::tests
