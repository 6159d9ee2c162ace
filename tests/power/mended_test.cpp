// What the failing disk has brought to light, each in the smallest story that shows it.

#include "power/scene.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <filesystem>

namespace syncline::power {

namespace {

class Mended : public testing::Test {
  protected:
    static void SetUpTestSuite() { make_disk_default_vfs(); }

    /// What a call says of a disk that fails at its next call.
    std::string hint_of(Fault::Kind kind, const std::function<void()>& act) {
        scene.disk.fail({kind, 1, false});
        try {
            act();
        } catch (const StoreError& error) {
            EXPECT_EQ(error.status(), Status::io);
            return error.hint();
        }
        ADD_FAILURE() << "it was done";
        return {};
    }

    Scene scene{1};
    Device& phone = scene.phone;
};

/// Three objects, one after the other.
ItemSource three_items() {
    return [next = 0](std::string_view& text, std::string& /*where*/) mutable {
        text = "{\"text\":\"new\"}";
        return next++ < 3;
    };
}

TEST_F(Mended, InsertsNothingWhoseIdsCannotBeTold) {
    scene.disk.has_full_temporary_files = true;
    const auto ignore = [](const std::string& /*id*/) {};

    EXPECT_THROW(phone->insert_many("todo", three_items(), OnExisting::refuse, ignore), StoreError);

    EXPECT_EQ(phone->count("todo", {}), 0U);
}

TEST_F(Mended, SaysThatAChangeMayBeThereWhoseSyncHasFailed) {
    const std::string hint =
        hint_of(Fault::Kind::sync_error, [&] { phone.insert("{'text':'new'}"); });

    phone.restart();

    EXPECT_EQ(phone->count("todo", {}), 1U) << "the log had it";
    EXPECT_NE(hint.find("whether the change is there"), std::string::npos) << hint;
}

TEST_F(Mended, SaysNothingOfEarlierTransactionsWhereTheDiskIsFull) {
    const std::string hint = hint_of(Fault::Kind::full, [&] { phone.insert("{'text':'new'}"); });

    EXPECT_EQ(phone->count("todo", {}), 0U);
    EXPECT_EQ(hint.find("nothing was changed"), std::string::npos)
        << "a pull may have stored pages";
}

}  // namespace

}  // namespace syncline::power
