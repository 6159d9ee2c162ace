# Completions of syncline for fish, made by "syncline generate completion fish".

# The words before the cursor that are neither options nor their values.
function __syncline_words
    set -l tokens (commandline -opc)
    set -l skip 0
    for token in $tokens[2..]
        if test $skip -gt 0
            set skip (math $skip - 1)
            continue
        end
        switch $token
            case '--*=*'
            case $__syncline_of_two_values
                set skip 2
            case $__syncline_of_a_value
                set skip 1
            case '-?*'
            case '*'
                echo $token
        end
    end
end

# Whether the words of a command are there, and COUNT arguments of it: "2", or "1+" for that or more.
function __syncline_at --argument-names command count
    set -l words (__syncline_words)
    set -l name (string split ' ' -- $command)
    set -l length (count $name)
    test (count $words) -ge $length; or return 1
    test "$words[1..$length]" = "$command"; or return 1
    set -l rest (math (count $words) - $length)
    switch "$count"
        case ''
            return 0
        case '*+'
            test $rest -ge (string replace + '' -- $count)
        case '*'
            test $rest -eq $count
    end
end

function __syncline_at_start
    test (count (__syncline_words)) -eq 0
end

# What the line says behind an option, the last time.
function __syncline_said
    set -l tokens (commandline -opc)
    set -l found
    for i in (seq (count $tokens))
        for name in $argv
            if test "$tokens[$i]" = $name; and test $i -lt (count $tokens)
                set found $tokens[(math $i + 1)]
            else if string match -q -- "$name=*" $tokens[$i]
                set found (string replace -- "$name=" '' $tokens[$i])
            end
        end
    end
    test -n "$found"; or return 1
    string replace -r '^~/' "$HOME/" -- $found
    return 0
end

# Asks the program that is being completed about the store that its line names.
function __syncline_ask
    set -l program (commandline -opc)[1]
    set program (string replace -r '^~/' "$HOME/" -- $program)
    set -l named
    set -l db (__syncline_said -d --db); and set -a named --db $db
    set -l config (__syncline_said -c --config); and set -a named --config $config
    command $program $argv $named 2>/dev/null </dev/null
end

# The table that the line is about: --table, else the argument behind the command's words.
function __syncline_table --argument-names length
    set -l words (__syncline_words)
    __syncline_said --table; or echo $words[(math $length + 1)]
end

function __syncline_tables
    __syncline_ask tables --porcelain --fields name
end
function __syncline_ids
    set -l begin (string replace -a "'" "''" -- (commandline -ct))
    __syncline_ask query (__syncline_table $argv[1]) --ids --top 50 --filter "startswith(id,'$begin')"
end
function __syncline_operations
    __syncline_ask queue list --porcelain --fields sequence
end
function __syncline_conflicts
    __syncline_ask conflicts list --porcelain --fields id
end
function __syncline_columns
    __syncline_ask query (__syncline_table $argv[1]) --top 0 --format tsv | string split \t
end
function __syncline_assignments
    __syncline_columns $argv[1] | string replace -r '$' =
end

complete -c syncline -f
set -g __syncline_of_a_value --api-root --as --busy-timeout --color --column --complete-column --config --conflict --conflict-timeout --connect-timeout --data --db --fault --fields --filter --format --grace --header --id --if-version --limit --lock-wait --max-age --max-body --max-delete --max-pending --max-push --max-time --orderby --page-size --parallel --path --port --profile --protocol --query-id --rebase --remote-name --retry --seed --select --set --set-json --settle --since --skip --sql --state --table --timeout --token-command --token-file --top --unset --url --use --with -c -d
set -g __syncline_of_two_values --param -p

complete -c syncline -n '__syncline_at_start' -a init -d 'make an empty store'
complete -c syncline -n '__syncline_at_start' -a define-table -d 'make a table, or change its columns'
complete -c syncline -n '__syncline_at_start' -a tables -d 'list the tables and their columns'
complete -c syncline -n '__syncline_at_start' -a status -d 'show what waits in the queue and when it was last synced'
complete -c syncline -n '__syncline_at_start' -a insert -d 'add items and queue them'
complete -c syncline -n '__syncline_at_start' -a update -d 'change items and queue the changes'
complete -c syncline -n '__syncline_at_start' -a complete -d 'mark items as complete, or not'
complete -c syncline -n '__syncline_at_start' -a delete -d 'remove items and queue their deletion'
complete -c syncline -n '__syncline_at_start' -a get -d 'print one item'
complete -c syncline -n '__syncline_at_start' -a query -d 'print the items that match'
complete -c syncline -n '__syncline_at_start' -a push -d 'send the queue to the service'
complete -c syncline -n '__syncline_at_start' -a pull -d 'fetch what changed on the service'
complete -c syncline -n '__syncline_at_start' -a sync -d 'push, then pull every query'
complete -c syncline -n '__syncline_at_start' -a log -d 'list the last pushes and pulls'
complete -c syncline -n '__syncline_at_start' -a purge -d 'drop local items, not the service\'s'
complete -c syncline -n '__syncline_at_start' -a remote -d 'set-url, set-protocol'
complete -c syncline -n '__syncline_at_start' -a queue -d 'list, show, hold, release, retry, drop, edit, export, import'
complete -c syncline -n '__syncline_at_start' -a conflicts -d 'list, show, resolve'
complete -c syncline -n '__syncline_at_start' -a explain -d 'say why an item is not as the service has it'
complete -c syncline -n '__syncline_at_start' -a config -d 'get, set, unset, list, path'
complete -c syncline -n '__syncline_at_start' -a serve -d 'run a small service on this machine'
complete -c syncline -n '__syncline_at_start' -a help -d 'explain a command or a topic'
complete -c syncline -n '__syncline_at_start' -a version -d 'print the versions of the program and its libraries'
complete -c syncline -n '__syncline_at_start' -a generate -d 'completion, man, spec'
complete -c syncline -n '__syncline_at remote 0' -a set-url -d 'remember another service'
complete -c syncline -n '__syncline_at remote 0' -a set-protocol -d 'remember what the service speaks'
complete -c syncline -n '__syncline_at queue 0' -a list -d 'list the changes that the service has not accepted'
complete -c syncline -n '__syncline_at queue 0' -a show -d 'print everything known of one change'
complete -c syncline -n '__syncline_at queue 0' -a hold -d 'keep changes out of pushes'
complete -c syncline -n '__syncline_at queue 0' -a release -d 'let held changes go again'
complete -c syncline -n '__syncline_at queue 0' -a retry -d 'make failed changes pending again'
complete -c syncline -n '__syncline_at queue 0' -a drop -d 'give changes up'
complete -c syncline -n '__syncline_at queue 0' -a edit -d 'correct a change that was refused'
complete -c syncline -n '__syncline_at queue 0' -a export -d 'write changes for another store'
complete -c syncline -n '__syncline_at queue 0' -a import -d 'take changes of another store'
complete -c syncline -n '__syncline_at conflicts 0' -a list -d 'list the items changed here and on the service'
complete -c syncline -n '__syncline_at conflicts 0' -a show -d 'print the sides of one conflict'
complete -c syncline -n '__syncline_at conflicts 0' -a resolve -d 'decide conflicts'
complete -c syncline -n '__syncline_at config 0' -a get -d 'print one setting'
complete -c syncline -n '__syncline_at config 0' -a set -d 'write a setting into the configuration'
complete -c syncline -n '__syncline_at config 0' -a unset -d 'take a setting out of the configuration'
complete -c syncline -n '__syncline_at config 0' -a list -d 'list the settings and where they come from'
complete -c syncline -n '__syncline_at config 0' -a path -d 'print where the configuration is'
complete -c syncline -n '__syncline_at generate 0' -a completion -d 'print completions for a shell'
complete -c syncline -n '__syncline_at generate 0' -a man -d 'write the manual pages'
complete -c syncline -n '__syncline_at generate 0' -a spec -d 'describe every command as JSON'
complete -c syncline -s d -l db -r -F -d 'the store (else syncline/store.db in the data folder)'
complete -c syncline -s c -l config -r -F -d 'read this configuration before the user\'s and the system\'s; "none": read none'
complete -c syncline -l profile -x -d 'let the section [profile.NAME] of the configuration go before the rest'
complete -c syncline -s q -l quiet -d 'print only errors, and data that was asked for'
complete -c syncline -s v -l verbose -d 'say more on standard error; the last of -q and -v wins'
complete -c syncline -l json -d 'print one JSON document; errors are JSON too'
complete -c syncline -l no-json -d 'not --json'
complete -c syncline -l format -x -a 'text json ndjson csv tsv table line' -d 'print results as text, json, ndjson, csv, tsv, table or line (text)'
complete -c syncline -l porcelain -d 'print tab-separated lines without a header, in a form that never changes'
complete -c syncline -l no-porcelain -d 'not --porcelain'
complete -c syncline -s 0 -l null -d 'end records with NUL instead of a line end'
complete -c syncline -l no-null -d 'not --null'
complete -c syncline -l fields -x -a '' -d 'print only these fields, in this order'
complete -c syncline -l no-header -d 'leave the names of the columns out'
complete -c syncline -l raw -d 'print the bare value of the one field'
complete -c syncline -l no-raw -d 'not --raw'
complete -c syncline -l color -x -a 'auto always never' -d 'when to use colours (auto)'
complete -c syncline -l no-input -d 'never ask a question'
complete -c syncline -s y -l yes -d 'agree to what would be asked'
complete -c syncline -l no-yes -d 'not --yes'
complete -c syncline -l busy-timeout -x -d 'wait this long while another process writes to the store (5s)'
complete -c syncline -l lock-wait -x -d 'wait this long for another run on the store (0: fail with 11)'
complete -c syncline -s h -l help -d 'print this help'
complete -c syncline -s V -l version -d 'print the version'

complete -c syncline -n '__syncline_at "init"' -l url -x -d 'the service\'s root; may be set later'
complete -c syncline -n '__syncline_at "init"' -l protocol -x -a 'v2 v3 auto' -d 'what the service speaks (auto: found out by the first push or pull)'
complete -c syncline -n '__syncline_at "init"' -l api-root -x -d 'where its tables are (tables)'
complete -c syncline -n '__syncline_at "init"' -l if-missing -d 'leave an existing store as it is'
complete -c syncline -n '__syncline_at "init"' -l no-if-missing -d 'not --if-missing'
complete -c syncline -n '__syncline_at "init"' -l force -d 'replace an existing store whose queue is empty'
complete -c syncline -n '__syncline_at "init"' -l no-force -d 'not --force'
complete -c syncline -n '__syncline_at "init"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "init"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "init"' -l fields -x -a 'schema type path url'

complete -c syncline -n '__syncline_at "define-table"' -l remote-name -x -d 'its name in URLs (NAME)'
complete -c syncline -n '__syncline_at "define-table"' -l path -x -d 'its path below the service\'s root'
complete -c syncline -n '__syncline_at "define-table"' -l independent -d 'its operations need not wait for those of other tables'
complete -c syncline -n '__syncline_at "define-table"' -l no-independent -d 'not --independent'
complete -c syncline -n '__syncline_at "define-table"' -l complete-column -x -a '(__syncline_columns 1)' -d 'the column that "complete" sets (complete)'
complete -c syncline -n '__syncline_at "define-table"' -l conflict -x -a 'ask local server newer merge command:' -d 'who decides its conflicts: ask, local, server, newer, merge or command:CMD (ask)'
complete -c syncline -n '__syncline_at "define-table"' -l if-missing -d 'leave an existing table as it is'
complete -c syncline -n '__syncline_at "define-table"' -l no-if-missing -d 'not --if-missing'
complete -c syncline -n '__syncline_at "define-table"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "define-table"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "define-table"' -l fields -x -a 'schema type table changed'

complete -c syncline -n '__syncline_at "tables"' -l fields -x -a 'type name columns remote_name path independent complete_column conflict'

complete -c syncline -n '__syncline_at "status"' -l short -d 'print one line'
complete -c syncline -n '__syncline_at "status"' -l no-short -d 'not --short'
complete -c syncline -n '__syncline_at "status"' -l exit-code -d 'end with 1 if operations are pending, failed or in conflict'
complete -c syncline -n '__syncline_at "status"' -l no-exit-code -d 'not --exit-code'
complete -c syncline -n '__syncline_at "status"' -l max-age -x -d 'end with 1 if a change has waited longer, or the last pull (if there was none, push) was longer ago'
complete -c syncline -n '__syncline_at "status"' -l max-pending -x -d 'end with 1 if more than N operations are pending'
complete -c syncline -n '__syncline_at "status"' -l fields -x -a 'schema type path url protocol pending failed conflicts held oldest_pending last_push last_pull tables issues'

complete -c syncline -n '__syncline_at "insert"' -l id -x -a '(__syncline_ids 1)' -d 'the item\'s id; without it one is made and printed'
complete -c syncline -n '__syncline_at "insert"' -l set -x -a '(__syncline_assignments 1)' -d 'set a column; its type decides what TEXT is'
complete -c syncline -n '__syncline_at "insert"' -l set-json -x -a '(__syncline_assignments 1)' -d 'set a column to a JSON value'
complete -c syncline -n '__syncline_at "insert"' -l data -x -d 'columns as one JSON object: the text, a file, or standard input'
complete -c syncline -n '__syncline_at "insert"' -l ignore -d 'leave an item that is there already as it is'
complete -c syncline -n '__syncline_at "insert"' -l no-ignore -d 'not --ignore'
complete -c syncline -n '__syncline_at "insert"' -l replace -d 'change an item that is there already'
complete -c syncline -n '__syncline_at "insert"' -l no-replace -d 'not --replace'
complete -c syncline -n '__syncline_at "insert"' -l stdin -d 'add each JSON object of standard input, one a line, or none if one is wrong'
complete -c syncline -n '__syncline_at "insert"' -l no-stdin -d 'not --stdin'
complete -c syncline -n '__syncline_at "insert"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "insert"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "insert"' -l fields -x -a 'schema type table id'
complete -c syncline -n '__syncline_at "insert" 0' -a '(__syncline_tables)'

complete -c syncline -n '__syncline_at "update"' -l filter -x -d 'every item that matches (OData)'
complete -c syncline -n '__syncline_at "update"' -l all -d 'every item of the table'
complete -c syncline -n '__syncline_at "update"' -l no-all -d 'not --all'
complete -c syncline -n '__syncline_at "update"' -l stdin -d 'the items of standard input: JSON objects, one a line, each with its id and what changes'
complete -c syncline -n '__syncline_at "update"' -l no-stdin -d 'not --stdin'
complete -c syncline -n '__syncline_at "update"' -l if-version -x -d 'only if the item\'s version is still V; for one ID'
complete -c syncline -n '__syncline_at "update"' -l set -x -a '(__syncline_assignments 1)' -d 'set a column; its type decides what TEXT is'
complete -c syncline -n '__syncline_at "update"' -l set-json -x -a '(__syncline_assignments 1)' -d 'set a column to a JSON value'
complete -c syncline -n '__syncline_at "update"' -l unset -x -a '(__syncline_columns 1)' -d 'set a column to null'
complete -c syncline -n '__syncline_at "update"' -l data -x -d 'columns as one JSON object: the text, a file, or standard input'
complete -c syncline -n '__syncline_at "update"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "update"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "update"' -l fields -x -a 'schema type table count'
complete -c syncline -n '__syncline_at "update" 0' -a '(__syncline_tables)'
complete -c syncline -n '__syncline_at "update" 1+' -a '(__syncline_ids 1)'

complete -c syncline -n '__syncline_at "complete"' -l undo -d 'mark them as not complete'
complete -c syncline -n '__syncline_at "complete"' -l no-undo -d 'not --undo'
complete -c syncline -n '__syncline_at "complete"' -l column -x -a '(__syncline_columns 1)' -d 'the column to set (the table\'s)'
complete -c syncline -n '__syncline_at "complete"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "complete"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "complete"' -l fields -x -a 'schema type table count'
complete -c syncline -n '__syncline_at "complete" 0' -a '(__syncline_tables)'
complete -c syncline -n '__syncline_at "complete" 1+' -a '(__syncline_ids 1)'

complete -c syncline -n '__syncline_at "delete"' -l filter -x -d 'every item that matches (OData)'
complete -c syncline -n '__syncline_at "delete"' -l all -d 'every item of the table'
complete -c syncline -n '__syncline_at "delete"' -l no-all -d 'not --all'
complete -c syncline -n '__syncline_at "delete"' -l stdin -d 'the items of standard input: JSON objects with an id, one a line'
complete -c syncline -n '__syncline_at "delete"' -l no-stdin -d 'not --stdin'
complete -c syncline -n '__syncline_at "delete"' -l if-version -x -d 'only if the item\'s version is still V; for one ID'
complete -c syncline -n '__syncline_at "delete"' -l if-present -d 'an item that is not there is no error'
complete -c syncline -n '__syncline_at "delete"' -l no-if-present -d 'not --if-present'
complete -c syncline -n '__syncline_at "delete"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "delete"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "delete"' -l fields -x -a 'schema type table count'
complete -c syncline -n '__syncline_at "delete" 0' -a '(__syncline_tables)'
complete -c syncline -n '__syncline_at "delete" 1+' -a '(__syncline_ids 1)'

complete -c syncline -n '__syncline_at "get" 0' -a '(__syncline_tables)'
complete -c syncline -n '__syncline_at "get" 1' -a '(__syncline_ids 1)'

complete -c syncline -n '__syncline_at "query"' -l filter -x -d 'only items that match (OData)'
complete -c syncline -n '__syncline_at "query"' -l orderby -x -a '(__syncline_columns 1)' -d 'in this order (id)'
complete -c syncline -n '__syncline_at "query"' -l top -x -d 'at most N items'
complete -c syncline -n '__syncline_at "query"' -l skip -x -d 'leave out the first N'
complete -c syncline -n '__syncline_at "query"' -l select -x -a '(__syncline_columns 1)' -d 'only these columns, in this order'
complete -c syncline -n '__syncline_at "query"' -l count -d 'print only how many match'
complete -c syncline -n '__syncline_at "query"' -l no-count -d 'not --count'
complete -c syncline -n '__syncline_at "query"' -l ids -d 'print only the ids, one a line'
complete -c syncline -n '__syncline_at "query"' -l no-ids -d 'not --ids'
complete -c syncline -n '__syncline_at "query"' -l sql -x -d 'run one SELECT on the store instead'
complete -c syncline -n '__syncline_at "query"' -s p -l param -x -d 'the value of :NAME in --sql'
complete -c syncline -n '__syncline_at "query"' -l fields -x -a 'id schema type table count'
complete -c syncline -n '__syncline_at "query" 0' -a '(__syncline_tables)'

complete -c syncline -n '__syncline_at "push"' -l max-push -x -d 'send at most N operations'
complete -c syncline -n '__syncline_at "push"' -l stop-on-error -d 'stop at the first rejection or conflict'
complete -c syncline -n '__syncline_at "push"' -l no-stop-on-error -d 'not --stop-on-error'
complete -c syncline -n '__syncline_at "push"' -l conflict -x -a 'ask local server newer merge command:' -d 'who decides conflicts, for this run: ask, local, server, newer, merge or command:CMD (the tables\' own)'
complete -c syncline -n '__syncline_at "push"' -l conflict-timeout -x -d 'of one decision by a command (10s)'
complete -c syncline -n '__syncline_at "push"' -l error-on-no-op -d 'end with 9 if nothing was sent or received'
complete -c syncline -n '__syncline_at "push"' -l no-error-on-no-op -d 'not --error-on-no-op'
complete -c syncline -n '__syncline_at "push"' -l grace -x -d 'say nothing and exit 0 while the service cannot be reached or another run holds the store, until the last run that got through is older than this'
complete -c syncline -n '__syncline_at "push"' -l rebase -x -a 'keep reset' -d 'the service is not the one that the store was pulled from: it has moved (keep), or it is another, so forget tokens and versions (reset)'
complete -c syncline -n '__syncline_at "push"' -s n -l dry-run -d 'print the requests of the push, send nothing'
complete -c syncline -n '__syncline_at "push"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "push"' -l as -x -a 'http curl json' -d 'how a dry run prints them: as text, as commands, as JSON (http)'
complete -c syncline -n '__syncline_at "push"' -l url -x -d 'the service, for this run'
complete -c syncline -n '__syncline_at "push"' -l token-file -r -F -d 'read the token from a file, - for standard input'
complete -c syncline -n '__syncline_at "push"' -l token-command -x -d 'run a command that prints the token (the token itself: SYNCLINE_TOKEN)'
complete -c syncline -n '__syncline_at "push"' -l header -x -d 'send a further header'
complete -c syncline -n '__syncline_at "push"' -l retry -x -d 'try a request that may yet succeed N times more (3)'
complete -c syncline -n '__syncline_at "push"' -l connect-timeout -x -d 'give up connecting after this long (10s)'
complete -c syncline -n '__syncline_at "push"' -l timeout -x -d 'of one request (100s)'
complete -c syncline -n '__syncline_at "push"' -l max-time -x -d 'of the whole run (no limit)'
complete -c syncline -n '__syncline_at "push"' -l parallel -x -d 'have up to N requests in flight (8)'
complete -c syncline -n '__syncline_at "push"' -l max-body -x -d 'refuse a larger answer (64M)'
complete -c syncline -n '__syncline_at "push"' -l fields -x -a 'schema type ok code exit_code graced status pushed decided failed conflicts pending requests reason hint http issues sequence table id method url headers body'
complete -c syncline -n '__syncline_at "push" 0+' -a '(__syncline_tables)'

complete -c syncline -n '__syncline_at "pull"' -l query-id -x -d 'remember under this name how far the query was pulled'
complete -c syncline -n '__syncline_at "pull"' -l filter -x -d 'only items that match (OData)'
complete -c syncline -n '__syncline_at "pull"' -l full -d 'forget how far the query was pulled, and begin again'
complete -c syncline -n '__syncline_at "pull"' -l no-full -d 'not --full'
complete -c syncline -n '__syncline_at "pull"' -l page-size -x -d 'ask for N items a page'
complete -c syncline -n '__syncline_at "pull"' -l settle -x -d 'how late the service may show what it has stamped (10s)'
complete -c syncline -n '__syncline_at "pull"' -l max-delete -x -d 'remove no more items of a table than this, or than this share'
complete -c syncline -n '__syncline_at "pull"' -l no-push -d 'do not push the table\'s operations first'
complete -c syncline -n '__syncline_at "pull"' -l conflict -x -a 'ask local server newer merge command:' -d 'who decides conflicts, for this run: ask, local, server, newer, merge or command:CMD (the tables\' own)'
complete -c syncline -n '__syncline_at "pull"' -l conflict-timeout -x -d 'of one decision by a command (10s)'
complete -c syncline -n '__syncline_at "pull"' -l error-on-no-op -d 'end with 9 if nothing was sent or received'
complete -c syncline -n '__syncline_at "pull"' -l no-error-on-no-op -d 'not --error-on-no-op'
complete -c syncline -n '__syncline_at "pull"' -l grace -x -d 'say nothing and exit 0 while the service cannot be reached or another run holds the store, until the last run that got through is older than this'
complete -c syncline -n '__syncline_at "pull"' -l rebase -x -a 'keep reset' -d 'the service is not the one that the store was pulled from: it has moved (keep), or it is another, so forget tokens and versions (reset)'
complete -c syncline -n '__syncline_at "pull"' -l url -x -d 'the service, for this run'
complete -c syncline -n '__syncline_at "pull"' -l token-file -r -F -d 'read the token from a file, - for standard input'
complete -c syncline -n '__syncline_at "pull"' -l token-command -x -d 'run a command that prints the token (the token itself: SYNCLINE_TOKEN)'
complete -c syncline -n '__syncline_at "pull"' -l header -x -d 'send a further header'
complete -c syncline -n '__syncline_at "pull"' -l retry -x -d 'try a request that may yet succeed N times more (3)'
complete -c syncline -n '__syncline_at "pull"' -l connect-timeout -x -d 'give up connecting after this long (10s)'
complete -c syncline -n '__syncline_at "pull"' -l timeout -x -d 'of one request (100s)'
complete -c syncline -n '__syncline_at "pull"' -l max-time -x -d 'of the whole run (no limit)'
complete -c syncline -n '__syncline_at "pull"' -l parallel -x -d 'have up to N requests in flight (8)'
complete -c syncline -n '__syncline_at "pull"' -l max-body -x -d 'refuse a larger answer (64M)'
complete -c syncline -n '__syncline_at "pull"' -l fields -x -a 'schema type ok code exit_code graced pulled removed requests reason hint http queries push'
complete -c syncline -n '__syncline_at "pull" 0' -a '(__syncline_tables)'

complete -c syncline -n '__syncline_at "sync"' -l max-push -x -d 'send at most N operations'
complete -c syncline -n '__syncline_at "sync"' -l stop-on-error -d 'stop at the first rejection or conflict'
complete -c syncline -n '__syncline_at "sync"' -l no-stop-on-error -d 'not --stop-on-error'
complete -c syncline -n '__syncline_at "sync"' -l full -d 'forget how far the query was pulled, and begin again'
complete -c syncline -n '__syncline_at "sync"' -l no-full -d 'not --full'
complete -c syncline -n '__syncline_at "sync"' -l page-size -x -d 'ask for N items a page'
complete -c syncline -n '__syncline_at "sync"' -l settle -x -d 'how late the service may show what it has stamped (10s)'
complete -c syncline -n '__syncline_at "sync"' -l max-delete -x -d 'remove no more items of a table than this, or than this share'
complete -c syncline -n '__syncline_at "sync"' -l conflict -x -a 'ask local server newer merge command:' -d 'who decides conflicts, for this run: ask, local, server, newer, merge or command:CMD (the tables\' own)'
complete -c syncline -n '__syncline_at "sync"' -l conflict-timeout -x -d 'of one decision by a command (10s)'
complete -c syncline -n '__syncline_at "sync"' -l error-on-no-op -d 'end with 9 if nothing was sent or received'
complete -c syncline -n '__syncline_at "sync"' -l no-error-on-no-op -d 'not --error-on-no-op'
complete -c syncline -n '__syncline_at "sync"' -l grace -x -d 'say nothing and exit 0 while the service cannot be reached or another run holds the store, until the last run that got through is older than this'
complete -c syncline -n '__syncline_at "sync"' -l rebase -x -a 'keep reset' -d 'the service is not the one that the store was pulled from: it has moved (keep), or it is another, so forget tokens and versions (reset)'
complete -c syncline -n '__syncline_at "sync"' -s n -l dry-run -d 'print the requests of the push, send nothing'
complete -c syncline -n '__syncline_at "sync"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "sync"' -l as -x -a 'http curl json' -d 'how a dry run prints them: as text, as commands, as JSON (http)'
complete -c syncline -n '__syncline_at "sync"' -l cron -d 'as a job: -q --no-input --lock-wait 0 --max-time 10m --grace 6h, where nothing else is said'
complete -c syncline -n '__syncline_at "sync"' -l no-cron -d 'not --cron'
complete -c syncline -n '__syncline_at "sync"' -l url -x -d 'the service, for this run'
complete -c syncline -n '__syncline_at "sync"' -l token-file -r -F -d 'read the token from a file, - for standard input'
complete -c syncline -n '__syncline_at "sync"' -l token-command -x -d 'run a command that prints the token (the token itself: SYNCLINE_TOKEN)'
complete -c syncline -n '__syncline_at "sync"' -l header -x -d 'send a further header'
complete -c syncline -n '__syncline_at "sync"' -l retry -x -d 'try a request that may yet succeed N times more (3)'
complete -c syncline -n '__syncline_at "sync"' -l connect-timeout -x -d 'give up connecting after this long (10s)'
complete -c syncline -n '__syncline_at "sync"' -l timeout -x -d 'of one request (100s)'
complete -c syncline -n '__syncline_at "sync"' -l max-time -x -d 'of the whole run (no limit)'
complete -c syncline -n '__syncline_at "sync"' -l parallel -x -d 'have up to N requests in flight (8)'
complete -c syncline -n '__syncline_at "sync"' -l max-body -x -d 'refuse a larger answer (64M)'
complete -c syncline -n '__syncline_at "sync"' -l fields -x -a 'schema type ok code exit_code graced pushed failed conflicts pending push pull sequence table id method url headers body'
complete -c syncline -n '__syncline_at "sync" 0+' -a '(__syncline_tables)'

complete -c syncline -n '__syncline_at "log"' -l limit -x -d 'the last N runs (20)'
complete -c syncline -n '__syncline_at "log"' -l fields -x -a 'type command started ended ok code exit_code pushed pulled failed conflicts requests reason'

complete -c syncline -n '__syncline_at "purge"' -l filter -x -d 'only items that match (OData)'
complete -c syncline -n '__syncline_at "purge"' -l query-id -x -d 'forget how far it was pulled'
complete -c syncline -n '__syncline_at "purge"' -l force -d 'also discard the table\'s queued operations'
complete -c syncline -n '__syncline_at "purge"' -l no-force -d 'not --force'
complete -c syncline -n '__syncline_at "purge"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "purge"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "purge"' -l fields -x -a 'schema type table items operations'
complete -c syncline -n '__syncline_at "purge" 0' -a '(__syncline_tables)'

complete -c syncline -n '__syncline_at "remote set-url"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "remote set-url"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "remote set-url"' -l fields -x -a 'schema type url'

complete -c syncline -n '__syncline_at "remote set-protocol"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "remote set-protocol"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "remote set-protocol"' -l fields -x -a 'schema type protocol'

complete -c syncline -n '__syncline_at "queue list"' -l table -x -a '(__syncline_tables)' -d 'only operations of this table'
complete -c syncline -n '__syncline_at "queue list"' -l state -x -a 'pending failed conflict held' -d 'only operations in this state'
complete -c syncline -n '__syncline_at "queue list"' -l since -x -d 'only those queued or changed since: RFC 3339, a date, @SECONDS, or -7d'
complete -c syncline -n '__syncline_at "queue list"' -l fields -x -a 'type sequence table id kind state http message held in_doubt attempts first_queued last_changed last_attempt server_deleted'

complete -c syncline -n '__syncline_at "queue show"' -l fields -x -a 'schema type sequence table id kind state http message held in_doubt attempts first_queued last_changed last_attempt server_deleted differ base local server'
complete -c syncline -n '__syncline_at "queue show" 0' -a '(__syncline_operations)'

complete -c syncline -n '__syncline_at "queue hold"' -l table -x -a '(__syncline_tables)' -d 'only operations of this table'
complete -c syncline -n '__syncline_at "queue hold"' -l state -x -a 'pending failed conflict held' -d 'only operations in this state'
complete -c syncline -n '__syncline_at "queue hold"' -l since -x -d 'only those queued or changed since: RFC 3339, a date, @SECONDS, or -7d'
complete -c syncline -n '__syncline_at "queue hold"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "queue hold"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "queue hold"' -l fields -x -a 'schema type count'
complete -c syncline -n '__syncline_at "queue hold" 0+' -a '(__syncline_operations)'

complete -c syncline -n '__syncline_at "queue release"' -l table -x -a '(__syncline_tables)' -d 'only operations of this table'
complete -c syncline -n '__syncline_at "queue release"' -l state -x -a 'pending failed conflict held' -d 'only operations in this state'
complete -c syncline -n '__syncline_at "queue release"' -l since -x -d 'only those queued or changed since: RFC 3339, a date, @SECONDS, or -7d'
complete -c syncline -n '__syncline_at "queue release"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "queue release"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "queue release"' -l fields -x -a 'schema type count'
complete -c syncline -n '__syncline_at "queue release" 0+' -a '(__syncline_operations)'

complete -c syncline -n '__syncline_at "queue retry"' -l table -x -a '(__syncline_tables)' -d 'only operations of this table'
complete -c syncline -n '__syncline_at "queue retry"' -l state -x -a 'pending failed conflict held' -d 'only operations in this state'
complete -c syncline -n '__syncline_at "queue retry"' -l since -x -d 'only those queued or changed since: RFC 3339, a date, @SECONDS, or -7d'
complete -c syncline -n '__syncline_at "queue retry"' -l all-failed -d 'every operation that the service refused'
complete -c syncline -n '__syncline_at "queue retry"' -l no-all-failed -d 'not --all-failed'
complete -c syncline -n '__syncline_at "queue retry"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "queue retry"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "queue retry"' -l fields -x -a 'schema type count'
complete -c syncline -n '__syncline_at "queue retry" 0+' -a '(__syncline_operations)'

complete -c syncline -n '__syncline_at "queue drop"' -l table -x -a '(__syncline_tables)' -d 'only operations of this table'
complete -c syncline -n '__syncline_at "queue drop"' -l state -x -a 'pending failed conflict held' -d 'only operations in this state'
complete -c syncline -n '__syncline_at "queue drop"' -l since -x -d 'only those queued or changed since: RFC 3339, a date, @SECONDS, or -7d'
complete -c syncline -n '__syncline_at "queue drop"' -l revert -d 'the items become what the service last had; those that it never had are gone'
complete -c syncline -n '__syncline_at "queue drop"' -l no-revert -d 'not --revert'
complete -c syncline -n '__syncline_at "queue drop"' -l keep-local -d 'the items stay as they are until a pull brings them anew (at once with --full)'
complete -c syncline -n '__syncline_at "queue drop"' -l no-keep-local -d 'not --keep-local'
complete -c syncline -n '__syncline_at "queue drop"' -l force -d 'without it, only say what would be given up'
complete -c syncline -n '__syncline_at "queue drop"' -l no-force -d 'not --force'
complete -c syncline -n '__syncline_at "queue drop"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "queue drop"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "queue drop"' -l fields -x -a 'type sequence table id kind state http message held in_doubt attempts first_queued last_changed last_attempt server_deleted differ base local server'
complete -c syncline -n '__syncline_at "queue drop" 0+' -a '(__syncline_operations)'

complete -c syncline -n '__syncline_at "queue edit"' -l set -x -a '(__syncline_assignments 2)' -d 'set a column; its type decides what TEXT is'
complete -c syncline -n '__syncline_at "queue edit"' -l set-json -x -a '(__syncline_assignments 2)' -d 'set a column to a JSON value'
complete -c syncline -n '__syncline_at "queue edit"' -l unset -x -a '(__syncline_columns 2)' -d 'set a column to null'
complete -c syncline -n '__syncline_at "queue edit"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "queue edit"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "queue edit"' -l fields -x -a 'schema type count'
complete -c syncline -n '__syncline_at "queue edit" 0' -a '(__syncline_operations)'

complete -c syncline -n '__syncline_at "queue export"' -l table -x -a '(__syncline_tables)' -d 'only operations of this table'
complete -c syncline -n '__syncline_at "queue export"' -l state -x -a 'pending failed conflict held' -d 'only operations in this state'
complete -c syncline -n '__syncline_at "queue export"' -l since -x -d 'only those queued or changed since: RFC 3339, a date, @SECONDS, or -7d'

complete -c syncline -n '__syncline_at "queue import"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "queue import"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "queue import"' -l fields -x -a 'schema type count'
complete -c syncline -n '__syncline_at "queue import" 0' -F

complete -c syncline -n '__syncline_at "conflicts list"' -l table -x -a '(__syncline_tables)' -d 'only conflicts of this table'
complete -c syncline -n '__syncline_at "conflicts list"' -l exit-code -d 'end with 1 if there are conflicts'
complete -c syncline -n '__syncline_at "conflicts list"' -l no-exit-code -d 'not --exit-code'
complete -c syncline -n '__syncline_at "conflicts list"' -l fields -x -a 'type sequence table id kind state http message held in_doubt attempts first_queued last_changed last_attempt server_deleted'

complete -c syncline -n '__syncline_at "conflicts show"' -l table -x -a '(__syncline_tables)' -d 'its table, where the id alone is not enough'
complete -c syncline -n '__syncline_at "conflicts show"' -l fields -x -a 'schema type sequence table id kind state http message held in_doubt attempts first_queued last_changed last_attempt server_deleted differ base local server'
complete -c syncline -n '__syncline_at "conflicts show" 0' -a '(__syncline_conflicts)'

complete -c syncline -n '__syncline_at "conflicts resolve"' -l table -x -a '(__syncline_tables)' -d 'their table, where the id alone is not enough'
complete -c syncline -n '__syncline_at "conflicts resolve"' -l all -d 'every conflict of --table'
complete -c syncline -n '__syncline_at "conflicts resolve"' -l no-all -d 'not --all'
complete -c syncline -n '__syncline_at "conflicts resolve"' -l use -x -a 'local server merge' -d 'take this side, or what each side changed alone'
complete -c syncline -n '__syncline_at "conflicts resolve"' -l set -x -a '(__syncline_assignments 2)' -d 'set a column; its type decides what TEXT is'
complete -c syncline -n '__syncline_at "conflicts resolve"' -l set-json -x -a '(__syncline_assignments 2)' -d 'set a column to a JSON value'
complete -c syncline -n '__syncline_at "conflicts resolve"' -l unset -x -a '(__syncline_columns 2)' -d 'set a column to null'
complete -c syncline -n '__syncline_at "conflicts resolve"' -l with -r -F -d 'take this finished item, a JSON object; - for standard input'
complete -c syncline -n '__syncline_at "conflicts resolve"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "conflicts resolve"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "conflicts resolve"' -l fields -x -a 'schema type count resolved'
complete -c syncline -n '__syncline_at "conflicts resolve" 0+' -a '(__syncline_conflicts)'

complete -c syncline -n '__syncline_at "explain"' -l url -x -d 'the service to write to'
complete -c syncline -n '__syncline_at "explain"' -l fields -x -a 'schema type table id exists operation changes request blockers'
complete -c syncline -n '__syncline_at "explain" 0' -a '(__syncline_tables)'
complete -c syncline -n '__syncline_at "explain" 1' -a '(__syncline_ids 1)'

complete -c syncline -n '__syncline_at "config get"' -l fields -x -a 'schema type key values origin'

complete -c syncline -n '__syncline_at "config set"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "config set"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "config set"' -l fields -x -a 'schema type key values origin'

complete -c syncline -n '__syncline_at "config unset"' -s n -l dry-run -d 'only say what would come of it: nothing is written'
complete -c syncline -n '__syncline_at "config unset"' -l no-dry-run -d 'not --dry-run'
complete -c syncline -n '__syncline_at "config unset"' -l fields -x -a 'schema type key values origin'

complete -c syncline -n '__syncline_at "config list"' -l show-origin -d 'also say which file and line, or which variable'
complete -c syncline -n '__syncline_at "config list"' -l no-show-origin -d 'not --show-origin'
complete -c syncline -n '__syncline_at "config list"' -l fields -x -a 'type key values origin'

complete -c syncline -n '__syncline_at "config path"' -l fields -x -a 'schema type path exists'

complete -c syncline -n '__syncline_at "serve"' -l port -x -d 'the port; 0 picks a free one (0)'
complete -c syncline -n '__syncline_at "serve"' -l protocol -x -d 'v2, v3 or both: then a request with ZUMO-API-VERSION 2.x is v2 (both)'
complete -c syncline -n '__syncline_at "serve"' -l table -x -d 'a table: NAME[:soft|:hard], a JSON object, or @FILE with one object or an array of them: name, delete, members (NAME: TYPE or an object), pageSize, maxTop, stamps, access, refuseWrites, rules'
complete -c syncline -n '__syncline_at "serve"' -l seed -r -F -d 'items, one JSON object with "table" a line'
complete -c syncline -n '__syncline_at "serve"' -l token-file -r -F -d 'answer only requests with this token'
complete -c syncline -n '__syncline_at "serve"' -l page-size -x -d 'items of a page (50 in v2, 100 in v3)'
complete -c syncline -n '__syncline_at "serve"' -l fault -x -d 'go wrong on purpose: fail:STATUS, retry-after:STATUS:SECONDS, html, delay:MS, drop-before, drop-after or late-commit:MS; then @method=NAME or @path=TEXT for some requests only, @skip=N, @every=N and @next=N to choose among those'
complete -c syncline -n '__syncline_at "serve"' -l fields -x -a 'schema type url'

complete -c syncline -n '__syncline_at "help"' -l all -d 'print the help of every command'
complete -c syncline -n '__syncline_at "help"' -l no-all -d 'not --all'
complete -c syncline -n '__syncline_at "help"' -l fields -x -a 'schema type topic text exit_code code precedence when then name option help fields commands'
complete -c syncline -n '__syncline_at "help" 0+' -a 'exit-codes environment formats scripting init define-table tables status insert update complete delete get query push pull sync log purge remote queue conflicts explain config serve help version generate'

complete -c syncline -n '__syncline_at "version"' -l fields -x -a 'schema type version sqlite curl simdjson store protocols'

complete -c syncline -n '__syncline_at "generate completion"' -l fields -x -a 'schema type topic text'
complete -c syncline -n '__syncline_at "generate completion" 0' -a 'bash zsh fish'

complete -c syncline -n '__syncline_at "generate man"' -l fields -x -a 'schema type folder pages'
complete -c syncline -n '__syncline_at "generate man" 0' -a '(__fish_complete_directories)'

