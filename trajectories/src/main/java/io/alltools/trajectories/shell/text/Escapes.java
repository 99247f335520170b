package io.alltools.trajectories.shell.text;

/** Backslash sequences of {@code echo -e}, {@code printf}, {@code $'...'} and {@code tr}. */
public final class Escapes {

    /** @param text what the sequences stand for; @param stopped whether {@code \c} ended it */
    public record Result(String text, boolean stopped) {}

    private Escapes() {}

    /** In the manner of {@code echo -e}: octal as {@code \0nnn}. */
    public static Result echo(String text) {
        return read(text, true);
    }

    /** In the manner of a format of {@code printf} and of {@code $'...'}: octal as {@code \nnn}. */
    public static String format(String text) {
        return read(text, false).text;
    }

    private static Result read(String text, boolean zeroForOctal) {
        if (text.indexOf('\\') < 0) {
            return new Result(text, false);
        }
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '\\' || i == text.length()) {
                out.append(c);
                continue;
            }
            char e = text.charAt(i++);
            switch (e) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'a' -> out.append('\007');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'v' -> out.append('\013');
                case 'e', 'E' -> out.append('\033');
                case '\\' -> out.append('\\');
                case '"', '\'', '?' -> {
                    if (zeroForOctal) {
                        out.append('\\');
                    }
                    out.append(e);
                }
                case 'c' -> {
                    if (zeroForOctal) {
                        return new Result(out.toString(), true);
                    }
                    out.append("\\c");
                }
                case 'x' -> {
                    int end = i;
                    while (end < text.length() && end < i + 2 && Character.digit(text.charAt(end), 16) >= 0) {
                        end++;
                    }
                    if (end == i) {
                        out.append("\\x");
                    } else {
                        out.append((char) Integer.parseInt(text.substring(i, end), 16));
                        i = end;
                    }
                }
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    if (zeroForOctal && e != '0') {
                        out.append('\\').append(e);
                        break;
                    }
                    int start = zeroForOctal ? i : i - 1;
                    int end = start;
                    while (end < text.length() && end < start + 3 && Character.digit(text.charAt(end), 8) >= 0) {
                        end++;
                    }
                    out.append(end == start ? '\0' : (char) (Integer.parseInt(text.substring(start, end), 8) & 0xff));
                    i = Math.max(i, end);
                }
                default -> out.append('\\').append(e);
            }
        }
        return new Result(out.toString(), false);
    }
}
