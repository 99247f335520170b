package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.awk.Awk;
import io.alltools.trajectories.shell.process.Command;
import io.alltools.trajectories.shell.sed.Sed;
import java.util.Map;
import java.util.TreeMap;

/** The programs by name. */
public final class Commands {

    private static final Map<String, Command> ALL = all();

    private Commands() {}

    public static Map<String, Command> byName() {
        return ALL;
    }

    private static Map<String, Command> all() {
        Map<String, Command> all = new TreeMap<>();
        PrintCommands.addTo(all);
        TextCommands.addTo(all);
        ColumnCommands.addTo(all);
        FileCommands.addTo(all);
        PathCommands.addTo(all);
        UserCommands.addTo(all);
        SystemCommands.addTo(all);
        LaunchCommands.addTo(all);
        all.put("ls", Ls::run);
        all.put("find", process -> new Find(process).run());
        all.put("grep", Grep::run);
        all.put("egrep", Grep::run);
        all.put("fgrep", Grep::run);
        all.put("sort", Sort::run);
        all.put("diff", Diff::run);
        all.put("sed", process -> new Sed(process).run());
        all.put("awk", process -> new Awk(process).run());
        all.put("mawk", all.get("awk"));
        all.put("test", TestCommand::run);
        all.put("[", TestCommand::run);
        all.replaceAll((name, command) -> process -> {
            try {
                return command.run(process);
            } catch (Options.UsageException e) {
                process.error(String.valueOf(e.getMessage()));
                return 2;
            }
        });
        return all;
    }
}
