package io.alltools.trajectories.shell.interpreter;

import io.alltools.trajectories.shell.process.Process;
import java.util.List;

/** {@code getopts}: the next option of a script's arguments. */
final class GetOptions {

    private final Process process;
    private final Shell shell;

    GetOptions(Process process, Shell shell) {
        this.process = process;
        this.shell = shell;
    }

    int run() {
        List<String> words = process.arguments();
        if (words.size() < 2) {
            process.error("usage: getopts optstring name [arg ...]");
            return 2;
        }
        String known = words.get(0);
        String name = words.get(1);
        List<String> arguments = words.size() > 2 ? words.subList(2, words.size()) : shell.parameters;
        int index = number("OPTIND", 1);
        // Within a word of several letters: where the next one stands.
        int letter = number("_OPTLETTER", 1);
        String word = index <= arguments.size() ? arguments.get(index - 1) : "";
        if (!word.startsWith("-") || word.length() < 2 || word.equals("--")) {
            shell.variables.set(name, "?");
            if (word.equals("--")) {
                shell.variables.set("OPTIND", Integer.toString(index + 1));
            }
            return 1;
        }
        letter = Math.min(letter, word.length() - 1);
        char option = word.charAt(letter);
        boolean last = letter + 1 >= word.length();
        int at = option == ':' ? -1 : known.indexOf(option);
        String value = String.valueOf(option);
        shell.variables.remove("OPTARG");
        if (at < 0) {
            value = "?";
            if (known.startsWith(":")) {
                shell.variables.set("OPTARG", String.valueOf(option));
            } else {
                process.streams().err().line(shell.name + ": illegal option -- " + option);
            }
        } else if (known.startsWith(":", at + 1)) {
            if (!last) {
                shell.variables.set("OPTARG", word.substring(letter + 1));
            } else if (index < arguments.size()) {
                shell.variables.set("OPTARG", arguments.get(index));
                index++;
            } else {
                value = known.startsWith(":") ? ":" : "?";
                if (known.startsWith(":")) {
                    shell.variables.set("OPTARG", String.valueOf(option));
                } else {
                    process.streams().err().line(shell.name + ": option requires an argument -- " + option);
                }
            }
            last = true;
        }
        shell.variables.set(name, value);
        shell.variables.set("OPTIND", Integer.toString(last ? index + 1 : index));
        shell.variables.set("_OPTLETTER", last ? "1" : Integer.toString(letter + 1));
        return 0;
    }

    private int number(String name, int otherwise) {
        Variable variable = shell.variables.find(name);
        String value = variable == null ? null : variable.value();
        return value != null && value.matches("[0-9]{1,6}") ? Integer.parseInt(value) : otherwise;
    }
}
