#include "base/id.hpp"
#include "remote/curl_transport.hpp"

#include <syncline/environment.hpp>

#include <thread>

namespace syncline {

Environment Environment::real() {
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    using std::chrono::steady_clock;
    using std::chrono::system_clock;

    Environment environment;
    environment.now = [] {
        return duration_cast<milliseconds>(system_clock::now().time_since_epoch());
    };
    environment.ticks = [] {
        return duration_cast<milliseconds>(steady_clock::now().time_since_epoch());
    };
    environment.sleep_until = [](Ticks until) {
        std::this_thread::sleep_until(steady_clock::time_point(until));
    };
    environment.new_id = [now = environment.now] { return base::make_uuid7(now().count()); };
    environment.random = base::random_fraction;
    environment.transport = remote::load_transport;
    return environment;
}

}  // namespace syncline
