package io.alltools.trajectories.shell.awk;

import io.alltools.trajectories.shell.process.Input;
import io.alltools.trajectories.shell.process.Output;
import io.alltools.trajectories.shell.process.Process;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where {@code print > file} and {@code print | command} go. */
final class Printers {

    private final Process process;
    private final Map<String, Output> files = new LinkedHashMap<>();
    private final Map<String, Output.Captured> commands = new LinkedHashMap<>();

    Printers(Process process) {
        this.process = process;
    }

    void print(String redirection, String target, String text) {
        if (redirection.equals("|")) {
            commands.computeIfAbsent(target, t -> new Output.Captured(process.meter()))
                    .write(text);
            return;
        }
        Output output = files.get(target);
        if (output == null) {
            output = process.create(target, redirection.equals(">>"));
            files.put(target, output);
        }
        output.write(text);
    }

    boolean close(String target) {
        Output.Captured captured = commands.remove(target);
        if (captured != null) {
            process.launch(List.of("sh", "-c", target), process.streams().withIn(Input.of(captured.text())));
            return true;
        }
        return files.remove(target) != null;
    }

    void closeAll() {
        new ArrayList<>(commands.keySet()).forEach(this::close);
    }
}
