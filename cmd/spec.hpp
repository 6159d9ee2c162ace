#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace syncline::cmd {

using Duration = std::chrono::milliseconds;

/// One option as the help shows it.
struct OptionInfo {
    std::string names;  ///< "-d,--db"
    std::string value;  ///< what it takes, for example "FILE"; empty for a flag
    std::string help;
    std::string section{};  ///< its heading in the help
    bool repeats = false;
    bool settable = false;  ///< also by an environment variable and in the configuration
    std::string twin{};     ///< of a flag: the name that turns it off, "--no-json"

    /// The long name with its dashes, "--db".
    std::string long_name() const;
    /// The long name without its dashes: the key in the configuration.
    std::string key() const { return long_name().substr(2); }
    bool is_flag() const { return value.empty(); }
};

/// One positional argument.
struct ArgumentInfo {
    std::string name;
    std::string help;
    bool required = true;
    bool repeats = false;
};

/// A value that comes from elsewhere than the command line.
struct Setting {
    std::vector<std::string> values;  ///< several only for a list; a flag has "true" or "false"
    std::string origin;               ///< "SYNCLINE_DB", "/etc/syncline/config.toml:3"
    int rank = 0;                     ///< the higher one wins
};

/// Where an option that was not given gets its value from, if anywhere. Throws UsageError.
using FindSetting = std::function<std::optional<Setting>(const OptionInfo& option)>;

/// What one command takes: described once, then used to parse and to print the help. Targets are
/// bound by reference and written by `finish`, in the order of the words: where options share a
/// target, or one comes twice, the last wins; a list option takes one value (or pair) each time.
/// spec.cpp alone knows the parser; spec_values.cpp checks values.
class Spec {
  public:
    using Words = std::vector<std::string>;
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    enum class Parsed : std::uint8_t { run, help, version };

    Spec();
    ~Spec();
    Spec(const Spec&) = delete;
    Spec& operator=(const Spec&) = delete;

    void argument(const std::string& name, std::string& target, const std::string& help);
    void optional_argument(const std::string& name, std::string& target, const std::string& help);
    void arguments(const std::string& name, Words& target, const std::string& help, bool required);

    /// Also makes its twin: `--no-json` for `--json`, `--push` for `--no-push`.
    void flag(const std::string& names, bool& target, const std::string& help);
    void flag(const std::string& names,
              std::function<void(bool on)> store,
              const std::string& help);
    /// A flag that does something each time it is given, and has no twin.
    void act(const std::string& names,
             std::function<void()> action,
             const std::string& help,
             bool repeats = false);
    void text(const std::string& names,
              const std::string& value,
              std::string& target,
              const std::string& help);
    void text(const std::string& names,
              const std::string& value,
              std::optional<std::string>& target,
              const std::string& help);
    void text(const std::string& names,
              const std::string& value,
              std::function<void(const std::string&)> store,
              const std::string& help);
    void list(const std::string& names,
              const std::string& value,
              Words& target,
              const std::string& help);
    void pairs(const std::string& names,
               const std::string& value,
               Pairs& target,
               const std::string& help);

    /// One of the words in `value`, for example "http|curl|json".
    void choice(const std::string& names,
                const std::string& value,
                std::string& target,
                const std::string& help);
    void choice(const std::string& names,
                const std::string& value,
                std::function<void(const std::string&)> store,
                const std::string& help);

    /// A whole number in a range; `Number` may be an optional.
    template <class Number>
    void number(const std::string& names,
                const std::string& value,
                Number& target,
                std::uint64_t least,
                std::uint64_t most,
                const std::string& help);

    /// `30`, `300ms`, `1h30m`; at least `least`.
    template <class Target>
    void duration(const std::string& names,
                  Target& target,
                  Duration least,
                  const std::string& help);

    /// `1000`, `64K`, `16M`, `1G`: bytes in powers of 1024.
    void size(const std::string& names, std::uint64_t& target, const std::string& help);

    /// Adds --dry-run: the command changes only the store, and can be tried without doing so.
    void rehearsable();
    /// Whether that was given.
    bool rehearses() const { return rehearses_; }

    /// What is read of the configuration before the command acts.
    enum class Reads : std::uint8_t {
        settings,
        files,    ///< the files alone, to edit them: their profile need not exist yet
        nothing,  ///< what must work whatever they hold
    };
    void reads(Reads what) { reads_ = what; }
    Reads reads() const { return reads_; }

    /// The heading of the options that follow.
    void section(std::string heading) { section_ = std::move(heading); }
    /// Whether the options that follow can be set in the environment and the configuration.
    void settable(bool settable) { settable_ = settable; }
    /// A flag that stands for values of other options, each where nothing else gives one.
    void preset(const std::string& name, Pairs values, const std::string& help);
    /// Replaces an option's help text.
    void reword(const std::string& name, const std::string& help);
    /// At most one of these options may be given.
    void exclusive(Words names) { exclusive_.push_back(std::move(names)); }
    void example(std::string command) { examples_.push_back(std::move(command)); }
    /// One more shape of output (see shapes.hpp) that the command may print.
    void prints(const char* shape) { shapes_.emplace_back(shape); }

    /// Throws UsageError if the option cannot take this value. Its target is written.
    void try_setting(const std::string& key, const Setting& setting);

    /// Whether the option was on the command line; `name` is a long name with its dashes.
    bool given(const std::string& name) const;

    /// Takes the words after the command apart. No target is written. Throws UsageError.
    Parsed parse(const Words& words);

    /// The value of an option before `finish`: what the last one on the command line says.
    std::optional<std::string> last_value(const std::string& name) const;

    /// Checks the values and writes the targets; options that are not there are asked of `find`.
    /// Throws UsageError.
    void finish(const FindSetting& find);

    const std::vector<OptionInfo>& options() const { return options_; }
    const std::vector<ArgumentInfo>& positionals() const { return positionals_; }
    const Words& examples() const { return examples_; }
    const Words& shapes() const { return shapes_; }

  private:
    struct Parser;
    /// Takes the values of one occurrence.
    using Store = std::function<void(const Words& values)>;

    void add(OptionInfo info, std::size_t values, Store store);
    void add_number(const std::string& names,
                    const std::string& value,
                    std::uint64_t least,
                    std::uint64_t most,
                    const std::string& help,
                    std::function<void(std::uint64_t)> store);
    void add_duration(const std::string& names,
                      Duration least,
                      const std::string& help,
                      std::function<void(Duration)> store);
    Words with_empty_values_apart(const Words& words) const;
    std::size_t values_of(const std::string& word) const;
    Words known_names() const;
    Words sort_out(const Words& remaining) const;
    void take_positionals(const Words& values);
    void settle_exclusive(std::vector<std::optional<Setting>>& settings) const;
    std::optional<Setting> preset_of(const OptionInfo& option) const;
    void take_settings(const FindSetting& find);
    void take_setting(std::size_t option, const Setting& setting);
    void take_options();

    std::unique_ptr<Parser> parser_;
    std::string section_ = "Options";
    bool settable_ = false;
    bool rehearses_ = false;
    Reads reads_ = Reads::settings;
    std::vector<OptionInfo> options_;
    std::vector<ArgumentInfo> positionals_;
    std::vector<Store> positional_targets_;
    std::vector<Words> exclusive_;
    std::vector<std::pair<std::string, Pairs>> presets_;
    Words examples_;
    Words shapes_;
    Words positional_values_;
};

// --- inline ---

namespace detail {

template <class Target>
struct NumberOf {
    using Type = Target;
};
template <class Target>
struct NumberOf<std::optional<Target>> {
    using Type = Target;
};

}  // namespace detail

template <class Number>
void Spec::number(const std::string& names,
                  const std::string& value,
                  Number& target,
                  std::uint64_t least,
                  std::uint64_t most,
                  const std::string& help) {
    using Plain = typename detail::NumberOf<Number>::Type;
    add_number(names, value, least, most, help, [&target](std::uint64_t number) {
        target = static_cast<Plain>(number);
    });
}

template <class Target>
void Spec::duration(const std::string& names,
                    Target& target,
                    Duration least,
                    const std::string& help) {
    add_duration(names, least, help, [&target](Duration duration) { target = duration; });
}

}  // namespace syncline::cmd
