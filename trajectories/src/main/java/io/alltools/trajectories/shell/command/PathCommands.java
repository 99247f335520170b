package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.file.FileError;
import io.alltools.trajectories.shell.file.Inode;
import io.alltools.trajectories.shell.process.Command;
import io.alltools.trajectories.shell.process.Process;
import io.alltools.trajectories.shell.text.Escapes;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Programs that tell about paths and files: pwd, basename, dirname, realpath, readlink, which, stat, du, df, file. */
final class PathCommands {

    private PathCommands() {}

    static void addTo(Map<String, Command> all) {
        all.put("pwd", process -> {
            process.line(process.files().here());
            return 0;
        });
        all.put("basename", PathCommands::basename);
        all.put("dirname", PathCommands::dirname);
        all.put("realpath", PathCommands::realpath);
        all.put("readlink", PathCommands::readlink);
        all.put("which", PathCommands::which);
        all.put("stat", PathCommands::stat);
        all.put("du", PathCommands::du);
        all.put("df", PathCommands::df);
        all.put("file", PathCommands::file);
    }

    private static int basename(Process process) {
        Options options = Options.of(process, "as:", "multiple=a", "suffix=s");
        List<String> operands = options.operands(1);
        boolean several = options.has('a') || options.has('s');
        String suffix = several ? options.value('s', "") : operands.size() > 1 ? operands.get(1) : "";
        for (String path : several ? operands : operands.subList(0, 1)) {
            String trimmed = path.replaceFirst("(?<=.)/+$", "");
            String name = trimmed.equals("/") ? "/" : trimmed.substring(trimmed.lastIndexOf('/') + 1);
            process.line(
                    !suffix.isEmpty() && name.endsWith(suffix) && !name.equals(suffix)
                            ? name.substring(0, name.length() - suffix.length())
                            : name);
        }
        return 0;
    }

    private static int dirname(Process process) {
        for (String path : Options.of(process, "").operands(1)) {
            String trimmed = path.replaceFirst("(?<=.)/+$", "");
            int slash = trimmed.lastIndexOf('/');
            String folder = slash < 0 ? "." : trimmed.substring(0, slash).replaceFirst("/+$", "");
            process.line(folder.isEmpty() ? "/" : folder);
        }
        return 0;
    }

    private static int realpath(Process process) {
        Options options = Options.of(process, "emsq", "canonicalize-existing=e", "canonicalize-missing=m");
        int status = 0;
        for (String path : options.operands(1)) {
            try {
                if (options.has('e')) {
                    process.files().get(path);
                }
                process.line(process.files().real(path));
            } catch (FileError e) {
                status = options.has('q') ? 1 : process.error(path + ": " + e.text());
            }
        }
        return status;
    }

    private static int readlink(Process process) {
        Options options = Options.of(process, "femnqsv", "canonicalize=f", "canonicalize-existing=e", "no-newline=n");
        int status = 0;
        for (String path : options.operands(1)) {
            try {
                if (options.last("fem") != 0) {
                    process.line(process.files().real(path));
                } else if (process.files().getLink(path) instanceof Inode.Link link) {
                    process.print(link.target() + (options.has('n') ? "" : "\n"));
                } else {
                    status = 1;
                }
            } catch (FileError e) {
                status = 1;
            }
        }
        return status;
    }

    private static int which(Process process) {
        int status = 0;
        for (String name : Options.of(process, "a", "all=a").operands()) {
            boolean found = false;
            for (String folder : process.environment().getOrDefault("PATH", "").split(":", -1)) {
                String path = folder + "/" + name;
                found = process.files()
                        .find(path)
                        .filter(node -> node instanceof Inode.RegularFile
                                && process.files().who().canExecute(node))
                        .isPresent();
                if (found) {
                    process.line(path);
                    break;
                }
            }
            status = found ? status : 1;
        }
        return status;
    }

    private static int stat(Process process) {
        Options options = Options.of(process, "c:Lf1:", "format=c", "dereference=L", "printf=1");
        if (options.has('f')) {
            throw new Options.UsageException("option -f is not supported here: see df");
        }
        int status = 0;
        for (String path : options.operands(1)) {
            try {
                Inode node = options.has('L')
                        ? process.files().get(path)
                        : process.files().getLink(path);
                String format = options.has('c')
                        ? options.value('c', "") + "\n"
                        : options.has('1')
                                ? Escapes.format(options.value('1', ""))
                                : "  File: %N\n  Size: %-10s\tBlocks: %-10b IO Block: 4096   %F\nDevice: 0,1\tInode: %-10i  Links: %h\n"
                                        + "Access: (%04a/%A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\nAccess: %x\nModify: %y\nChange: %z\n Birth: -\n";
                process.print(format(format, path, node, process));
            } catch (FileError e) {
                status = process.error("cannot statx '" + path + "': " + e.text());
            }
        }
        return status;
    }

    private static String format(String format, String path, Inode node, Process process) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            int start = ++i;
            while (i < format.length() - 1 && "-0123456789".indexOf(format.charAt(i)) >= 0) {
                i++;
            }
            String width = format.substring(start, i);
            String value = directive(format.charAt(i), path, node, process);
            int n = width.replaceAll("[^0-9]", "").isEmpty()
                    ? 0
                    : Math.min(1000, Integer.parseInt(width.replaceAll("[^0-9]", "")));
            if (width.startsWith("0")) {
                out.append("0".repeat(Math.max(0, n - value.length()))).append(value);
            } else {
                out.append(width.startsWith("-") ? Printing.left(value, n) : Printing.right(value, n));
            }
        }
        return out.toString();
    }

    private static String directive(char d, String path, Inode node, Process process) {
        return switch (d) {
            case 'n' -> path;
            case 'N' -> node instanceof Inode.Link link ? path + " -> " + link.target() : path;
            case 's' -> Long.toString(node.size());
            case 'b' -> Long.toString(node instanceof Inode.Link ? 0 : Sizes.blocks(node.size()) * 2);
            case 'B' -> "512";
            case 'a' -> Integer.toOctalString(node.mode());
            case 'A' -> Modes.text(node);
            case 'f' ->
                Integer.toHexString(node.mode() | (node.type() == 'd' ? 0x4000 : node.type() == 'l' ? 0xa000 : 0x8000));
            case 'u' -> Integer.toString(node.owner());
            case 'U' -> process.users().userName(node.owner());
            case 'g' -> Integer.toString(node.group());
            case 'G' -> process.users().groupName(node.group());
            case 'h' -> Integer.toString(node.links());
            case 'i' -> Integer.toString(node.number());
            case 'F' -> type(node);
            case 'x' -> time(node.accessed());
            case 'X' -> Long.toString(node.accessed() / 1000);
            case 'y' -> time(node.modified());
            case 'Y' -> Long.toString(node.modified() / 1000);
            case 'z' -> time(node.changed());
            case 'Z' -> Long.toString(node.changed() / 1000);
            case '%' -> "%";
            default -> throw new Options.UsageException("directive %" + d + " of a format is not supported here");
        };
    }

    private static String type(Inode node) {
        return switch (node) {
            case Inode.Folder folder -> "directory";
            case Inode.Link link -> "symbolic link";
            case Inode.Device device -> "character special file";
            case Inode.RegularFile file -> file.size() == 0 ? "regular empty file" : "regular file";
        };
    }

    private static String time(long time) {
        return Dates.format("%Y-%m-%d %H:%M:%S.%N %z", Dates.at(time));
    }

    /** What {@code du} counts. */
    private static final class Usage {

        private final Process process;
        private final Options options;
        private final Set<Inode> seen = new HashSet<>();
        private final long depth;

        Usage(Process process, Options options) {
            this.process = process;
            this.options = options;
            depth = options.has('s') ? 0 : options.number('d', Long.MAX_VALUE);
        }

        long of(String path, int level) {
            process.meter().step();
            Inode node = level == 0 && process.files().find(path).isPresent() && options.has('D')
                    ? process.files().get(path)
                    : process.files().getLink(path);
            if (!(node instanceof Inode.Folder) && !seen.add(node)) {
                return 0;
            }
            boolean apparent = options.has('b') || options.has('A');
            long size = apparent ? node.size() : node instanceof Inode.Link ? 0 : Sizes.blocks(node.size()) * 1024;
            if (node instanceof Inode.Folder) {
                try {
                    for (String name : process.files().list(path)) {
                        size += of(path.endsWith("/") ? path + name : path + "/" + name, level + 1);
                    }
                } catch (FileError e) {
                    process.error("cannot read directory '" + path + "': " + e.text());
                }
            }
            boolean shown = node instanceof Inode.Folder || options.has('a') || level == 0;
            if (shown && level <= depth) {
                print(size, path);
            }
            return size;
        }

        void print(long size, String name) {
            String text;
            if (options.has('h')) {
                text = Sizes.human(size);
            } else if (options.has('b')) {
                text = Long.toString(size);
            } else {
                long unit =
                        options.has('m') ? 1 << 20 : options.has('B') ? Sizes.bytes(options.value('B', "1024")) : 1024;
                text = Long.toString((size + unit - 1) / Math.max(1, unit));
            }
            process.line(text + "\t" + name);
        }
    }

    private static int du(Process process) {
        Options options = Options.of(
                process,
                "shabckmd:DAB:x",
                "summarize=s",
                "human-readable=h",
                "all=a",
                "bytes=b",
                "total=c",
                "max-depth=d",
                "apparent-size=A",
                "block-size=B");
        Usage usage = new Usage(process, options);
        int status = 0;
        long total = 0;
        for (String path : options.operands().isEmpty() ? List.of(".") : options.operands()) {
            try {
                total += usage.of(path, 0);
            } catch (FileError e) {
                status = process.error("cannot access '" + path + "': " + e.text());
            }
        }
        if (options.has('c')) {
            usage.print(total, "total");
        }
        return status;
    }

    private static int df(Process process) {
        Options options = Options.of(process, "hkTPmi", "human-readable=h");
        var tree = process.files().tree();
        boolean human = options.has('h');
        long size = options.has('i') ? tree.quota().inodes() : tree.quota().bytes();
        long used = options.has('i') ? tree.usedInodes() : tree.usedBytes();
        long percent = (100 * used + size - 1) / Math.max(1, size);
        process.line(
                options.has('i')
                        ? "Filesystem     Inodes IUsed  IFree IUse% Mounted on"
                        : human
                                ? "Filesystem      Size  Used Avail Use% Mounted on"
                                : "Filesystem     1K-blocks  Used Available Use% Mounted on");
        process.line(String.format(
                Locale.ROOT,
                "%-14s %9s %5s %9s %3d%% %s",
                "/dev/vda1",
                amount(size, options),
                amount(used, options),
                amount(size - used, options),
                percent,
                "/"));
        return 0;
    }

    private static String amount(long bytes, Options options) {
        return options.has('h')
                ? Sizes.human(bytes)
                : Long.toString(options.has('i') ? bytes : bytes / (options.has('m') ? 1 << 20 : 1024));
    }

    private static int file(Process process) {
        Options options = Options.of(process, "b", "brief=b");
        for (String path : options.operands(1)) {
            String kind;
            try {
                Inode node = process.files().getLink(path);
                kind = switch (node) {
                    case Inode.Folder folder -> "directory";
                    case Inode.Link link -> "symbolic link to " + link.target();
                    case Inode.Device device -> "character special";
                    case Inode.RegularFile regular -> contents(process.read(path));
                };
            } catch (FileError e) {
                kind = "cannot open `" + path + "' (" + e.text() + ")";
            }
            process.line((options.has('b') ? "" : path + ": ") + kind);
        }
        return 0;
    }

    private static String contents(String text) {
        if (text.isEmpty()) {
            return "empty";
        }
        if (text.startsWith("\177ELF")) {
            return "ELF 64-bit LSB executable";
        }
        if (text.startsWith("#!")) {
            return text.lines().findFirst().orElse("").contains("bash")
                    ? "Bourne-Again shell script, ASCII text executable"
                    : "script, ASCII text executable";
        }
        return text.chars().allMatch(c -> c < 128 && (c >= 32 || c >= 7 && c <= 13 || c == 27))
                ? "ASCII text"
                : text.indexOf('\0') >= 0 ? "data" : "UTF-8 Unicode text";
    }
}
