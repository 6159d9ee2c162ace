#include "journey/device.hpp"
#include "store/store.hpp"
#include "sync/lock.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace syncline::journey {

namespace {

using Lines = std::vector<std::string>;

Lines exported(Client& client, const ExportOptions& options = {}) {
    Lines lines;
    client.export_items(options, [&lines](const std::string& line) {
        lines.push_back(line);
        return true;
    });
    return lines;
}

ImportResult import(Client& client, const Lines& lines, const ImportOptions& options = {}) {
    return client.import_items(
        options,
        [&lines, next = std::size_t{0}](std::string_view& text, std::string& where) mutable {
            if (next == lines.size()) return false;
            text = lines[next++];
            where = "line " + std::to_string(next);
            return true;
        });
}

std::string error_of(Client& client, const Lines& lines, const ImportOptions& options = {}) {
    try {
        import(client, lines, options);
    } catch (const Error& error) {
        return std::string(error.what()) + " | " + error.hint();
    }
    return "none";
}

/// What a push of this store would send, in its order.
Lines requests(Device& device) {
    Lines lines;
    device->preview({}, device.remote, [&lines](const RequestPreview& request) {
        std::string line = request.method + ' ' + request.url;
        for (const auto& header : request.headers) {
            if (header.first.find("installation") != std::string::npos) continue;
            line += '\n' + header.first + ": " + header.second;
        }
        lines.push_back(line + '\n' + request.body);
        return true;
    });
    return lines;
}

ImportOptions of_todo(bool as_server = false) {
    ImportOptions options;
    options.table = "todo";
    options.as_server = as_server;
    return options;
}

class ExportImport : public testing::Test {
  protected:
    ExportImport() {
        for (const char* id : {"a", "b", "c", "e", "f"}) {
            world.backend.insert("todo", std::string("{'id':'") + id + "','rank':1.10,'more':7}");
        }
        phone.define("list");
        world.backend.insert("list", "{'id':'x'}");
        world.clock.advance(std::chrono::minutes(5));
        phone.pull();
        PullOptions list;
        list.tables = {"list"};
        phone.pull(list);
    }

    /// Every kind of operation, in every state.
    void make_changes() {
        phone.update("b", "{'rank':2}");
        phone.remove("c");
        phone.insert("{'id':'d','text':'new'}");
        phone->insert("todo", members("{'text':'with an id of its own'}"));
        phone.update("e", "{'rank':3}");
        world.backend.update("todo", "e", "{'rank':4}");
        world.lose_answers(9, "POST");
        phone.push();
        world.forget_faults();
        phone.update("d", "{'text':'newer'}");
        phone.update("f", "{'rank':5}");
        QueueFilter filter;
        filter.ids = {"f"};
        phone->hold(filter);
    }

    World world;
    Device phone{world};
};

TEST_F(ExportImport, OfOneTableIsItsItemsInTheOrderOfTheirIds) {
    phone.insert("{'id':'aa','text':'x'}");
    ExportOptions options;
    options.table = "todo";

    const Lines lines = exported(phone.client(), options);

    ASSERT_EQ(lines.size(), 6U);
    EXPECT_EQ(lines[1], R"({"id":"aa","text":"x","complete":null,"rank":null})");
    EXPECT_TRUE(std::is_sorted(lines.begin(), lines.end())) << testing::PrintToString(lines);
    EXPECT_NE(lines[0].find("\"version\""), std::string::npos);
}

TEST_F(ExportImport, OfAllTablesBeginsWithTheirDefinitions) {
    const Lines lines = exported(phone.client());

    ASSERT_EQ(lines.size(), 8U);
    EXPECT_EQ(lines[0].substr(0, 30), R"({"type":"table","name":"list",)");
    EXPECT_EQ(lines[1].substr(0, 30), R"({"type":"table","name":"todo",)");
    EXPECT_EQ(lines[2].substr(0, 46), R"({"type":"item","table":"list","item":{"id":"x")");
    EXPECT_EQ(lines[7].substr(0, 46), R"({"type":"item","table":"todo","item":{"id":"f")");
}

TEST_F(ExportImport, WithItsStateMakesAnotherStoreTheSame) {
    make_changes();
    Device tablet(world, "tablet");
    ExportOptions options;
    options.with_state = true;
    const Lines lines = exported(phone.client(), options);

    const ImportResult result = import(tablet.client(), lines);

    EXPECT_EQ(result.operations, phone.queue().size() + 1);  // and the one that is held
    EXPECT_EQ(tablet.shown(), phone.shown());
    EXPECT_EQ(tablet.shown("list"), phone.shown("list"));
    EXPECT_EQ(tablet.queued(), phone.queued());
    EXPECT_EQ(tablet.token(), phone.token());
    EXPECT_EQ(requests(tablet), requests(phone));
    EXPECT_TRUE(tablet->check({}).findings.empty());
    const StoreStatus ours = phone->status();
    const StoreStatus theirs = tablet->status();
    EXPECT_EQ(theirs.last_pull, ours.last_pull);
    EXPECT_EQ(theirs.pending, ours.pending);
    EXPECT_EQ(theirs.conflicts, ours.conflicts);
    EXPECT_EQ(theirs.held, ours.held);
    EXPECT_EQ(theirs.oldest_pending, ours.oldest_pending);
    Lines again = exported(tablet.client(), options);
    std::sort(again.begin(), again.end());
    Lines before = lines;
    std::sort(before.begin(), before.end());
    EXPECT_EQ(again, before);
}

TEST_F(ExportImport, WithItsStatePushesTheSame) {
    make_changes();
    ExportOptions options;
    options.with_state = true;
    const Lines lines = exported(phone.client(), options);
    Device tablet(world, "tablet");
    import(tablet.client(), lines);

    const PushResult pushed = tablet.push();
    const std::string there = world.backend.shown("todo");
    // What the first store sends after that has arrived already.
    phone.push();

    EXPECT_EQ(pushed.failed, 0U);
    EXPECT_EQ(world.backend.shown("todo"), there);
}

TEST_F(ExportImport, OfAStateGoesOnlyIntoEmptyTablesOfTheSameService) {
    ExportOptions options;
    options.with_state = true;
    const Lines lines = exported(phone.client(), options);

    EXPECT_EQ(error_of(phone.client(), lines),
              "line 2: table list is not empty here: the state of another store would not fit | "
              "import into a new store, or export without --with-state");
    Device tablet(world, "tablet");
    tablet->set_url("http://elsewhere");
    EXPECT_EQ(error_of(tablet.client(), lines),
              "line 1: the export is of the service http://service, this store's is "
              "http://elsewhere | import it into a store of that service");
    EXPECT_EQ(tablet.shown(), "");
}

TEST_F(ExportImport, OfAStateBringsNoSecretAndNoSettingOfAnotherKind) {
    const std::string with_password = R"({"type":"store","syncline":1,"settings":{"url":")"
                                      R"(https://me:secret@service.example"}})";
    const std::string error = error_of(phone.client(), {with_password});
    EXPECT_EQ(error.rfind("line 1: ", 0), 0U) << error;
    EXPECT_EQ(error.find("secret"), std::string::npos) << error;

    import(phone.client(), {R"({"type":"store","syncline":1,"settings":{"colour":"red"}})"});
    store::Store store(phone.path(), store::OpenMode::read_only, std::chrono::seconds(5));
    EXPECT_EQ(store.settings.get("colour"), "");
}

TEST_F(ExportImport, AsChangesQueuesWhatDiffers) {
    const Lines lines{R"({"id":"a","rank":1.1,"text":null,"version":"other","updatedAt":null})",
                      R"({"id":"b","rank":7,"text":null,"complete":null})",
                      R"({"id":"new","text":"x","rank":null})",
                      R"({"text":"without an id"})"};

    const ImportResult result = import(phone.client(), lines, of_todo());

    EXPECT_EQ(result.unchanged, 1U);
    EXPECT_EQ(result.updated, 1U);
    EXPECT_EQ(result.inserted, 2U);
    ASSERT_EQ(phone.queued().size(), 3U);
    EXPECT_EQ(phone.queued()[0], "update todo/b pending");
    EXPECT_EQ(phone.queued()[1], "insert todo/new pending");
    const Lines sent = requests(phone);
    EXPECT_NE(sent[1].find(R"({"id":"new","text":"x"})"), std::string::npos) << sent[1];
    EXPECT_EQ(import(phone.client(), {lines[0], lines[1]}, of_todo()).unchanged, 2U);
}

TEST_F(ExportImport, OfAllTablesBecomesAnotherServicesItems) {
    const Lines lines = exported(phone.client());
    World other_world;
    Device other(other_world, "other");

    const ImportResult result = import(other.client(), lines);
    EXPECT_EQ(result.inserted, 6U);
    EXPECT_EQ(result.tables, 1U);
    EXPECT_EQ(other.push().pushed, 6U);

    EXPECT_EQ(other_world.backend.shown("todo"), world.backend.shown("todo"));
    EXPECT_EQ(other_world.backend.shown("list"), world.backend.shown("list"));
}

TEST_F(ExportImport, AsServerQueuesNothingAndKeepsWhatIsNotDeclared) {
    const Lines lines{
        R"({"id":"n","rank":1,"extra":[1.10],"version":"V","updatedAt":"2026-01-01"})"};

    const ImportResult result = import(phone.client(), lines, of_todo(true));

    EXPECT_EQ(result.inserted, 1U);
    EXPECT_TRUE(phone.queued().empty());
    EXPECT_EQ(phone->get("todo", "n")->version, "V");
    store::Store store(phone.path(), store::OpenMode::read_only, std::chrono::seconds(1));
    const auto row = store.rows.find(store.table("todo"), "n");
    ASSERT_NE(find_member(row->item.members, "extra"), nullptr);
    EXPECT_EQ(import(phone.client(), lines, of_todo(true)).unchanged, 1U);
}

TEST_F(ExportImport, AsServerRefusesAnItemThatHasAChange) {
    phone.update("b", "{'rank':2}");
    phone.remove("c");
    for (const char* id : {"b", "c"}) {
        EXPECT_EQ(error_of(phone.client(),
                           {R"({"id":"n"})", std::string(R"({"id":")") + id + "\"}"},
                           of_todo(true)),
                  std::string("line 2: todo/") + id +
                      " has a change that the service has not accepted | push or drop it first, or "
                      "import with --as-changes");
    }
    EXPECT_FALSE(phone->get("todo", "n"));
}

TEST_F(ExportImport, AsServerNeedsTheStoresLock) {
    const sync::StoreLock lock(phone.path(), {}, world.environment("run"));

    EXPECT_THROW(import(phone.client(), {}, of_todo(true)), StoreError);
    EXPECT_NO_THROW(import(phone.client(), {}, of_todo()));
}

TEST_F(ExportImport, OfAWrongLineChangesNothing) {
    const std::string before = phone.shown();
    EXPECT_EQ(error_of(phone.client(), {R"({"id":"n"})", R"({"id":"m","rankk":1})"}, of_todo()),
              "line 2: table todo has no column \"rankk\" | did you mean \"rank\"?");
    EXPECT_EQ(error_of(phone.client(), {R"({"id":"n"})", "{"}, of_todo()).substr(0, 7), "line 2:");
    EXPECT_EQ(error_of(phone.client(), {R"({"id":"n"})"}),
              "line 1: this line does not say what it is | plain items need the table that they go "
              "into: --table TABLE");
    EXPECT_EQ(error_of(phone.client(),
                       {R"({"type":"table","name":"more","columns":{"a":"json"}})",
                        R"({"type":"item","table":"more","item":{"id":"n"}})",
                        R"({"type":"item","table":"moree","item":{"id":"n"}})"}),
              "line 3: there is no table \"moree\" | did you mean \"more\"?");
    EXPECT_EQ(phone.shown(), before);
    EXPECT_TRUE(phone.queued().empty());
    EXPECT_EQ(phone->tables().size(), 2U);
}

}  // namespace

}  // namespace syncline::journey
