package io.alltools.trajectories.shell.awk;

import io.alltools.trajectories.shell.file.FileError;
import io.alltools.trajectories.shell.process.Process;
import io.alltools.trajectories.shell.text.Escapes;
import io.alltools.trajectories.shell.text.Regex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code awk}: the command line. */
public final class Awk {

    private final Process process;

    public Awk(Process process) {
        this.process = process;
    }

    /** @return the exit status */
    public int run() {
        List<String> words = process.arguments();
        Map<String, String> variables = new LinkedHashMap<>();
        StringBuilder source = new StringBuilder();
        boolean fromFile = false;
        int i = 0;
        for (; i < words.size() && words.get(i).length() > 1 && words.get(i).startsWith("-"); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                i++;
                break;
            }
            char option = word.charAt(1);
            if ("Fvf".indexOf(option) < 0) {
                process.error("option " + word + " is not supported here; there are -F -v -f");
                return 2;
            }
            String value = word.length() > 2 ? word.substring(2) : ++i < words.size() ? words.get(i) : "";
            switch (option) {
                case 'F' -> variables.put("FS", value.equals("t") ? "\t" : Escapes.format(value));
                case 'v' -> {
                    int equals = value.indexOf('=');
                    if (equals <= 0) {
                        process.error("improper assignment: -v " + value);
                        return 2;
                    }
                    variables.put(value.substring(0, equals), Escapes.format(value.substring(equals + 1)));
                }
                default -> {
                    source.append(process.read(value)).append('\n');
                    fromFile = true;
                }
            }
        }
        if (!fromFile) {
            if (i >= words.size()) {
                process.error("a program is missing: awk [-F fs] [-v var=value] 'program' [file ...]");
                return 2;
            }
            source.append(words.get(i++));
        }
        try {
            Program program = AwkParser.parse(source.toString());
            Runner runner = new Runner(program, process, new ArrayList<>(words.subList(i, words.size())));
            variables.forEach(runner::preset);
            return runner.run();
        } catch (AwkException | Regex.SyntaxException e) {
            process.error(String.valueOf(e.getMessage()));
            return 2;
        } catch (FileError e) {
            process.error("cannot open \"" + e.path() + "\" (" + e.text() + ")");
            return 2;
        }
    }
}
