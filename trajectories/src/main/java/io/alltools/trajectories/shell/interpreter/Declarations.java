package io.alltools.trajectories.shell.interpreter;

import io.alltools.trajectories.shell.process.Process;
import java.util.List;

/** {@code export}, {@code declare}, {@code local}, {@code readonly} and {@code unset}. */
final class Declarations {

    int export(Process process, Shell shell) {
        List<String> words = process.arguments();
        boolean remove = words.contains("-n");
        if (words.isEmpty() || words.equals(List.of("-p"))) {
            shell.variables
                    .exported()
                    .forEach((name, value) -> process.line("declare -x " + name + "=\"" + value + "\""));
            return 0;
        }
        int status = 0;
        for (String word : words) {
            if (word.equals("-n") || word.equals("-p") || word.equals("--")) {
                continue;
            }
            if (word.startsWith("-")) {
                process.error(word + ": option not supported: there are -n -p");
                return 2;
            }
            Variable variable = assigned(word, shell, process, false);
            if (variable == null) {
                status = 1;
            } else {
                variable.exported = !remove;
            }
        }
        return status;
    }

    int declare(Process process, Shell shell) {
        return declare(process, shell, shell.variables.inFunction());
    }

    int local(Process process, Shell shell) {
        if (!shell.variables.inFunction()) {
            return process.error("can only be used in a function");
        }
        return declare(process, shell, true);
    }

    int readonly(Process process, Shell shell) {
        for (String word : process.arguments()) {
            if (word.startsWith("-")) {
                process.error(word + ": option not supported");
                return 2;
            }
            Variable variable = assigned(word, shell, process, false);
            if (variable == null) {
                return 1;
            }
            variable.readonly = true;
        }
        return 0;
    }

    private int declare(Process process, Shell shell, boolean local) {
        String flags = "";
        int status = 0;
        for (String word : process.arguments()) {
            if (word.matches("-[aAirxgp]+")) {
                flags += word.substring(1);
                continue;
            }
            if (word.startsWith("-")) {
                process.error(word + ": option not supported: there are -a -A -i -r -x -g -p");
                return 2;
            }
            if (flags.contains("p")) {
                status |= show(word, process, shell);
                continue;
            }
            Variable variable = assigned(word, shell, process, local && !flags.contains("g"));
            if (variable == null) {
                return 1;
            }
            if (flags.contains("A") && !variable.isArray()) {
                variable.makeArray(true);
            } else if (flags.contains("a") && !variable.isArray()) {
                variable.makeArray(false);
            }
            variable.integer |= flags.contains("i");
            variable.readonly |= flags.contains("r");
            variable.exported |= flags.contains("x");
        }
        return status;
    }

    private static int show(String name, Process process, Shell shell) {
        Variable variable = shell.variables.find(name);
        if (variable == null) {
            return process.error(name + ": not found");
        }
        process.line("declare -" + (variable.exported ? "x" : "-") + " " + name + "=\"" + variable.value() + "\"");
        return 0;
    }

    private static @org.jspecify.annotations.Nullable Variable assigned(
            String word, Shell shell, Process process, boolean local) {
        int equals = word.indexOf('=');
        boolean append = equals > 0 && word.charAt(equals - 1) == '+';
        String name = equals < 0 ? word : word.substring(0, append ? equals - 1 : equals);
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            process.error("`" + word + "': not a valid identifier");
            return null;
        }
        Variable variable = local ? shell.variables.local(name) : shell.variables.get(name);
        if (equals >= 0) {
            if (variable.readonly) {
                process.error(name + ": readonly variable");
                return null;
            }
            String old = variable.value();
            String value = word.substring(equals + 1);
            String text = append && old != null ? old + value : value;
            if (variable.isArray()) {
                variable.array().put("0", text);
            } else {
                variable.text = text;
            }
        }
        return variable;
    }

    int unset(Process process, Shell shell) {
        boolean functions = process.arguments().contains("-f");
        int status = 0;
        for (String word : process.arguments()) {
            if (word.equals("-f") || word.equals("-v")) {
                continue;
            }
            int bracket = word.indexOf('[');
            if (functions) {
                shell.functions.remove(word);
            } else if (bracket > 0) {
                Variable variable = shell.variables.find(word.substring(0, bracket));
                if (variable != null && word.endsWith("]")) {
                    variable.array().remove(word.substring(bracket + 1, word.length() - 1));
                }
            } else if (!shell.variables.remove(word)) {
                status = process.error(word + ": cannot unset: readonly variable");
            }
        }
        return status;
    }
}
