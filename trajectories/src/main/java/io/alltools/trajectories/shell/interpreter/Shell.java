package io.alltools.trajectories.shell.interpreter;

import io.alltools.trajectories.shell.file.Files;
import io.alltools.trajectories.shell.process.Machine;
import io.alltools.trajectories.shell.syntax.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The state of one shell: what a subshell gets a copy of. */
public final class Shell {

    final Machine machine;
    final Files files;
    final Variables variables;
    final TreeMap<String, Script> functions;
    /** Switched on by {@code set} and {@code shopt}: errexit, nounset, xtrace, pipefail, noglob, nullglob, dotglob. */
    final TreeSet<String> options;

    /** {@code $0}; {@code bash} for one that a person types into, whose messages have no line numbers. */
    String name;

    boolean named;
    List<String> parameters = new ArrayList<>();
    int status;
    /** Line of the command that runs. */
    int line = 1;
    /** Around the conditions of if, while, && and ||: a failure does not end the shell there. */
    int conditions;
    /** Loops that run, for break and continue. */
    int loops;
    /** Files that are being read in by source. */
    int sources;

    String exitTrap = "";
    boolean left;
    private long random;

    private Shell(
            Machine machine,
            Files files,
            Variables variables,
            TreeMap<String, Script> functions,
            TreeSet<String> options,
            String name) {
        this.machine = machine;
        this.files = files;
        this.variables = variables;
        this.functions = functions;
        this.options = options;
        this.name = name;
    }

    /** A fresh shell. @param name {@code $0} */
    public static Shell of(Machine machine, Files files, Map<String, String> environment, String name) {
        Shell shell = new Shell(machine, files, new Variables(), new TreeMap<>(), new TreeSet<>(), name);
        environment.forEach((key, value) -> {
            shell.variables.set(key, value);
            shell.variables.get(key).exported = true;
        });
        shell.variables.set("IFS", " \t\n");
        shell.variables.set("OPTIND", "1");
        shell.variables.set("BASH_VERSION", "5.2.15(1)-release");
        shell.variables.set("HOSTNAME", machine.hostname());
        shell.variables.set("UID", Integer.toString(files.who().user()));
        shell.variables.set("EUID", Integer.toString(files.who().user()));
        shell.variables.set("PWD", files.here());
        shell.variables.get("PWD").exported = true;
        return shell;
    }

    Shell copy() {
        Shell copy = new Shell(
                machine, files.copy(), variables.copy(), new TreeMap<>(functions), new TreeSet<>(options), name);
        copy.named = named;
        copy.parameters = parameters;
        copy.status = status;
        copy.line = line;
        copy.conditions = conditions;
        copy.random = random;
        return copy;
    }

    boolean is(String option) {
        return options.contains(option);
    }

    /** The next of $RANDOM: the same in every run of a script. */
    int nextRandom() {
        random = random * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        return (int) (random >>> 33) & 0x7fff;
    }

    /** The positional parameters. */
    public void setParameters(List<String> values) {
        parameters = new ArrayList<>(values);
    }

    /** Whether a script left it by {@code exit}. */
    public boolean left() {
        return left;
    }

    /** The absolute path of the working folder. */
    public String here() {
        return files.here();
    }
}
