package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.process.Bytes;
import io.alltools.trajectories.shell.process.Meter;
import io.alltools.trajectories.shell.process.Output;
import io.alltools.trajectories.shell.process.Process;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code sort}: by the whole line or by keys, with the orders of GNU. */
final class Sort {

    private static final Pattern NUMBER =
            Pattern.compile("[ \\t]*(-?[0-9]{0,40}(?:\\.[0-9]{0,40})?)([KMGTPEkmgtpe]?).*", Pattern.DOTALL);
    private static final String MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    private static final String ORDERS = "nrhMVfbdig";

    /**
     * A key of {@code -k}.
     *
     * @param first field and {@code firstChar} where it begins, from 1
     * @param last field where it ends, 0 for the end of the line; {@code lastChar} 0 for the field's end
     */
    private record Key(int first, int firstChar, int last, int lastChar, String orders) {}

    private Sort() {}

    static int run(Process process) {
        Options options = Options.of(
                process,
                "nrhMVfbdiguk:t:o:sczm",
                "numeric-sort=n",
                "reverse=r",
                "human-numeric-sort=h",
                "month-sort=M",
                "version-sort=V",
                "ignore-case=f",
                "unique=u",
                "key=k",
                "field-separator=t",
                "output=o",
                "stable=s",
                "check=c",
                "general-numeric-sort=g",
                "ignore-leading-blanks=b");
        StringBuilder orders = new StringBuilder();
        for (char c : ORDERS.toCharArray()) {
            orders.append(options.has(c) ? String.valueOf(c) : "");
        }
        List<Key> keys = new ArrayList<>();
        for (String key : options.values('k')) {
            keys.add(key(key, orders.toString()));
        }
        String separator = options.value('t', "");
        if (separator.equals("\\0")) {
            separator = "\0";
        } else if (separator.length() > 1) {
            throw new Options.UsageException("multi-character tab '" + separator + "'");
        }
        Comparator<String> byKeys = comparator(keys, separator, orders.toString(), process.meter());
        Comparator<String> whole = Comparator.naturalOrder();
        Comparator<String> all = options.has('s') || options.has('u')
                ? byKeys
                : byKeys.thenComparing(options.has('r') ? whole.reversed() : whole);
        List<String> lines = new ArrayList<>();
        int status = TextCommands.each(
                process, options.operands(), (name, input) -> lines.addAll(TextCommands.lines(process, input)));
        if (status != 0) {
            return 2;
        }
        if (options.has('c')) {
            for (int i = 1; i < lines.size(); i++) {
                if (all.compare(lines.get(i - 1), lines.get(i)) > 0) {
                    return process.error((options.operands().isEmpty()
                                    ? "-"
                                    : options.operands().get(0)) + ":" + (i + 1) + ": disorder: " + lines.get(i));
                }
            }
            return 0;
        }
        lines.sort(all);
        Output output = options.has('o') ? process.create(options.value('o', ""), false) : process.out();
        String previous = null;
        for (String line : lines) {
            if (!options.has('u') || previous == null || byKeys.compare(previous, line) != 0) {
                output.line(line);
                previous = line;
            }
        }
        return 0;
    }

    private static Key key(String text, String orders) {
        Matcher m = Pattern.compile(
                        "([0-9]{1,6})(?:\\.([0-9]{1,6}))?([a-zA-Z]*)(?:,([0-9]{1,6})(?:\\.([0-9]{1,6}))?([a-zA-Z]*))?")
                .matcher(text);
        if (!m.matches() || m.group(1).matches("0+")) {
            throw new Options.UsageException("invalid key specification '" + text + "'");
        }
        String own = m.group(3) + (m.group(6) == null ? "" : m.group(6));
        for (char c : own.toCharArray()) {
            if (ORDERS.indexOf(c) < 0) {
                throw new Options.UsageException("key order '" + c + "' is not supported: there are " + ORDERS);
            }
        }
        return new Key(
                Integer.parseInt(m.group(1)),
                m.group(2) == null ? 1 : Integer.parseInt(m.group(2)),
                m.group(4) == null ? 0 : Integer.parseInt(m.group(4)),
                m.group(5) == null ? 0 : Integer.parseInt(m.group(5)),
                own.isEmpty() ? orders : own);
    }

    private static Comparator<String> comparator(List<Key> keys, String separator, String orders, Meter meter) {
        if (keys.isEmpty()) {
            return (a, b) -> {
                meter.step();
                return compare(a, b, orders);
            };
        }
        return (a, b) -> {
            meter.step();
            for (Key key : keys) {
                int order = compare(part(a, key, separator), part(b, key, separator), key.orders);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    private static String part(String line, Key key, String separator) {
        List<int[]> fields = fields(line, separator);
        if (key.first > fields.size()) {
            return "";
        }
        int from = fields.get(key.first - 1)[0];
        if (key.orders.contains("b")) {
            while (from < line.length() && (line.charAt(from) == ' ' || line.charAt(from) == '\t')) {
                from++;
            }
        }
        from = Math.min(line.length(), from + key.firstChar - 1);
        int to = line.length();
        if (key.last > 0 && key.last <= fields.size()) {
            int[] last = fields.get(key.last - 1);
            to = key.lastChar == 0 ? last[1] : Math.min(line.length(), last[0] + key.lastChar);
        }
        return to > from ? line.substring(from, to) : "";
    }

    /** Where fields begin and end; without a separator the blanks before a field belong to it. */
    private static List<int[]> fields(String line, String separator) {
        List<int[]> fields = new ArrayList<>();
        int start = 0;
        int i = 0;
        while (i <= line.length()) {
            if (separator.isEmpty()) {
                while (i < line.length() && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
                    i++;
                }
                while (i < line.length() && line.charAt(i) != ' ' && line.charAt(i) != '\t') {
                    i++;
                }
                fields.add(new int[] {start, i});
                start = i;
                if (i == line.length()) {
                    break;
                }
            } else {
                if (i == line.length() || line.charAt(i) == separator.charAt(0)) {
                    fields.add(new int[] {start, i});
                    start = i + 1;
                }
                i++;
            }
        }
        return fields;
    }

    private static int compare(String a, String b, String orders) {
        int order;
        if (orders.contains("n") || orders.contains("g")) {
            order = number(a).compareTo(number(b));
        } else if (orders.contains("h")) {
            int units = Integer.compare(unit(a), unit(b));
            order = units != 0 ? units : number(a).compareTo(number(b));
        } else if (orders.contains("M")) {
            order = Integer.compare(month(a), month(b));
        } else if (orders.contains("V")) {
            order = versions(a, b);
        } else {
            order = text(a, orders).compareTo(text(b, orders));
        }
        return orders.contains("r") ? -order : order;
    }

    private static String text(String text, String orders) {
        String result = orders.contains("b") ? text.replaceFirst("^[ \t]+", "") : text;
        result = orders.contains("d") ? result.replaceAll("[^A-Za-z0-9 \t]", "") : result;
        return orders.contains("f") ? Bytes.upper(result) : result;
    }

    private static BigDecimal number(String text) {
        Matcher m = NUMBER.matcher(text);
        String digits = m.matches() ? m.group(1) : "";
        return digits.matches("-?\\.?|-?[0-9]*\\.") && !digits.matches("-?[0-9]+\\.")
                ? BigDecimal.ZERO
                : new BigDecimal(digits.endsWith(".") ? digits + "0" : digits);
    }

    private static int unit(String text) {
        Matcher m = NUMBER.matcher(text);
        if (!m.matches() || number(text).signum() == 0) {
            return 0;
        }
        int unit = m.group(2).isEmpty() ? 0 : "KMGTPE".indexOf(Bytes.upper(m.group(2))) + 1;
        return number(text).signum() * unit;
    }

    private static int month(String text) {
        String name = Bytes.upper(text.strip());
        int at = name.length() < 3 ? -1 : MONTHS.indexOf(name.substring(0, 3));
        return at >= 0 && at % 3 == 0 ? at / 3 + 1 : 0;
    }

    private static int versions(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            if (Character.isDigit(a.charAt(i)) && Character.isDigit(b.charAt(j))) {
                int x = i;
                int y = j;
                while (x < a.length() && Character.isDigit(a.charAt(x))) {
                    x++;
                }
                while (y < b.length() && Character.isDigit(b.charAt(y))) {
                    y++;
                }
                String m = a.substring(i, x).replaceFirst("^0+(?=.)", "");
                String n = b.substring(j, y).replaceFirst("^0+(?=.)", "");
                int order = m.length() != n.length() ? Integer.compare(m.length(), n.length()) : m.compareTo(n);
                if (order != 0) {
                    return order;
                }
                i = x;
                j = y;
            } else {
                int order = Character.compare(a.charAt(i++), b.charAt(j++));
                if (order != 0) {
                    return order;
                }
            }
        }
        return Integer.compare(a.length() - i, b.length() - j);
    }
}
