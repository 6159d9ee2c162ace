"""What each shell must offer, in a store that `Sandbox.fill` has made."""

# (the line before TAB, what must be among the candidates, what must not)
CASES = [
    ("syncline pus", {"push"}, {"pull"}),
    ("syncline ", {"push", "queue", "conflicts", "help"}, {"list"}),
    ("syncline --db store.db qu", {"queue", "query"}, {"pull"}),
    ("syncline queue ", {"list", "drop", "edit"}, {"push"}),
    ("syncline queue list --sta", {"--state"}, {"--table"}),
    ("syncline push --max", {"--max-push", "--max-time", "--max-body"}, {"--max-delete"}),
    ("syncline push --no-st", {"--no-stop-on-error"}, set()),
    ("syncline push --dry-run --as ", {"http", "curl", "json"}, {"todoitem"}),
    ("syncline push --conflict ", {"ask", "merge", "newer"}, set()),
    ("syncline get --format n", {"ndjson"}, {"csv"}),
    ("syncline generate completion ", {"bash", "zsh", "fish"}, set()),
    ("syncline help ex", {"exit-codes", "explain"}, {"push"}),
    ("syncline status --fields pend", {"pending"}, {"path"}),
    ("syncline get ", {"todoitem"}, {"item-3"}),
    ("syncline push --stop-on-error tod", {"todoitem"}, set()),
    ("syncline get todoitem item-1", {"item-1", "item-10"}, {"item-2"}),
    ("syncline complete todoitem item-3 item-2", {"item-2", "item-20"}, set()),
    ("syncline query todoitem --select ", {"id", "text", "complete", "note"}, {"version"}),
    ("syncline update todoitem item-3 --unset n", {"note"}, {"text"}),
    ("syncline queue list --table ", {"todoitem"}, set()),
    ("syncline queue show ", {"5"}, {"todoitem"}),
    ("syncline get --db other.db ", {"elsewhere"}, {"todoitem"}),
]


def fill(sandbox):
    sandbox.serve()
    sandbox.fill()
    sandbox.must("syncline init --db other.db && syncline define-table elsewhere a:string --db other.db")
