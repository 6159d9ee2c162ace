#include "bench/transfers.hpp"

#include <curl/curl.h>

#include <stdexcept>

namespace syncline::bench {

namespace {

std::size_t append(char* data, std::size_t size, std::size_t count, void* answer) {
    static_cast<std::string*>(answer)->append(data, size * count);
    return size * count;
}

}  // namespace

struct Transfers::State {
    struct Slot {
        Transfer transfer;
        CURL* easy = nullptr;
        curl_slist* headers = nullptr;
    };

    CURLM* multi = curl_multi_init();
    std::vector<Slot> slots;
};

Transfers::Transfers(std::size_t slots) : state_(std::make_unique<State>()) {
    state_->slots.resize(slots);
    curl_multi_setopt(state_->multi, CURLMOPT_MAXCONNECTS, static_cast<long>(slots));
    for (State::Slot& slot : state_->slots) {
        slot.easy = curl_easy_init();
        curl_easy_setopt(slot.easy, CURLOPT_WRITEFUNCTION, append);
        curl_easy_setopt(slot.easy, CURLOPT_WRITEDATA, &slot.transfer.answer);
        curl_easy_setopt(slot.easy, CURLOPT_PRIVATE, &slot);
    }
}

Transfers::~Transfers() {
    for (State::Slot& slot : state_->slots) {
        curl_multi_remove_handle(state_->multi, slot.easy);
        curl_easy_cleanup(slot.easy);
        curl_slist_free_all(slot.headers);
    }
    curl_multi_cleanup(state_->multi);
}

Transfer& Transfers::at(std::size_t slot) {
    return state_->slots.at(slot).transfer;
}

void Transfers::start(std::size_t number) {
    State::Slot& slot = state_->slots.at(number);
    Transfer& transfer = slot.transfer;
    transfer.answer.clear();
    curl_slist_free_all(slot.headers);
    slot.headers = curl_slist_append(nullptr, "accept: application/json");
    slot.headers = curl_slist_append(slot.headers, "zumo-api-version: 2.0.0");
    if (!transfer.if_match.empty()) {
        const std::string line = "if-match: \"" + transfer.if_match + '"';
        slot.headers = curl_slist_append(slot.headers, line.c_str());
    }
    if (!transfer.body.empty()) {
        slot.headers = curl_slist_append(slot.headers, "content-type: application/json");
        curl_easy_setopt(slot.easy, CURLOPT_POSTFIELDS, transfer.body.c_str());
        curl_easy_setopt(slot.easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(transfer.body.size()));
    }
    curl_easy_setopt(slot.easy, CURLOPT_CUSTOMREQUEST, transfer.method.c_str());
    curl_easy_setopt(slot.easy, CURLOPT_HTTPHEADER, slot.headers);
    curl_easy_setopt(slot.easy, CURLOPT_URL, transfer.url.c_str());
    curl_multi_add_handle(state_->multi, slot.easy);
}

std::size_t Transfers::wait() {
    for (;;) {
        int running = 0;
        curl_multi_perform(state_->multi, &running);
        int left = 0;
        if (CURLMsg* const message = curl_multi_info_read(state_->multi, &left)) {
            CURL* const easy = message->easy_handle;
            const CURLcode result = message->data.result;
            State::Slot* slot = nullptr;
            curl_easy_getinfo(easy, CURLINFO_PRIVATE, &slot);
            curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &slot->transfer.status);
            curl_multi_remove_handle(state_->multi, easy);
            if (result != CURLE_OK) throw std::runtime_error(curl_easy_strerror(result));
            if (slot->transfer.status < 200 || slot->transfer.status > 299) {
                throw std::runtime_error(slot->transfer.url + " answered " +
                                         std::to_string(slot->transfer.status) + ": " +
                                         slot->transfer.answer.substr(0, 200));
            }
            return static_cast<std::size_t>(slot - state_->slots.data());
        }
        if (running == 0) throw std::runtime_error("nothing is under way");
        curl_multi_poll(state_->multi, nullptr, 0, 1000, nullptr);
    }
}

}  // namespace syncline::bench
