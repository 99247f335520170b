package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.command.Conditions.ConditionException;
import io.alltools.trajectories.shell.file.Files;
import io.alltools.trajectories.shell.process.Process;
import java.util.List;

/** {@code test} and <code>[</code>. */
final class TestCommand {

    private final List<String> words;
    private final Files files;
    private int at;

    private TestCommand(List<String> words, Files files) {
        this.words = words;
        this.files = files;
    }

    static int run(Process process) {
        List<String> words = process.arguments();
        if (process.name().equals("[")) {
            if (words.isEmpty() || !words.get(words.size() - 1).equals("]")) {
                process.error("missing `]'");
                return 2;
            }
            words = words.subList(0, words.size() - 1);
        }
        try {
            TestCommand test = new TestCommand(words, process.files());
            boolean result = test.all();
            if (test.at < words.size()) {
                throw new ConditionException(
                        words.size() == 3 ? words.get(1) + ": binary operator expected" : "too many arguments");
            }
            return result ? 0 : 1;
        } catch (ConditionException e) {
            process.error(e.text());
            return 2;
        }
    }

    /** How many words there are decides, as POSIX has it. */
    private boolean all() {
        int n = words.size() - at;
        if (n == 0) {
            return false;
        }
        if (n == 1) {
            return !words.get(at++).isEmpty();
        }
        if (n == 2 && words.get(at).equals("!")) {
            at += 2;
            return words.get(at - 1).isEmpty();
        }
        if (n == 3 && Conditions.isBinary(words.get(at + 1))) {
            return binary();
        }
        if (n == 4 && words.get(at).equals("!")) {
            at++;
            return !all();
        }
        return or();
    }

    private boolean or() {
        boolean left = and();
        while (at < words.size() && words.get(at).equals("-o")) {
            at++;
            left |= and();
        }
        return left;
    }

    private boolean and() {
        boolean left = not();
        while (at < words.size() && words.get(at).equals("-a")) {
            at++;
            left &= not();
        }
        return left;
    }

    private boolean not() {
        boolean negated = false;
        while (at < words.size() && words.get(at).equals("!")) {
            at++;
            negated = !negated;
        }
        return primary() != negated;
    }

    private boolean primary() {
        if (at >= words.size()) {
            throw new ConditionException("argument expected");
        }
        if (at + 1 < words.size() && at + 2 < words.size() && Conditions.isBinary(words.get(at + 1))) {
            return binary();
        }
        String word = words.get(at);
        if (word.equals("(")) {
            at++;
            boolean inner = or();
            if (at >= words.size() || !words.get(at).equals(")")) {
                throw new ConditionException("`)' expected");
            }
            at++;
            return inner;
        }
        if (at + 1 < words.size() && word.startsWith("-") && word.length() == 2) {
            at += 2;
            return Conditions.unary(word, words.get(at - 1), files);
        }
        at++;
        return !word.isEmpty();
    }

    private boolean binary() {
        String left = words.get(at);
        String operator = words.get(at + 1);
        String right = words.get(at + 2);
        at += 3;
        return switch (operator) {
            case "=", "==" -> left.equals(right);
            case "!=" -> !left.equals(right);
            case "<" -> left.compareTo(right) < 0;
            case ">" -> left.compareTo(right) > 0;
            case "-nt", "-ot", "-ef" -> Conditions.files(left, operator, right, files);
            default -> Conditions.numbers(Conditions.number(left), operator, Conditions.number(right));
        };
    }
}
