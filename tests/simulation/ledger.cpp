#include "simulation/ledger.hpp"

#include <algorithm>

namespace syncline::simulation {

namespace {

/// Whether the values of a member are given once only.
bool is_marked(const std::string& member, const Value& value) {
    return member != "complete" && !value.is_null();
}

std::string name_of(Author who) {
    return who == kSomebody ? "somebody else" : "replica " + std::to_string(who);
}

}  // namespace

void Ledger::inserted(Author who, const Name& name, const Members& values, bool certain) {
    makers_.insert({who, name});
    excuse_deletes(who, name);
    change(who, name, values, certain);
}

void Ledger::updated(Author who, const Name& name, const Members& values, bool certain) {
    change(who, name, values, certain);
}

void Ledger::change(Author who, const Name& name, const Members& values, bool certain) {
    auto& own = of_item_[{who, name}];
    for (const Member& member : values) {
        for (const std::size_t earlier : own) {
            if (edits_[earlier].member == member.name) edits_[earlier].excused = true;
        }
        own.push_back(edits_.size());
        edits_.push_back({who, name, member.name, member.value, Ticks(0), !certain});
    }
}

void Ledger::removed(Author who, const Name& name, Ticks time, bool certain) {
    excuse(who, name);
    of_item_[{who, name}].push_back(edits_.size());
    edits_.push_back({who, name, "", {}, time, !certain});
}

void Ledger::excuse(Author who, const Name& name) {
    for (const std::size_t edit : of_item_[{who, name}]) edits_[edit].excused = true;
}

void Ledger::excuse_table(Author who, const std::string& table) {
    for (Edit& edit : edits_) {
        if (edit.who == who && edit.name.first == table) edit.excused = true;
    }
}

void Ledger::excuse_deletes(Author who, const Name& name) {
    for (const std::size_t edit : of_item_[{who, name}]) {
        if (edits_[edit].member.empty()) edits_[edit].excused = true;
    }
}

void Ledger::let_repeat(Author who, const Name& name) {
    for (const std::size_t number : of_item_[{who, name}]) {
        Edit& edit = edits_[number];
        if (edit.arrived == 0) continue;
        edit.arrived = 0;
        edit.excused = true;
    }
}

Ledger::Verdict Ledger::judge_write(const Name& name, const std::vector<Version>& versions) {
    const Version& now = versions.back();
    if (now.author == kSomebody || now.item.deleted || !now.present) return {};
    const Version* const before = versions.size() > 1 ? &versions[versions.size() - 2] : nullptr;
    if (was_deleted_for_good(versions)) return {};
    for (const char* const member : kMembers) {
        const Value value = member_of(now.item, member);
        const Value old = before != nullptr ? member_of(before->item, member) : Value::null();
        if (value == old) continue;
        if (auto violation = judge_member(name, member, value, now.author)) return violation;
    }
    return {};
}

Ledger::Verdict Ledger::judge_member(const Name& name,
                                     const std::string& member,
                                     const Value& value,
                                     Author author) {
    const std::pair<Author, Name> key{author, name};
    Edit* told = nullptr;
    for (const std::size_t number : of_item_[key]) {
        Edit& edit = edits_[number];
        if (edit.member == member && edit.value == value) told = &edit;
    }
    const bool may_overwrite = may_overwrite_.count(key) > 0;
    const std::string what =
        name_of(author) + " wrote " + write_value(value) + " to " + member + " of " + text_of(name);
    if (told == nullptr) {
        // Whoever makes an item anew says null for what it has not.
        const bool may_be_null = value.is_null() && makers_.count(key) > 0;
        if (may_overwrite || may_be_null) return {};
        return Violation{"overwritten", what + ", which nobody told it to"};
    }
    if (!is_marked(member, value)) return {};
    if (++told->arrived > 1 && !may_overwrite) {
        return Violation{"applied twice", what + " a second time"};
    }
    return {};
}

bool Ledger::deletion_arrived(const Edit& edit, const History& history) {
    const auto found = history.find(edit.name);
    if (found == history.end()) return true;
    const auto& versions = found->second;
    // What others made later was not what was deleted.
    if (versions.front().time > edit.time) return true;
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const bool is_last_before = i + 1 == versions.size() || versions[i + 1].time >= edit.time;
        if (versions[i].item.deleted && (versions[i].time >= edit.time || is_last_before))
            return true;
    }
    return false;
}

Ledger::Verdict Ledger::judge_end(const History& history) const {
    for (const Edit& edit : edits_) {
        if (edit.excused) continue;
        const std::string who = name_of(edit.who);
        if (edit.member.empty()) {
            if (!deletion_arrived(edit, history)) {
                return Violation{"lost", "the deletion of " + text_of(edit.name) + " by " + who};
            }
        } else if (edit.arrived == 0 && is_marked(edit.member, edit.value)) {
            const auto found = history.find(edit.name);
            if (found != history.end() && was_deleted_for_good(found->second)) continue;
            return Violation{"lost",
                             edit.member + " = " + write_value(edit.value) + " of " +
                                 text_of(edit.name) + ", accepted by " + who +
                                 ", never reached the service"};
        }
    }
    return {};
}

}  // namespace syncline::simulation
