package io.alltools.trajectories.shell.interpreter;

import io.alltools.trajectories.shell.file.FileError;
import io.alltools.trajectories.shell.process.Output;
import io.alltools.trajectories.shell.process.Process;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Commands that are part of the shell, as they change or show its state. */
final class Builtins {

    /** A command of the shell. */
    interface Builtin {
        int run(Process process, Shell shell);
    }

    /** Programs that are built in for speed alone. */
    private static final Set<String> ALSO_PROGRAMS = Set.of("echo", "test", "[", "true", "false");

    private static final Map<String, String> SET_LETTERS =
            Map.of("e", "errexit", "u", "nounset", "x", "xtrace", "f", "noglob");
    private static final Set<String> SET_NAMES = Set.of("errexit", "nounset", "xtrace", "noglob", "pipefail");
    private static final Set<String> SHOPT_NAMES = Set.of("nullglob", "dotglob", "globstar");
    private static final Set<String> KEYWORDS = Set.of(
            "if",
            "then",
            "else",
            "elif",
            "fi",
            "for",
            "while",
            "until",
            "do",
            "done",
            "case",
            "esac",
            "function",
            "in",
            "{",
            "}",
            "!",
            "[[",
            "]]");

    private final Interpreter interpreter;
    private final Programs programs;
    private final Declarations declarations = new Declarations();
    private final TreeMap<String, Builtin> all = new TreeMap<>();

    Builtins(Interpreter interpreter, Programs programs) {
        this.interpreter = interpreter;
        this.programs = programs;
        all.put(":", (p, s) -> 0);
        ALSO_PROGRAMS.forEach(name -> all.put(name, (p, s) -> programs.own(name).run(p)));
        all.put("printf", this::printf);
        all.put("cd", this::cd);
        all.put("pwd", (p, s) -> {
            p.line(s.files.here());
            return 0;
        });
        all.put("export", declarations::export);
        all.put("declare", declarations::declare);
        all.put("typeset", declarations::declare);
        all.put("local", declarations::local);
        all.put("readonly", declarations::readonly);
        all.put("unset", declarations::unset);
        all.put("read", (p, s) -> new Reading(p, s).run());
        all.put("mapfile", (p, s) -> new Reading(p, s).lines());
        all.put("readarray", (p, s) -> new Reading(p, s).lines());
        all.put("set", this::set);
        all.put("shopt", this::shopt);
        all.put("shift", this::shift);
        all.put("return", (p, s) -> {
            if (!s.variables.inFunction() && s.sources == 0) {
                return p.error("can only `return' from a function or sourced script");
            }
            throw LeaveException.functionWith(status(p, s));
        });
        all.put("exit", (p, s) -> {
            throw LeaveException.shellWith(status(p, s));
        });
        all.put("break", (p, s) -> leaveLoop(LeaveException.Kind.BREAK, p, s));
        all.put("continue", (p, s) -> leaveLoop(LeaveException.Kind.CONTINUE, p, s));
        all.put("eval", (p, s) -> interpreter.runText(String.join(" ", p.arguments()), s, p.streams()));
        all.put("source", this::source);
        all.put(".", this::source);
        all.put("exec", this::exec);
        all.put("command", this::command);
        all.put("builtin", (p, s) -> {
            Builtin builtin =
                    p.arguments().isEmpty() ? null : find(p.arguments().get(0));
            return builtin == null
                    ? p.error(String.join(" ", p.arguments()) + ": not a shell builtin")
                    : builtin.run(p.with(p.arguments()), s);
        });
        all.put("type", this::type);
        all.put("let", this::let);
        all.put("trap", this::trap);
        all.put("umask", this::umask);
        all.put("wait", (p, s) -> 0);
        all.put("hash", (p, s) -> 0);
        all.put("getopts", (p, s) -> new GetOptions(p, s).run());
    }

    @Nullable
    Builtin find(String name) {
        return all.get(name);
    }

    private static int status(Process process, Shell shell) {
        if (process.arguments().isEmpty()) {
            return shell.status;
        }
        String text = process.arguments().get(0);
        if (!text.matches("-?[0-9]{1,9}")) {
            process.error(text + ": numeric argument required");
            return 2;
        }
        return Integer.parseInt(text) & 0xff;
    }

    private int leaveLoop(LeaveException.Kind kind, Process process, Shell shell) {
        if (shell.loops == 0) {
            process.streams()
                    .err()
                    .line(shell.name + ": " + process.name()
                            + ": only meaningful in a `for', `while', or `until' loop");
            return 0;
        }
        String levels =
                process.arguments().isEmpty() ? "1" : process.arguments().get(0);
        if (!levels.matches("[1-9][0-9]{0,3}")) {
            return process.error(levels + ": loop count out of range");
        }
        throw LeaveException.loops(kind, Integer.parseInt(levels));
    }

    private int printf(Process process, Shell shell) {
        List<String> words = process.arguments();
        if (words.size() >= 2 && words.get(0).equals("-v")) {
            Output.Captured text = new Output.Captured(process.meter());
            List<String> rest = new ArrayList<>(List.of("printf"));
            rest.addAll(words.subList(2, words.size()));
            int status = programs.own("printf")
                    .run(process.with(rest).with(process.streams().withOut(text)));
            shell.variables.set(words.get(1), text.text());
            return status;
        }
        return programs.own("printf").run(process);
    }

    private int cd(Process process, Shell shell) {
        List<String> words = process.arguments().stream()
                .filter(word -> !word.equals("--") && !word.equals("-P") && !word.equals("-L"))
                .toList();
        if (words.size() > 1) {
            return process.error("too many arguments");
        }
        String target = words.isEmpty()
                ? value(shell, "HOME")
                : words.get(0).equals("-") ? value(shell, "OLDPWD") : words.get(0);
        if (target.isEmpty()) {
            return words.isEmpty()
                    ? process.error("HOME not set")
                    : words.get(0).isEmpty() ? 0 : process.error("OLDPWD not set");
        }
        String before = shell.files.here();
        try {
            shell.files.enter(target);
        } catch (FileError e) {
            process.streams()
                    .err()
                    .line(shell.name + ": " + (shell.named ? "line " + shell.line + ": " : "") + "cd: " + target + ": "
                            + e.text());
            return 1;
        }
        shell.variables.set("OLDPWD", before);
        shell.variables.set("PWD", shell.files.here());
        if (!words.isEmpty() && words.get(0).equals("-")) {
            process.line(shell.files.here());
        }
        return 0;
    }

    private static String value(Shell shell, String name) {
        Variable variable = shell.variables.find(name);
        String value = variable == null ? null : variable.value();
        return value == null ? "" : value;
    }

    private int set(Process process, Shell shell) {
        List<String> words = process.arguments();
        if (words.isEmpty()) {
            for (String name : shell.variables.names()) {
                process.line(name + "=" + value(shell, name));
            }
            return 0;
        }
        int i = 0;
        for (; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                shell.parameters = new ArrayList<>(words.subList(i + 1, words.size()));
                return 0;
            }
            if (!word.matches("[-+][a-zA-Z]+")) {
                break;
            }
            for (char c : word.substring(1).toCharArray()) {
                String name = SET_LETTERS.get(String.valueOf(c));
                if (c == 'o') {
                    name = ++i < words.size() ? words.get(i) : "";
                }
                if (name == null || !SET_NAMES.contains(name)) {
                    process.error(word + ": option not supported: there are -e -u -x -f -o pipefail");
                    return 2;
                }
                if (word.startsWith("-")) {
                    shell.options.add(name);
                } else {
                    shell.options.remove(name);
                }
            }
        }
        if (i < words.size()) {
            shell.parameters = new ArrayList<>(words.subList(i, words.size()));
        }
        return 0;
    }

    private int shopt(Process process, Shell shell) {
        List<String> words = process.arguments();
        boolean on = words.contains("-s");
        for (String word : words) {
            if (word.equals("-s") || word.equals("-u") || word.equals("-q")) {
                continue;
            }
            if (!SHOPT_NAMES.contains(word)) {
                return process.error(word + ": option not supported: there are nullglob, dotglob and globstar");
            }
            if (on) {
                shell.options.add(word);
            } else {
                shell.options.remove(word);
            }
        }
        return 0;
    }

    private int shift(Process process, Shell shell) {
        String count = process.arguments().isEmpty() ? "1" : process.arguments().get(0);
        int n = count.matches("[0-9]{1,6}") ? Integer.parseInt(count) : Integer.MAX_VALUE;
        if (n > shell.parameters.size()) {
            return 1;
        }
        shell.parameters = new ArrayList<>(shell.parameters.subList(n, shell.parameters.size()));
        return 0;
    }

    private int source(Process process, Shell shell) {
        if (process.arguments().isEmpty()) {
            process.error("filename argument required");
            return 2;
        }
        String text;
        try {
            text = process.read(process.arguments().get(0));
        } catch (FileError e) {
            interpreter.complain(shell, process.streams(), e.path() + ": " + e.text());
            return 1;
        }
        List<String> outer = shell.parameters;
        if (process.arguments().size() > 1) {
            shell.parameters = new ArrayList<>(
                    process.arguments().subList(1, process.arguments().size()));
        }
        shell.sources++;
        try {
            return interpreter.runText(text, shell, process.streams());
        } catch (LeaveException e) {
            if (e.kind() != LeaveException.Kind.RETURN) {
                throw e;
            }
            return e.value();
        } finally {
            shell.sources--;
            shell.parameters = outer;
        }
    }

    private int exec(Process process, Shell shell) {
        if (process.arguments().isEmpty()) {
            return process.error("redirections for the whole shell are not supported: use { commands; } > file");
        }
        throw LeaveException.shellWith(programs.run(process.with(process.arguments()), shell));
    }

    private int command(Process process, Shell shell) {
        List<String> words = process.arguments();
        if (!words.isEmpty() && (words.get(0).equals("-v") || words.get(0).equals("-V"))) {
            int status = 0;
            for (String name : words.subList(1, words.size())) {
                Optional<String> path = Programs.find(name, process);
                if (shell.functions.containsKey(name) || all.containsKey(name) || KEYWORDS.contains(name)) {
                    process.line(words.get(0).equals("-v") ? name : name + " is a shell builtin");
                } else if (path.isPresent()) {
                    process.line(words.get(0).equals("-v") ? path.get() : name + " is " + path.get());
                } else {
                    status = 1;
                }
            }
            return status;
        }
        if (words.isEmpty()) {
            return 0;
        }
        Builtin builtin = find(words.get(0));
        Process inner = process.with(words);
        return builtin == null ? programs.run(inner, shell) : builtin.run(inner, shell);
    }

    private int type(Process process, Shell shell) {
        int status = 0;
        boolean kind = process.arguments().contains("-t");
        for (String name : process.arguments()) {
            if (name.equals("-t") || name.equals("-a")) {
                continue;
            }
            Optional<String> path = Programs.find(name, process);
            if (KEYWORDS.contains(name)) {
                process.line(kind ? "keyword" : name + " is a shell keyword");
            } else if (shell.functions.containsKey(name)) {
                process.line(kind ? "function" : name + " is a function");
            } else if (all.containsKey(name)) {
                process.line(kind ? "builtin" : name + " is a shell builtin");
            } else if (path.isPresent()) {
                process.line(kind ? "file" : name + " is " + path.get());
            } else {
                status = 1;
                if (!kind) {
                    process.streams().err().line(shell.name + ": type: " + name + ": not found");
                }
            }
        }
        return status;
    }

    private int let(Process process, Shell shell) {
        Expander expander = new Expander(shell, interpreter, process.streams());
        long value = 0;
        for (String word : process.arguments()) {
            value = expander.number(word);
        }
        return value != 0 ? 0 : 1;
    }

    private int trap(Process process, Shell shell) {
        List<String> words = process.arguments();
        if (words.size() < 2) {
            return 0;
        }
        for (String signal : words.subList(1, words.size())) {
            if (signal.equals("EXIT") || signal.equals("0")) {
                shell.exitTrap = words.get(0).equals("-") ? "" : words.get(0);
            } else if (!Set.of("INT", "TERM", "HUP", "SIGINT", "SIGTERM", "SIGHUP")
                    .contains(signal)) {
                return process.error(signal + ": signal not supported: there are EXIT, INT, TERM and HUP");
            }
        }
        return 0;
    }

    private int umask(Process process, Shell shell) {
        if (process.arguments().isEmpty()) {
            process.line(String.format(java.util.Locale.ROOT, "%04o", shell.files.umask()));
            return 0;
        }
        String mode = process.arguments().get(0);
        if (!mode.matches("[0-7]{1,4}")) {
            return process.error(mode + ": symbolic masks are not supported: expected an octal number such as 022");
        }
        shell.files.setUmask(Integer.parseInt(mode, 8));
        return 0;
    }
}
