#include "remote/authorities.hpp"

#include "support/temp_dir.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>

namespace syncline::remote {
namespace {

class Authorities : public testing::Test {
  protected:
    Authorities() { write("bundle.pem", 2); }

    void write(const std::string& name, int certificates) {
        std::ofstream file(folder_ / name);
        for (int i = 0; i < certificates; ++i) {
            file << "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
        }
    }

    bool covered_by(std::initializer_list<const char*> names) {
        for (const char* name : names) write(name, 1);
        return covers_bundle(folder_.path(), folder_ / "bundle.pem");
    }

    tests::TempDir folder_;
};

TEST_F(Authorities, UnderHashedNamesMakeAsLargeABundleNeedless) {
    EXPECT_TRUE(covered_by({"002c0b4f.0", "002c0b4f.1"}));
}

TEST_F(Authorities, ThatAreFewerThanTheBundlesLeaveItInUse) {
    EXPECT_FALSE(covered_by({"002c0b4f.0"}));
}

TEST_F(Authorities, UnderNamesThatTlsDoesNotLookForCountForNothing) {
    EXPECT_FALSE(covered_by({"002c0b4f.0", "002c0b4f.r0", "002c0b4.00", "002C0B4F.0", "a.pem"}));
}

TEST_F(Authorities, ThatAreGoneButForTheirNamesCountForNothing) {
    std::filesystem::create_symlink("missing.pem", folder_ / "062cdee6.0");
    EXPECT_FALSE(covered_by({"002c0b4f.0"}));
}

TEST_F(Authorities, ThatCannotBeReadCoverNothing) {
    EXPECT_FALSE(covers_bundle(folder_ / "missing", folder_ / "bundle.pem"));
    EXPECT_FALSE(covers_bundle(folder_.path(), folder_ / "missing.pem"));
}

}  // namespace
}  // namespace syncline::remote
