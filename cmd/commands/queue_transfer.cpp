#include "commands/commands.hpp"
#include "input.hpp"
#include "operation_arguments.hpp"

namespace syncline::cmd {

namespace {

void check_format_of_export(Format format) {
    if (format == Format::text || format == Format::ndjson) return;
    throw UsageError("an export of the queue is one JSON object a line",
                     "leave the format out, or use --format ndjson");
}

}  // namespace

Action queue_export(Spec& spec) {
    auto which = std::make_shared<OperationArguments>();
    add_queue_filters(spec, *which);
    spec.example("syncline queue export > queue.ndjson");
    return [which](Session& session) {
        check_format_of_export(session.globals().output.format);
        Output& out = session.streams().out;
        session.reader().export_queue(filter_of(*which), [&out](const std::string& line) {
            out.write(line);
            out.write("\n");
            return out.error() == 0;
        });
        return Status::ok;
    };
}

Action queue_import(Spec& spec) {
    auto path = std::make_shared<std::string>();
    spec.argument("FILE", *path, "what \"queue export\" has written; - for standard input");
    spec.rehearsable();
    spec.prints("queue-change");
    spec.example("syncline queue export | syncline queue import - --db other.db");
    return [path](Session& session) {
        Client& client = session.client();
        InputLines lines(*path, session.streams());
        session.printer().queue_changed("import", client.import_queue(source_of(lines)));
        return Status::ok;
    };
}

}  // namespace syncline::cmd
