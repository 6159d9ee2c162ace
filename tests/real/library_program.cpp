// library_program URL FOLDER TABLE: what another program does with the library, through its public
// headers only: insert, push, and pull into a second store. Ends with 0 if the item arrived.

#include <syncline/client.hpp>
#include <syncline/errors.hpp>

#include <iostream>
#include <string>

namespace {

void make_store(const std::string& path, const std::string& url, const std::string& name) {
    syncline::InitOptions options;
    options.url = url;
    syncline::Client::create(path, options);
    syncline::TableDefinition table;
    table.name = "todoitem";
    table.remote_name = name;
    table.columns = {syncline::read_column("text:string"),
                     syncline::read_column("complete:boolean")};
    syncline::Client(path).define_table(table);
}

bool goes_through(const std::string& url, const std::string& folder, const std::string& name) {
    make_store(folder + "/first.db", url, name);
    make_store(folder + "/second.db", url, name);

    syncline::Client first(folder + "/first.db");
    const std::string id = first.insert("todoitem",
                                        {{"text", syncline::Value::string("buy milk")},
                                         {"complete", syncline::Value::boolean(false)}});
    const syncline::PushResult push = first.push({}, {});
    if (push.status != syncline::PushStatus::complete || push.pushed != 1) {
        std::cerr << "push: " << syncline::name_of(push.status) << ' ' << push.reason << '\n';
        return false;
    }

    syncline::Client second(folder + "/second.db");
    syncline::PullOptions options;
    options.tables = {"todoitem"};
    const syncline::PullResult pull = second.pull(options, {});
    const auto item = second.get("todoitem", id);
    if (pull.outcome != syncline::Status::ok || !item) {
        std::cerr << "pull: " << pull.reason << '\n';
        return false;
    }
    const syncline::Value* text = syncline::find_member(item->members, "text");
    return text != nullptr && text->text() == "buy milk" && !item->version.empty();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "usage: library_program URL FOLDER TABLE\n";
        return 2;
    }
    try {
        return goes_through(argv[1], argv[2], argv[3]) ? 0 : 1;
    } catch (const syncline::Error& error) {
        std::cerr << error.what() << '\n';
        return static_cast<int>(error.status());
    }
}
