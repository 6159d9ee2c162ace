#include "store/functions.hpp"

#include "data/odata_evaluate.hpp"
#include "data/odata_functions.hpp"
#include "data/odata_values.hpp"

namespace syncline::store {

void register_functions(Database& database) {
    using data::Kind;
    for (const data::Function& function : data::functions()) {
        const auto call = function.call;
        for (std::size_t count = function.least; count <= function.most; ++count) {
            database.define_function(
                "odata_" + std::string(function.name),
                static_cast<int>(count),
                [call](std::span<const Stored> arguments) { return call(arguments); });
        }
    }
    const auto define_form = [&database](const char* name, Kind kind) {
        database.define_function(name, 1, [kind](std::span<const Stored> arguments) {
            return data::comparable(kind, arguments[0]);
        });
    };
    define_form("odata_instant", Kind::datetime);
    define_form("odata_timeofday", Kind::time);
    define_form("odata_uuid", Kind::guid);
    database.define_function("odata_mod", 2, [](std::span<const Stored> arguments) {
        return data::modulo(arguments[0], arguments[1]);
    });
    database.define_function("odata_ge", 2, [](std::span<const Stored> arguments) {
        return data::greater_or_equal(arguments[0], arguments[1]);
    });
    database.define_function("odata_has", 2, [](std::span<const Stored> arguments) {
        return data::has(arguments[0], arguments[1]);
    });
}

}  // namespace syncline::store
