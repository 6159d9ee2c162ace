#include "net/caller.hpp"
#include "net/certificates.hpp"
#include "net/listener.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>

namespace syncline::tests {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;

class Tls : public testing::Test {
  protected:
    /// Whether the service was reached; the caller must not say so in vain.
    void expect_trusted(const Words& options, const Variables& variables = {}) {
        const std::size_t before = service.heard().size();
        const Outcome outcome = caller.pull(options, variables);
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        EXPECT_GT(service.heard().size(), before);
    }

    void expect_untrusted(const Words& options, const Variables& variables = {}) {
        expect_untrusted_by(caller, options, variables);
    }

    static void expect_untrusted_by(const Caller& caller,
                                    const Words& options,
                                    const Variables& variables = {}) {
        const Outcome outcome = caller.pull(options, variables);
        EXPECT_EQ(outcome.status, kRefused) << outcome.err;
        EXPECT_THAT(outcome.err, HasSubstr("cannot be trusted"));
        EXPECT_THAT(outcome.err, HasSubstr("--cacert"));
    }

    const Certificates& certificates = Certificates::shared();
    Listener service{{certificates.server(), certificates.server_key()}};
    Caller caller{service.url()};
};

TEST_F(Tls, OfAnUnknownAuthorityIsNotTrusted) {
    expect_untrusted({});
    expect_untrusted({"--cacert", certificates.other_authority()});
    EXPECT_THAT(service.heard(), IsEmpty());
}

TEST_F(Tls, TrustsTheAuthoritiesThatAreNamed) {
    expect_trusted({"--cacert", certificates.authority()});
    expect_trusted({"--capath", certificates.authority_folder()});
    const Caller by_name(service.url("localhost"));
    EXPECT_EQ(by_name.pull({"--cacert", certificates.authority()}).status, 0);
    expect_trusted({}, {{"SYNCLINE_CACERT", certificates.authority()}});
    expect_trusted({}, {{"SYNCLINE_CAPATH", certificates.authority_folder()}});
}

TEST_F(Tls, TrustsTheAuthoritiesOfTheUsualVariables) {
    expect_trusted({}, {{"CURL_CA_BUNDLE", certificates.authority()}});
    expect_trusted({}, {{"SSL_CERT_FILE", certificates.authority()}});
    expect_trusted({}, {{"SSL_CERT_DIR", certificates.authority_folder()}});
    expect_untrusted({}, {{"SSL_CERT_FILE", certificates.other_authority()}});
    expect_trusted({},
                   {{"CURL_CA_BUNDLE", certificates.authority()},
                    {"SSL_CERT_FILE", certificates.other_authority()}});
}

TEST_F(Tls, AnOptionWinsOverTheVariables) {
    for (const char* variable : {"CURL_CA_BUNDLE", "SSL_CERT_FILE"}) {
        expect_untrusted({"--cacert", certificates.other_authority()},
                         {{variable, certificates.authority()}});
        expect_trusted({"--cacert", certificates.authority()},
                       {{variable, certificates.other_authority()}});
        expect_trusted({"--capath", certificates.authority_folder()},
                       {{variable, "/no/such/file"}});
    }
    expect_untrusted({"--cacert", certificates.other_authority()},
                     {{"SSL_CERT_DIR", certificates.authority_folder()}});
}

TEST_F(Tls, OfAnotherHostIsNotTrusted) {
    const Caller other(service.url("other.localhost"));
    expect_untrusted_by(other, {"--cacert", certificates.authority()});
    EXPECT_EQ(other.pull({"--insecure"}).status, 0);
}

TEST_F(Tls, ThatHasExpiredIsNotTrusted) {
    const Listener old({certificates.expired(), certificates.server_key()});
    expect_untrusted_by(Caller(old.url()), {"--cacert", certificates.authority()});
}

TEST_F(Tls, IsNotCheckedWithInsecureAndEachRunSaysSo) {
    for (int i = 0; i < 2; ++i) {
        const Outcome outcome = caller.pull({"--insecure"});
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        EXPECT_THAT(outcome.err, HasSubstr("--insecure"));
    }
}

TEST_F(Tls, IsNeverLeftUncheckedByTheEnvironmentOrTheConfiguration) {
    expect_untrusted({}, {{"SYNCLINE_INSECURE", "1"}});
    const std::string config = caller.secret("config.toml", "insecure = true\n");
    const Outcome outcome = caller.pull({"--config", config});
    EXPECT_EQ(outcome.status, kUsage);
    EXPECT_THAT(outcome.err, AllOf(HasSubstr(config), HasSubstr("insecure")));
}

TEST_F(Tls, AFileThatIsNotThereIsNamedAndNothingIsSent) {
    for (const char* option :
         {"--cacert", "--capath", "--cert", "--netrc-file", "--pinnedpubkey"}) {
        const Outcome outcome = caller.pull({option, "/no/such/place", "--insecure"});
        EXPECT_EQ(outcome.status, kUsage) << outcome.err;
        EXPECT_THAT(outcome.err, AllOf(HasSubstr("/no/such/place"), HasSubstr(option)));
    }
    const Outcome outcome = caller.pull({}, {{"CURL_CA_BUNDLE", "/no/such/place"}});
    EXPECT_EQ(outcome.status, kUsage);
    EXPECT_THAT(outcome.err, HasSubstr("/no/such/place"));
    EXPECT_THAT(service.heard(), IsEmpty());
}

TEST_F(Tls, AFileThatHoldsNoCertificateIsNamedAsTheReason) {
    const std::string nonsense = caller.secret("nonsense.pem", "nonsense\n");
    const Outcome authority = caller.pull({"--cacert", nonsense});
    EXPECT_EQ(authority.status, kRefused);
    EXPECT_THAT(authority.err, HasSubstr(nonsense));
    const Outcome own = caller.pull({"--insecure", "--cert", nonsense});
    EXPECT_EQ(own.status, kRefused);
    EXPECT_THAT(own.err, HasSubstr("--cert"));
}

TEST_F(Tls, APinnedKeyMustBeTheServices) {
    const Words trust = {"--cacert", certificates.authority()};
    const auto with_pin = [&trust](const std::string& pin) {
        Words words = trust;
        words.insert(words.end(), {"--pinnedpubkey", pin});
        return words;
    };
    const std::string wrong = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    expect_trusted(with_pin(certificates.server_pin()));
    expect_trusted(with_pin(wrong + ";" + certificates.server_pin()));
    const Outcome outcome = caller.pull(with_pin(wrong));
    EXPECT_EQ(outcome.status, kRefused);
    EXPECT_THAT(outcome.err, HasSubstr("--pinnedpubkey"));
}

TEST_F(Tls, APinnedKeyCountsWhereNothingElseIsChecked) {
    const std::string wrong = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    EXPECT_EQ(caller.pull({"--insecure", "--pinnedpubkey", wrong}).status, kRefused);
    expect_trusted({"--insecure", "--pinnedpubkey", certificates.server_pin()});
}

class ClientCertificate : public testing::Test {
  protected:
    Outcome pull(Words options) const {
        options.insert(options.end(), {"--cacert", certificates.authority()});
        return caller.pull(options);
    }

    void expect_unwelcome(const Words& options) const {
        const Outcome outcome = pull(options);
        // Where the reason is lost with the connection, it may have been the network.
        EXPECT_THAT(outcome.status, AnyOf(kRefused, kRetry)) << outcome.err;
        EXPECT_THAT(outcome.err, HasSubstr("--cert"));
        EXPECT_THAT(service.heard(), IsEmpty());
    }

    const Certificates& certificates = Certificates::shared();
    Listener service{{certificates.server(), certificates.server_key(), certificates.authority()}};
    Caller caller{service.url()};
};

TEST_F(ClientCertificate, MissingIsRefusedWithTheWayOut) {
    expect_unwelcome({});
}

TEST_F(ClientCertificate, IsShownToTheService) {
    EXPECT_EQ(pull({"--cert", certificates.client(), "--key", certificates.client_key()}).status,
              0);
    const Outcome both = pull({"--cert", certificates.client_with_key()});
    EXPECT_EQ(both.status, 0) << both.err;
    EXPECT_THAT(both.err, IsEmpty());
}

TEST_F(ClientCertificate, OfAnotherAuthorityIsRefused) {
    expect_unwelcome({"--cert", certificates.other_authority(), "--key", certificates.other_key()});
}

TEST_F(ClientCertificate, WithAKeyThatIsNotItsOwnIsRefused) {
    const Outcome outcome =
        pull({"--cert", certificates.client(), "--key", certificates.server_key()});
    EXPECT_EQ(outcome.status, kRefused) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("--key"));
}

TEST_F(ClientCertificate, WithAKeyThatOthersCanReadIsTakenWithAWarning) {
    const std::filesystem::path open = caller.program().folder() / "open.key";
    std::filesystem::copy_file(certificates.client_key(), open);
    using std::filesystem::perms;
    std::filesystem::permissions(open, perms::group_read, std::filesystem::perm_options::add);

    const Outcome outcome = pull({"--cert", certificates.client(), "--key", open.string()});

    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.err, AllOf(HasSubstr(open.string()), HasSubstr("chmod")));
}

}  // namespace
}  // namespace syncline::tests
