package io.alltools.trajectories.shell.interpreter;

import io.alltools.trajectories.shell.process.Meter;
import io.alltools.trajectories.shell.process.Process;
import java.util.ArrayList;
import java.util.List;

/** {@code read} and {@code mapfile}. */
final class Reading {

    private final Process process;
    private final Shell shell;
    private final Meter meter;

    Reading(Process process, Shell shell) {
        this.process = process;
        this.shell = shell;
        this.meter = process.meter();
    }

    int run() {
        boolean raw = false;
        char delimiter = '\n';
        String array = "";
        int most = -1;
        List<String> names = new ArrayList<>();
        List<String> words = process.arguments();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.matches("-[rs]*[adnNpt]") && i + 1 < words.size()) {
                raw |= word.contains("r");
                String value = words.get(++i);
                switch (word.charAt(word.length() - 1)) {
                    case 'a' -> array = value;
                    case 'd' -> delimiter = value.isEmpty() ? '\0' : value.charAt(0);
                    case 'n', 'N' -> most = value.matches("[0-9]{1,6}") ? Integer.parseInt(value) : -1;
                    default -> {}
                }
            } else if (word.matches("-[rs]+")) {
                raw |= word.contains("r");
            } else if (word.startsWith("-") && word.length() > 1) {
                process.error(word + ": option not supported: there are -r -a -d -n -p -s -t");
                return 2;
            } else {
                names.add(word);
            }
        }
        StringBuilder line = new StringBuilder();
        boolean ended = line(line, raw, delimiter, most);
        assign(line.toString(), names, array, raw);
        return ended ? 0 : 1;
    }

    /** @return whether the delimiter came */
    private boolean line(StringBuilder line, boolean raw, char delimiter, int most) {
        int c;
        while (most < 0 || line.length() < most) {
            c = process.in().read();
            meter.step();
            if (c < 0) {
                return false;
            }
            if (c == delimiter) {
                return true;
            }
            if (c == '\\' && !raw) {
                int next = process.in().read();
                if (next >= 0 && next != '\n') {
                    // Marked, as it must not split.
                    line.append('\\').append((char) next);
                }
            } else {
                line.append((char) c);
            }
            meter.text(line.length());
        }
        return true;
    }

    private void assign(String line, List<String> names, String array, boolean raw) {
        Variable ifs = shell.variables.find("IFS");
        String value = ifs == null ? null : ifs.value();
        String separators = value == null ? " \t\n" : value;
        if (!array.isEmpty()) {
            Variable variable = shell.variables.get(array);
            variable.makeArray(false);
            variable.array().clear();
            String rest = line;
            for (int i = 0; !rest.isEmpty(); i++) {
                String[] parts = split(rest, separators, raw);
                if (!parts[0].isEmpty() || !parts[1].isEmpty()) {
                    variable.array().put(Integer.toString(i), unescaped(parts[0], raw));
                }
                rest = parts[1];
            }
            return;
        }
        if (names.isEmpty()) {
            shell.variables.set("REPLY", unescaped(line, raw));
            return;
        }
        String rest = line;
        for (int i = 0; i < names.size(); i++) {
            boolean last = i == names.size() - 1;
            String[] parts = split(rest, separators, raw);
            // What is left over goes to the last one, whole but without blanks around it.
            boolean whole = last && !parts[1].isEmpty();
            shell.variables.set(names.get(i), unescaped(whole ? trimmed(rest, separators) : parts[0], raw));
            rest = parts[1];
        }
    }

    /** The first field and what comes after it. */
    private static String[] split(String text, String separators, boolean raw) {
        String trimmed = trimmed(text, separators);
        int at = 0;
        while (at < trimmed.length() && separators.indexOf(trimmed.charAt(at)) < 0) {
            at += !raw && trimmed.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= trimmed.length()) {
            return new String[] {trimmed, ""};
        }
        String field = trimmed.substring(0, at);
        int next = at;
        while (next < trimmed.length()
                && isBlank(trimmed.charAt(next))
                && separators.indexOf(trimmed.charAt(next)) >= 0) {
            next++;
        }
        if (next < trimmed.length()
                && separators.indexOf(trimmed.charAt(next)) >= 0
                && !isBlank(trimmed.charAt(next))) {
            next++;
        }
        return new String[] {field, trimmed.substring(next)};
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n';
    }

    private static String trimmed(String text, String separators) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start)) && separators.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1)) && separators.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(start, end);
    }

    private static String unescaped(String text, boolean raw) {
        return raw ? text : text.replaceAll("(?s)\\\\(.)", "$1");
    }

    /** {@code mapfile}: all lines into an array. */
    int lines() {
        boolean trim = false;
        String name = "MAPFILE";
        for (String word : process.arguments()) {
            if (word.equals("-t")) {
                trim = true;
            } else if (word.startsWith("-")) {
                process.error(word + ": option not supported: there is -t");
                return 2;
            } else {
                name = word;
            }
        }
        Variable variable = shell.variables.get(name);
        variable.makeArray(false);
        variable.array().clear();
        long bytes = 0;
        int i = 0;
        for (String line = process.in().line(meter);
                line != null;
                line = process.in().line(meter)) {
            bytes += line.length() + 1L;
            meter.text(bytes);
            variable.array().put(Integer.toString(i++), trim ? line : line + "\n");
        }
        return 0;
    }
}
