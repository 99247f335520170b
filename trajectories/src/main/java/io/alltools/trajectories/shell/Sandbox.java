package io.alltools.trajectories.shell;

import io.alltools.trajectories.shell.command.Commands;
import io.alltools.trajectories.shell.file.Credentials;
import io.alltools.trajectories.shell.file.FileTree;
import io.alltools.trajectories.shell.file.Files;
import io.alltools.trajectories.shell.interpreter.Interpreter;
import io.alltools.trajectories.shell.interpreter.Shell;
import io.alltools.trajectories.shell.process.Bytes;
import io.alltools.trajectories.shell.process.Clock;
import io.alltools.trajectories.shell.process.Input;
import io.alltools.trajectories.shell.process.LimitException;
import io.alltools.trajectories.shell.process.Limits;
import io.alltools.trajectories.shell.process.Machine;
import io.alltools.trajectories.shell.process.Meter;
import io.alltools.trajectories.shell.process.Output;
import io.alltools.trajectories.shell.process.Streams;
import io.alltools.trajectories.shell.process.Turns;
import io.alltools.trajectories.shell.process.Users;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A machine with a shell, of its own in every respect: files, users, clock. Used by one caller at a time.
 *
 * <pre>{@code
 * Sandbox sandbox = new Sandbox(Instant.parse("2024-05-01T09:00:00Z"), Limits.DEFAULT, FileTree.Quota.DEFAULT);
 * sandbox.run("cd /tmp; echo hello > a.txt");
 * sandbox.run("cat a.txt").output();   // hello
 * }</pre>
 */
public final class Sandbox {

    private static final String HOSTNAME = "box";
    private static final int PROCESSORS = 2;

    /**
     * What a script came to.
     *
     * @param output what it printed, on both of its outputs
     * @param status its exit status; 137 where it was ended, as of a killed program
     * @param ended why it was ended; null where it came to its own end
     */
    public record Result(String output, int status, LimitException.@Nullable Kind ended) {}

    private final Machine machine;
    private final Limits limits;
    private final Files root;
    private Shell session;

    /** @param start the machine's time */
    public Sandbox(Instant start, Limits limits, FileTree.Quota quota) {
        this.limits = limits;
        Clock clock = new Clock(start.toEpochMilli());
        FileTree tree = new FileTree(quota, clock::now);
        root = new Files(tree, Credentials.ROOT, tree.root(), 022);
        machine = new Machine(tree, clock, new Users(root), HOSTNAME, PROCESSORS);
        BaseSystem.install(root, Commands.byName().keySet());
        session = login();
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("HOME", "/root");
        environment.put("USER", "root");
        environment.put("LOGNAME", "root");
        environment.put("SHELL", "/bin/bash");
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("TERM", "dumb");
        return environment;
    }

    private Shell login() {
        Files files = root.copy();
        files.enter("/root");
        return Shell.of(machine, files, environment(), "bash");
    }

    /** The files as root sees them, to prepare and to examine the machine. */
    public Files files() {
        return root;
    }

    /** The machine's time. */
    public Instant now() {
        return Instant.ofEpochMilli(machine.clock().now());
    }

    /** Where the session stands. */
    public String workingFolder() {
        return Bytes.out(session.here());
    }

    /**
     * Runs a script in the session: folder, variables and functions stay for the next. {@code exit} begins a new one.
     */
    public Result run(String script) throws InterruptedException {
        Shell shell = session;
        Result result = run(shell, script);
        if (result.ended() != null || shell.left()) {
            session = login();
        }
        return result;
    }

    /** Runs a script in a shell of its own, as {@code bash -c script -- parameters}, in the folder of root. */
    public Result runApart(String script, List<String> parameters) throws InterruptedException {
        Shell shell = login();
        shell.setParameters(parameters.stream().map(Bytes::in).toList());
        return run(shell, script);
    }

    private Result run(Shell shell, String script) throws InterruptedException {
        Meter meter = new Meter(limits);
        Turns turns = new Turns(meter);
        Output.Printed printed = new Output.Printed(meter);
        Interpreter interpreter = new Interpreter(meter, turns, Commands.byName());
        Outcome outcome = new Outcome();
        turns.run(() -> outcome.of(
                () -> interpreter.runScript(Bytes.in(script), shell, new Streams(Input.empty(), printed, printed))));
        RuntimeException defect = outcome.defect;
        if (defect != null) {
            throw defect;
        }
        LimitException limit = outcome.limit;
        if (limit == null) {
            return new Result(Bytes.out(printed.text()), outcome.status, null);
        }
        String message = "bash: the script was ended: " + limit.getMessage() + "\n";
        return new Result(Bytes.out(printed.text()) + message, 137, limit.kind());
    }

    /** How a run ended, carried from its thread. */
    private static final class Outcome {

        private int status;
        private @Nullable LimitException limit;
        private @Nullable RuntimeException defect;

        private interface Work {
            int run();
        }

        void of(Work work) {
            try {
                status = work.run();
            } catch (LimitException e) {
                limit = e;
            } catch (StackOverflowError e) {
                limit = new LimitException(LimitException.Kind.DEPTH, "it is too deep");
            } catch (RuntimeException e) {
                defect = e;
            }
        }
    }
}
