#include "net/certificates.hpp"

#include "support/process.hpp"

#include <stdexcept>

namespace syncline::tests {

namespace {

constexpr const char* kMake = R"(set -e
new='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
for name in authority other; do
    openssl req -x509 $new -keyout $name.key -out $name.pem -subj "/CN=$name of the tests" -days 2
done
sign() { openssl x509 -req -CA authority.pem -CAkey authority.key "$@"; }
for name in server client; do
    openssl req $new -keyout $name.key -out $name.csr -subj "/CN=$name of the tests"
done
echo 'subjectAltName=DNS:localhost,IP:127.0.0.1' >names
sign -in server.csr -out server.pem -extfile names -days 2
sign -in server.csr -out expired.pem -extfile names -days -1
sign -in client.csr -out client.pem -days 2
cat client.pem client.key >both.pem
chmod go= *.key both.pem
mkdir hashed
cp authority.pem hashed
openssl rehash hashed
)";

constexpr const char* kPin =
    "openssl pkey -in server.key -pubout -outform der | openssl dgst -sha256 -binary | "
    "openssl base64 -A";

}  // namespace

Certificates::Certificates() {
    shell(kMake);
    server_pin_ = "sha256//" + shell(kPin);
}

const Certificates& Certificates::shared() {
    static const Certificates certificates;
    return certificates;
}

std::string Certificates::shell(const std::string& script) const {
    Command command{.program = "sh", .arguments = {"-c", script}};
    command.directory = folder_.path();
    const Outcome outcome = run(command);
    if (outcome.status != 0) throw std::runtime_error("openssl: " + outcome.err);
    return outcome.out;
}

}  // namespace syncline::tests
