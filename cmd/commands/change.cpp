#include "commands/change.hpp"

#include "confirm.hpp"

namespace syncline::cmd {

void add_selection(Spec& spec, Selection& selection, const std::string& stdin_help) {
    spec.argument("TABLE", selection.table, "the table");
    spec.arguments(
        "ID", selection.ids, "the items' ids; after -- they may begin with a dash", false);
    spec.text("--filter", "EXPR", selection.filter, "every item that matches (OData)");
    spec.flag("--all", selection.all, "every item of the table");
    add_ids_from(spec, selection.ids_from);
    spec.flag("--stdin", selection.from_input, stdin_help);
    add_input_formats(spec, selection.format);
    spec.text("--if-version",
              "V",
              selection.if_version,
              "only if the item's version is still V; for one ID");
    spec.exclusive({"--filter", "--all", "--ids-from", "--stdin"});
}

void check(const Selection& selection) {
    const bool one_option =
        selection.filter || selection.all || selection.ids_from || selection.from_input;
    if (one_option && !selection.ids.empty()) {
        throw UsageError("ids do not go together with --filter, --all, --ids-from or --stdin");
    }
    if (!one_option && selection.ids.empty()) {
        throw UsageError("no item is named", "give an ID, --filter, --all, --ids-from or --stdin");
    }
    check_format(selection.format, selection.from_input);
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

void check_format(const std::optional<InputFormat>& format, bool from_input) {
    if (format && !from_input) throw UsageError("--ndjson, --csv and --tsv go only with --stdin");
}

void add_ids_from(Spec& spec, std::optional<std::string>& path) {
    spec.text("--ids-from",
              "FILE|-",
              path,
              "the items whose ids a file lists, or standard input: one a line, or with -0 each "
              "ended by NUL");
}

namespace {

std::string object_of(std::string_view id, const Members& changes) {
    Members members{{"id", Value::string(std::string(id))}};
    members.insert(members.end(), changes.begin(), changes.end());
    return write_members(members);
}

}  // namespace

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
        json = object_of(ids[next++], changes);
        text = json;
        where = "item " + std::to_string(next);
        return true;
    };
}

ItemSource objects_from(const std::string& path, Session& session, const Members& changes) {
    const bool null_ends = session.globals().output.null_ends;
    auto lines = std::make_shared<InputLines>(path, session.streams(), null_ends ? '\0' : '\n');
    return [lines, null_ends, changes, json = std::string()](std::string_view& text,
                                                             std::string& where) mutable {
        std::string_view id;
        do {
            if (!lines->next_of_any(id)) return false;
            if (!null_ends && !id.empty() && id.back() == '\r') id.remove_suffix(1);
        } while (id.empty());
        json = object_of(id, changes);
        text = json;
        where = (null_ends ? "id " : "line ") + std::to_string(lines->number());
        return true;
    };
}

std::unique_ptr<ItemInput> input_of(Session& session, Client& client, const Selection& selection) {
    return std::make_unique<ItemInput>(selection.format.value_or(InputFormat::ndjson),
                                       "-",
                                       session.streams(),
                                       client.table(selection.table),
                                       NullField::null);
}

}  // namespace syncline::cmd
