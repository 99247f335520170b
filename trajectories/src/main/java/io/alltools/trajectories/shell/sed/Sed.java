package io.alltools.trajectories.shell.sed;

import io.alltools.trajectories.shell.file.FileError;
import io.alltools.trajectories.shell.process.Bytes;
import io.alltools.trajectories.shell.process.Input;
import io.alltools.trajectories.shell.process.Meter;
import io.alltools.trajectories.shell.process.Output;
import io.alltools.trajectories.shell.process.Process;
import io.alltools.trajectories.shell.sed.SedScript.Address;
import io.alltools.trajectories.shell.sed.SedScript.Instruction;
import io.alltools.trajectories.shell.text.Regex;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** {@code sed}: runs a script over the lines of files, or in place. */
public final class Sed {

    private final Process process;
    private final Meter meter;
    private boolean quiet;
    private boolean extended;
    private boolean inPlace;
    private boolean separate;
    private String suffix = "";

    private List<Instruction> script = List.of();
    private Output out;
    private @Nullable Regex lastRegex;

    // The state of a run.
    private List<Line> lines = List.of();
    private int next;
    private String space = "";
    private String hold = "";
    private boolean whole = true;
    private final StringBuilder after = new StringBuilder();
    private boolean substituted;
    private boolean quit;
    private int status;

    private record Line(String text, boolean whole) {}

    public Sed(Process process) {
        this.process = process;
        this.meter = process.meter();
        this.out = process.out();
    }

    /** @return the exit status */
    public int run() {
        StringBuilder source = new StringBuilder();
        boolean given = false;
        List<String> files = new ArrayList<>();
        List<String> words = process.arguments();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                files.addAll(words.subList(i + 1, words.size()));
                break;
            }
            if (word.equals("--quiet") || word.equals("--silent")) {
                quiet = true;
            } else if (word.equals("--regexp-extended")) {
                extended = true;
            } else if (word.startsWith("--in-place")) {
                inPlace = true;
                suffix = word.startsWith("--in-place=") ? word.substring(11) : "";
            } else if (word.startsWith("--expression=")) {
                source.append(given ? "\n" : "").append(word.substring(13));
                given = true;
            } else if (word.startsWith("-") && word.length() > 1) {
                for (int j = 1; j < word.length(); j++) {
                    char c = word.charAt(j);
                    if (c == 'n') {
                        quiet = true;
                    } else if (c == 'E' || c == 'r') {
                        extended = true;
                    } else if (c == 's') {
                        separate = true;
                    } else if (c == 'i') {
                        inPlace = true;
                        suffix = word.substring(j + 1);
                        break;
                    } else if (c == 'e' || c == 'f') {
                        String value =
                                j + 1 < word.length() ? word.substring(j + 1) : ++i < words.size() ? words.get(i) : "";
                        source.append(given ? "\n" : "").append(c == 'e' ? value : process.read(value));
                        given = true;
                        break;
                    } else {
                        process.error("option -" + c + " is not supported here; there are -n -e -f -E -r -i -s");
                        return 1;
                    }
                }
            } else {
                files.add(word);
            }
        }
        if (!given) {
            if (files.isEmpty()) {
                process.error("a script is missing: sed [OPTION]... {script} [input-file]...");
                return 1;
            }
            source.append(files.remove(0));
        }
        try {
            script = SedScript.parse(source.toString(), extended, meter);
            return inPlace ? eachInPlace(files) : all(files);
        } catch (SedScript.ScriptException | Regex.SyntaxException e) {
            process.error(String.valueOf(e.getMessage()));
            return 1;
        }
    }

    private int all(List<String> files) {
        List<Line> all = new ArrayList<>();
        int failed = 0;
        for (String file : files.isEmpty() ? List.of("-") : files) {
            try {
                read(process.open(file), all);
                if (separate) {
                    over(all);
                    all = new ArrayList<>();
                }
            } catch (FileError e) {
                process.error("can't read " + file + ": " + e.text());
                failed = 2;
            }
        }
        over(all);
        return status != 0 ? status : failed;
    }

    private int eachInPlace(List<String> files) {
        int failed = 0;
        for (String file : files) {
            try {
                List<Line> all = new ArrayList<>();
                read(Input.of(process.files().readable(file)), all);
                Output.Captured text = new Output.Captured(meter);
                out = text;
                quit = false;
                over(all);
                if (!suffix.isEmpty()) {
                    String backup = suffix.contains("*") ? suffix.replace("*", file) : file + suffix;
                    process.files().write(backup, process.files().read(file));
                }
                process.files().write(file, Bytes.of(text.text()));
            } catch (FileError e) {
                process.error("can't read " + file + ": " + e.text());
                failed = 4;
            }
        }
        return failed;
    }

    private void read(Input input, List<Line> all) {
        long bytes = 0;
        for (String line = input.line(meter); line != null; line = input.line(meter)) {
            bytes += line.length() + 32L;
            meter.text(bytes);
            all.add(new Line(line, input.lastLineWasWhole()));
        }
    }

    private void over(List<Line> all) {
        lines = all;
        next = 0;
        script.forEach(instruction -> instruction.active = false);
        boolean restart = false;
        while (!quit && (restart || next < lines.size())) {
            if (!restart) {
                take();
            }
            restart = cycle();
        }
    }

    private void take() {
        Line line = lines.get(next++);
        space = line.text;
        whole = line.whole;
    }

    private void print(String text) {
        out.write(whole || next < lines.size() ? text + "\n" : text);
    }

    private void flush() {
        out.write(after.toString());
        after.setLength(0);
    }

    /** Runs the script once. @return whether to run it again without a new line */
    private boolean cycle() {
        substituted = false;
        int at = 0;
        while (at < script.size()) {
            meter.step();
            Instruction instruction = script.get(at);
            if (!selected(instruction)) {
                at = instruction.name == '{' ? instruction.end + 1 : at + 1;
                continue;
            }
            switch (instruction.name) {
                case 'd' -> {
                    flush();
                    return false;
                }
                case 'D' -> {
                    int newline = space.indexOf('\n');
                    flush();
                    if (newline < 0) {
                        return false;
                    }
                    space = space.substring(newline + 1);
                    return true;
                }
                case 'n' -> {
                    if (!quiet) {
                        print(space);
                    }
                    flush();
                    if (next >= lines.size()) {
                        quit = true;
                        return false;
                    }
                    take();
                }
                case 'N' -> {
                    if (next >= lines.size()) {
                        if (!quiet) {
                            print(space);
                        }
                        flush();
                        quit = true;
                        return false;
                    }
                    String before = space;
                    flush();
                    take();
                    space = before + "\n" + space;
                    meter.text(space.length());
                }
                case 'q', 'Q' -> {
                    status = (int) instruction.until & 0xff;
                    if (instruction.name == 'q' && !quiet) {
                        print(space);
                    }
                    flush();
                    quit = true;
                    return false;
                }
                case 'c' -> {
                    boolean last = instruction.second == null || !instruction.active || instruction.negated;
                    if (last) {
                        out.line(instruction.text);
                    }
                    flush();
                    return false;
                }
                case 'b' -> {
                    at = label(instruction.text);
                    continue;
                }
                case 't' -> {
                    if (substituted) {
                        substituted = false;
                        at = label(instruction.text);
                        continue;
                    }
                }
                case 'T' -> {
                    if (!substituted) {
                        at = label(instruction.text);
                        continue;
                    }
                    substituted = false;
                }
                default -> run(instruction);
            }
            at++;
        }
        if (!quiet) {
            print(space);
        }
        flush();
        return false;
    }

    private int label(String name) {
        if (name.isEmpty()) {
            return script.size();
        }
        for (int i = 0; i < script.size(); i++) {
            if (script.get(i).name == ':' && script.get(i).text.equals(name)) {
                return i;
            }
        }
        throw new SedScript.ScriptException("-e expression #1: can't find label for jump to `" + name + "'");
    }

    private void run(Instruction instruction) {
        switch (instruction.name) {
            case 's' -> substitute(instruction);
            case 'y' -> {
                StringBuilder text = new StringBuilder(space);
                for (int i = 0; i < text.length(); i++) {
                    int index = instruction.text.indexOf(text.charAt(i));
                    if (index >= 0) {
                        text.setCharAt(i, instruction.replacement.charAt(index));
                    }
                }
                space = text.toString();
            }
            case 'p' -> print(space);
            case 'P' -> out.line(space.substring(0, space.indexOf('\n') < 0 ? space.length() : space.indexOf('\n')));
            case 'a' -> after.append(instruction.text).append('\n');
            case 'i' -> out.line(instruction.text);
            case 'r' -> {
                try {
                    after.append(process.read(instruction.text));
                } catch (FileError e) {
                    // A file that is not there adds nothing, as POSIX has it.
                    after.append("");
                }
            }
            case 'h' -> hold = space;
            case 'H' -> hold = hold + "\n" + space;
            case 'g' -> space = hold;
            case 'G' -> space = space + "\n" + hold;
            case 'x' -> {
                String held = hold;
                hold = space;
                space = held;
            }
            case '=' -> out.line(Integer.toString(next));
            case 'l' ->
                out.line(space.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n") + "$");
            default -> {}
        }
        meter.text(space.length() + (long) hold.length());
    }

    private boolean selected(Instruction instruction) {
        return instruction.negated != inRange(instruction);
    }

    private boolean inRange(Instruction instruction) {
        Address first = instruction.first;
        Address second = instruction.second;
        if (first == null) {
            return true;
        }
        if (second == null) {
            return matches(first);
        }
        if (instruction.active) {
            boolean ends = switch (second.kind()) {
                case 'n', '+' -> next >= instruction.until;
                default -> matches(second);
            };
            instruction.active = !ends;
            return second.kind() != 'n' || next <= instruction.until;
        }
        boolean zero = first.kind() == 'n' && first.line() == 0 && second.kind() == '/' && next == 1;
        if (!zero && !matches(first)) {
            return false;
        }
        instruction.until = second.kind() == '+' ? next + second.line() : second.line();
        boolean one = second.kind() == 'n' && second.line() <= next
                || second.kind() == '+' && second.line() == 0
                || second.kind() == '$' && next == lines.size()
                || zero && matches(second);
        instruction.active = !one;
        return true;
    }

    private boolean matches(Address address) {
        return switch (address.kind()) {
            case 'n' -> next == address.line();
            case '~' ->
                address.step() == 0
                        ? next == address.line()
                        : next >= address.line() && (next - address.line()) % address.step() == 0;
            case '$' -> next == lines.size();
            default -> used(address.regex()).find(space);
        };
    }

    private Regex used(@Nullable Regex regex) {
        Regex result = regex == null ? lastRegex : regex;
        if (result == null) {
            throw new SedScript.ScriptException("no previous regular expression");
        }
        lastRegex = result;
        return result;
    }

    private void substitute(Instruction instruction) {
        boolean all = instruction.flags.contains("g");
        String digits = instruction.flags.replaceAll("[^0-9]", "");
        int wanted = digits.isEmpty() ? 1 : Integer.parseInt(digits.substring(0, Math.min(6, digits.length())));
        Matcher matcher = used(instruction.regex).on(space);
        StringBuilder result = new StringBuilder();
        int at = 0;
        int count = 0;
        boolean changed = false;
        while (Regex.find(matcher)) {
            meter.step();
            if (changed && matcher.end() == at && matcher.start() == at) {
                // Nothing directly behind a match is not another one.
                continue;
            }
            count++;
            if (count < wanted) {
                continue;
            }
            result.append(space, at, matcher.start());
            replacement(instruction.replacement, matcher, result);
            meter.text(result.length());
            at = matcher.end();
            changed = true;
            if (!all) {
                break;
            }
        }
        if (!changed) {
            return;
        }
        space = result.append(space.substring(at)).toString();
        substituted = true;
        if (instruction.flags.contains("p")) {
            print(space);
        }
    }

    private static void replacement(String text, Matcher matcher, StringBuilder out) {
        // \U and \L change what follows until \E, \\u and \l the next character.
        char mode = 'E';
        char once = 'E';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String piece;
            if (c == '&') {
                piece = matcher.group();
            } else if (c == '\\' && i + 1 < text.length()) {
                char e = text.charAt(++i);
                if ("ULE".indexOf(e) >= 0) {
                    mode = e;
                    continue;
                }
                if (e == 'u' || e == 'l') {
                    once = e;
                    continue;
                }
                if (Character.isDigit(e)) {
                    int group = e - '0';
                    if (group > matcher.groupCount()) {
                        throw new SedScript.ScriptException(
                                "-e expression #1: invalid reference \\" + group + " on `s' command's RHS");
                    }
                    piece = matcher.group(group) == null ? "" : matcher.group(group);
                } else {
                    piece = e == 'n' ? "\n" : e == 't' ? "\t" : String.valueOf(e);
                }
            } else {
                piece = String.valueOf(c);
            }
            piece = mode == 'U' ? Bytes.upper(piece) : mode == 'L' ? Bytes.lower(piece) : piece;
            if (once != 'E' && !piece.isEmpty()) {
                String first = piece.substring(0, 1);
                piece = (once == 'u' ? Bytes.upper(first) : Bytes.lower(first)) + piece.substring(1);
                once = 'E';
            }
            out.append(piece);
        }
    }
}
