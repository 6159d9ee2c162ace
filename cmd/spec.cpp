#include "spec.hpp"

#include "escape.hpp"

#include <syncline/errors.hpp>
#include <syncline/text.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <numeric>

namespace syncline::cmd {

namespace {

bool looks_like_option(const std::string& word) {
    return word.size() > 1 && word.front() == '-';
}

/// "--no-json" for "--json", "--push" for "--no-push".
std::string twin_of(const std::string& name) {
    return name.rfind("--no-", 0) == 0 ? "--" + name.substr(5) : "--no-" + name.substr(2);
}

}  // namespace

/// CLI11 only takes the words apart; converting, checking and storing is done here, after `--help`
/// had its chance. Its own lists swallow positional arguments, split `[a,b]` and drop `{}`; its
/// messages do not name what was mistyped.
struct Spec::Parser {
    /// How many values an option takes each time, and what to do with them.
    struct Binding {
        CLI::Option* option;
        std::size_t values;
        std::function<void(const std::vector<std::string>&)> store;
    };

    CLI::App app;
    std::vector<Binding> bindings;
};

std::string OptionInfo::long_name() const {
    return names.substr(names.rfind(',') + 1);
}

const char* name_of(OptionType type) {
    switch (type) {
        case OptionType::flag:
            return "flag";
        case OptionType::text:
            break;
        case OptionType::choice:
            return "choice";
        case OptionType::number:
            return "number";
        case OptionType::duration:
            return "duration";
        case OptionType::size:
            return "size";
        case OptionType::pair:
            return "pair";
    }
    return "text";
}

Spec::Spec() : parser_(std::make_unique<Parser>()) {
    parser_->app.allow_extras();
    parser_->app.set_help_flag("-h,--help");
    parser_->app.set_version_flag("-V,--version", "");
}

Spec::~Spec() = default;

void Spec::argument(const std::string& name, std::string& target, const std::string& help) {
    positionals_.push_back({name, help, true, false});
    positional_targets_.emplace_back([&target](const Words& values) { target = values.front(); });
}

void Spec::optional_argument(const std::string& name,
                             std::string& target,
                             const std::string& help) {
    positionals_.push_back({name, help, false, false});
    positional_targets_.emplace_back([&target](const Words& values) { target = values.front(); });
}

void Spec::arguments(const std::string& name,
                     Words& target,
                     const std::string& help,
                     bool required) {
    positionals_.push_back({name, help, required, true});
    positional_targets_.emplace_back([&target](const Words& values) { target = values; });
}

void Spec::add(OptionInfo info, std::size_t values, Store store) {
    info.section = section_;
    info.settable = settable_;
    CLI::Option* option = nullptr;
    if (values == 0) {
        info.type = OptionType::flag;
        option = parser_->app.add_flag(info.names + (info.twin.empty() ? "" : ",!" + info.twin));
    } else {
        option = parser_->app.add_option(info.names);
        option->type_size(static_cast<int>(values))->expected(1)->allow_extra_args(false);
    }
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    parser_->bindings.push_back({option, values, std::move(store)});
    options_.push_back(std::move(info));
}

void Spec::flag(const std::string& names,
                std::function<void(bool on)> store,
                const std::string& help) {
    OptionInfo info{names, "", help};
    info.twin = twin_of(info.long_name());
    // "--header" is an option of its own.
    if (info.twin == "--header") info.twin.clear();
    const std::string name = info.long_name();
    add(std::move(info), 0, [name, store = std::move(store)](const Words& values) {
        const std::string& value = values.front();
        // The only version there is.
        const bool is_version = name == "--porcelain" && value == "v1";
        if (value != "true" && value != "false" && !is_version) {
            throw UsageError(name + " takes no value, but there is " + quoted(value));
        }
        store(value != "false");
    });
}

void Spec::flag(const std::string& names, bool& target, const std::string& help) {
    flag(
        names, [&target](bool on) { target = on; }, help);
}

void Spec::act(const std::string& names,
               std::function<void()> action,
               const std::string& help,
               bool repeats) {
    OptionInfo info{names, "", help};
    info.repeats = repeats;
    add(std::move(info), 0, [action = std::move(action)](const Words& values) {
        if (values.front() == "true") action();
    });
}

void Spec::text(const std::string& names,
                const std::string& value,
                std::function<void(const std::string&)> store,
                const std::string& help) {
    add({names, value, help}, 1, [store = std::move(store)](const Words& values) {
        store(values.front());
    });
}

void Spec::text(const std::string& names,
                const std::string& value,
                std::string& target,
                const std::string& help) {
    text(
        names, value, [&target](const std::string& text) { target = text; }, help);
    options_.back().fallback = target;
}

void Spec::text(const std::string& names,
                const std::string& value,
                std::optional<std::string>& target,
                const std::string& help) {
    text(
        names, value, [&target](const std::string& text) { target = text; }, help);
}

void Spec::list(const std::string& names,
                const std::string& value,
                Words& target,
                const std::string& help) {
    OptionInfo info{names, value, help};
    info.repeats = true;
    add(std::move(info), 1, [&target](const Words& values) { target.push_back(values.front()); });
}

void Spec::pairs(const std::string& names,
                 const std::string& value,
                 Pairs& target,
                 const std::string& help) {
    OptionInfo info{names, value, help};
    info.repeats = true;
    info.type = OptionType::pair;
    add(std::move(info), 2, [&target](const Words& values) {
        target.emplace_back(values.front(), values.back());
    });
}

void Spec::rehearsable() {
    flag("-n,--dry-run", rehearses_, "only say what would come of it: nothing is written");
}

void Spec::preset(const std::string& name, Pairs values, const std::string& help) {
    flag(
        name, [](bool) {}, help);
    presets_.emplace_back(name, std::move(values));
}

void Spec::reword(const std::string& name, const std::string& help) {
    for (OptionInfo& info : options_) {
        if (info.long_name() == name) info.help = help;
    }
}

bool Spec::given(const std::string& name) const {
    const CLI::Option* option = parser_->app.get_option_no_throw(name);
    return option != nullptr && option->count() > 0;
}

/// How many values follow this word if it is an option written without `=`.
std::size_t Spec::values_of(const std::string& word) const {
    for (const auto& binding : parser_->bindings) {
        if (looks_like_option(word) && binding.option->check_name(word)) return binding.values;
    }
    return 0;
}

/// `--option=` as `--option` and an empty word: the parser takes no empty value after `=`.
Spec::Words Spec::with_empty_values_apart(const Words& words) const {
    Words out;
    std::size_t values = 0;
    bool options_ended = false;
    for (const std::string& word : words) {
        const bool is_value = values > 0 || options_ended;
        values = is_value ? values - (values > 0 ? 1 : 0) : values_of(word);
        options_ended = options_ended || (!is_value && word == "--");
        const bool ends_empty = word.size() > 3 && word.rfind("--", 0) == 0 && word.back() == '=';
        const std::string name = ends_empty ? word.substr(0, word.size() - 1) : "";
        if (!is_value && ends_empty && values_of(name) > 0) {
            out.push_back(name);
            out.emplace_back();
        } else {
            out.push_back(word);
        }
    }
    return out;
}

Spec::Words Spec::known_names() const {
    Words known{"--help", "--version"};
    for (const OptionInfo& info : options_) {
        known.push_back(info.long_name());
        if (!info.twin.empty()) known.push_back(info.twin);
    }
    return known;
}

/// The positional arguments among what the parser left over; an unknown option is an error.
Spec::Words Spec::sort_out(const Words& remaining) const {
    Words values;
    bool options_ended = false;
    for (const std::string& word : remaining) {
        if (!options_ended && word == "--") {
            options_ended = true;
        } else if (!options_ended && looks_like_option(word)) {
            const std::string name = word.substr(0, word.find('='));
            const std::string meant = word.rfind("--", 0) == 0 ? nearest(name, known_names()) : "";
            const char* dash_hint = "\"--\" goes before values that begin with a dash";
            throw UsageError("unknown option " + quoted(name),
                             meant.empty() ? dash_hint : "did you mean " + quoted(meant) + "?");
        } else {
            values.push_back(word);
        }
    }
    return values;
}

void Spec::take_positionals(const Words& values) {
    std::size_t used = 0;
    for (std::size_t i = 0; i < positionals_.size(); ++i) {
        const std::size_t left = values.size() - used;
        if (left == 0 && positionals_[i].required) {
            throw UsageError("the argument " + positionals_[i].name + " is missing");
        }
        if (left == 0) return;
        const std::size_t count = positionals_[i].repeats ? left : 1;
        const auto first = values.begin() + static_cast<std::ptrdiff_t>(used);
        positional_targets_[i](Words(first, first + static_cast<std::ptrdiff_t>(count)));
        used += count;
    }
    if (used < values.size()) throw UsageError("unexpected argument " + quoted(values[used]));
}

Spec::Parsed Spec::parse(const Words& words) {
    CLI::App& app = parser_->app;
    Words tokens = with_empty_values_apart(words);
    std::reverse(tokens.begin(), tokens.end());
    try {
        app.parse(std::move(tokens));
    } catch (const CLI::CallForHelp&) {
        return Parsed::help;
    } catch (const CLI::CallForVersion&) {
        return Parsed::version;
    } catch (const CLI::ArgumentMismatch& error) {
        const std::string message = error.what();
        throw UsageError(message.substr(0, message.find(':')) + " needs a value");
    } catch (const CLI::Error& error) {
        throw UsageError(error.what());
    }
    positional_values_ = sort_out(app.remaining());
    return Parsed::run;
}

std::optional<std::string> Spec::last_value(const std::string& name) const {
    const CLI::Option* option = parser_->app.get_option_no_throw(name);
    if (option == nullptr || option->count() == 0) return std::nullopt;
    return option->results().back();
}

/// Of options that exclude each other only those of the highest rank count.
void Spec::settle_exclusive(std::vector<std::optional<Setting>>& settings) const {
    for (const Words& group : exclusive_) {
        constexpr int kCommandLine = std::numeric_limits<int>::max();
        const auto rank = [&](std::size_t i) {
            if (std::find(group.begin(), group.end(), options_[i].long_name()) == group.end()) {
                return -1;
            }
            if (given(options_[i].long_name())) return kCommandLine;
            return settings[i] ? settings[i]->rank : -1;
        };
        int highest = -1;
        for (std::size_t i = 0; i < options_.size(); ++i) highest = std::max(highest, rank(i));
        const Setting* first = nullptr;
        for (std::size_t i = 0; i < options_.size(); ++i) {
            if (!settings[i] || rank(i) < 0) continue;
            if (rank(i) < highest) {
                settings[i].reset();
            } else if (first == nullptr) {
                first = &*settings[i];
            } else {
                throw UsageError(first->origin + " and " + settings[i]->origin +
                                 " exclude each other");
            }
        }
    }
}

/// What a preset that was given says of an option; it ranks below every other source.
std::optional<Setting> Spec::preset_of(const OptionInfo& option) const {
    for (const auto& [name, values] : presets_) {
        if (last_value(name) != "true") continue;
        for (const auto& [key, value] : values) {
            if (option.long_name() == key) return Setting{{value}, name, 0};
        }
    }
    return std::nullopt;
}

/// What the environment, the configuration and presets say of the options that were not given.
void Spec::take_settings(const FindSetting& find) {
    std::vector<std::optional<Setting>> settings(options_.size());
    for (std::size_t i = 0; i < options_.size(); ++i) {
        if (parser_->bindings[i].option->count() > 0) continue;
        if (options_[i].settable) settings[i] = find(options_[i]);
        if (!settings[i]) settings[i] = preset_of(options_[i]);
    }
    settle_exclusive(settings);
    std::vector<std::size_t> order(options_.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&settings](std::size_t a, std::size_t b) {
        return (settings[a] ? settings[a]->rank : 0) < (settings[b] ? settings[b]->rank : 0);
    });
    for (const std::size_t i : order) {
        if (settings[i]) take_setting(i, *settings[i]);
    }
}

void Spec::take_setting(std::size_t option, const Setting& setting) {
    try {
        for (const std::string& value : setting.values) parser_->bindings[option].store({value});
    } catch (const UsageError& error) {
        throw UsageError(setting.origin + ": " + error.what(), error.hint());
    }
}

void Spec::try_setting(const std::string& key, const Setting& setting) {
    for (std::size_t i = 0; i < options_.size(); ++i) {
        if (options_[i].key() == key) take_setting(i, setting);
    }
}

void Spec::take_options() {
    std::vector<std::size_t> used(options_.size(), 0);
    for (const CLI::Option* option : parser_->app.parse_order()) {
        const auto found = std::find_if(
            parser_->bindings.begin(), parser_->bindings.end(), [option](const auto& binding) {
                return binding.option == option;
            });
        if (found == parser_->bindings.end()) continue;
        const auto index = static_cast<std::size_t>(found - parser_->bindings.begin());
        const std::size_t count = std::max<std::size_t>(found->values, 1);
        // The parser names an option of two values twice.
        if (used[index] + count > option->results().size()) continue;
        const auto first = option->results().begin() + static_cast<std::ptrdiff_t>(used[index]);
        found->store(Words(first, first + static_cast<std::ptrdiff_t>(count)));
        used[index] += count;
    }
}

void Spec::finish(const FindSetting& find) {
    for (const Words& group : exclusive_) {
        Words both;
        std::copy_if(
            group.begin(), group.end(), std::back_inserter(both), [this](const auto& name) {
                return given(name);
            });
        if (both.size() > 1) throw UsageError(both[0] + " and " + both[1] + " exclude each other");
    }
    take_settings(find);
    take_options();
    take_positionals(positional_values_);
}

}  // namespace syncline::cmd
