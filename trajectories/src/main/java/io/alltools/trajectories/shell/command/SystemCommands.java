package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.process.Command;
import io.alltools.trajectories.shell.process.Process;
import io.alltools.trajectories.shell.text.Regex;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/** Programs that tell about the machine: date, uname, hostname, nproc, ps, printenv, sleep, expr. */
final class SystemCommands {

    private SystemCommands() {}

    static void addTo(Map<String, Command> all) {
        all.put("date", SystemCommands::date);
        all.put("uname", SystemCommands::uname);
        all.put("hostname", process -> {
            process.line(process.machine().hostname());
            return 0;
        });
        all.put("nproc", process -> {
            process.line(Integer.toString(process.machine().processors()));
            return 0;
        });
        all.put("ps", SystemCommands::ps);
        all.put("printenv", SystemCommands::printenv);
        all.put("sleep", SystemCommands::sleep);
        all.put("expr", SystemCommands::expr);
        all.put("sync", process -> 0);
        all.put("clear", process -> 0);
    }

    private static int date(Process process) {
        Options options = Options.of(process, "d:r:uIR", "date=d", "reference=r", "utc=u", "iso-8601=I", "rfc-email=R");
        long now = process.machine().clock().now();
        ZonedDateTime time = Dates.at(now);
        if (options.has('r')) {
            time = Dates.at(process.files().get(options.value('r', "")).modified());
        } else if (options.has('d')) {
            String text = options.value('d', "");
            Optional<ZonedDateTime> parsed = Dates.parse(text, now);
            if (parsed.isEmpty()) {
                return process.error("invalid date '" + text + "'");
            }
            time = parsed.get();
        }
        String format = options.has('I')
                ? "+%Y-%m-%d"
                : options.has('R') ? "+%a, %d %b %Y %H:%M:%S %z" : "+%a %b %e %H:%M:%S %Z %Y";
        if (!options.operands().isEmpty()) {
            format = options.operands().get(0);
            if (!format.startsWith("+")) {
                return process.error("invalid date '" + format + "': the clock can't be set");
            }
        }
        process.line(Dates.format(format.substring(1), time));
        return 0;
    }

    private static int uname(Process process) {
        Options options = Options.of(process, "asnrvmpio", "all=a");
        Map<Character, String> parts = new java.util.LinkedHashMap<>();
        parts.put('s', "Linux");
        parts.put('n', process.machine().hostname());
        parts.put('r', "5.15.0-91-generic");
        parts.put('v', "#101-Ubuntu SMP Tue Nov 14 13:30:08 UTC 2023");
        parts.put('m', "x86_64");
        parts.put('p', "x86_64");
        parts.put('i', "x86_64");
        parts.put('o', "GNU/Linux");
        boolean none = options.last("asnrvmpio") == 0;
        StringBuilder line = new StringBuilder();
        parts.forEach((letter, text) -> {
            if (options.has('a') || options.has(letter) || none && letter == 's') {
                line.append(line.isEmpty() ? "" : " ").append(text);
            }
        });
        process.line(line.toString());
        return 0;
    }

    private static int ps(Process process) {
        List<String> words = process.arguments();
        for (String word : words) {
            if (!word.matches("-?[aefxuAw]+")) {
                throw new Options.UsageException("option " + word + " is not supported here; there are -e -f -A a u x");
            }
        }
        String user = process.users().userName(process.files().who().user());
        boolean full = words.stream().anyMatch(word -> word.startsWith("-") && word.contains("f"));
        boolean bsd = words.stream().anyMatch(word -> word.contains("u"));
        if (full) {
            process.line("UID          PID    PPID  C STIME TTY          TIME CMD");
            process.line("root           1       0  0 00:00 ?        00:00:00 /sbin/init");
            process.line(Printing.left(user, 8) + "    1000       1  0 00:00 pts/0    00:00:00 bash");
            process.line(Printing.left(user, 8) + "    1001    1000  0 00:00 pts/0    00:00:00 ps");
        } else if (bsd) {
            process.line("USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND");
            process.line("root           1  0.0  0.1   4624  3712 ?        Ss   00:00   0:00 /sbin/init");
            process.line(Printing.left(user, 8) + "    1000  0.0  0.1   4624  3712 pts/0    Ss   00:00   0:00 bash");
            process.line(Printing.left(user, 8) + "    1001  0.0  0.1   7060  1580 pts/0    R+   00:00   0:00 ps");
        } else {
            boolean all = !words.isEmpty();
            process.line("    PID TTY          TIME CMD");
            if (all) {
                process.line("      1 ?        00:00:00 init");
            }
            process.line("   1000 pts/0    00:00:00 bash");
            process.line("   1001 pts/0    00:00:00 ps");
        }
        return 0;
    }

    private static int printenv(Process process) {
        if (process.arguments().isEmpty()) {
            process.environment().forEach((name, value) -> process.line(name + "=" + value));
            return 0;
        }
        int status = 0;
        for (String name : process.arguments()) {
            String value = process.environment().get(name);
            if (value == null) {
                status = 1;
            } else {
                process.line(value);
            }
        }
        return status;
    }

    /** Takes no time but the machine's own. */
    private static int sleep(Process process) {
        double seconds = 0;
        for (String word : Options.of(process, "").operands(1)) {
            if (!word.matches("[0-9]{0,9}(\\.[0-9]{0,9})?[smhd]?") || !word.matches(".*[0-9].*")) {
                return process.error("invalid time interval '" + word + "'");
            }
            char unit = word.charAt(word.length() - 1);
            double value = Double.parseDouble(Character.isLetter(unit) ? word.substring(0, word.length() - 1) : word);
            seconds += value
                    * switch (unit) {
                        case 'm' -> 60;
                        case 'h' -> 3600;
                        case 'd' -> 86_400;
                        default -> 1;
                    };
        }
        process.machine().clock().advance((long) (seconds * 1000));
        return 0;
    }

    private static int expr(Process process) {
        try {
            Expression expression = new Expression(process);
            String value = expression.or();
            if (expression.at < expression.words.size()) {
                throw new Options.UsageException(
                        "syntax error: unexpected argument '" + expression.words.get(expression.at) + "'");
            }
            process.line(value);
            return value.isEmpty() || value.matches("-?0+") ? 1 : 0;
        } catch (ArithmeticException e) {
            process.error("division by zero");
            return 2;
        }
    }

    /** The expressions of {@code expr}. */
    private static final class Expression {

        private final Process process;
        private final List<String> words;
        private int at;

        Expression(Process process) {
            this.process = process;
            this.words = process.arguments();
        }

        private boolean sees(String... operators) {
            return at < words.size() && List.of(operators).contains(words.get(at));
        }

        String or() {
            String left = and();
            while (sees("|")) {
                at++;
                String right = and();
                left = isFalse(left) ? (isFalse(right) ? "0" : right) : left;
            }
            return left;
        }

        private String and() {
            String left = comparison();
            while (sees("&")) {
                at++;
                String right = comparison();
                left = isFalse(left) || isFalse(right) ? "0" : left;
            }
            return left;
        }

        private static boolean isFalse(String value) {
            return value.isEmpty() || value.matches("-?0+");
        }

        private String comparison() {
            String left = sum();
            while (sees("<", "<=", "=", "==", "!=", ">=", ">")) {
                String operator = words.get(at++);
                String right = sum();
                boolean numbers = left.matches("-?[0-9]{1,18}") && right.matches("-?[0-9]{1,18}");
                int order = numbers ? Long.compare(Long.parseLong(left), Long.parseLong(right)) : left.compareTo(right);
                left = switch (operator) {
                            case "<" -> order < 0;
                            case "<=" -> order <= 0;
                            case "!=" -> order != 0;
                            case ">=" -> order >= 0;
                            case ">" -> order > 0;
                            default -> order == 0;
                        }
                        ? "1"
                        : "0";
            }
            return left;
        }

        private String sum() {
            String left = product();
            while (sees("+", "-")) {
                boolean plus = words.get(at++).equals("+");
                long right = number(product());
                left = Long.toString(plus ? number(left) + right : number(left) - right);
            }
            return left;
        }

        private String product() {
            String left = match();
            while (sees("*", "/", "%")) {
                String operator = words.get(at++);
                long a = number(left);
                long b = number(match());
                left = Long.toString(operator.equals("*") ? a * b : operator.equals("/") ? a / b : a % b);
            }
            return left;
        }

        private static long number(String text) {
            if (!text.matches("-?[0-9]{1,18}")) {
                throw new Options.UsageException("non-integer argument");
            }
            return Long.parseLong(text);
        }

        private String match() {
            String left = primary();
            while (sees(":")) {
                at++;
                Matcher matcher =
                        Regex.basic("^" + primary(), false, process.meter()).on(left);
                boolean found = Regex.find(matcher);
                boolean group = matcher.groupCount() > 0;
                left = group
                        ? (found && matcher.group(1) != null ? matcher.group(1) : "")
                        : Integer.toString(found ? matcher.end() : 0);
            }
            return left;
        }

        private String primary() {
            if (at >= words.size()) {
                throw new Options.UsageException("syntax error: missing argument");
            }
            String word = words.get(at++);
            if (word.equals("(")) {
                String value = or();
                if (!sees(")")) {
                    throw new Options.UsageException("syntax error: expecting ')'");
                }
                at++;
                return value;
            }
            if (word.equals("length") && at < words.size()) {
                return Integer.toString(primary().length());
            }
            if (word.equals("substr") && at + 2 < words.size()) {
                String text = primary();
                int from = (int) Math.max(1, number(primary()));
                int length = (int) Math.max(0, number(primary()));
                return from > text.length() ? "" : text.substring(from - 1, Math.min(text.length(), from - 1 + length));
            }
            return word;
        }
    }
}
