#include "commands/change.hpp"

#include "confirm.hpp"

namespace syncline::cmd {

void add_selection(Spec& spec, Selection& selection, const std::string& stdin_help) {
    spec.argument("TABLE", selection.table, "the table");
    spec.arguments(
        "ID", selection.ids, "the items' ids; after -- they may begin with a dash", false);
    spec.text("--filter", "EXPR", selection.filter, "every item that matches (OData)");
    spec.flag("--all", selection.all, "every item of the table");
    spec.flag("--stdin", selection.from_input, stdin_help);
    spec.text("--if-version",
              "V",
              selection.if_version,
              "only if the item's version is still V; for one ID");
    spec.exclusive({"--filter", "--all", "--stdin"});
}

void check(const Selection& selection) {
    const bool one_option = selection.filter || selection.all || selection.from_input;
    if (one_option && !selection.ids.empty()) {
        throw UsageError("ids do not go together with --filter, --all or --stdin");
    }
    if (!one_option && selection.ids.empty()) {
        throw UsageError("no item is named", "give an ID, --filter, --all or --stdin");
    }
    if (selection.filter && selection.filter->empty()) {
        throw UsageError("--filter is empty", "--all means every item");
    }
    if (selection.if_version && selection.ids.size() != 1) {
        throw UsageError("--if-version goes with exactly one ID");
    }
}

std::string filter_of(const Selection& selection) {
    return selection.filter.value_or("");
}

void confirm_many(Session& session, const Selection& selection, const char* done) {
    constexpr std::uint64_t kMany = 1'000;
    Query query;
    query.filter = filter_of(selection);
    const std::uint64_t count = session.client().count(selection.table, query);
    if (count <= kMany) return;
    confirm(
        session,
        std::to_string(count) + " items of " + selection.table + " would be " + done + " at once");
}

ItemSource objects_of(const Spec::Words& ids, const Members& changes) {
    return [ids, changes, next = std::size_t{0}, json = std::string()](std::string_view& text,
                                                                       std::string& where) mutable {
        if (next == ids.size()) return false;
        const std::string& id = ids[next++];
        Members members{{"id", Value::string(id)}};
        members.insert(members.end(), changes.begin(), changes.end());
        json = write_members(members);
        text = json;
        where = "item " + std::to_string(next);
        return true;
    };
}

}  // namespace syncline::cmd
