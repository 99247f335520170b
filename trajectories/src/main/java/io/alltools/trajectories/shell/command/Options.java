package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.process.Process;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The options of a program, in the manner of {@code getopt_long}: letters together, values with or without a blank. */
final class Options {

    /** An option that a program has not, here at least. */
    static final class UsageException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message, null, false, false);
        }
    }

    private final Map<Character, String> given = new LinkedHashMap<>();
    private final List<String> operands = new ArrayList<>();

    private Options() {}

    /**
     * Reads a program's arguments.
     *
     * @param letters those that there are; one with a value is followed by a colon
     * @param names long ones as {@code name=letter}
     */
    static Options of(Process process, String letters, String... names) {
        return read(process.arguments(), letters, false, names);
    }

    /** As {@link #of}, but all that follows the first operand is an operand. */
    static Options before(Process process, String letters, String... names) {
        return read(process.arguments(), letters, true, names);
    }

    private static Options read(List<String> words, String letters, boolean stops, String... names) {
        Map<String, Character> known = new TreeMap<>();
        for (String name : names) {
            known.put(name.substring(0, name.length() - 2), name.charAt(name.length() - 1));
        }
        Options options = new Options();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                options.operands.addAll(words.subList(i + 1, words.size()));
                break;
            }
            if (word.startsWith("--")) {
                i = options.longOption(words, i, letters, known);
            } else if (word.startsWith("-") && word.length() > 1) {
                i = options.letters(words, i, letters, known);
            } else if (stops) {
                options.operands.addAll(words.subList(i, words.size()));
                break;
            } else {
                options.operands.add(word);
            }
        }
        return options;
    }

    private int longOption(List<String> words, int at, String letters, Map<String, Character> known) {
        String word = words.get(at);
        int equals = word.indexOf('=');
        String name = word.substring(2, equals < 0 ? word.length() : equals);
        Character letter = known.get(name);
        if (letter == null) {
            throw unknown("--" + name, letters, known);
        }
        if (!takesValue(letter, letters)) {
            given.put(letter, equals < 0 ? "" : word.substring(equals + 1));
            return at;
        }
        if (equals >= 0) {
            given.put(letter, word.substring(equals + 1));
            return at;
        }
        if (at + 1 >= words.size()) {
            throw new UsageException("option '--" + name + "' requires an argument");
        }
        given.put(letter, words.get(at + 1));
        return at + 1;
    }

    private int letters(List<String> words, int at, String letters, Map<String, Character> known) {
        String word = words.get(at);
        for (int j = 1; j < word.length(); j++) {
            char letter = word.charAt(j);
            if (letter == ':' || letters.indexOf(letter) < 0) {
                throw unknown("-" + letter, letters, known);
            }
            if (!takesValue(letter, letters)) {
                // The last one given counts where two exclude each other.
                given.remove(letter);
                given.put(letter, "");
            } else if (j + 1 < word.length()) {
                put(letter, word.substring(j + 1));
                return at;
            } else if (at + 1 < words.size()) {
                put(letter, words.get(at + 1));
                return at + 1;
            } else {
                throw new UsageException("option requires an argument -- '" + letter + "'");
            }
        }
        return at;
    }

    /** Values of an option that is given several times are kept together, a newline between. */
    private void put(char letter, String value) {
        given.merge(letter, value, (a, b) -> a + "\n" + b);
    }

    private static boolean takesValue(char letter, String letters) {
        return letters.startsWith(":", letters.indexOf(letter) + 1);
    }

    private static UsageException unknown(String option, String letters, Map<String, Character> known) {
        StringBuilder there = new StringBuilder();
        for (char c : letters.replace(":", "").toCharArray()) {
            if (Character.isLetterOrDigit(c)) {
                there.append(" -").append(c);
            }
        }
        known.keySet().forEach(name -> there.append(" --").append(name));
        return new UsageException(
                "option " + option + " is not supported here; there " + (there.isEmpty() ? "are none" : "are" + there));
    }

    boolean has(char letter) {
        return given.containsKey(letter);
    }

    String value(char letter, String otherwise) {
        String value = given.getOrDefault(letter, otherwise);
        int last = value.lastIndexOf('\n');
        return last > 0 && letter != 'e' ? value.substring(last + 1) : value;
    }

    /** All values of an option. */
    List<String> values(char letter) {
        String value = given.get(letter);
        return value == null ? List.of() : List.of(value.split("\n", -1));
    }

    /** The last of several letters that was given; 0 for none. */
    char last(String letters) {
        char last = 0;
        for (char letter : given.keySet()) {
            if (letters.indexOf(letter) >= 0) {
                last = letter;
            }
        }
        return last;
    }

    /** A whole number of 0 or more. */
    long number(char letter, long otherwise) {
        if (!has(letter)) {
            return otherwise;
        }
        String text = value(letter, "");
        if (!text.matches("[0-9]{1,15}")) {
            throw new UsageException("invalid number: '" + text + "'");
        }
        return Long.parseLong(text);
    }

    List<String> operands() {
        return operands;
    }

    /** The operands, of which there must be some. */
    List<String> operands(int least) {
        if (operands.isEmpty() && least > 0) {
            throw new UsageException("missing operand");
        }
        if (operands.size() < least) {
            throw new UsageException("missing operand after '" + operands.get(operands.size() - 1) + "'");
        }
        return operands;
    }
}
