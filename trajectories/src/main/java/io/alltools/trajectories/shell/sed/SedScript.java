package io.alltools.trajectories.shell.sed;

import io.alltools.trajectories.shell.process.Meter;
import io.alltools.trajectories.shell.text.Escapes;
import io.alltools.trajectories.shell.text.Regex;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a script of {@code sed}. */
final class SedScript {

    /** A script that can't be used. */
    static final class ScriptException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ScriptException(String message) {
            super(message, null, false, false);
        }
    }

    /** @param line 0 for none, -1 for the last; @param step of {@code first~step} or the lines of {@code +n}; */
    record Address(
            char kind, long line, long step, @Nullable Regex regex) {}

    /** A command; {@code end} is where a block ends. */
    static final class Instruction {

        @Nullable
        Address first;

        @Nullable
        Address second;

        boolean negated;
        char name;
        String text = "";
        String replacement = "";
        String flags = "";

        @Nullable
        Regex regex;

        int end;
        /** Whether the lines between the two addresses go on, and until which line. */
        boolean active;

        long until;
    }

    private final String source;
    private final boolean extended;
    private final Meter meter;
    private int at;

    private SedScript(String source, boolean extended, Meter meter) {
        this.source = source;
        this.extended = extended;
        this.meter = meter;
    }

    static List<Instruction> parse(String source, boolean extended, Meter meter) {
        return new SedScript(source, extended, meter).all();
    }

    private ScriptException error(String what) {
        return new ScriptException("-e expression #1, char " + at + ": " + what);
    }

    private char peek() {
        return at < source.length() ? source.charAt(at) : '\0';
    }

    private void blanks(String which) {
        while (at < source.length() && which.indexOf(source.charAt(at)) >= 0) {
            at++;
        }
    }

    private List<Instruction> all() {
        List<Instruction> result = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        while (true) {
            blanks(" \t\n;");
            if (at >= source.length()) {
                break;
            }
            if (peek() == '#') {
                skipLine();
                continue;
            }
            Instruction instruction = new Instruction();
            instruction.first = address();
            blanks(" \t");
            if (instruction.first != null && peek() == ',') {
                at++;
                blanks(" \t");
                instruction.second = address();
                if (instruction.second == null) {
                    throw error("unexpected `,'");
                }
            }
            blanks(" \t");
            while (peek() == '!') {
                instruction.negated = true;
                at++;
                blanks(" \t");
            }
            if (at >= source.length()) {
                throw error("missing command");
            }
            instruction.name = source.charAt(at++);
            if (instruction.name == '}') {
                if (open.isEmpty()) {
                    throw error("unexpected `}'");
                }
                result.get(open.remove(open.size() - 1)).end = result.size();
                result.add(instruction);
                continue;
            }
            arguments(instruction);
            if (instruction.name == '{') {
                open.add(result.size());
            }
            result.add(instruction);
        }
        if (!open.isEmpty()) {
            throw error("unmatched `{'");
        }
        return result;
    }

    private void skipLine() {
        while (at < source.length() && source.charAt(at) != '\n') {
            at++;
        }
    }

    private @Nullable Address address() {
        char c = peek();
        if (Character.isDigit(c)) {
            long line = number();
            if (peek() == '~') {
                at++;
                return new Address('~', line, number(), null);
            }
            return new Address('n', line, 0, null);
        }
        if (c == '$') {
            at++;
            return new Address('$', 0, 0, null);
        }
        if (c == '+') {
            at++;
            return new Address('+', number(), 0, null);
        }
        if (c == '/' || c == '\\') {
            at += c == '\\' ? 1 : 0;
            char delimiter = delimiter();
            String text = delimited(delimiter, true);
            boolean ignoreCase = peek() == 'I';
            at += ignoreCase ? 1 : 0;
            return new Address('/', 0, 0, text.isEmpty() ? null : regex(text, ignoreCase));
        }
        return null;
    }

    private long number() {
        int start = at;
        while (Character.isDigit(peek()) && at - start < 12) {
            at++;
        }
        return start == at ? 0 : Long.parseLong(source.substring(start, at));
    }

    private Regex regex(String text, boolean ignoreCase) {
        return extended ? Regex.extended(text, ignoreCase, meter) : Regex.basic(text, ignoreCase, meter);
    }

    private char delimiter() {
        if (at >= source.length()) {
            throw error("a delimiter is missing");
        }
        return source.charAt(at++);
    }

    /** Text up to a delimiter; an escaped delimiter loses its backslash. */
    private String delimited(char delimiter, boolean regex) {
        StringBuilder text = new StringBuilder();
        boolean bracket = false;
        while (true) {
            if (at >= source.length()) {
                throw error(regex ? "unterminated address regex" : "unterminated `s' command");
            }
            char c = source.charAt(at++);
            if (c == delimiter && !bracket) {
                return text.toString();
            }
            if (c == '\\' && at < source.length()) {
                char next = source.charAt(at++);
                if (next != delimiter) {
                    text.append('\\');
                }
                text.append(next);
                continue;
            }
            if (regex && c == '[' && !bracket) {
                bracket = true;
                text.append(c);
                if (peek() == '^') {
                    text.append(source.charAt(at++));
                }
                if (peek() == ']') {
                    text.append(source.charAt(at++));
                }
                continue;
            }
            if (bracket && c == '[' && peek() == ':') {
                int end = source.indexOf(":]", at);
                if (end > 0) {
                    text.append(source, at - 1, end + 2);
                    at = end + 2;
                    continue;
                }
            }
            bracket &= c != ']';
            text.append(c);
        }
    }

    private void arguments(Instruction instruction) {
        switch (instruction.name) {
            case 's' -> {
                char delimiter = delimiter();
                String pattern = delimited(delimiter, true);
                instruction.replacement = delimited(delimiter, false);
                int start = at;
                while ("gpiIemM0123456789".indexOf(peek()) >= 0 && peek() != '\0') {
                    at++;
                }
                instruction.flags = source.substring(start, at);
                if (instruction.flags.contains("e")
                        || instruction.flags.toLowerCase(java.util.Locale.ROOT).contains("m")) {
                    throw error("flags e and m of `s' are not supported here");
                }
                if (peek() == 'w') {
                    throw error("flag w of `s' is not supported here: use a redirection");
                }
                boolean ignoreCase =
                        instruction.flags.toLowerCase(java.util.Locale.ROOT).contains("i");
                instruction.regex = pattern.isEmpty() ? null : regex(pattern, ignoreCase);
                end();
            }
            case 'y' -> {
                char delimiter = delimiter();
                instruction.text = Escapes.format(delimited(delimiter, false));
                instruction.replacement = Escapes.format(delimited(delimiter, false));
                if (instruction.text.length() != instruction.replacement.length()) {
                    throw error("strings for `y' command are different lengths");
                }
                end();
            }
            case 'a', 'i', 'c' -> instruction.text = text();
            case 'b', 't', 'T', ':', 'r' -> {
                blanks(" \t");
                int start = at;
                while (at < source.length()
                        && source.charAt(at) != '\n'
                        && (instruction.name == 'r' || source.charAt(at) != ';' && source.charAt(at) != '}')) {
                    at++;
                }
                instruction.text = source.substring(start, at).strip();
            }
            case 'q', 'Q' -> {
                blanks(" \t");
                instruction.until = number();
                end();
            }
            case '{' -> {}
            case 'p', 'd', 'D', 'n', 'N', 'P', 'h', 'H', 'g', 'G', 'x', '=', 'l' -> end();
            default -> throw error("unknown command: `" + instruction.name + "'");
        }
    }

    private void end() {
        blanks(" \t");
        if (at < source.length() && ";\n}#".indexOf(peek()) < 0) {
            throw error("unknown option to `s' or extra characters after command");
        }
    }

    /** The text of a, i and c: up to the end of the line, which a backslash continues. */
    private String text() {
        blanks(" \t");
        if (peek() == '\\') {
            at++;
            blanks(" \t");
            if (peek() == '\n') {
                at++;
            }
        }
        StringBuilder text = new StringBuilder();
        while (at < source.length()) {
            char c = source.charAt(at++);
            if (c == '\\' && at < source.length()) {
                char next = source.charAt(at++);
                text.append(next == 't' ? "\t" : String.valueOf(next));
            } else if (c == '\n') {
                break;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
