#include "odata_items.hpp"

#include "data/odata_evaluate.hpp"
#include "data/types.hpp"
#include "odata_support.hpp"
#include "store/functions.hpp"
#include "store/select.hpp"

#include <random>

namespace syncline::data {

using store::Database;
using store::Statement;

namespace {

using Pool = std::vector<Value>;

Pool strings(const std::vector<std::string>& texts) {
    Pool pool{Value::null()};
    for (const std::string& text : texts) pool.push_back(Value::string(text));
    return pool;
}

Pool numbers(const std::vector<std::string>& texts) {
    Pool pool{Value::null()};
    for (const std::string& text : texts) pool.push_back(Value::number(text));
    return pool;
}

Pool pool_of(Type type) {
    switch (type) {
        case Type::string:
            return strings({"",
                            "a",
                            "A",
                            "ab",
                            "aba",
                            "b",
                            "é",
                            "É",
                            "z😀y",
                            "50%_",
                            "it's",
                            " a\t",
                            "\u00A0b",
                            "Red, Blue",
                            "\xED\xA0\x80",
                            std::string("a\0b", 3)});
        case Type::boolean:
            return {Value::null(), Value::boolean(true), Value::boolean(false)};
        case Type::integer:
            return numbers({"0",
                            "1",
                            "-1",
                            "2",
                            "3",
                            "7",
                            "-7",
                            "9007199254740993",
                            "9223372036854775807",
                            "-9223372036854775808"});
        case Type::number:
            return numbers({"0", "1", "1.0", "0.5", "1.5", "2.5", "-1.5", "3", "1e300", "1e-7"});
        case Type::datetime:
            return strings({"2024-02-29T23:59:59.123Z",
                            "2024-02-29T23:59:59.1234567Z",
                            "2024-03-01T00:59:59.123+01:00",
                            "2024-03-01T00:00:00Z",
                            "2024-03-01T00:00Z",
                            "0001-01-01T00:00:00Z",
                            "9999-12-31T23:59:59.999Z",
                            "1969-12-31T23:59:59.999999999Z"});
        case Type::date:
            return strings({"2024-02-29", "2024-03-01", "1999-12-31"});
        case Type::time:
            return strings({"07:14", "07:14:00", "07:14:00.000", "07:14:00.0005", "23:59:59.999"});
        case Type::guid:
            return strings({"0f8fad5b-d9cb-469f-a165-70867728950e",
                            "0F8FAD5B-D9CB-469F-A165-70867728950E",
                            "{0f8fad5bd9cb469fa16570867728950e}",
                            "f47ac10b-58cc-4372-a567-0e02b2c3d479"});
        case Type::binary:
            return strings({"", "AQID", "AQIDBA==", "+/8="});
        case Type::json:
            return {Value::null(), Value::nested("[1]"), Value::nested("{\"a\":1}")};
    }
    return {};
}

/// Values that are not of their column's type: a server may send them.
Value junk(Type type) {
    return type == Type::number ? Value::string("12") : Value::string("junk");
}

Stored text_or_null(const std::string& text) {
    return text.empty() ? Stored() : Stored(text);
}

}  // namespace

std::vector<Item> make_items(bool with_junk, int count) {
    std::mt19937 random(7);
    std::vector<Item> items;
    for (int i = 0; i < count; ++i) {
        Item item;
        item.id = "id-" + std::to_string(i);
        if (random() % 4 != 0) item.version = i % 2 == 0 ? "MQ==" : "Mg==";
        const Pool stamps = pool_of(Type::datetime);
        item.updated_at = stamps[random() % stamps.size()].text();
        item.created_at = stamps[random() % stamps.size()].text();
        for (const Column& column : every_type().columns) {
            const Pool pool = pool_of(column.type);
            if (random() % 10 == 0) continue;
            Value value = pool[random() % pool.size()];
            if (with_junk && random() % 12 == 0) value = junk(column.type);
            item.members.push_back({column.name, std::move(value)});
        }
        items.push_back(std::move(item));
    }
    return items;
}

void fill(Database& database, const std::vector<Item>& items) {
    store::register_functions(database);
    std::string columns =
        "id TEXT UNIQUE, version TEXT, createdAt TEXT, updatedAt TEXT, deleted INTEGER";
    std::string places = "?,?,?,?,?";
    for (const Column& column : every_type().columns) {
        columns += "," + store::quote_name(column.name) + " " + sql_type(column.type);
        places += ",?";
    }
    database.execute("CREATE TABLE items(" + columns + ")");
    for (const Item& item : items) {
        std::vector<Stored> values{item.id,
                                   text_or_null(item.version),
                                   text_or_null(item.created_at),
                                   text_or_null(item.updated_at),
                                   std::int64_t{item.deleted ? 1 : 0}};
        for (const Column& column : every_type().columns) {
            const Value* value = find_member(item.members, column.name);
            values.push_back(value == nullptr ? Stored() : to_stored(column.type, *value));
        }
        Statement insert = database.prepare("INSERT INTO items VALUES(" + places + ")");
        for (const Stored& value : values) insert.bind(value);
        insert.run();
    }
}

Ids evaluated(const Expression& filter, const std::vector<Item>& items) {
    Ids ids;
    for (const Item& item : items) {
        if (matches(filter, item, &every_type())) ids.insert(item.id);
    }
    return ids;
}

Ids selected(const Expression& filter, Database& database) {
    const store::Sql sql = store::write_condition(filter, store::quote_name);
    Statement statement = database.prepare("SELECT id FROM items WHERE " + sql.text);
    for (const Stored& value : sql.bindings) statement.bind(value);
    Ids ids;
    while (statement.step()) ids.insert(statement.string(0));
    return ids;
}

Expression read_again(const WrittenFilter& written, Dialect dialect) {
    ParseOptions options;
    options.v4_only = dialect == Dialect::v3;
    return parse_filter(written.text.empty() ? "true" : written.text, &every_type(), options);
}

}  // namespace syncline::data
