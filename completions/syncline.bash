# Completions of syncline for bash, made by "syncline generate completion bash".
# shellcheck shell=bash disable=SC2034

# Asks the program that is being completed about the store that its line names.
_syncline_ask() {
    command "${words[0]/#\~\//"$HOME"/}" "$@" ${config:+--config "$config"} ${db:+--db "$db"} 2>/dev/null </dev/null
}

# The line up to the cursor: words that were split at "=" and ":" made whole again.
_syncline_split() {
    local line=${COMP_LINE:0:COMP_POINT} rest token i
    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        rest=${line#"${line%%[![:space:]]*}"}
        token=${COMP_WORDS[i]}
        ((i < COMP_CWORD)) || token=$rest
        if ((i > 0)) && [[ $rest == "$line" ]]; then
            words[-1]+=$token
        else
            words+=("$token")
        fi
        line=${rest#"$token"}
    done
}

# Finds the command, its arguments before the cursor, and what the last word is the value of.
_syncline_read() {
    local word kind options_ended='' i
    local -i left=0
    command='' value_of='' arguments=() db='' table='' config='' first=''
    for ((i = 1; i < ${#words[@]} - 1; i++)); do
        word=${words[i]}
        if ((left > 0)); then
            left=$((left - 1))
            case $value_of in
                -d | --db) db=${word/#\~\//"$HOME"/} ;;
                -c | --config) config=${word/#\~\//"$HOME"/} ;;
                --table) table=$word ;;
            esac
            ((left > 0)) || value_of=''
        elif [[ -z $options_ended && $word == -- ]]; then
            options_ended=yes
        elif [[ -z $options_ended && $word == --*=* ]]; then
            case $word in
                --db=*) db=${word#*=} ;;
                --config=*) config=${word#*=} ;;
                --table=*) table=${word#*=} ;;
            esac
        elif [[ -z $options_ended && $word == -?* ]]; then
            kind=$(_syncline_value "$command" "$word")
            case $kind in
                '') ;;
                pair) left=2 value_of=$word ;;
                *) left=1 value_of=$word ;;
            esac
        elif [[ -n $command ]]; then
            arguments+=("$word")
        elif [[ -n $first ]]; then
            command="$first $word"
        elif [[ -n $(_syncline_second_words "$word") ]]; then
            first=$word
        else
            command=$word
        fi
    done
    [[ -n $table ]] || table=${arguments[0]-}
}

_syncline_candidates() {
    case $1 in
        words) printf '%s\n' "${@:2}" ;;
        table) _syncline_ask tables --porcelain --fields name ;;
        id) _syncline_ask query "$table" --ids --top 50 --filter "startswith(id,'${part//\'/\'\'}')" ;;
        operation) _syncline_ask queue list --porcelain --fields sequence ;;
        conflict) _syncline_ask conflicts list --porcelain --fields id ;;
        column | assignment)
            local suffix=
            [[ $1 == column ]] || suffix='='
            _syncline_ask query "$table" --top 0 --format tsv | tr '\t' '\n' | sed "s/\$/$suffix/"
            ;;
    esac
}

# Puts what begins with $part into COMPREPLY, without what stands before the last "=" or ":" that
# the shell splits at.
_syncline_reply() {
    local candidate breaks="[${COMP_WORDBREAKS//[!=:]/}]" before=''
    # shellcheck disable=SC2295 # a pattern
    [[ $breaks == '[]' ]] || before=${part%"${part##*$breaks}"}
    while IFS= read -r candidate; do
        [[ -n $candidate && $candidate == "$part"* ]] || continue
        [[ $candidate != *[=:] ]] || compopt -o nospace 2>/dev/null
        candidate=${candidate#"$before"}
        if [[ $candidate == *[!A-Za-z0-9_.,:=@%+/-]* ]]; then printf -v candidate %q "$candidate"; fi
        COMPREPLY+=("$candidate")
    done
}

_syncline_files() {
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen "$1" -- "${part/#\~\//"$HOME"/}")
}

_syncline() {
    local -a words arguments kind
    local command value_of db table config first part
    COMPREPLY=()
    _syncline_split
    _syncline_read
    part=${words[-1]}
    if [[ -z $value_of && $part == --*=* ]]; then
        value_of=${part%%=*}
        part=${part#*=}
    fi
    if [[ -n $value_of ]]; then
        read -ra kind <<<"$(_syncline_value "$command" "$value_of")"
    elif [[ $part == -* ]]; then
        kind=(words "${_syncline_globals[@]}")
        # shellcheck disable=SC2207 # no option holds a blank
        [[ -z $command ]] || kind+=($(_syncline_options "$command"))
    elif [[ -n $command ]]; then
        read -ra kind <<<"$(_syncline_argument "$command" "${#arguments[@]}")"
    elif [[ -n $first ]]; then
        read -ra kind <<<"words $(_syncline_second_words "$first")"
    else
        kind=(words "${_syncline_commands[@]}")
    fi
    case ${kind[0]-} in
        file) _syncline_files -f ;;
        folder) _syncline_files -d ;;
        *) _syncline_reply < <(_syncline_candidates "${kind[@]}") ;;
    esac
}

_syncline_commands=(init define-table tables status check backup compact doctor insert update complete delete undelete get query export import push pull sync log purge remote login api queue conflicts explain config serve help version generate)
_syncline_globals=(-d --db -c --config --profile -q --quiet -v --verbose --json --no-json --format --porcelain --no-porcelain -0 --null --no-null --fields --no-header --raw --no-raw --color --no-input -y --yes --no-yes --busy-timeout --lock-wait --log-level --log-file --log-format --progress --trace -h --help -V --version)

# The words that may follow the word $1.
_syncline_second_words() {
    case $1 in
        'api')
            echo 'call'
            ;;
        'generate')
            echo 'completion man spec schema'
            ;;
        'config')
            echo 'get set unset list path'
            ;;
        'queue')
            echo 'list show hold release retry drop edit export import'
            ;;
        'conflicts')
            echo 'list show resolve'
            ;;
        'remote')
            echo 'set-url set-protocol check'
            ;;
    esac
}

# The options of the command $1, but for the global ones.
_syncline_options() {
    case $1 in
        'help')
            echo '--all --no-all'
            ;;
        'export')
            echo '--all --no-all --ndjson --no-ndjson --csv --no-csv --tsv --no-tsv --with-state --no-with-state --force --no-force'
            ;;
        'delete')
            echo '--filter --all --no-all --ids-from --stdin --no-stdin --ndjson --no-ndjson --csv --no-csv --tsv --no-tsv --if-version --if-present --no-if-present -n --dry-run --no-dry-run'
            ;;
        'update')
            echo '--filter --all --no-all --ids-from --stdin --no-stdin --ndjson --no-ndjson --csv --no-csv --tsv --no-tsv --if-version --set --set-json --unset --data -n --dry-run --no-dry-run'
            ;;
        'query')
            echo '--filter --orderby --top --skip --select --count --no-count --ids --no-ids --sql -p --param'
            ;;
        'purge')
            echo '--filter --query-id --force --no-force -n --dry-run --no-dry-run'
            ;;
        'backup')
            echo '--force --no-force'
            ;;
        'define-table')
            echo '--from-json --alter --no-alter --remote-name --path --independent --no-independent --complete-column --conflict --from-server --no-from-server --if-missing --no-if-missing -n --dry-run --no-dry-run --url --token-file --token-command --header --retry --connect-timeout --timeout --max-time --parallel --max-body --netrc-file --cacert --capath --cert --key --pinnedpubkey --insecure --no-insecure --allow-http --no-allow-http --proxy --noproxy --user-agent --retry-max-time'
            ;;
        'insert')
            echo '--id --set --set-json --data --ignore --no-ignore --replace --no-replace --stdin --no-stdin --ndjson --no-ndjson --csv --no-csv --tsv --no-tsv -n --dry-run --no-dry-run'
            ;;
        'complete')
            echo '--ids-from --undo --no-undo --column -n --dry-run --no-dry-run'
            ;;
        'log')
            echo '--limit'
            ;;
        'push')
            echo '--max-push --stop-on-error --no-stop-on-error --conflict --conflict-timeout --error-on-no-op --no-error-on-no-op --grace --rebase -n --dry-run --no-dry-run --as --url --token-file --token-command --header --retry --connect-timeout --timeout --max-time --parallel --max-body --netrc-file --cacert --capath --cert --key --pinnedpubkey --insecure --no-insecure --allow-http --no-allow-http --proxy --noproxy --user-agent --retry-max-time'
            ;;
        'sync')
            echo '--max-push --stop-on-error --no-stop-on-error --full --no-full --page-size --settle --max-delete --conflict --conflict-timeout --error-on-no-op --no-error-on-no-op --grace --rebase -n --dry-run --no-dry-run --as --cron --no-cron --url --token-file --token-command --header --retry --connect-timeout --timeout --max-time --parallel --max-body --netrc-file --cacert --capath --cert --key --pinnedpubkey --insecure --no-insecure --allow-http --no-allow-http --proxy --noproxy --user-agent --retry-max-time'
            ;;
        'api call')
            echo '--method --data --content-type --param --include --no-include --url --token-file --token-command --header --retry --connect-timeout --timeout --max-time --parallel --max-body --netrc-file --cacert --capath --cert --key --pinnedpubkey --insecure --no-insecure --allow-http --no-allow-http --proxy --noproxy --user-agent --retry-max-time'
            ;;
        'doctor')
            echo '--online --no-online --url --token-file --token-command --header --retry --connect-timeout --timeout --max-time --parallel --max-body --netrc-file --cacert --capath --cert --key --pinnedpubkey --insecure --no-insecure --allow-http --no-allow-http --proxy --noproxy --user-agent --retry-max-time'
            ;;
        'serve')
            echo '--port --protocol --table --seed --token-file --page-size --fault'
            ;;
        'login')
            echo '--provider-token-file --refresh --no-refresh --url --token-file --token-command --header --retry --connect-timeout --timeout --max-time --parallel --max-body --netrc-file --cacert --capath --cert --key --pinnedpubkey --insecure --no-insecure --allow-http --no-allow-http --proxy --noproxy --user-agent --retry-max-time'
            ;;
        'pull')
            echo '--query-id --filter --full --no-full --page-size --settle --max-delete --no-push --conflict --conflict-timeout --error-on-no-op --no-error-on-no-op --grace --rebase --url --token-file --token-command --header --retry --connect-timeout --timeout --max-time --parallel --max-body --netrc-file --cacert --capath --cert --key --pinnedpubkey --insecure --no-insecure --allow-http --no-allow-http --proxy --noproxy --user-agent --retry-max-time'
            ;;
        'check')
            echo '--quick --no-quick --fix --no-fix -n --dry-run --no-dry-run'
            ;;
        'get')
            echo '--remote --no-remote --url --token-file --token-command --header --retry --connect-timeout --timeout --max-time --parallel --max-body --netrc-file --cacert --capath --cert --key --pinnedpubkey --insecure --no-insecure --allow-http --no-allow-http --proxy --noproxy --user-agent --retry-max-time'
            ;;
        'queue edit')
            echo '--set --set-json --unset -n --dry-run --no-dry-run'
            ;;
        'status')
            echo '--short --no-short --exit-code --no-exit-code --max-age --max-pending'
            ;;
        'config list')
            echo '--show-origin --no-show-origin'
            ;;
        'conflicts show')
            echo '--table'
            ;;
        'conflicts resolve')
            echo '--table --all --no-all --use --set --set-json --unset --with -n --dry-run --no-dry-run'
            ;;
        'import')
            echo '--table --as-server --no-as-server --as-changes --no-as-changes --ndjson --no-ndjson --csv --no-csv --tsv --no-tsv -n --dry-run --no-dry-run'
            ;;
        'conflicts list')
            echo '--table --exit-code --no-exit-code'
            ;;
        'queue list' | 'queue export')
            echo '--table --state --since'
            ;;
        'queue retry')
            echo '--table --state --since --all-failed --no-all-failed -n --dry-run --no-dry-run'
            ;;
        'queue drop')
            echo '--table --state --since --revert --no-revert --keep-local --no-keep-local --force --no-force -n --dry-run --no-dry-run'
            ;;
        'queue hold' | 'queue release')
            echo '--table --state --since -n --dry-run --no-dry-run'
            ;;
        'explain')
            echo '--url'
            ;;
        'init')
            echo '--url --protocol --api-root --from-backup --if-missing --no-if-missing --force --no-force -n --dry-run --no-dry-run'
            ;;
        'remote check')
            echo '--url --token-file --token-command --header --retry --connect-timeout --timeout --max-time --parallel --max-body --netrc-file --cacert --capath --cert --key --pinnedpubkey --insecure --no-insecure --allow-http --no-allow-http --proxy --noproxy --user-agent --retry-max-time'
            ;;
        'compact' | 'remote set-url' | 'remote set-protocol' | 'queue import' | 'config set' | 'config unset')
            echo '-n --dry-run --no-dry-run'
            ;;
        'undelete')
            echo '-n --dry-run --no-dry-run --url --token-file --token-command --header --retry --connect-timeout --timeout --max-time --parallel --max-body --netrc-file --cacert --capath --cert --key --pinnedpubkey --insecure --no-insecure --allow-http --no-allow-http --proxy --noproxy --user-agent --retry-max-time'
            ;;
    esac
}

# What follows the option $2 of the command $1; nothing for a flag.
_syncline_value() {
    case "$1 $2" in
        *' --set' | *' --set-json')
            echo 'assignment'
            ;;
        *' --column' | *' --complete-column' | *' --orderby' | *' --select' | *' --unset')
            echo 'column'
            ;;
        *' --cacert' | *' --cert' | *' --config' | *' --db' | *' --from-backup' | *' --from-json' | *' --ids-from' | *' --key' | *' --log-file' | *' --netrc-file' | *' --provider-token-file' | *' --seed' | *' --token-file' | *' --with' | *' -c' | *' -d')
            echo 'file'
            ;;
        *' --capath')
            echo 'folder'
            ;;
        *' --id')
            echo 'id'
            ;;
        *' --api-root' | *' --busy-timeout' | *' --conflict-timeout' | *' --connect-timeout' | *' --content-type' | *' --data' | *' --fault' | *' --filter' | *' --grace' | *' --header' | *' --if-version' | *' --limit' | *' --lock-wait' | *' --max-age' | *' --max-body' | *' --max-delete' | *' --max-pending' | *' --max-push' | *' --max-time' | *' --method' | *' --noproxy' | *' --page-size' | *' --parallel' | 'api call --param' | *' --path' | *' --pinnedpubkey' | *' --port' | *' --profile' | 'serve --protocol' | *' --proxy' | *' --query-id' | *' --remote-name' | *' --retry' | *' --retry-max-time' | *' --settle' | *' --since' | *' --skip' | *' --sql' | 'serve --table' | *' --timeout' | *' --token-command' | *' --top' | *' --url' | *' --user-agent')
            echo 'nothing'
            ;;
        'query --param' | *' -p')
            echo 'pair'
            ;;
        'conflicts list --table' | 'conflicts resolve --table' | 'conflicts show --table' | 'import --table' | 'queue drop --table' | 'queue export --table' | 'queue hold --table' | 'queue list --table' | 'queue release --table' | 'queue retry --table')
            echo 'table'
            ;;
        ' --fields' | 'generate schema --fields' | 'generate spec --fields' | 'get --fields' | 'queue export --fields')
            echo 'words'
            ;;
        *' --conflict')
            echo 'words ask local server newer merge command:'
            ;;
        *' --color' | *' --progress')
            echo 'words auto always never'
            ;;
        *' --log-level')
            echo 'words error warning info debug trace'
            ;;
        *' --as')
            echo 'words http curl json'
            ;;
        *' --trace')
            echo 'words http sql all'
            ;;
        'query --fields')
            echo 'words id schema type table count'
            ;;
        *' --rebase')
            echo 'words keep reset'
            ;;
        *' --use')
            echo 'words local server merge'
            ;;
        *' --state')
            echo 'words pending failed conflict held'
            ;;
        'compact --fields')
            echo 'words schema type bytes_before bytes_after runs'
            ;;
        'queue edit --fields' | 'queue hold --fields' | 'queue import --fields' | 'queue release --fields' | 'queue retry --fields')
            echo 'words schema type count'
            ;;
        'conflicts resolve --fields')
            echo 'words schema type count resolved'
            ;;
        'generate man --fields')
            echo 'words schema type folder pages'
            ;;
        'config get --fields' | 'config set --fields' | 'config unset --fields')
            echo 'words schema type key values origin'
            ;;
        'check --fields')
            echo 'words schema type ok code exit_code faults notes fixed findings'
            ;;
        'pull --fields')
            echo 'words schema type ok code exit_code graced pulled removed requests reason hint http queries push table change id item'
            ;;
        'sync --fields')
            echo 'words schema type ok code exit_code graced pushed failed conflicts pending push pull table change id item sequence method url headers body'
            ;;
        'push --fields')
            echo 'words schema type ok code exit_code graced status pushed decided failed conflicts pending requests reason hint http issues sequence table id method url headers body'
            ;;
        'backup --fields')
            echo 'words schema type path bytes'
            ;;
        'config path --fields')
            echo 'words schema type path exists'
            ;;
        'export --fields')
            echo 'words schema type path tables items operations'
            ;;
        'init --fields')
            echo 'words schema type path url'
            ;;
        'status --fields')
            echo 'words schema type path url protocol pending failed conflicts held oldest_pending last_push last_pull tables issues'
            ;;
        'remote set-protocol --fields')
            echo 'words schema type protocol'
            ;;
        'conflicts show --fields' | 'queue show --fields')
            echo 'words schema type sequence table id kind state http message held in_doubt attempts first_queued last_changed last_attempt server_deleted differ base local server'
            ;;
        'api call --fields')
            echo 'words schema type status headers form body'
            ;;
        'define-table --fields')
            echo 'words schema type table changed'
            ;;
        'complete --fields' | 'delete --fields' | 'update --fields')
            echo 'words schema type table count'
            ;;
        'undelete --fields')
            echo 'words schema type table count undeleted'
            ;;
        'insert --fields')
            echo 'words schema type table id'
            ;;
        'explain --fields')
            echo 'words schema type table id exists operation changes request blockers'
            ;;
        'purge --fields')
            echo 'words schema type table items operations'
            ;;
        'import --fields')
            echo 'words schema type tables inserted updated unchanged operations'
            ;;
        'generate completion --fields')
            echo 'words schema type topic text'
            ;;
        'help --fields')
            echo 'words schema type topic text exit_code code precedence when then name option help fields commands'
            ;;
        'remote set-url --fields' | 'serve --fields')
            echo 'words schema type url'
            ;;
        'login --fields')
            echo 'words schema type user_id token_file'
            ;;
        'version --fields')
            echo 'words schema type version sqlite curl simdjson store protocols'
            ;;
        *' --log-format')
            echo 'words text json logfmt'
            ;;
        *' --format')
            echo 'words text json ndjson csv tsv table line'
            ;;
        'log --fields')
            echo 'words type command started ended ok code exit_code pushed pulled failed conflicts requests reason'
            ;;
        'config list --fields')
            echo 'words type key values origin'
            ;;
        'tables --fields')
            echo 'words type name columns remote_name path independent complete_column conflict'
            ;;
        'doctor --fields' | 'remote check --fields')
            echo 'words type name ok code exit_code detail'
            ;;
        'conflicts list --fields' | 'queue list --fields')
            echo 'words type sequence table id kind state http message held in_doubt attempts first_queued last_changed last_attempt server_deleted'
            ;;
        'queue drop --fields')
            echo 'words type sequence table id kind state http message held in_doubt attempts first_queued last_changed last_attempt server_deleted differ base local server'
            ;;
        'init --protocol')
            echo 'words v2 v3 auto'
            ;;
    esac
}

# What the argument number $2 of the command $1 is.
_syncline_argument() {
    case "$1 $2" in
        'conflicts show 0' | 'conflicts resolve '*)
            echo 'conflict'
            ;;
        'backup 0' | 'export 1' | 'import 0' | 'queue import 0')
            echo 'file'
            ;;
        'generate man 0')
            echo 'folder'
            ;;
        'update '[1-9]* | 'complete '[1-9]* | 'delete '[1-9]* | 'undelete '[1-9]* | 'get 1' | 'explain 1')
            echo 'id'
            ;;
        'queue show 0' | 'queue hold '* | 'queue release '* | 'queue retry '* | 'queue drop '* | 'queue edit 0')
            echo 'operation'
            ;;
        'insert 0' | 'update 0' | 'complete 0' | 'delete 0' | 'undelete 0' | 'get 0' | 'query 0' | 'export 0' | 'push '* | 'pull 0' | 'sync '* | 'purge 0' | 'explain 0')
            echo 'table'
            ;;
        'generate completion 0')
            echo 'words bash zsh fish'
            ;;
        'help '*)
            echo 'words exit-codes environment formats scripting init define-table tables status check backup compact doctor insert update complete delete undelete get query export import push pull sync log purge remote login api queue conflicts explain config serve help version generate'
            ;;
    esac
}

complete -F _syncline syncline
