package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.file.FileError;
import io.alltools.trajectories.shell.file.Inode;
import io.alltools.trajectories.shell.process.Process;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** {@code ls}: always one name a line, as its output is never a terminal. */
final class Ls {

    private static final long HALF_A_YEAR = 15_778_476_000L;

    private record Entry(String name, String path, Inode node) {}

    private final Process process;
    private final Options options;
    private int status;
    private boolean printed;

    private Ls(Process process, Options options) {
        this.process = process;
        this.options = options;
    }

    static int run(Process process) {
        List<String> words = new ArrayList<>(List.of(process.name()));
        process.arguments().stream().filter(word -> !word.startsWith("--color")).forEach(words::add);
        Options options = Options.of(
                process.with(words),
                "laARtShr1dFinpoguckGUXsTD",
                "all=a",
                "almost-all=A",
                "recursive=R",
                "human-readable=h",
                "reverse=r",
                "directory=d",
                "classify=F",
                "inode=i",
                "numeric-uid-gid=n",
                "size=s",
                "full-time=T",
                "group-directories-first=D");
        return new Ls(process, options).list();
    }

    private int list() {
        List<String> operands = options.operands().isEmpty() ? List.of(".") : options.operands();
        List<Entry> files = new ArrayList<>();
        List<Entry> folders = new ArrayList<>();
        for (String path : operands) {
            try {
                boolean follow = !options.has('l') && !options.has('d') && !options.has('n');
                Inode node = follow && process.files().find(path).isPresent()
                        ? process.files().get(path)
                        : process.files().getLink(path);
                boolean opens = node instanceof Inode.Folder && !options.has('d');
                (opens ? folders : files).add(new Entry(path, path, node));
            } catch (FileError e) {
                process.error("cannot access '" + path + "': " + e.text());
                status = 2;
            }
        }
        if (!files.isEmpty()) {
            print(sorted(files));
            printed = true;
        }
        for (Entry folder : sorted(folders)) {
            folder(folder.path, operands.size() > 1 || options.has('R'));
        }
        return status;
    }

    private void folder(String path, boolean titled) {
        List<String> names;
        try {
            names = process.files().list(path);
        } catch (FileError e) {
            process.error("cannot open directory '" + path + "': " + e.text());
            status = 2;
            return;
        }
        if (titled) {
            process.line((printed ? "\n" : "") + path + ":");
        }
        printed = true;
        List<Entry> entries = new ArrayList<>();
        for (String name : names) {
            process.meter().step();
            if (!name.startsWith(".") || options.has('a') || options.has('A')) {
                String child = path.endsWith("/") ? path + name : path + "/" + name;
                entries.add(new Entry(name, child, process.files().getLink(child)));
            }
        }
        if (options.last("aA") == 'a') {
            entries.add(new Entry(".", path, process.files().get(path)));
            entries.add(new Entry("..", path + "/..", process.files().get(path + "/..")));
        }
        List<Entry> sorted = sorted(entries);
        if (options.last("lnog") != 0 || options.has('s')) {
            long total = entries.stream().mapToLong(entry -> blocks(entry.node)).sum();
            process.line("total " + (options.has('h') ? Sizes.human(total * 1024) : Long.toString(total)));
        }
        print(sorted);
        if (options.has('R')) {
            for (Entry entry : sorted) {
                if (entry.node instanceof Inode.Folder && !entry.name.equals(".") && !entry.name.equals("..")) {
                    folder(entry.path, true);
                }
            }
        }
    }

    private static long blocks(Inode node) {
        return node instanceof Inode.Link ? 0 : Sizes.blocks(node.size());
    }

    private List<Entry> sorted(List<Entry> entries) {
        Comparator<Entry> byName = Comparator.comparing(Entry::name);
        Comparator<Entry> order = switch (options.last("tSUX")) {
            case 't' -> Comparator.<Entry>comparingLong(e -> -time(e.node)).thenComparing(byName);
            case 'S' -> Comparator.<Entry>comparingLong(e -> -e.node.size()).thenComparing(byName);
            case 'X' ->
                Comparator.<Entry, String>comparing(e -> extension(e.name)).thenComparing(byName);
            default -> byName;
        };
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(order);
        if (options.has('r')) {
            Collections.reverse(sorted);
        }
        return sorted;
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot);
    }

    private long time(Inode node) {
        return options.has('u') ? node.accessed() : options.has('c') ? node.changed() : node.modified();
    }

    private void print(List<Entry> entries) {
        boolean isLong = options.last("lnog") != 0;
        if (!isLong) {
            for (Entry entry : entries) {
                process.line((options.has('i') ? entry.node.number() + " " : "")
                        + (options.has('s') ? blocks(entry.node) + " " : "")
                        + entry.name
                        + mark(entry.node));
            }
            return;
        }
        List<String[]> rows = new ArrayList<>();
        int[] widths = new int[4];
        for (Entry entry : entries) {
            Inode node = entry.node;
            boolean numbers = options.has('n');
            String[] row = {
                Integer.toString(node.links()),
                numbers ? Integer.toString(node.owner()) : process.users().userName(node.owner()),
                numbers ? Integer.toString(node.group()) : process.users().groupName(node.group()),
                node instanceof Inode.Device
                        ? "1, 3"
                        : options.has('h') ? Sizes.human(node.size()) : Long.toString(node.size())
            };
            for (int i = 0; i < 4; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
            rows.add(row);
        }
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            String[] row = rows.get(i);
            process.line((options.has('i') ? entry.node.number() + " " : "")
                    + Modes.text(entry.node)
                    + " " + Printing.right(row[0], widths[0])
                    + (options.has('g') ? "" : " " + Printing.left(row[1], widths[1]))
                    + (options.has('o') || options.has('G') ? "" : " " + Printing.left(row[2], widths[2]))
                    + " " + Printing.right(row[3], widths[3])
                    + " " + date(time(entry.node))
                    + " " + entry.name
                    + (entry.node instanceof Inode.Link link ? " -> " + link.target() : mark(entry.node)));
        }
    }

    private String date(long time) {
        if (options.has('T')) {
            return Dates.format("%Y-%m-%d %H:%M:%S.%N %z", Dates.at(time));
        }
        long now = process.machine().clock().now();
        boolean recent = time <= now && now - time < HALF_A_YEAR;
        return Dates.format(recent ? "%b %e %H:%M" : "%b %e  %Y", Dates.at(time));
    }

    private String mark(Inode node) {
        if (options.has('p') && node instanceof Inode.Folder) {
            return "/";
        }
        if (!options.has('F')) {
            return "";
        }
        return switch (node) {
            case Inode.Folder folder -> "/";
            case Inode.Link link -> "@";
            case Inode.RegularFile file -> (file.mode() & 0111) != 0 ? "*" : "";
            case Inode.Device device -> "";
        };
    }
}
