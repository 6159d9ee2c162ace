"""One use of every command, in a store that PREPARATION made."""

import dataclasses


@dataclasses.dataclass
class Try:
    words: list
    input: str = ""
    status: int = 0
    only: tuple = ()  # formats, where the command has no others

    def formats(self, every):
        return self.only or every


def line(*words, input="", status=0):
    return Try(list(words), input, status)


PREPARATION = [
    line("init", "--url", "{url}"),
    line("define-table", "todo", "text:string", "n:integer", "complete:boolean"),
    line("insert", "todo", "--id", "a", "--set", "text=first"),
    line("insert", "todo", "--id", "b", "--set", "text=with, \"quotes\"\tand\nlines"),
    line("insert", "todo", "--id", "c"),
    line("sync"),
    # Another store changes one of them, so that there is a conflict.
    line("init", "--url", "{url}", "--db", "other.db"),
    line("define-table", "todo", "text:string", "--db", "other.db"),
    line("pull", "todo", "--db", "other.db"),
    line("update", "todo", "a", "--set", "text=theirs", "--db", "other.db"),
    line("push", "--db", "other.db"),
    line("update", "todo", "a", "--set", "text=ours"),
    line("push", status=6),
    line("insert", "todo", "--set", "text=new", "--set", "n=7"),
    line("delete", "todo", "c"),
]

COMMANDS = {
    "init": line("--db", "new.db"),
    "define-table": line("more", "name:string", "at:datetime"),
    "tables": line(),
    "status": line(),
    "insert": line("todo", "--set", "text=x"),
    "update": line("todo", "b", "--set", "text=x"),
    "complete": line("todo", "b"),
    "delete": line("todo", "b"),
    "get": line("todo", "b"),
    "query": line("todo", "--orderby", "text"),
    "push": line(status=6),
    "pull": line("todo", status=6),
    "sync": line(status=6),
    "log": line(),
    "purge": line("todo", "--force"),
    "remote set-url": line("https://a.example"),
    "remote set-protocol": line("v2"),
    "queue list": line(),
    "queue show": line("todo/a"),
    "queue hold": line("todo/a"),
    "queue release": line("todo/a"),
    "queue retry": line("todo/a"),
    "queue drop": line("todo/a", "--revert", "--force"),
    "queue edit": line("todo/a", "--set", "n=3"),
    "queue export": Try([], only=("text", "ndjson")),
    "queue import": line("-"),
    "conflicts list": line(),
    "conflicts show": line("a"),
    "conflicts resolve": line("a", "--use", "server"),
    "explain": line("todo", "a"),
    "config get": line("url", status=1),
    "config set": line("retry", "1"),
    "config unset": line("retry", status=1),
    "config list": line(),
    "config path": line(),
    "check": line(),
    "backup": line("copy.db"),
    "compact": line(),
    "doctor": line(status=6),
    "undelete": line("todo", "c"),
    "export": line("todo", "todo.ndjson"),
    "import": line("-", "--table", "todo", input='{"id":"z","text":"imported"}\n'),
    "remote check": line(),
    "login": line("google", "--provider-token-file", "-", "--token-file", "token",
                  input='{"access_token":"x"}', status=7),
    "api call": line("/tables/todo", "--param", "$top=1"),
    "help": line("formats"),
    "version": line(),
    "generate completion": line("bash"),
    "generate man": line("."),
    "generate spec": Try([], only=("text", "json")),
    "generate schema": Try([], only=("text", "json")),
}

# Runs until it is stopped.
NOT_TRIED = {"serve"}
