#include "journey/device.hpp"
#include "sync/lock.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

namespace syncline::journey {

namespace {

/// A process that waits for the store while another one, which has it, does something else.
class Waiting : public testing::Test {
  protected:
    Waiting() {
        backend.define("todo", true);
        backend.insert("todo", "{'id':'a','text':'milk','complete':false,'rank':1,'more':[1]}");
        phone.pull();
    }

    /// The one that waits; `meanwhile` happens once it does.
    std::unique_ptr<Client> waiting(std::function<void()> meanwhile) {
        lock_ = std::make_unique<sync::StoreLock>(
            phone.path(), std::chrono::milliseconds(0), world.environment("run"));
        Environment environment = world.environment("second");
        environment.sleep_until = [this, meanwhile = std::move(meanwhile)](Ticks until) {
            world.clock.advance(until - world.clock.steady);
            if (std::exchange(lock_, nullptr)) meanwhile();
        };
        return std::make_unique<Client>(phone.path(), OpenOptions{}, std::move(environment));
    }

    void add_column(Client& client, const std::string& name) {
        TableDefinition added;
        added.name = "todo";
        added.columns = {{name, Type::json}};
        DefineOptions options;
        options.alter = true;
        options.lock_wait = std::chrono::seconds(10);
        client.define_table(added, options);
    }

    World world;
    Backend& backend = world.backend;
    Device phone{world};

  private:
    std::unique_ptr<sync::StoreLock> lock_;
};

/// Simulation, seed 2297303296596095: the table was defined anew while the undelete waited, and the
/// item was written in the old form.
TEST_F(Waiting, UndeleteWritesTheItemInTheTableThatIsThereByThen) {
    backend.remove("todo", "a");
    phone.pull();
    phone.remote.lock_wait = std::chrono::seconds(10);

    waiting([this] {
        add_column(phone.client(), "more");
    })->undelete("todo", {"a"}, phone.remote, [](const std::string&, Undeleted) {});

    const auto item = phone->get("todo", "a");
    ASSERT_TRUE(item.has_value());
    ASSERT_NE(find_member(item->members, "more"), nullptr);
    EXPECT_EQ(*find_member(item->members, "more"), Value::nested("[1]"));
}

TEST_F(Waiting, AnAlterationKeepsTheOneThatCameFirst) {
    const auto second = waiting([this] { add_column(phone.client(), "first"); });

    add_column(*second, "second");

    const TableDefinition todo = phone->table("todo");
    EXPECT_NE(todo.column("first"), nullptr);
    EXPECT_NE(todo.column("second"), nullptr);
}

/// The old definition has no column to filter by.
TEST_F(Waiting, APurgeFiltersByTheColumnsThatAreThereByThen) {
    const auto second = waiting([this] { add_column(phone.client(), "more"); });
    PurgeOptions options;
    options.filter = "more ne null";

    EXPECT_EQ(second->purge("todo", options, std::chrono::seconds(10)).items, 1U);
}

}  // namespace

}  // namespace syncline::journey
