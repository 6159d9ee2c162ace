#include "topics.hpp"

namespace syncline::cmd {

namespace {

constexpr const char* kSystemdService = R"([Unit]
Description=Sync the store
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=/usr/bin/syncline sync --cron --token-file %d/token
LoadCredential=token:%h/.config/syncline/token
SuccessExitStatus=8
TimeoutStartSec=15min
)";

constexpr const char* kSystemdTimer = R"([Unit]
Description=Sync the store every quarter of an hour

[Timer]
OnCalendar=*:0/15
RandomizedDelaySec=2min
Persistent=true

[Install]
WantedBy=timers.target
)";

constexpr const char* kCron = R"(*/15 * * * *  syncline sync --cron
0 7 * * *     syncline status --max-age 24h >/dev/null
)";

constexpr const char* kJob = R"(set -eu
syncline init --if-missing --url "$SERVICE_URL"
syncline define-table jobs name:string state:string --if-missing
syncline insert jobs --set name="$CI_JOB" --set state=started
syncline sync --max-time 2m
syncline status --exit-code || { syncline queue list; exit 1; }
)";

constexpr const char* kBranch = R"(status=0
syncline push || status=$?
case $status in
    0) ;;
    5|8|11) echo "the next run goes on" ;;
    3) syncline queue list --state failed ;;
    6) syncline conflicts list ;;
    *) exit "$status" ;;
esac
)";

constexpr const char* kXargs =
    R"(syncline query todoitem --filter "complete eq false" --ids -0 | xargs -0 -r syncline complete todoitem --
)";

constexpr const char* kFollow = R"(if syncline pull -q --error-on-no-op; then
    syncline query todoitem --format csv > todoitem.csv
fi
)";

}  // namespace

Document scripting_document() {
    Document document;
    add_paragraph(
        document,
        "syncline asks nothing where nobody sits at a terminal (--no-input: not even there), and "
        "reads standard input only where it is told to. What a script needs to know is the "
        "exit status; what it needs to read is on standard output, in one of the formats "
        "for programs.");
    add_heading(document, "To branch on the status");
    add_code(document, kBranch);
    add_heading(document, "To go on only if something came");
    add_code(document, kFollow);
    add_heading(document, "To pass ids to another command");
    add_paragraph(
        document,
        "An id of a v2 service may hold blanks and begin with a dash: NUL ends it, and -- "
        "comes before it.");
    add_code(document, kXargs);
    add_heading(document, "A job of a build");
    add_paragraph(document, "Any status but 0 fails the job.");
    add_code(document, kJob);
    add_heading(document, "cron");
    add_paragraph(
        document,
        "cron mails what a job prints. With --cron that is nothing while the network is away or "
        "another run is not done, until the last success is older than six hours (--grace "
        "sets another time). The second line speaks up once a day when the last pull was "
        "longer ago than a day.");
    add_code(document, kCron);
    add_heading(document, "systemd: syncline-sync.service");
    add_paragraph(
        document,
        "The timer is the retry, so the service has no Restart=. --cron forgives short outages; "
        "what stopped at its time limit (8) goes on the next time.");
    add_code(document, kSystemdService);
    add_heading(document, "systemd: syncline-sync.timer");
    add_code(document, kSystemdTimer);
    return document;
}

}  // namespace syncline::cmd
