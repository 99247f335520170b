package io.alltools.trajectories.shell.interpreter;

import io.alltools.trajectories.shell.file.FileError;
import io.alltools.trajectories.shell.process.Command;
import io.alltools.trajectories.shell.process.Input;
import io.alltools.trajectories.shell.process.Output;
import io.alltools.trajectories.shell.process.Process;
import io.alltools.trajectories.shell.process.Streams;
import io.alltools.trajectories.shell.syntax.Script;
import io.alltools.trajectories.shell.syntax.Script.Assignment;
import io.alltools.trajectories.shell.syntax.Script.Redirection;
import io.alltools.trajectories.shell.syntax.Word;
import io.alltools.trajectories.shell.text.Regex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs commands: words, redirections and assignments, then a function, something built in or a program. */
final class SimpleCommands {

    private static final Set<String> DECLARING = Set.of("declare", "typeset", "local", "export", "readonly");

    private final Interpreter interpreter;
    private final Programs programs;
    private final Builtins builtins;
    private int substituted;

    SimpleCommands(Interpreter interpreter, Map<String, Command> commands) {
        this.interpreter = interpreter;
        this.programs = new Programs(interpreter, commands);
        this.builtins = new Builtins(interpreter, programs);
    }

    /** A substitution's status: that of a command that is nothing but assignments. */
    void substituted(int status) {
        substituted = status;
    }

    int run(Script.Simple simple, Shell shell, Streams streams) {
        if (shell.named) {
            shell.line = simple.line();
        }
        // A command takes a moment, so that files which it makes are younger than the last one's.
        shell.machine.clock().advance(1);
        Expander expander = new Expander(shell, interpreter, streams);
        try {
            substituted = 0;
            List<String> words = words(simple, expander);
            int status = substituted;
            Streams inner = redirect(simple.redirections(), shell, streams);
            if (inner == null) {
                return 1;
            }
            if (words.isEmpty()) {
                for (Assignment assignment : simple.assignments()) {
                    substituted = 0;
                    assign(assignment, shell, expander);
                    status = substituted == 0 ? status : substituted;
                }
                return status;
            }
            if (shell.is("xtrace")) {
                streams.err().line("+ " + String.join(" ", words));
            }
            boolean declares = DECLARING.contains(words.get(0));
            return declares
                    ? declare(simple.assignments(), words, shell, inner, expander)
                    : withAssignments(simple.assignments(), words, shell, inner, expander);
        } catch (ExpansionException e) {
            interpreter.complain(shell, streams, e.text());
            shell.status = 1;
            throw LeaveException.shellWith(shell.is("nounset") && e.text().endsWith("unbound variable") ? 127 : 1);
        }
    }

    private static List<String> words(Script.Simple simple, Expander expander) {
        List<Word> words = simple.words();
        String first = words.isEmpty() ? null : words.get(0).plain();
        if (first == null || !DECLARING.contains(first)) {
            return expander.fields(words);
        }
        List<String> result = new ArrayList<>();
        for (Word word : words) {
            boolean assigns = word.parts().get(0) instanceof Word.Literal literal
                    && literal.text().matches("(?s)[A-Za-z_][A-Za-z0-9_]*\\+?=.*");
            if (assigns) {
                result.add(expander.text(word));
            } else {
                result.addAll(expander.fields(List.of(word)));
            }
        }
        return result;
    }

    List<String> fields(List<Word> words, Shell shell, Streams streams) {
        return orLeave(shell, streams, expander -> expander.fields(words));
    }

    String text(Word word, Shell shell, Streams streams) {
        return orLeave(shell, streams, expander -> expander.text(word));
    }

    private interface Expansion<T> {
        T with(Expander expander);
    }

    private <T> T orLeave(Shell shell, Streams streams, Expansion<T> work) {
        try {
            return work.with(new Expander(shell, interpreter, streams));
        } catch (ExpansionException e) {
            interpreter.complain(shell, streams, e.text());
            throw LeaveException.shellWith(1);
        }
    }

    // Assignments

    private static void assign(Assignment assignment, Shell shell, Expander expander) {
        Variable variable = shell.variables.get(assignment.name());
        if (variable.readonly) {
            throw new ExpansionException(assignment.name() + ": readonly variable");
        }
        assign(assignment, variable, expander);
    }

    private static void assign(Assignment assignment, Variable variable, Expander expander) {
        List<Script.Element> elements = assignment.elements();
        Word index = assignment.index();
        if (elements != null) {
            list(elements, assignment.append(), variable, expander);
        } else if (index != null) {
            String key = expander.parameters().key(variable, expander.text(index));
            Map<String, String> array = variable.array();
            String value = expander.text(assignment.value());
            array.put(key, assignment.append() ? array.getOrDefault(key, "") + value : value);
        } else {
            String value = expander.text(assignment.value());
            String old = variable.value();
            if (variable.integer) {
                long number = expander.number(value);
                value = Long.toString(assignment.append() ? expander.number(old == null ? "0" : old) + number : number);
            } else if (assignment.append() && old != null) {
                value = old + value;
            }
            if (variable.isArray()) {
                variable.array().put("0", value);
            } else {
                variable.text = value;
            }
        }
    }

    private static void list(List<Script.Element> elements, boolean append, Variable variable, Expander expander) {
        Map<String, String> values = new LinkedHashMap<>();
        if (append) {
            values.putAll(variable.array());
        }
        long next = 0;
        if (!variable.associative) {
            for (String key : values.keySet()) {
                next = Math.max(next, Long.parseLong(key) + 1);
            }
        }
        for (Script.Element element : elements) {
            Word index = element.index();
            if (index != null) {
                String key = expander.parameters().key(variable, expander.text(index));
                values.put(key, expander.text(element.value()));
                next = variable.associative ? next : Long.parseLong(key) + 1;
            } else {
                for (String value : expander.fields(List.of(element.value()))) {
                    values.put(Long.toString(next++), value);
                }
            }
        }
        variable.makeArray(variable.associative);
        variable.array().clear();
        variable.array().putAll(values);
    }

    private int declare(List<Assignment> lists, List<String> words, Shell shell, Streams streams, Expander expander) {
        int status = call(words, shell, streams);
        for (Assignment assignment : lists) {
            assign(assignment, shell.variables.get(assignment.name()), expander);
        }
        return status;
    }

    /** Variables that are set for one command. */
    private int withAssignments(
            List<Assignment> assignments, List<String> words, Shell shell, Streams streams, Expander expander) {
        Map<String, Variable> before = new LinkedHashMap<>();
        for (Assignment assignment : assignments) {
            Variable variable = shell.variables.get(assignment.name());
            before.putIfAbsent(assignment.name(), variable.copy());
            assign(assignment, shell, expander);
            variable.exported = true;
        }
        try {
            return call(words, shell, streams);
        } finally {
            before.forEach((name, old) -> {
                Variable variable = shell.variables.get(name);
                variable.text = old.text;
                variable.elements = old.elements;
                variable.exported = old.exported;
                if (old.value() == null && !old.isArray()) {
                    shell.variables.remove(name);
                }
            });
        }
    }

    // Calls

    private int call(List<String> words, Shell shell, Streams streams) {
        String name = words.get(0);
        Script function = shell.functions.get(name);
        if (function != null) {
            return callFunction(function, words.subList(1, words.size()), shell, streams);
        }
        Process process = programs.process(words, shell, streams);
        try {
            Builtins.Builtin builtin = builtins.find(name);
            return builtin == null ? programs.run(process, shell) : builtin.run(process, shell);
        } catch (FileError e) {
            return process.error(
                    e.kind() == FileError.Kind.NO_SPACE ? "write error: " + e.text() : e.path() + ": " + e.text());
        } catch (Regex.SyntaxException e) {
            process.error(String.valueOf(e.getMessage()));
            return 2;
        }
    }

    private int callFunction(Script body, List<String> arguments, Shell shell, Streams streams) {
        interpreter.meter().enter();
        List<String> outer = shell.parameters;
        int loops = shell.loops;
        shell.parameters = new ArrayList<>(arguments);
        shell.loops = 0;
        shell.variables.enterFunction();
        try {
            return interpreter.run(body, shell, streams);
        } catch (LeaveException e) {
            if (e.kind() != LeaveException.Kind.RETURN) {
                throw e;
            }
            return e.value();
        } finally {
            shell.variables.leaveFunction();
            shell.parameters = outer;
            shell.loops = loops;
            interpreter.meter().leave();
        }
    }

    // Redirections

    /** The streams of a command; null where one can't be opened, which has been said. */
    @Nullable
    Streams redirect(List<Redirection> redirections, Shell shell, Streams streams) {
        Streams result = streams;
        for (Redirection redirection : redirections) {
            try {
                result = redirected(redirection, shell, result, streams);
            } catch (FileError e) {
                interpreter.complain(shell, streams, e.path() + ": " + e.text());
                return null;
            } catch (ExpansionException e) {
                interpreter.complain(shell, streams, e.text());
                return null;
            }
        }
        return result;
    }

    private Streams redirected(Redirection redirection, Shell shell, Streams now, Streams outer) {
        Expander expander = new Expander(shell, interpreter, outer);
        String operator = redirection.operator();
        if (operator.equals("<<") || operator.equals("<<<")) {
            String text = expander.text(redirection.target());
            return now.withIn(Input.of(operator.equals("<<") ? text : text + "\n"));
        }
        List<String> targets = expander.fields(List.of(redirection.target()));
        if (targets.size() != 1) {
            throw new ExpansionException(String.join(" ", targets) + ": ambiguous redirect");
        }
        String target = targets.get(0);
        Process process = programs.process(List.of(shell.name), shell, now);
        switch (operator) {
            case "<":
                return now.withIn(process.open(target));
            case "<&":
                return target.equals("-") ? now.withIn(Input.empty()) : now;
            case ">&":
                Output copied = switch (target) {
                    case "1" -> now.out();
                    case "2" -> now.err();
                    case "-" -> Output.nowhere();
                    default -> throw new ExpansionException(target + ": Bad file descriptor");
                };
                return redirection.descriptor() == 2 ? now.withErr(copied) : now.withOut(copied);
            default:
                Output output = process.create(target, operator.equals(">>"));
                return switch (redirection.descriptor()) {
                    case 2 -> now.withErr(output);
                    case -1 -> now.withOut(output).withErr(output);
                    case 0, 1 -> now.withOut(output);
                    // Nothing is written there: it can't be copied to another.
                    default -> now;
                };
        }
    }
}
