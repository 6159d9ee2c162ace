#include "serve/service.hpp"

#include "base/text.hpp"
#include "serve/answers.hpp"

namespace syncline::server {

namespace {

Reply reply_instead(const Fault& fault) {
    switch (fault.action) {
        case Fault::Action::drop_before:
            return {{}, true};
        case Fault::Action::html:
            return {portal_page(), false};
        default:
            break;
    }
    Reply reply{error_answer(fault.status, "a fault that was asked for"), false};
    if (fault.action == Fault::Action::retry_after) {
        reply.answer.headers.push_back({"Retry-After", std::to_string(fault.retry_after.count())});
    }
    return reply;
}

}  // namespace

Reply Service::reply(const Request& request) {
    const Verdict verdict = faults_.next(request.method, base::percent_decode(request.target));
    if (verdict.delay.count() > 0) pause_(verdict.delay);
    if (verdict.instead) return reply_instead(*verdict.instead);
    std::optional<Timestamp> stamped;
    if (verdict.late_commit.count() > 0) {
        stamped = now_();
        pause_(verdict.late_commit);
    }
    return {router_.answer(request, stamped), verdict.drop_after};
}

}  // namespace syncline::server
