#pragma once

#include "format.hpp"
#include "messages.hpp"
#include "shapes.hpp"

#include <syncline/client.hpp>
#include <syncline/version.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace syncline::cmd {

struct Streams;
struct Topic;

/// What a list of operations is for.
enum class OperationList : std::uint8_t {
    queue,
    conflicts,
    given_up,  ///< with their items: the last that is seen of them
};

/// A conflict that was decided by hand.
struct Resolved {
    std::string table;
    std::string id;
    bool to_send = false;  ///< the next push sends the outcome
};

/// A deleted item that came back.
struct BroughtBack {
    std::string id;
    Undeleted how = Undeleted::here;
};

/// A value of the configuration or the environment.
struct SettingRow {
    std::string key;
    std::vector<std::string> values;  ///< none: taken away
    std::string origin;
};

/// Says results to a person or a program, on standard output: one method per kind of result.
/// `TextPrinter` is for people; `RecordPrinter` makes records of them, for every other format.
class Printer {
  public:
    explicit Printer(Messages& messages) : messages_(messages) {}
    Printer(const Printer&) = delete;
    Printer& operator=(const Printer&) = delete;
    virtual ~Printer() = default;

    virtual void created(const std::string& path, const std::string& url) = 0;
    virtual void defined(const std::string& table, bool changed) = 0;
    virtual void inserted(const std::string& table, const std::string& id) = 0;
    /// `verb`: the command's name.
    virtual void changed(const char* verb, const std::string& table, std::uint64_t count) = 0;
    virtual void item(const Item& item) = 0;
    virtual void counted(const std::string& table, std::uint64_t count) = 0;

    /// A list of items, one call each. `columns`: what the text form shows. Nothing is printed
    /// before the first item or the end, so that an error leaves standard output empty.
    virtual void begin_items(const std::vector<std::string>& columns) = 0;
    virtual void next_item(const Item& item) = 0;
    virtual void end_items() = 0;

    /// Rows of a SELECT: members only, all with the same names.
    virtual void begin_rows() = 0;
    virtual void next_row(const Members& row) = 0;
    virtual void end_rows() = 0;

    /// `asked_for`: the ids are what the user wanted to know, not what a change happened to make.
    virtual void begin_ids(bool asked_for) = 0;
    virtual void next_id(const std::string& id) = 0;
    virtual void end_ids() = 0;

    virtual void tables(const std::vector<TableDefinition>& tables) = 0;
    /// `brief`: one line, in the text form.
    virtual void status(const StoreStatus& status, bool brief) = 0;
    /// `graced`: the failure is none for the exit status.
    virtual void pushed(const PushResult& result, bool graced) = 0;
    virtual void pulled(const PullResult& result, bool graced) = 0;
    /// What a pull that goes on did; only a stream shows it.
    virtual void item_changed(const ItemChange& change) = 0;
    virtual void synced(const SyncResult& result, bool graced) = 0;
    virtual void purged(const std::string& table, const PurgeResult& result) = 0;
    virtual void remote_set(const std::string& url) = 0;
    virtual void protocol_set(const std::string& protocol) = 0;
    virtual void serving(const std::string& url) = 0;
    virtual void undeleted(const std::string& table, const std::vector<BroughtBack>& items) = 0;
    /// `with_head`: also its status and headers, in the text form.
    virtual void answered(const Response& response, bool with_head) = 0;
    virtual void logged_in(const std::string& user_id, const std::string& token_file) = 0;
    virtual void checks(const std::vector<CheckStep>& steps) = 0;

    /// Operations, one call each, as with items.
    virtual void begin_operations(OperationList list) = 0;
    virtual void next_operation(const OperationDetail& operation) = 0;
    virtual void end_operations() = 0;
    /// One operation with its three sides.
    virtual void operation(const OperationDetail& operation) = 0;
    virtual void queue_changed(const char* verb, std::uint64_t count) = 0;
    virtual void resolved(const std::vector<Resolved>& conflicts) = 0;

    /// The requests of a dry run, one call each.
    virtual void begin_requests() = 0;
    virtual void next_request(const RequestPreview& request) = 0;
    virtual void end_requests() = 0;

    /// `outcome`: what the command ends with.
    virtual void checked(const CheckResult& result, Status outcome) = 0;
    virtual void backed_up(const BackupResult& result) = 0;
    virtual void compacted(const CompactResult& result) = 0;
    virtual void exported(const std::string& path, const ExportResult& result) = 0;
    virtual void imported(const ImportResult& result) = 0;

    virtual void setting(const SettingRow& setting) = 0;
    virtual void setting_changed(const SettingRow& setting) = 0;
    virtual void settings(const std::vector<SettingRow>& settings, bool with_origin) = 0;
    virtual void config_path(const std::string& path, bool exists) = 0;

    virtual void explanation(const Explanation& explanation) = 0;
    virtual void runs(const std::vector<RunRecord>& runs) = 0;

    /// What the program says about itself.
    virtual void topic(const Topic& topic) = 0;
    virtual void versions(const Versions& versions) = 0;
    virtual void pages(const std::string& folder, std::uint64_t count) = 0;

    void problem(const Problem& problem) { messages_.problem(problem); }
    void warning(const std::string& sentence) { messages_.warning(sentence); }
    void note(const std::string& sentence) { messages_.note(sentence); }

    Messages& messages() { return messages_; }

  private:
    Messages& messages_;
};

struct PrinterOptions {
    OutputOptions output;
    bool quiet = false;    ///< leave out what was not asked for
    bool dry_run = false;  ///< documents say so
    std::string colour = "auto";
};

/// The printer of the format that the options ask for.
std::unique_ptr<Printer> make_printer(Streams& streams,
                                      Messages& messages,
                                      const PrinterOptions& options);
std::unique_ptr<Printer> make_text_printer(Streams& streams,
                                           Messages& messages,
                                           const PrinterOptions& options);
std::unique_ptr<Printer> make_record_printer(Streams& streams,
                                             Messages& messages,
                                             const PrinterOptions& options);

}  // namespace syncline::cmd
