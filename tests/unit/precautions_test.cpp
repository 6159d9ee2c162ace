#include "remote/precautions.hpp"

#include "remote/token.hpp"
#include "support/temp_dir.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>

namespace syncline::remote {
namespace {

using std::filesystem::perms;

/// The message and the hint, or "" if nothing is refused.
std::string refusal(const std::function<void()>& act) {
    try {
        act();
        return "";
    } catch (const UsageError& error) {
        return std::string(error.what()) + "; " + error.hint();
    }
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

class Precautions : public testing::Test {
  protected:
    std::string way(const char* url = "https://host") const {
        return refusal([&] { check_way(read_url(url), options); });
    }

    std::string write(const char* name, const std::string& text, perms rights) const {
        const std::filesystem::path path = folder / name;
        std::ofstream(path) << text;
        std::filesystem::permissions(path, rights);
        return path.string();
    }

    tests::TempDir folder;
    RemoteOptions options;
};

TEST_F(Precautions, OnlyLoopbackIsSpokenToWithoutEncryption) {
    for (const char* url : {"https://host",
                            "http://127.0.0.1:80",
                            "http://127.1.2.3/a",
                            "http://[::1]:8080",
                            "http://localhost",
                            "HTTP://LocalHost:1/",
                            "http://todo.localhost"}) {
        EXPECT_EQ(way(url), "") << url;
    }
    for (const char* url : {"http://host",
                            "http://128.0.0.1",
                            "http://127.0.0.1.host",
                            "http://127.0.0",
                            "http://[::2]",
                            "http://[fe80::1]",
                            "http://localhost.host",
                            "http://notlocalhost",
                            "http://.localhost",
                            "http://0.0.0.0"}) {
        EXPECT_TRUE(has(way(url), "--allow-http")) << url;
    }
    options.allow_http = true;
    EXPECT_EQ(way("http://host"), "");
}

TEST_F(Precautions, AFileThatCannotBeReadIsNamedBeforeAnythingIsSent) {
    const std::string missing = (folder / "missing").string();
    for (std::string RemoteOptions::*file : {&RemoteOptions::netrc_file,
                                             &RemoteOptions::ca_file,
                                             &RemoteOptions::ca_path,
                                             &RemoteOptions::client_cert,
                                             &RemoteOptions::client_key,
                                             &RemoteOptions::pinned_key}) {
        options = {};
        options.*file = missing;
        EXPECT_TRUE(has(way(), missing)) << way();
    }
    options = {};
    options.ca_file = folder.path().string();
    EXPECT_TRUE(has(way(), "directory")) << way();
}

TEST_F(Precautions, WhatTlsNeedsIsOfNoInterestWithoutIt) {
    options.ca_file = "/no/such/file";
    options.client_key = "/no/such/file";
    EXPECT_EQ(way("http://localhost"), "");
}

TEST_F(Precautions, OneFolderOfSeveralIsEnough) {
    options.ca_path = "/no/such/folder:" + folder.path().string();
    EXPECT_EQ(way(), "");
}

TEST_F(Precautions, AKeyNeedsItsCertificate) {
    options.client_key = write("key", "", perms::owner_read);
    EXPECT_TRUE(has(way(), "--cert"));
}

TEST_F(Precautions, AHashIsNoFile) {
    options.pinned_key = "sha256//AAAA;sha256//BBBB";
    EXPECT_EQ(way(), "");
}

TEST_F(Precautions, AProxyNamesNoPasswordAndAKnownScheme) {
    for (const char* proxy : {"", "host", "host:8080", "http://host:8080", "SOCKS5h://host"}) {
        options.proxy = proxy;
        EXPECT_EQ(way(), "") << proxy;
    }
    options.proxy = "http://me:hush@host";
    EXPECT_TRUE(has(way(), "password")) << way();
    EXPECT_FALSE(has(way(), "hush")) << way();
    options.proxy = "ftp://host";
    EXPECT_TRUE(has(way(), "ftp://host")) << way();
}

TEST_F(Precautions, AUserAgentIsOneLine) {
    options.user_agent = "mine\r\nX-Other: 1";
    EXPECT_NE(way(), "");
}

TEST_F(Precautions, WarnOfEveryRunThatChecksNobody) {
    EXPECT_TRUE(warnings_of(options).empty());
    options.insecure = true;
    ASSERT_EQ(warnings_of(options).size(), 1U);
    EXPECT_TRUE(has(warnings_of(options).front(), "--insecure"));
}

TEST_F(Precautions, WarnOfSecretsThatOthersCanRead) {
    const perms own = perms::owner_read | perms::owner_write;
    const std::string open = write("open", "", own | perms::group_read);
    const std::string closed = write("closed", "", own);
    for (std::string RemoteOptions::*file : {&RemoteOptions::token_file,
                                             &RemoteOptions::netrc_file,
                                             &RemoteOptions::client_cert,
                                             &RemoteOptions::client_key}) {
        options = {};
        options.*file = closed;
        EXPECT_TRUE(warnings_of(options).empty());
        options.*file = open;
        ASSERT_EQ(warnings_of(options).size(), 1U);
        EXPECT_TRUE(has(warnings_of(options).front(), open));
    }
    options = {};
    options.headers = {"X-A: 1", "@" + open, "@" + closed};
    EXPECT_EQ(warnings_of(options).size(), 1U);
}

TEST_F(Precautions, ACertificateApartFromItsKeyIsNoSecret) {
    options.client_cert = write("cert", "", perms::owner_read | perms::others_read);
    options.client_key = write("key", "", perms::owner_read);
    EXPECT_TRUE(warnings_of(options).empty());
}

TEST_F(Precautions, HeadersComeFromAFileOneALine) {
    const std::string path = write("headers", "X-A: 1\r\n\n  x-b:2\n", perms::owner_read);

    const Headers headers = read_headers({"X-C: 3", "@" + path});

    EXPECT_EQ(headers, (Headers{{"x-c", "3"}, {"x-a", "1"}, {"x-b", "2"}}));
}

TEST_F(Precautions, AWrongHeaderIsNamedByItsPlaceAndNotShown) {
    const std::string path = write("headers", "X-A: 1\nhush\n", perms::owner_read);
    const std::string in_file = refusal([&] { read_headers({"@" + path}); });
    EXPECT_TRUE(has(in_file, "line 2 of \"" + path)) << in_file;
    const std::string given = refusal([&] { read_headers({"hush"}); });
    for (const std::string& words : {in_file, given}) EXPECT_FALSE(has(words, "hush")) << words;
    const std::string missing = (folder / "missing").string();
    EXPECT_TRUE(has(refusal([&] { read_headers({"@" + missing}); }), missing));
    EXPECT_NE(refusal([&] { read_headers({"@" + folder.path().string()}); }), "");
}

TEST(Url, WithASecretIsRefusedAndNotShown) {
    for (const char* url : {"https://me:hush@host/",
                            "https://hush@host",
                            "ftp://me:hush@host",
                            "me:hush@host",
                            "https://host/?code=hush",
                            "https://host/#hush"}) {
        const std::string words = refusal([&] { read_url(url); });
        EXPECT_NE(words, "") << url;
        EXPECT_FALSE(has(words, "hush")) << words;
    }
    EXPECT_TRUE(has(refusal([] { read_url("https://me:hush@host/"); }), "--netrc-file"));
}

TEST(Url, OfAnyAddressGivesItsOrigin) {
    EXPECT_EQ(origin_of("HTTPS://Host:1/a?b=c#d"), "https://host:1");
    EXPECT_EQ(origin_of("https://host?b=c"), "https://host");
    EXPECT_EQ(origin_of("/login"), std::nullopt);
    EXPECT_EQ(origin_of("https://me@host/"), std::nullopt);
    EXPECT_EQ(origin_of(""), std::nullopt);
}

}  // namespace
}  // namespace syncline::remote
