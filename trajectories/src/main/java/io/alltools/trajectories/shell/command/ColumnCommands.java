package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.process.Bytes;
import io.alltools.trajectories.shell.process.Command;
import io.alltools.trajectories.shell.process.Input;
import io.alltools.trajectories.shell.process.Process;
import io.alltools.trajectories.shell.text.CharClass;
import io.alltools.trajectories.shell.text.Escapes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Programs that work on the columns, characters and neighbours of lines: cut, tr, uniq, paste, comm, fold, column. */
final class ColumnCommands {

    private ColumnCommands() {}

    static void addTo(Map<String, Command> all) {
        all.put("cut", ColumnCommands::cut);
        all.put("tr", ColumnCommands::tr);
        all.put("uniq", ColumnCommands::uniq);
        all.put("paste", ColumnCommands::paste);
        all.put("comm", ColumnCommands::comm);
        all.put("fold", ColumnCommands::fold);
        all.put("column", ColumnCommands::column);
    }

    private static int cut(Process process) {
        Options options = Options.of(
                process,
                "f:c:b:d:sCo:",
                "fields=f",
                "characters=c",
                "bytes=b",
                "delimiter=d",
                "only-delimited=s",
                "complement=C",
                "output-delimiter=o");
        char by = options.last("fcb");
        if (by == 0) {
            return process.error("you must specify a list of bytes, characters, or fields");
        }
        String delimiter = options.value('d', "\t");
        if (delimiter.length() != 1) {
            return process.error("the delimiter must be a single character");
        }
        BitSet wanted = list(options.value(by, ""));
        String between = options.has('o') ? options.value('o', "") : by == 'f' ? delimiter : "";
        boolean complement = options.has('C');
        return TextCommands.each(process, options.operands(), (name, input) -> {
            for (String line = input.line(process.meter()); line != null; line = input.line(process.meter())) {
                if (by == 'f' && !line.contains(delimiter)) {
                    if (!options.has('s')) {
                        process.line(line);
                    }
                    continue;
                }
                List<String> parts = by == 'f'
                        ? split(line, delimiter.charAt(0))
                        : line.chars().mapToObj(c -> String.valueOf((char) c)).toList();
                StringBuilder out = new StringBuilder();
                boolean any = false;
                for (int i = 0; i < parts.size(); i++) {
                    if (wanted.get(Math.min(i + 1, MAX_COLUMN)) != complement) {
                        out.append(any ? between : "").append(parts.get(i));
                        any = true;
                    }
                }
                process.line(out.toString());
            }
        });
    }

    private static final int MAX_COLUMN = 100_000;

    private static List<String> split(String line, char delimiter) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= line.length(); i++) {
            if (i == line.length() || line.charAt(i) == delimiter) {
                parts.add(line.substring(start, i));
                start = i + 1;
            }
        }
        return parts;
    }

    private static BitSet list(String text) {
        BitSet set = new BitSet();
        for (String range : text.split("[, ]", -1)) {
            if (!range.matches("[0-9]{1,5}(-[0-9]{0,5})?|-[0-9]{1,5}") || range.matches("0+(-.*)?")) {
                throw new Options.UsageException("invalid field value '" + range + "'");
            }
            int dash = range.indexOf('-');
            int from = dash == 0 ? 1 : Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            int to = dash < 0
                    ? from
                    : dash == range.length() - 1 ? MAX_COLUMN : Integer.parseInt(range.substring(dash + 1));
            if (to < from) {
                throw new Options.UsageException("invalid decreasing range");
            }
            set.set(from, to + 1);
        }
        return set;
    }

    private static int tr(Process process) {
        Options options = Options.before(process, "dscC", "delete=d", "squeeze-repeats=s", "complement=c");
        List<String> sets = options.operands(1);
        boolean complement = options.has('c') || options.has('C');
        String first = set(sets.get(0), 0);
        if (complement) {
            StringBuilder rest = new StringBuilder();
            for (char c = 0; c < 256; c++) {
                if (first.indexOf(c) < 0) {
                    rest.append(c);
                }
            }
            first = rest.toString();
        }
        String second = sets.size() > 1 ? set(sets.get(1), first.length()) : "";
        boolean delete = options.has('d');
        if (sets.size() < 2 && !delete && !options.has('s')) {
            return process.error("missing operand after '" + sets.get(0) + "'");
        }
        boolean[] gone = new boolean[256];
        char[] map = new char[256];
        boolean[] squeezed = new boolean[256];
        for (char c = 0; c < 256; c++) {
            map[c] = c;
        }
        for (int i = 0; i < first.length(); i++) {
            char c = first.charAt(i);
            if (delete) {
                gone[c] = true;
            } else if (!second.isEmpty()) {
                map[c] = second.charAt(Math.min(i, second.length() - 1));
            }
        }
        if (options.has('s')) {
            (second.isEmpty() ? first : second).chars().forEach(c -> squeezed[c] = true);
        }
        int last = -1;
        for (byte[] some = process.in().some(8192);
                some.length > 0;
                some = process.in().some(8192)) {
            StringBuilder out = new StringBuilder();
            for (byte b : some) {
                int c = b & 0xff;
                if (gone[c]) {
                    continue;
                }
                char to = map[c];
                if (squeezed[to] && to == last) {
                    continue;
                }
                last = to;
                out.append(to);
            }
            process.print(out.toString());
        }
        return 0;
    }

    private static String set(String text, int fill) {
        StringBuilder set = new StringBuilder();
        String plain = text;
        for (int i = 0; i < plain.length(); ) {
            if (plain.startsWith("[:", i) && plain.indexOf(":]", i) > 0) {
                int end = plain.indexOf(":]", i);
                var test = CharClass.named(plain.substring(i + 2, end));
                for (char c = 0; c < 128; c++) {
                    if (test.test(c)) {
                        set.append(c);
                    }
                }
                i = end + 2;
            } else if (plain.substring(i).matches("(?s)\\[.\\*[0-9]*\\].*")) {
                int end = plain.indexOf(']', i + 2);
                String count = plain.substring(i + 3, end);
                int n = count.isEmpty() ? Math.max(0, fill - set.length()) : Math.min(256, Integer.parseInt(count));
                set.append(String.valueOf(plain.charAt(i + 1)).repeat(n));
                i = end + 1;
            } else {
                int size = unit(plain, i);
                char c = Escapes.format(plain.substring(i, i + size)).charAt(0);
                i += size;
                if (i + 1 < plain.length() && plain.charAt(i) == '-') {
                    int more = unit(plain, i + 1);
                    char to =
                            Escapes.format(plain.substring(i + 1, i + 1 + more)).charAt(0);
                    if (to < c) {
                        throw new Options.UsageException(
                                "range-endpoints of '" + c + "-" + to + "' are in reverse collating sequence order");
                    }
                    for (char in = c; in <= to && in < 256; in++) {
                        set.append(in);
                    }
                    i += 1 + more;
                } else {
                    set.append(c);
                }
            }
        }
        return set.toString();
    }

    /** How many characters of a set one character takes. */
    private static int unit(String text, int at) {
        if (text.charAt(at) != '\\' || at + 1 == text.length()) {
            return 1;
        }
        int n = 1;
        while (n < 4 && at + n < text.length() && Character.digit(text.charAt(at + n), 8) >= 0) {
            n++;
        }
        return Math.max(2, n);
    }

    private static int uniq(Process process) {
        Options options = Options.of(
                process, "cduif:s:w:", "count=c", "repeated=d", "unique=u", "ignore-case=i", "skip-fields=f");
        List<String> files = options.operands();
        Input input = process.open(files.isEmpty() ? "-" : files.get(0));
        var output = files.size() > 1 ? process.create(files.get(1), false) : process.out();
        int fields = (int) options.number('f', 0);
        int skip = (int) options.number('s', 0);
        int width = (int) Math.min(Integer.MAX_VALUE, options.number('w', Integer.MAX_VALUE));
        String previous = null;
        String previousKey = "";
        long count = 0;
        while (true) {
            String line = input.line(process.meter());
            String key = line == null ? "" : key(line, fields, skip, width, options.has('i'));
            if (previous != null && (line == null || !key.equals(previousKey))) {
                boolean wanted = options.has('d') ? count > 1 : !options.has('u') || count == 1;
                if (wanted) {
                    output.line((options.has('c') ? Printing.right(Long.toString(count), 7) + " " : "") + previous);
                }
                previous = null;
                count = 0;
            }
            if (line == null) {
                return 0;
            }
            if (previous == null) {
                previous = line;
                previousKey = key;
            }
            count++;
        }
    }

    private static String key(String line, int fields, int skip, int width, boolean ignoreCase) {
        int at = 0;
        for (int i = 0; i < fields; i++) {
            while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
                at++;
            }
            while (at < line.length() && line.charAt(at) != ' ' && line.charAt(at) != '\t') {
                at++;
            }
        }
        at = Math.min(line.length(), at + skip);
        String key = line.substring(at, (int) Math.min(line.length(), (long) at + width));
        return ignoreCase ? Bytes.lower(key) : key;
    }

    private static int paste(Process process) {
        Options options = Options.of(process, "sd:", "serial=s", "delimiters=d");
        String delimiters = Escapes.format(options.value('d', "\t"));
        List<String> names = options.operands().isEmpty() ? List.of("-") : options.operands();
        if (options.has('s')) {
            return TextCommands.each(process, names, (name, input) -> {
                StringBuilder out = new StringBuilder();
                int n = 0;
                for (String line = input.line(process.meter()); line != null; line = input.line(process.meter())) {
                    out.append(n == 0 ? "" : delimiter(delimiters, n - 1)).append(line);
                    n++;
                    process.meter().text(out.length());
                }
                process.line(out.toString());
            });
        }
        List<Input> inputs = names.stream().map(process::open).toList();
        while (true) {
            StringBuilder out = new StringBuilder();
            boolean any = false;
            for (int i = 0; i < inputs.size(); i++) {
                String line = inputs.get(i).line(process.meter());
                any |= line != null;
                out.append(i == 0 ? "" : delimiter(delimiters, i - 1)).append(line == null ? "" : line);
            }
            if (!any) {
                return 0;
            }
            process.line(out.toString());
        }
    }

    private static String delimiter(String delimiters, int index) {
        return delimiters.isEmpty() ? "" : String.valueOf(delimiters.charAt(index % delimiters.length()));
    }

    private static int comm(Process process) {
        Options options = Options.of(process, "123", "nocheck-order=n");
        List<String> names = options.operands(2);
        Input left = process.open(names.get(0));
        Input right = process.open(names.get(1));
        String a = left.line(process.meter());
        String b = right.line(process.meter());
        String second = options.has('1') ? "" : "\t";
        String third = second + (options.has('2') ? "" : "\t");
        while (a != null || b != null) {
            int order = a == null ? 1 : b == null ? -1 : a.compareTo(b);
            if (order < 0) {
                print(process, !options.has('1'), String.valueOf(a));
            } else if (order > 0) {
                print(process, !options.has('2'), second + b);
            } else {
                print(process, !options.has('3'), third + a);
            }
            a = order <= 0 ? left.line(process.meter()) : a;
            b = order >= 0 ? right.line(process.meter()) : b;
        }
        return 0;
    }

    private static void print(Process process, boolean wanted, String line) {
        if (wanted) {
            process.line(line);
        }
    }

    private static int fold(Process process) {
        Options options = Options.of(process, "w:sb", "width=w", "spaces=s");
        int width = (int) Math.max(1, Math.min(1 << 20, options.number('w', 80)));
        return TextCommands.each(process, options.operands(), (name, input) -> {
            for (String line = input.line(process.meter()); line != null; line = input.line(process.meter())) {
                while (line.length() > width) {
                    int blank = options.has('s') ? line.lastIndexOf(' ', width - 1) : -1;
                    int at = blank > 0 ? blank + 1 : width;
                    process.line(line.substring(0, at));
                    line = line.substring(at);
                }
                process.line(line);
            }
        });
    }

    private static int column(Process process) {
        Options options = Options.of(process, "ts:", "table=t", "separator=s");
        if (!options.has('t')) {
            return process.error("only tables (-t) are supported");
        }
        String separators = options.value('s', " \t");
        List<List<String>> rows = new ArrayList<>();
        int status = TextCommands.each(process, options.operands(), (name, input) -> {
            for (String line : TextCommands.lines(process, input)) {
                List<String> row = new ArrayList<>();
                StringBuilder cell = new StringBuilder();
                for (int i = 0; i <= line.length(); i++) {
                    boolean end = i == line.length() || separators.indexOf(line.charAt(i)) >= 0;
                    if (!end) {
                        cell.append(line.charAt(i));
                    } else {
                        if (!cell.isEmpty() || options.has('s') && i < line.length()) {
                            row.add(cell.toString());
                        }
                        cell.setLength(0);
                    }
                }
                if (!row.isEmpty()) {
                    rows.add(row);
                }
            }
        });
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                if (i == widths.size()) {
                    widths.add(0);
                }
                widths.set(i, Math.max(widths.get(i), row.get(i).length()));
            }
        }
        for (List<String> row : rows) {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                out.append(i == row.size() - 1 ? row.get(i) : Printing.left(row.get(i), widths.get(i) + 2));
            }
            process.line(out.toString());
        }
        return status;
    }
}
