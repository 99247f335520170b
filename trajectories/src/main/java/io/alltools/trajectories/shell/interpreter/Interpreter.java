package io.alltools.trajectories.shell.interpreter;

import io.alltools.trajectories.shell.file.FileError;
import io.alltools.trajectories.shell.process.BrokenPipeException;
import io.alltools.trajectories.shell.process.Bytes;
import io.alltools.trajectories.shell.process.Command;
import io.alltools.trajectories.shell.process.Input;
import io.alltools.trajectories.shell.process.LimitException;
import io.alltools.trajectories.shell.process.Meter;
import io.alltools.trajectories.shell.process.Output;
import io.alltools.trajectories.shell.process.Pipe;
import io.alltools.trajectories.shell.process.Streams;
import io.alltools.trajectories.shell.process.Turns;
import io.alltools.trajectories.shell.syntax.Parser;
import io.alltools.trajectories.shell.syntax.Script;
import io.alltools.trajectories.shell.syntax.SyntaxException;
import io.alltools.trajectories.shell.syntax.Word;
import io.alltools.trajectories.shell.text.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the parts of a script. One for each script that a sandbox runs; subshells and pipelines share it. */
public final class Interpreter {

    private final Meter meter;
    private final Turns turns;
    private final SimpleCommands commands;
    private int lastFile;

    /** @param programs by name */
    public Interpreter(Meter meter, Turns turns, Map<String, Command> programs) {
        this.meter = meter;
        this.turns = turns;
        this.commands = new SimpleCommands(this, programs);
    }

    Meter meter() {
        return meter;
    }

    /** Runs a text as a script of a shell to its end. @return the exit status */
    public int runScript(String text, Shell shell, Streams streams) {
        int status;
        try {
            run(Parser.parse(text), shell, streams);
            status = shell.status;
        } catch (SyntaxException e) {
            streams.err().line(shell.name + ": line " + e.line() + ": " + e.getMessage());
            status = 2;
        } catch (LeaveException e) {
            status = e.kind() == LeaveException.Kind.EXIT ? e.value() : shell.status;
            shell.left = true;
        }
        shell.status = status;
        if (!shell.exitTrap.isEmpty()) {
            String trap = shell.exitTrap;
            shell.exitTrap = "";
            runScript(trap, shell, streams);
        }
        return status;
    }

    /** Runs a text within a script, as {@code eval} and {@code source}. */
    int runText(String text, Shell shell, Streams streams) {
        Script script;
        try {
            script = Parser.parse(text);
        } catch (SyntaxException e) {
            streams.err().line(shell.name + ": line " + e.line() + ": " + e.getMessage());
            return 2;
        }
        meter.enter();
        try {
            return run(script, shell, streams);
        } finally {
            meter.leave();
        }
    }

    int run(Script script, Shell shell, Streams streams) {
        meter.step();
        int status = switch (script) {
            case Script.Sequence sequence -> {
                int last = 0;
                for (Script command : sequence.commands()) {
                    last = run(command, shell, streams);
                }
                yield last;
            }
            case Script.Simple simple -> failing(commands.run(simple, shell, streams), shell);
            case Script.Pipeline pipeline -> pipeline(pipeline, shell, streams);
            case Script.AndOr andOr -> andOr(andOr, shell, streams);
            case Script.Group group -> run(group.body(), shell, streams);
            case Script.Subshell subshell ->
                failing(inSubshell(shell, copy -> run(subshell.body(), copy, streams), streams), shell);
            case Script.Redirected redirected -> redirected(redirected, shell, streams);
            case Script.If choice -> ifElse(choice, shell, streams);
            case Script.While loop -> whileLoop(loop, shell, streams);
            case Script.For loop -> forLoop(loop, shell, streams);
            case Script.Counting loop -> counting(loop, shell, streams);
            case Script.Case choice -> choose(choice, shell, streams);
            case Script.Function function -> {
                shell.functions.put(function.name(), function.body());
                yield 0;
            }
            case Script.Arithmetic arithmetic ->
                failing(guarded(shell, streams, e -> e.number(arithmetic.expression()) != 0 ? 0 : 1), shell);
            case Script.Conditional conditional ->
                failing(
                        guarded(shell, streams, e -> new Conditional(e, shell, meter).test(conditional.test()) ? 0 : 1),
                        shell);
        };
        shell.status = status;
        return status;
    }

    private interface Expansion {
        int with(Expander expander);
    }

    /** An expression that can't be evaluated fails the command. */
    private int guarded(Shell shell, Streams streams, Expansion work) {
        try {
            return work.with(new Expander(shell, this, streams));
        } catch (ExpansionException e) {
            complain(shell, streams, e.text());
            return 1;
        }
    }

    /** Where a word can't be expanded, the shell gives up. */
    private Expander expander(Shell shell, Streams streams) {
        return new Expander(shell, this, streams);
    }

    void complain(Shell shell, Streams streams, String message) {
        try {
            streams.err().line(shell.name + ": " + (shell.named ? "line " + shell.line + ": " : "") + message);
        } catch (FileError e) {
            // The disk is full that the message was to go to: the command's status still tells.
            shell.status = 1;
        }
    }

    /** With errexit a failure ends the shell, but not in a condition. */
    private static int failing(int status, Shell shell) {
        if (status != 0 && shell.conditions == 0 && shell.is("errexit")) {
            shell.status = status;
            throw LeaveException.shellWith(status);
        }
        return status;
    }

    private int condition(Script script, Shell shell, Streams streams) {
        shell.conditions++;
        try {
            return run(script, shell, streams);
        } finally {
            shell.conditions--;
        }
    }

    private int andOr(Script.AndOr script, Shell shell, Streams streams) {
        int left = condition(script.left(), shell, streams);
        return (left == 0) == script.and() ? run(script.right(), shell, streams) : left;
    }

    private int ifElse(Script.If script, Shell shell, Streams streams) {
        for (Script.Branch branch : script.branches()) {
            if (condition(branch.condition(), shell, streams) == 0) {
                return run(branch.body(), shell, streams);
            }
        }
        Script otherwise = script.otherwise();
        return otherwise == null ? 0 : run(otherwise, shell, streams);
    }

    // Loops

    /** One round of a loop. @return whether to go on */
    private boolean round(Script body, Shell shell, Streams streams) {
        shell.loops++;
        try {
            run(body, shell, streams);
            return true;
        } catch (LeaveException e) {
            boolean isBreak = e.kind() == LeaveException.Kind.BREAK;
            if (!isBreak && e.kind() != LeaveException.Kind.CONTINUE) {
                throw e;
            }
            shell.status = 0;
            if (e.value() > 1 && shell.loops > 1) {
                throw LeaveException.loops(e.kind(), e.value() - 1);
            }
            return !isBreak;
        } finally {
            shell.loops--;
        }
    }

    private int whileLoop(Script.While loop, Shell shell, Streams streams) {
        int status = 0;
        while ((condition(loop.condition(), shell, streams) == 0) != loop.until()) {
            boolean goOn = round(loop.body(), shell, streams);
            status = shell.status;
            if (!goOn) {
                break;
            }
        }
        return status;
    }

    private int forLoop(Script.For loop, Shell shell, Streams streams) {
        List<Word> words = loop.words();
        List<String> values = words == null ? List.copyOf(shell.parameters) : commands.fields(words, shell, streams);
        int status = 0;
        for (String value : values) {
            shell.variables.set(loop.name(), value);
            boolean goOn = round(loop.body(), shell, streams);
            status = shell.status;
            if (!goOn) {
                break;
            }
        }
        return status;
    }

    private int counting(Script.Counting loop, Shell shell, Streams streams) {
        try {
            Expander expander = expander(shell, streams);
            expander.number(loop.start());
            int status = 0;
            while (isBlank(loop.condition()) || expander.number(loop.condition()) != 0) {
                boolean goOn = round(loop.body(), shell, streams);
                status = shell.status;
                if (!goOn) {
                    break;
                }
                expander.number(loop.step());
            }
            return status;
        } catch (ExpansionException e) {
            complain(shell, streams, "((: " + e.text());
            return 1;
        }
    }

    private static boolean isBlank(Word word) {
        String plain = word.plain();
        return word.parts().isEmpty() || plain != null && plain.isBlank();
    }

    private int choose(Script.Case script, Shell shell, Streams streams) {
        String subject = commands.text(script.word(), shell, streams);
        boolean fallThrough = false;
        int status = 0;
        for (Script.Clause clause : script.clauses()) {
            boolean fits = fallThrough
                    || clause.patterns().stream()
                            .anyMatch(p -> Glob.matches(expander(shell, streams).pattern(p), subject, meter));
            if (fits) {
                status = run(clause.body(), shell, streams);
                if (!clause.end().equals(";&") && !clause.end().equals(";;&")) {
                    return status;
                }
                fallThrough = clause.end().equals(";&");
            }
        }
        return status;
    }

    // Subshells and pipelines

    private interface InShell {
        int run(Shell shell);
    }

    private int inSubshell(Shell shell, InShell work, Streams streams) {
        meter.enter();
        Shell copy = shell.copy();
        int status;
        try {
            status = work.run(copy);
        } catch (LeaveException e) {
            status = e.kind() == LeaveException.Kind.EXIT || e.kind() == LeaveException.Kind.RETURN
                    ? e.value()
                    : copy.status;
        }
        if (!copy.exitTrap.isEmpty()) {
            String trap = copy.exitTrap;
            copy.exitTrap = "";
            copy.status = status;
            runText(trap, copy, streams);
        }
        meter.leave();
        return status;
    }

    private int redirected(Script.Redirected script, Shell shell, Streams streams) {
        Streams inner = commands.redirect(script.redirections(), shell, streams);
        return inner == null ? failing(1, shell) : run(script.body(), shell, inner);
    }

    /** What a script prints, without the newlines at its end. */
    String substitute(Script script, Shell shell, Streams streams) {
        Output.Captured captured = new Output.Captured(meter);
        shell.status = inSubshell(
                shell,
                copy -> {
                    copy.options.remove("errexit");
                    return run(script, copy, streams.withOut(captured));
                },
                streams);
        commands.substituted(shell.status);
        String text = captured.text();
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        return text.substring(0, end).replace("\0", "");
    }

    /** The path of a file that holds what a script prints. */
    String processFile(Script script, Shell shell, Streams streams) {
        Output.Captured captured = new Output.Captured(meter);
        inSubshell(shell, copy -> run(script, copy, streams.withOut(captured)), streams);
        String path = "/tmp/.sh-fd" + ++lastFile;
        try {
            shell.files.write(path, Bytes.of(captured.text()));
        } catch (FileError e) {
            throw new ExpansionException(path + ": " + e.text());
        }
        return path;
    }

    private int pipeline(Script.Pipeline pipeline, Shell shell, Streams streams) {
        int status;
        if (pipeline.stages().size() == 1) {
            status = condition(pipeline.stages().get(0), shell, streams);
        } else {
            status = stages(pipeline.stages(), shell, streams);
        }
        return pipeline.negated() ? (status == 0 ? 1 : 0) : failing(status, shell);
    }

    /** A stage that runs beside the last one, and how it ended. */
    private final class Stage {

        private final Turns.Stage turn;
        private int status;
        private RuntimeException failure = new BrokenPipeException();
        private boolean failed;

        Stage(Script script, Shell shell, Streams streams) {
            turn = turns.start(() -> {
                try {
                    status = runStage(script, shell, streams);
                } catch (RuntimeException e) {
                    failure = e;
                    failed = true;
                } catch (StackOverflowError e) {
                    failure = new LimitException(LimitException.Kind.DEPTH, "the script is too deep");
                    failed = true;
                } finally {
                    streams.out().close();
                    streams.in().close();
                }
            });
        }
    }

    private int runStage(Script script, Shell shell, Streams streams) {
        try {
            return run(script, shell, streams);
        } catch (BrokenPipeException e) {
            return BrokenPipeException.STATUS;
        } catch (LeaveException e) {
            return e.kind() == LeaveException.Kind.EXIT || e.kind() == LeaveException.Kind.RETURN
                    ? e.value()
                    : shell.status;
        }
    }

    /** Keeps a pipeline from closing a stream that is not its own. */
    private static Input shared(Input input) {
        return new Input() {
            @Override
            protected int fill(byte[] target) {
                byte[] some = input.some(target.length);
                System.arraycopy(some, 0, target, 0, some.length);
                return some.length;
            }
        };
    }

    private int stages(List<Script> scripts, Shell shell, Streams streams) {
        meter.enter();
        List<Stage> stages = new ArrayList<>();
        Input in = shared(streams.in());
        for (Script script : scripts.subList(0, scripts.size() - 1)) {
            Pipe pipe = new Pipe(turns, meter);
            stages.add(new Stage(script, shell.copy(), new Streams(in, pipe.output(), streams.err())));
            in = pipe.input();
        }
        int status;
        try {
            turns.waitUntil(() -> true);
            status = runStage(scripts.get(scripts.size() - 1), shell.copy(), streams.withIn(in));
        } finally {
            meter.leave();
            in.close();
            stages.forEach(stage -> turns.join(stage.turn));
        }
        for (Stage stage : stages) {
            if (stage.failed) {
                throw stage.failure;
            }
        }
        if (shell.is("pipefail")) {
            for (int i = stages.size() - 1; i >= 0 && status == 0; i--) {
                status = stages.get(i).status;
            }
        }
        return status;
    }
}
