#include "item_record.hpp"

#include <syncline/errors.hpp>
#include <syncline/text.hpp>

#include <algorithm>

namespace syncline::cmd {

Members record_of(const Item& item) {
    Members record;
    record.reserve(item.members.size() + 5);
    const auto add_property = [&record](const char* name, const std::string& text) {
        if (!text.empty()) record.push_back({name, Value::string(text)});
    };
    add_property("id", item.id);
    record.insert(record.end(), item.members.begin(), item.members.end());
    add_property("createdAt", item.created_at);
    add_property("updatedAt", item.updated_at);
    add_property("version", item.version);
    if (item.deleted) record.push_back({"deleted", Value::boolean(true)});
    return record;
}

void check_item_fields(const std::vector<std::string>& fields,
                       const std::vector<std::string>& columns) {
    std::vector<std::string> known = columns;
    for (const char* property : {"id", "createdAt", "updatedAt", "version", "deleted"}) {
        known.emplace_back(property);
    }
    for (const std::string& field : fields) {
        if (std::find(known.begin(), known.end(), field) != known.end()) continue;
        const std::string meant = nearest(field, known);
        throw UsageError("there is no field \"" + field + '"',
                         meant.empty() ? "" : "did you mean \"" + meant + "\"?");
    }
}

}  // namespace syncline::cmd
