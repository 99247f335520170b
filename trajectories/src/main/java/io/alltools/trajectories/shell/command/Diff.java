package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.file.Inode;
import io.alltools.trajectories.shell.process.Bytes;
import io.alltools.trajectories.shell.process.Process;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** {@code diff}: normal, unified and brief, and folders with {@code -r}. */
final class Diff {

    /** Above this the table of the longest common subsequence takes too much memory. */
    private static final long MAX_CELLS = 4_000_000;

    /** Lines {@code from..to} of the left in place of {@code at..end} of the right, from 0, ends excluded. */
    private record Change(int from, int to, int at, int end) {}

    private final Process process;
    private final Options options;

    private Diff(Process process, Options options) {
        this.process = process;
        this.options = options;
    }

    static int run(Process process) {
        Options options = Options.of(
                process,
                "uqrsiwbBNU:",
                "unified=u",
                "brief=q",
                "recursive=r",
                "report-identical-files=s",
                "ignore-case=i",
                "new-file=N");
        List<String> names = options.operands(2);
        return new Diff(process, options).compare(names.get(0), names.get(1));
    }

    private int compare(String left, String right) {
        boolean leftFolder = isFolder(left);
        boolean rightFolder = isFolder(right);
        if (leftFolder && rightFolder) {
            return folders(left, right);
        }
        String a = leftFolder ? left + "/" + base(right) : left;
        String b = rightFolder ? right + "/" + base(left) : right;
        return files(a, b);
    }

    private boolean isFolder(String path) {
        return process.files()
                .find(path)
                .filter(node -> node instanceof Inode.Folder)
                .isPresent();
    }

    private static String base(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private int folders(String left, String right) {
        TreeSet<String> names = new TreeSet<>(process.files().list(left));
        names.addAll(process.files().list(right));
        int status = 0;
        for (String name : names) {
            process.meter().step();
            boolean inLeft = process.files().findLink(left + "/" + name).isPresent();
            boolean inRight = process.files().findLink(right + "/" + name).isPresent();
            if (!inLeft || !inRight) {
                process.line("Only in " + (inLeft ? left : right) + ": " + name);
                status = 1;
            } else if (isFolder(left + "/" + name) && isFolder(right + "/" + name)) {
                if (options.has('r')) {
                    status |= folders(left + "/" + name, right + "/" + name);
                } else {
                    process.line("Common subdirectories: " + left + "/" + name + " and " + right + "/" + name);
                }
            } else {
                status |= files(left + "/" + name, right + "/" + name);
            }
        }
        return status;
    }

    private int files(String left, String right) {
        String a = process.read(left);
        String b = process.read(right);
        List<String> x = lines(a);
        List<String> y = lines(b);
        List<Change> changes = changes(keys(x), keys(y));
        if (changes.isEmpty()) {
            if (options.has('s')) {
                process.line("Files " + left + " and " + right + " are identical");
            }
            return 0;
        }
        if (options.has('q')) {
            process.line("Files " + left + " and " + right + " differ");
            return 1;
        }
        if (options.has('u') || options.has('U')) {
            process.line("--- " + left + "\t" + stamp(left));
            process.line("+++ " + right + "\t" + stamp(right));
            unified(x, y, changes, (int) Math.min(1000, options.number('U', 3)));
        } else {
            normal(x, y, changes);
        }
        return 1;
    }

    private String stamp(String path) {
        long time = path.equals("-")
                ? process.machine().clock().now()
                : process.files().get(path).modified();
        return Dates.format("%Y-%m-%d %H:%M:%S.%N %z", Dates.at(time));
    }

    /** Lines with what ends them, so that a missing newline is a difference. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            lines.add(end < 0 ? text.substring(start) + "\n\\ No newline at end of file" : text.substring(start, end));
            start = end < 0 ? text.length() : end + 1;
        }
        return lines;
    }

    private List<String> keys(List<String> lines) {
        return lines.stream()
                .map(line -> options.has('w')
                        ? line.replaceAll("[ \t]+", "")
                        : options.has('b') ? line.replaceAll("[ \t]+", " ").stripTrailing() : line)
                .map(line -> options.has('i') ? Bytes.lower(line) : line)
                .toList();
    }

    private List<Change> changes(List<String> x, List<String> y) {
        int start = 0;
        int endX = x.size();
        int endY = y.size();
        while (start < endX && start < endY && x.get(start).equals(y.get(start))) {
            start++;
        }
        while (endX > start && endY > start && x.get(endX - 1).equals(y.get(endY - 1))) {
            endX--;
            endY--;
        }
        int n = endX - start;
        int m = endY - start;
        if (n == 0 && m == 0) {
            return List.of();
        }
        if ((long) n * m > MAX_CELLS) {
            return List.of(new Change(start, endX, start, endY));
        }
        int[][] common = new int[n + 1][m + 1];
        for (int i = n - 1; i >= 0; i--) {
            process.meter().steps(m / 8 + 1);
            for (int j = m - 1; j >= 0; j--) {
                common[i][j] = x.get(start + i).equals(y.get(start + j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<Change> changes = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < n || j < m) {
            int fromX = i;
            int fromY = j;
            while (i < n || j < m) {
                if (i < n && j < m && x.get(start + i).equals(y.get(start + j))) {
                    break;
                }
                if (j == m || i < n && common[i + 1][j] >= common[i][j + 1]) {
                    i++;
                } else {
                    j++;
                }
            }
            if (i > fromX || j > fromY) {
                changes.add(new Change(start + fromX, start + i, start + fromY, start + j));
            }
            while (i < n && j < m && x.get(start + i).equals(y.get(start + j))) {
                i++;
                j++;
            }
        }
        return changes;
    }

    private void normal(List<String> x, List<String> y, List<Change> changes) {
        for (Change c : changes) {
            char kind = c.from == c.to ? 'a' : c.at == c.end ? 'd' : 'c';
            process.line(range(c.from, c.to) + kind + range(c.at, c.end));
            x.subList(c.from, c.to).forEach(line -> process.line("< " + line));
            if (kind == 'c') {
                process.line("---");
            }
            y.subList(c.at, c.end).forEach(line -> process.line("> " + line));
        }
    }

    private static String range(int from, int to) {
        return from == to ? Integer.toString(from) : to - from == 1 ? Integer.toString(to) : from + 1 + "," + to;
    }

    private void unified(List<String> x, List<String> y, List<Change> changes, int context) {
        int i = 0;
        while (i < changes.size()) {
            int last = i;
            while (last + 1 < changes.size() && changes.get(last + 1).from - changes.get(last).to <= 2 * context) {
                last++;
            }
            int from = Math.max(0, changes.get(i).from - context);
            int to = Math.min(x.size(), changes.get(last).to + context);
            int at = changes.get(i).at - (changes.get(i).from - from);
            int end = changes.get(last).end + (to - changes.get(last).to);
            process.line("@@ -" + hunk(from, to) + " +" + hunk(at, end) + " @@");
            int position = from;
            for (Change c : changes.subList(i, last + 1)) {
                x.subList(position, c.from).forEach(line -> process.line(" " + line));
                x.subList(c.from, c.to).forEach(line -> process.line("-" + line));
                y.subList(c.at, c.end).forEach(line -> process.line("+" + line));
                position = c.to;
            }
            x.subList(position, to).forEach(line -> process.line(" " + line));
            i = last + 1;
        }
    }

    private static String hunk(int from, int to) {
        int length = to - from;
        return (length == 0 ? from : from + 1) + (length == 1 ? "" : "," + length);
    }
}
