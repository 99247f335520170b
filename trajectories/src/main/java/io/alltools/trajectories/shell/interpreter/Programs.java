package io.alltools.trajectories.shell.interpreter;

import io.alltools.trajectories.shell.file.FileError;
import io.alltools.trajectories.shell.file.Inode;
import io.alltools.trajectories.shell.process.Bytes;
import io.alltools.trajectories.shell.process.Command;
import io.alltools.trajectories.shell.process.Process;
import io.alltools.trajectories.shell.process.Streams;
import io.alltools.trajectories.shell.process.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds programs as files and runs them: those of the machine itself, and scripts. */
final class Programs {

    private static final int NOT_FOUND = 127;
    private static final int NOT_RUNNABLE = 126;
    /** What the file of a program of the machine begins with; its name follows. */
    private static final String BINARY = "\177ELF";

    private final Interpreter interpreter;
    private final TreeMap<String, Command> commands;

    Programs(Interpreter interpreter, Map<String, Command> commands) {
        this.interpreter = interpreter;
        this.commands = new TreeMap<>(commands);
        this.commands.put("bash", this::bash);
        this.commands.put("sh", this::bash);
        this.commands.put("su", this::su);
        this.commands.put("sudo", this::sudo);
    }

    Process process(List<String> words, Shell shell, Streams streams) {
        return new Process(
                words,
                streams,
                shell.files,
                shell.variables.exported(),
                shell.machine,
                interpreter.meter(),
                this::launch);
    }

    /** A program of the machine itself, whether there is a file of it or not. */
    Command own(String name) {
        return commands.getOrDefault(name, process -> NOT_FOUND);
    }

    /** Runs a command that a script names. */
    int run(Process process, Shell shell) {
        String name = process.name();
        Optional<String> path = find(name, process);
        if (path.isEmpty()) {
            interpreter.complain(
                    shell,
                    process.streams(),
                    name + (name.contains("/") ? ": No such file or directory" : ": command not found"));
            return NOT_FOUND;
        }
        try {
            return execute(path.get(), process);
        } catch (FileError e) {
            interpreter.complain(shell, process.streams(), name + ": " + e.text());
            return NOT_RUNNABLE;
        }
    }

    /** Runs a program that another one names. */
    private int launch(List<String> words, Process parent) {
        Process process = parent.with(words);
        Optional<String> path = find(process.name(), process);
        if (path.isEmpty()) {
            parent.error("'" + process.name() + "': No such file or directory");
            return NOT_FOUND;
        }
        interpreter.meter().enter();
        try {
            return execute(path.get(), process);
        } catch (FileError e) {
            parent.error("'" + process.name() + "': " + e.text());
            return NOT_RUNNABLE;
        } finally {
            interpreter.meter().leave();
        }
    }

    /** The path of a program. */
    static Optional<String> find(String name, Process process) {
        if (name.contains("/")) {
            return process.files().find(name).map(node -> name);
        }
        for (String folder : process.environment().getOrDefault("PATH", "").split(":", -1)) {
            String path = (folder.isEmpty() ? "." : folder) + "/" + name;
            boolean runs = process.files()
                    .find(path)
                    .filter(node -> node instanceof Inode.RegularFile
                            && process.files().who().canExecute(node))
                    .isPresent();
            if (runs && !name.isEmpty()) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private int execute(String path, Process process) {
        Inode node = process.files().get(path);
        if (node instanceof Inode.Folder) {
            throw new FileError(FileError.Kind.IS_A_FOLDER, path);
        }
        if (!(node instanceof Inode.RegularFile file) || !process.files().who().canExecute(node)) {
            throw new FileError(FileError.Kind.DENIED, path);
        }
        String content = Bytes.text(file.bytes());
        if (content.startsWith(BINARY)) {
            return runOwn(content.substring(BINARY.length()), process);
        }
        process.files().readable(path);
        if (content.startsWith("#!")) {
            String line = content.lines().findFirst().orElse("").substring(2).strip();
            String[] shebang = line.split("[ \t]+", 2);
            List<String> words = new ArrayList<>(List.of(shebang));
            words.add(path);
            words.addAll(process.arguments());
            if (process.files().find(shebang[0]).isEmpty()) {
                process.streams()
                        .err()
                        .line("bash: " + process.name() + ": " + shebang[0]
                                + ": bad interpreter: No such file or directory");
                return NOT_RUNNABLE;
            }
            return launch(words, process);
        }
        if (content.indexOf('\0') >= 0) {
            process.streams().err().line("bash: " + process.name() + ": cannot execute binary file: Exec format error");
            return NOT_RUNNABLE;
        }
        return script(content, path, process.arguments(), process, List.of());
    }

    private int runOwn(String name, Process process) {
        try {
            return own(name).run(process);
        } catch (FileError e) {
            return process.error(
                    e.kind() == FileError.Kind.NO_SPACE ? "write error: " + e.text() : e.path() + ": " + e.text());
        }
    }

    private int script(String text, String name, List<String> arguments, Process process, List<String> options) {
        Shell shell = Shell.of(process.machine(), process.files().copy(), process.environment(), name);
        shell.named = true;
        shell.parameters = new ArrayList<>(arguments);
        shell.options.addAll(options);
        interpreter.meter().enter();
        try {
            return interpreter.runScript(text, shell, process.streams());
        } finally {
            interpreter.meter().leave();
        }
    }

    private int bash(Process process) {
        List<String> words = process.arguments();
        List<String> options = new ArrayList<>();
        boolean command = false;
        int i = 0;
        for (; i < words.size() && words.get(i).length() > 1 && words.get(i).startsWith("-"); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                i++;
                break;
            }
            if (word.equals("--login") || word.equals("--norc") || word.equals("--noprofile")) {
                continue;
            }
            for (char c : word.substring(1).toCharArray()) {
                switch (c) {
                    case 'c' -> command = true;
                    case 'e' -> options.add("errexit");
                    case 'u' -> options.add("nounset");
                    case 'x' -> options.add("xtrace");
                    case 'l', 'i', 's' -> {}
                    case 'o' -> {
                        if (++i < words.size()) {
                            options.add(words.get(i));
                        }
                    }
                    default -> {
                        process.error(word + ": option not supported: there are -c -e -u -x -l -i -s -o");
                        return 2;
                    }
                }
            }
        }
        List<String> rest = words.subList(Math.min(i, words.size()), words.size());
        if (command) {
            if (rest.isEmpty()) {
                process.error("-c: option requires an argument");
                return 2;
            }
            String name = rest.size() > 1 ? rest.get(1) : process.name();
            return script(rest.get(0), name, rest.subList(Math.min(2, rest.size()), rest.size()), process, options);
        }
        if (rest.isEmpty()) {
            return script(process.in().rest(interpreter.meter()), process.name(), List.of(), process, options);
        }
        String file = rest.get(0);
        try {
            return script(process.read(file), file, rest.subList(1, rest.size()), process, options);
        } catch (FileError e) {
            process.error(file + ": " + e.text());
            return e.kind() == FileError.Kind.NOT_FOUND ? NOT_FOUND : NOT_RUNNABLE;
        }
    }

    private Process as(Users.User user, Process process, boolean login) {
        Map<String, String> environment = new TreeMap<>(process.environment());
        environment.put("USER", user.name());
        environment.put("LOGNAME", user.name());
        environment.put("HOME", user.home());
        Process other = process.with(process.files().as(process.users().credentials(user)))
                .with(environment);
        if (login && other.files().find(user.home()).isPresent()) {
            other.files().enter(user.home());
        }
        return other;
    }

    private int su(Process process) {
        List<String> words = process.arguments();
        String name = "root";
        String command = "";
        boolean login = false;
        List<String> more = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-") || word.equals("-l") || word.equals("--login")) {
                login = true;
            } else if ((word.equals("-c") || word.equals("--command")) && i + 1 < words.size()) {
                command = words.get(++i);
            } else if (word.equals("-s") && i + 1 < words.size()) {
                i++;
            } else if (word.startsWith("-")) {
                return process.error(word + ": option not supported: there are - -l -c -s");
            } else {
                more.add(word);
            }
        }
        if (!more.isEmpty()) {
            name = more.get(0);
        }
        Optional<Users.User> user = process.users().user(name);
        if (user.isEmpty()) {
            return process.error(
                    "user " + name + " does not exist or the user entry does not contain all the required fields");
        }
        if (!process.files().who().isRoot()) {
            return process.error("Authentication failure");
        }
        Process other = as(user.get(), process, login);
        // Without a command it reads commands from its input, of which there are none.
        String text = command.isEmpty() ? process.in().rest(interpreter.meter()) : command;
        return script(text, "bash", List.of(), other, List.of());
    }

    private int sudo(Process process) {
        List<String> words = process.arguments();
        String name = "root";
        boolean login = false;
        int i = 0;
        for (; i < words.size() && words.get(i).startsWith("-"); i++) {
            String word = words.get(i);
            if (word.equals("-u") && i + 1 < words.size()) {
                name = words.get(++i);
            } else if (word.equals("-i")) {
                login = true;
            } else if (!word.equals("-E") && !word.equals("-n") && !word.equals("-H") && !word.equals("-S")) {
                return process.error(word + ": option not supported: there are -u -i -E -n -H -S");
            }
        }
        Optional<Users.User> user = process.users().user(name);
        if (user.isEmpty()) {
            return process.error("unknown user " + name);
        }
        int caller = process.files().who().user();
        boolean allowed = caller == 0
                || process.users()
                        .group("sudo")
                        .filter(g -> process.files().who().groups().contains(g.id()))
                        .isPresent();
        if (!allowed) {
            process.streams().err().line(process.users().userName(caller) + " is not in the sudoers file.");
            return 1;
        }
        List<String> rest = words.subList(i, words.size());
        Process other = as(user.get(), process, login);
        return rest.isEmpty() ? process.error("a command is expected") : other.launch(rest);
    }
}
