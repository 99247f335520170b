package io.alltools.trajectories.shell.interpreter;

import io.alltools.trajectories.shell.process.Bytes;
import io.alltools.trajectories.shell.process.Meter;
import io.alltools.trajectories.shell.syntax.Word;
import io.alltools.trajectories.shell.text.Glob;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of {@code $name} and <code>${name...}</code>. */
final class Parameters implements Arithmetic.Names {

    private final Shell shell;
    private final Expander expander;
    private final Meter meter;

    Parameters(Shell shell, Expander expander, Meter meter) {
        this.shell = shell;
        this.expander = expander;
        this.meter = meter;
    }

    /** Whether it stands for several values: {@code $@}, {@code $*} and those of arrays. */
    boolean isList(Word.Parameter p) {
        if (p.prefix().equals("#")) {
            return false;
        }
        if (p.prefix().equals("!") && p.index() == null) {
            return p.operator().equals("@") || p.operator().equals("*");
        }
        return p.name().equals("@") || p.name().equals("*") || all(p);
    }

    private static boolean all(Word.Parameter p) {
        Word index = p.index();
        return index != null && ("@".equals(index.plain()) || "*".equals(index.plain()));
    }

    /** Whether it is one field in quotes, as {@code "$*"}. */
    boolean joins(Word.Parameter p) {
        Word index = p.index();
        return p.name().equals("*")
                || index != null && "*".equals(index.plain())
                || p.operator().equals("*");
    }

    List<String> list(Word.Parameter p) {
        if (p.prefix().equals("!") && p.index() == null) {
            return shell.variables.names().stream()
                    .filter(name -> name.startsWith(p.name()))
                    .toList();
        }
        Variable variable = shell.variables.find(p.name());
        List<String> values;
        if (p.index() == null) {
            values = shell.parameters;
        } else if (p.prefix().equals("!")) {
            return variable == null
                    ? List.of()
                    : new ArrayList<>(variable.array().keySet());
        } else {
            values = variable == null ? List.of() : variable.values();
        }
        return switch (p.operator()) {
            case "" -> values;
            case ":" -> slice(values, p);
            case "-", ":-" -> values.isEmpty() ? List.of(expander.text(p.argument())) : values;
            case "+", ":+" -> values.isEmpty() ? List.of() : List.of(expander.text(p.argument()));
            default -> values.stream().map(value -> operate(p, value)).toList();
        };
    }

    private List<String> slice(List<String> values, Word.Parameter p) {
        // $0 counts as the first of the positional ones.
        List<String> all = new ArrayList<>(values);
        if (p.index() == null) {
            all.add(0, shell.name);
        }
        long from = expander.number(p.argument());
        from = from < 0 ? Math.max(0, all.size() + from) : Math.min(from, all.size());
        Word second = p.second();
        long count = second == null ? all.size() : expander.number(second);
        if (count < 0) {
            throw new ExpansionException(count + ": substring expression < 0");
        }
        return all.subList((int) from, (int) Math.min(all.size(), from + count));
    }

    String value(Word.Parameter p) {
        if (p.prefix().equals("#")) {
            return Integer.toString(length(p));
        }
        Word.Parameter actual = p;
        if (p.prefix().equals("!")) {
            String target = plain(p);
            if (target == null || target.isEmpty()) {
                throw new ExpansionException(p.name() + ": invalid indirect expansion");
            }
            int bracket = target.indexOf('[');
            Word index = bracket > 0 ? Word.literal(target.substring(bracket + 1, target.length() - 1)) : null;
            actual = new Word.Parameter(
                    "",
                    bracket > 0 ? target.substring(0, bracket) : target,
                    index,
                    p.operator(),
                    p.argument(),
                    p.second(),
                    p.quoted());
        }
        String value = plain(actual);
        boolean missing = value == null || actual.operator().startsWith(":") && value.isEmpty();
        switch (actual.operator()) {
            case "-", ":-":
                return missing ? expander.text(actual.argument()) : orEmpty(value);
            case "=", ":=":
                if (missing) {
                    String set = expander.text(actual.argument());
                    shell.variables.set(actual.name(), set);
                    return set;
                }
                return orEmpty(value);
            case "+", ":+":
                return missing ? "" : expander.text(actual.argument());
            case "?", ":?":
                if (missing) {
                    String message = expander.text(actual.argument());
                    throw new ExpansionException(
                            actual.name() + ": " + (message.isEmpty() ? "parameter null or not set" : message));
                }
                return orEmpty(value);
            default:
                if (value == null) {
                    unset(actual);
                    return actual.operator().isEmpty() ? "" : operate(actual, "");
                }
                return operate(actual, value);
        }
    }

    private void unset(Word.Parameter p) {
        if (shell.is("nounset") && !p.name().equals("@") && !p.name().equals("*")) {
            throw new ExpansionException(p.name() + ": unbound variable");
        }
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private int length(Word.Parameter p) {
        if (p.name().equals("@") || p.name().equals("*")) {
            return shell.parameters.size();
        }
        if (all(p)) {
            Variable variable = shell.variables.find(p.name());
            return variable == null ? 0 : variable.values().size();
        }
        String value = plain(p);
        if (value == null) {
            unset(p);
        }
        return orEmpty(value).length();
    }

    /** Its value without operators; null where it is not set. */
    private @Nullable String plain(Word.Parameter p) {
        String name = p.name();
        Word index = p.index();
        if (index != null) {
            return element(name, index);
        }
        char first = name.charAt(0);
        if (Character.isDigit(first)) {
            int number = name.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(name);
            return number == 0
                    ? shell.name
                    : number <= shell.parameters.size() ? shell.parameters.get(number - 1) : null;
        }
        return switch (name) {
            case "?" -> Integer.toString(shell.status);
            case "#" -> Integer.toString(shell.parameters.size());
            case "$" -> "1000";
            case "!" -> null;
            case "-" -> shell.is("errexit") ? "ehB" : "hB";
            case "RANDOM" -> Integer.toString(shell.nextRandom());
            case "SECONDS" -> "0";
            case "LINENO" -> Integer.toString(shell.line);
            default -> {
                Variable variable = shell.variables.find(name);
                yield variable == null ? null : variable.value();
            }
        };
    }

    private @Nullable String element(String name, Word index) {
        Variable variable = shell.variables.find(name);
        if (variable == null) {
            return null;
        }
        return variable.array().get(key(variable, expander.text(index)));
    }

    /** The key of an element: a number, from the end where it is negative, or a name. */
    String key(Variable variable, String index) {
        if (variable.associative) {
            return index;
        }
        long number = expander.number(index);
        if (number < 0) {
            List<String> keys = new ArrayList<>(variable.array().keySet());
            number += keys.isEmpty() ? 0 : Long.parseLong(keys.get(keys.size() - 1)) + 1;
            if (number < 0) {
                throw new ExpansionException("[" + index + "]: bad array subscript");
            }
        }
        return Long.toString(number);
    }

    private String operate(Word.Parameter p, String value) {
        return switch (p.operator()) {
            case "#" -> withoutPrefix(value, expander.pattern(p.argument()), false);
            case "##" -> withoutPrefix(value, expander.pattern(p.argument()), true);
            case "%" -> withoutSuffix(value, expander.pattern(p.argument()), false);
            case "%%" -> withoutSuffix(value, expander.pattern(p.argument()), true);
            case "/" -> replaced(value, p, false);
            case "//" -> replaced(value, p, true);
            case "^" -> value.isEmpty() ? "" : Bytes.upper(value.substring(0, 1)) + value.substring(1);
            case "^^" -> Bytes.upper(value);
            case "," -> value.isEmpty() ? "" : Bytes.lower(value.substring(0, 1)) + value.substring(1);
            case ",," -> Bytes.lower(value);
            case ":" -> substring(value, p);
            default -> value;
        };
    }

    private String withoutPrefix(String value, String pattern, boolean longest) {
        for (int i = 0; i <= value.length(); i++) {
            int n = longest ? value.length() - i : i;
            if (Glob.matches(pattern, value.substring(0, n), meter)) {
                return value.substring(n);
            }
        }
        return value;
    }

    private String withoutSuffix(String value, String pattern, boolean longest) {
        for (int i = 0; i <= value.length(); i++) {
            int from = longest ? i : value.length() - i;
            if (Glob.matches(pattern, value.substring(from), meter)) {
                return value.substring(0, from);
            }
        }
        return value;
    }

    private String replaced(String value, Word.Parameter p, boolean all) {
        String pattern = expander.pattern(p.argument());
        Word second = p.second();
        String replacement = second == null ? "" : expander.text(second);
        boolean atStart = pattern.startsWith("#");
        boolean atEnd = pattern.startsWith("%");
        if (atStart || atEnd) {
            pattern = pattern.substring(1);
        }
        if (pattern.isEmpty() && !atStart && !atEnd) {
            return value;
        }
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (at <= value.length()) {
            int end = atEnd && !Glob.matches(pattern, value.substring(at), meter)
                    ? -1
                    : atEnd ? value.length() : longestFrom(value, at, pattern);
            if (end >= 0 && (end > at || atStart || atEnd)) {
                result.append(replacement);
                at = end;
                if (!all || atStart || atEnd) {
                    break;
                }
            } else if (atStart || at == value.length()) {
                break;
            } else {
                result.append(value.charAt(at++));
            }
            meter.text(result.length());
        }
        return result.append(value.substring(Math.min(at, value.length()))).toString();
    }

    private int longestFrom(String value, int from, String pattern) {
        for (int end = value.length(); end >= from; end--) {
            if (Glob.matches(pattern, value.substring(from, end), meter)) {
                return end;
            }
        }
        return -1;
    }

    private String substring(String value, Word.Parameter p) {
        long from = expander.number(p.argument());
        if (from < 0) {
            from += value.length();
            if (from < 0) {
                return "";
            }
        }
        from = Math.min(from, value.length());
        Word second = p.second();
        long end = value.length();
        if (second != null) {
            long length = expander.number(second);
            end = length < 0 ? value.length() + length : Math.min(value.length(), from + length);
            if (end < from) {
                if (length < 0) {
                    throw new ExpansionException(length + ": substring expression < 0");
                }
                return "";
            }
        }
        return value.substring((int) from, (int) end);
    }

    // For arithmetic

    @Override
    public String get(String name, String index) {
        Word word = index.isEmpty() ? null : Word.literal(index);
        String value = plain(new Word.Parameter("", name, word, "", Word.EMPTY, null, true));
        if (value == null && shell.is("nounset")) {
            throw new ExpansionException(name + ": unbound variable");
        }
        return value == null || value.isBlank() ? "0" : value.strip();
    }

    @Override
    public void set(String name, String index, String value) {
        if (index.isEmpty()) {
            shell.variables.set(name, value);
        } else {
            Variable variable = shell.variables.get(name);
            String key = key(variable, index);
            variable.array().put(key, value);
        }
    }
}
