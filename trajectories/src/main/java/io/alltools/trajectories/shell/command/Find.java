package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.file.FileError;
import io.alltools.trajectories.shell.file.Inode;
import io.alltools.trajectories.shell.process.Bytes;
import io.alltools.trajectories.shell.process.Process;
import io.alltools.trajectories.shell.text.Escapes;
import io.alltools.trajectories.shell.text.Glob;
import io.alltools.trajectories.shell.text.Regex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code find}: an expression over everything below some folders. */
final class Find {

    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;

    /** A thing that was found. @param depth below the starting point */
    private record Found(String path, Inode node, int depth) {}

    /** A part of the expression. */
    private interface Test {
        boolean of(Found found);
    }

    /** {@code -exec ... +}: what has been collected is run at the end. */
    private record Batch(List<String> command, List<String> paths) {}

    private final Process process;
    private final List<String> words;
    private final List<Batch> batches = new ArrayList<>();
    private int at;
    private int minDepth;
    private int maxDepth = Integer.MAX_VALUE;
    private boolean depthFirst;
    private boolean follows;
    private boolean acts;
    private boolean pruned;
    private boolean quit;
    private int status;

    Find(Process process) {
        this.process = process;
        this.words = process.arguments();
    }

    int run() {
        List<String> starts = new ArrayList<>();
        while (at < words.size()
                && (words.get(at).equals("-L")
                        || words.get(at).equals("-P")
                        || words.get(at).equals("-H"))) {
            follows = words.get(at++).equals("-L");
        }
        while (at < words.size()
                && !words.get(at).startsWith("-")
                && !words.get(at).equals("(")
                && !words.get(at).equals("!")) {
            starts.add(words.get(at++));
        }
        Test test = at == words.size() ? found -> true : or();
        if (at < words.size()) {
            throw new Options.UsageException("paths must precede expression: `" + words.get(at) + "'");
        }
        Test whole = acts ? test : found -> test.of(found) && print(found, "\n");
        for (String start : starts.isEmpty() ? List.of(".") : starts) {
            try {
                walk(new Found(start, node(start), 0), whole);
            } catch (FileError e) {
                status = process.error("'" + start + "': " + e.text());
            }
        }
        for (Batch batch : batches) {
            if (!batch.paths.isEmpty()) {
                List<String> command = new ArrayList<>(batch.command);
                command.addAll(batch.paths);
                status = process.launch(command) != 0 ? 1 : status;
            }
        }
        return status;
    }

    private Inode node(String path) {
        if (follows) {
            Optional<Inode> target = process.files().find(path);
            if (target.isPresent()) {
                return target.get();
            }
        }
        return process.files().getLink(path);
    }

    private void walk(Found found, Test test) {
        process.meter().step();
        pruned = false;
        boolean inRange = found.depth >= minDepth;
        if (!depthFirst && inRange) {
            test.of(found);
        }
        boolean enters = found.node instanceof Inode.Folder && found.depth < maxDepth && !(pruned && !depthFirst);
        if (enters && !quit) {
            List<String> names;
            try {
                names = process.files().list(found.path);
            } catch (FileError e) {
                status = process.error("'" + found.path + "': " + e.text());
                names = List.of();
            }
            for (String name : names) {
                if (quit) {
                    return;
                }
                String path = found.path.endsWith("/") ? found.path + name : found.path + "/" + name;
                if (process.files().findLink(path).isPresent()) {
                    walk(new Found(path, node(path), found.depth + 1), test);
                }
            }
        }
        if (depthFirst && inRange && !quit) {
            test.of(found);
        }
    }

    private boolean print(Found found, String end) {
        process.print(found.path + end);
        return true;
    }

    // The expression

    private Test or() {
        Test left = and();
        while (at < words.size() && (words.get(at).equals("-o") || words.get(at).equals("-or"))) {
            at++;
            Test first = left;
            Test second = and();
            left = found -> first.of(found) || second.of(found);
        }
        return left;
    }

    private Test and() {
        Test left = not();
        while (at < words.size()
                && !words.get(at).equals("-o")
                && !words.get(at).equals("-or")
                && !words.get(at).equals(")")) {
            if (words.get(at).equals("-a") || words.get(at).equals("-and")) {
                at++;
            }
            Test first = left;
            Test second = not();
            left = found -> first.of(found) && second.of(found);
        }
        return left;
    }

    private Test not() {
        boolean negated = false;
        while (at < words.size() && (words.get(at).equals("!") || words.get(at).equals("-not"))) {
            at++;
            negated = !negated;
        }
        Test test = primary();
        return negated ? found -> !test.of(found) : test;
    }

    private String argument(String option) {
        if (at >= words.size()) {
            throw new Options.UsageException("missing argument to `" + option + "'");
        }
        return words.get(at++);
    }

    private Test primary() {
        String word = argument("expression");
        switch (word) {
            case "(":
                Test inner = or();
                if (at >= words.size() || !words.get(at).equals(")")) {
                    throw new Options.UsageException("invalid expression; expected to find a ')'");
                }
                at++;
                return inner;
            case "-true":
                return found -> true;
            case "-false":
                return found -> false;
            case "-maxdepth":
                maxDepth = (int) number(word);
                return found -> true;
            case "-mindepth":
                minDepth = (int) number(word);
                return found -> true;
            case "-depth", "-d":
                depthFirst = true;
                return found -> true;
            case "-mount", "-xdev", "-warn", "-nowarn":
                return found -> true;
            case "-name", "-iname":
                return name(word.equals("-iname"), argument(word));
            case "-path", "-wholename", "-ipath":
                String glob = argument(word);
                return found -> matches(glob, found.path, word.equals("-ipath"));
            case "-lname":
                String target = argument(word);
                return found -> found.node instanceof Inode.Link link && matches(target, link.target(), false);
            case "-regex", "-iregex":
                // Emacs's syntax by default, in which most expressions mean the same as in this one.
                Regex regex = Regex.basic(argument(word), word.equals("-iregex"), process.meter())
                        .asLine();
                return found -> regex.find(found.path);
            case "-regextype":
                argument(word);
                return found -> true;
            case "-type":
                return type(argument(word));
            case "-empty":
                return found -> found.node instanceof Inode.Folder folder
                        ? folder.entries().isEmpty()
                        : found.node instanceof Inode.RegularFile && found.node.size() == 0;
            case "-size":
                return size(argument(word));
            case "-mtime":
                return age(word, DAY, 'm');
            case "-mmin":
                return age(word, MINUTE, 'm');
            case "-atime":
                return age(word, DAY, 'a');
            case "-amin":
                return age(word, MINUTE, 'a');
            case "-ctime":
                return age(word, DAY, 'c');
            case "-cmin":
                return age(word, MINUTE, 'c');
            case "-newer":
                long than = process.files().get(argument(word)).modified();
                return found -> found.node.modified() > than;
            case "-newermt":
                String text = argument(word);
                long time = Dates.parse(text, process.machine().clock().now())
                        .orElseThrow(() -> new Options.UsageException(
                                "I cannot figure out how to interpret '" + text + "' as a date or time"))
                        .toInstant()
                        .toEpochMilli();
                return found -> found.node.modified() > time;
            case "-perm":
                return permissions(argument(word));
            case "-user", "-uid":
                String userName = argument(word);
                int user = id(process.users().userId(userName), userName, "known user");
                return found -> found.node.owner() == user;
            case "-group", "-gid":
                String groupName = argument(word);
                int group = id(process.users().groupId(groupName), groupName, "group");
                return found -> found.node.group() == group;
            case "-nouser":
                return found -> process.users().user(found.node.owner()).isEmpty();
            case "-nogroup":
                return found -> process.users().group(found.node.group()).isEmpty();
            case "-links":
                String links = argument(word);
                return found -> compare(links, found.node.links());
            case "-inum":
                String inode = argument(word);
                return found -> compare(inode, found.node.number());
            case "-samefile":
                Inode same = process.files().get(argument(word));
                return found -> found.node.equals(same);
            case "-readable":
                return found -> process.files().who().canRead(found.node);
            case "-writable":
                return found -> process.files().who().canWrite(found.node);
            case "-executable":
                return found -> process.files().who().canExecute(found.node);
            default:
                return action(word);
        }
    }

    private Test action(String word) {
        boolean was = acts;
        acts = true;
        switch (word) {
            case "-print":
                return found -> print(found, "\n");
            case "-print0":
                return found -> print(found, "\0");
            case "-printf":
                String format = argument(word);
                return found -> {
                    process.print(format(format, found));
                    return true;
                };
            case "-ls":
                return found -> {
                    process.line(Modes.text(found.node) + " " + found.node.links() + " "
                            + process.users().userName(found.node.owner()) + " "
                            + process.users().groupName(found.node.group()) + " " + found.node.size() + " "
                            + Dates.format("%b %e %H:%M", Dates.at(found.node.modified())) + " " + found.path);
                    return true;
                };
            case "-delete":
                depthFirst = true;
                return this::delete;
            case "-quit":
                return found -> quit = true;
            case "-prune":
                acts = was;
                return found -> pruned = true;
            case "-exec", "-execdir", "-ok":
                return exec();
            default:
                throw new Options.UsageException("predicate `" + word + "' is not supported here");
        }
    }

    private boolean delete(Found found) {
        if (found.path.equals(".")) {
            return true;
        }
        try {
            if (found.node instanceof Inode.Folder) {
                process.files().removeFolder(found.path);
            } else {
                process.files().remove(found.path);
            }
            return true;
        } catch (FileError e) {
            status = process.error("cannot delete '" + found.path + "': " + e.text());
            return false;
        }
    }

    private Test exec() {
        List<String> command = new ArrayList<>();
        while (true) {
            if (at >= words.size()) {
                throw new Options.UsageException("missing argument to `-exec'");
            }
            String word = words.get(at++);
            if (word.equals(";")) {
                break;
            }
            if (word.equals("+")
                    && !command.isEmpty()
                    && command.get(command.size() - 1).equals("{}")) {
                command.remove(command.size() - 1);
                Batch batch = new Batch(command, new ArrayList<>());
                batches.add(batch);
                return found -> {
                    process.meter().words(batch.paths.size());
                    return batch.paths.add(found.path);
                };
            }
            command.add(word);
        }
        if (command.isEmpty()) {
            throw new Options.UsageException("missing argument to `-exec'");
        }
        return found -> process.launch(command.stream()
                        .map(word -> word.replace("{}", found.path))
                        .toList())
                == 0;
    }

    // Tests

    private long number(String option) {
        String text = argument(option);
        if (!text.matches("[0-9]{1,9}")) {
            throw new Options.UsageException(
                    "Expected a positive decimal integer argument to " + option + ", but got '" + text + "'");
        }
        return Long.parseLong(text);
    }

    private static int id(Optional<Integer> id, String name, String what) {
        return id.orElseThrow(() -> new Options.UsageException("'" + name + "' is not the name of a " + what));
    }

    private Test name(boolean ignoreCase, String glob) {
        return found -> {
            String path = found.path;
            while (path.length() > 1 && path.endsWith("/")) {
                path = path.substring(0, path.length() - 1);
            }
            return matches(glob, path.substring(path.equals("/") ? 0 : path.lastIndexOf('/') + 1), ignoreCase);
        };
    }

    private boolean matches(String glob, String text, boolean ignoreCase) {
        return ignoreCase
                ? Glob.matches(Bytes.lower(glob), Bytes.lower(text), process.meter())
                : Glob.matches(glob, text, process.meter());
    }

    private static Test type(String types) {
        String letters = types.replace(",", "");
        if (!letters.matches("[fdlcbps]+")) {
            throw new Options.UsageException("Unknown argument to -type: " + types);
        }
        return found -> letters.indexOf(found.node.type() == '-' ? 'f' : found.node.type()) >= 0;
    }

    private static Test size(String text) {
        if (!text.matches("[-+]?[0-9]{1,12}[ckwbMG]?")) {
            throw new Options.UsageException("Invalid argument `" + text + "' to -size");
        }
        char unit = text.charAt(text.length() - 1);
        long size = switch (unit) {
            case 'c' -> 1;
            case 'w' -> 2;
            case 'k' -> 1024;
            case 'M' -> 1 << 20;
            case 'G' -> 1 << 30;
            default -> 512;
        };
        String count = Character.isLetter(unit) ? text.substring(0, text.length() - 1) : text;
        // Sizes are rounded up to whole units, as find has it.
        return found -> compare(count, (found.node.size() + size - 1) / size);
    }

    private static boolean compare(String text, long value) {
        boolean signed = text.startsWith("+") || text.startsWith("-");
        String digits = signed ? text.substring(1) : text;
        if (!digits.matches("[0-9]{1,15}")) {
            throw new Options.UsageException("invalid number '" + text + "'");
        }
        long number = Long.parseLong(digits);
        return text.startsWith("+") ? value > number : text.startsWith("-") ? value < number : value == number;
    }

    private Test age(String option, long unit, char which) {
        String text = argument(option);
        compare(text, 0);
        return found -> {
            long time =
                    which == 'm' ? found.node.modified() : which == 'a' ? found.node.accessed() : found.node.changed();
            return compare(text, Math.floorDiv(process.machine().clock().now() - time, unit));
        };
    }

    private static Test permissions(String text) {
        char kind = text.isEmpty() ? '=' : text.charAt(0);
        String mode = kind == '-' || kind == '/' ? text.substring(1) : text;
        OptionalInt bits = Modes.apply(mode, 0, false, 0);
        if (bits.isEmpty()) {
            throw new Options.UsageException("invalid mode '" + text + "'");
        }
        int wanted = bits.getAsInt();
        return switch (kind) {
            case '-' -> found -> (found.node.mode() & wanted) == wanted;
            case '/' -> found -> wanted == 0 || (found.node.mode() & wanted) != 0;
            default -> found -> found.node.mode() == wanted;
        };
    }

    private String format(String format, Found found) {
        StringBuilder out = new StringBuilder();
        String text = Escapes.format(format);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%' || i + 1 == text.length()) {
                out.append(c);
                continue;
            }
            int start = ++i;
            while (i < text.length() && "-0123456789".indexOf(text.charAt(i)) >= 0) {
                i++;
            }
            String width = text.substring(start, i);
            char d = i < text.length() ? text.charAt(i) : '%';
            String value;
            if ((d == 'T' || d == 'A' || d == 'C') && i + 1 < text.length()) {
                char k = text.charAt(++i);
                long time = d == 'T' ? found.node.modified() : d == 'A' ? found.node.accessed() : found.node.changed();
                value = k == '@'
                        ? time / 1000 + "." + String.format(java.util.Locale.ROOT, "%03d0000000", time % 1000)
                        : Dates.format("%" + k, Dates.at(time));
            } else {
                value = directive(d, found);
            }
            int n = width.isEmpty() || width.equals("-")
                    ? 0
                    : Math.min(1000, Math.abs(Integer.parseInt(width.replaceFirst("^(-?)0+(?=.)", "$1"))));
            out.append(width.startsWith("-") ? Printing.left(value, n) : Printing.right(value, n));
        }
        return out.toString();
    }

    private String directive(char d, Found found) {
        Inode node = found.node;
        String path = found.path;
        int slash = path.lastIndexOf('/');
        return switch (d) {
            case 'p' -> path;
            case 'f' -> path.equals("/") ? "/" : path.substring(slash + 1);
            case 'h' -> slash < 0 ? "." : slash == 0 ? "" : path.substring(0, slash);
            case 'P' ->
                found.depth == 0
                        ? ""
                        : String.join(
                                "/",
                                List.of(path.split("/", -1))
                                        .subList(
                                                Math.max(0, path.split("/", -1).length - found.depth),
                                                path.split("/", -1).length));
            case 's' -> Long.toString(node.size());
            case 'k' -> Long.toString(Sizes.blocks(node.size()));
            case 'b' -> Long.toString(Sizes.blocks(node.size()) * 2);
            case 'u' -> process.users().userName(node.owner());
            case 'g' -> process.users().groupName(node.group());
            case 'U' -> Integer.toString(node.owner());
            case 'G' -> Integer.toString(node.group());
            case 'm' -> Integer.toOctalString(node.mode());
            case 'M' -> Modes.text(node);
            case 'y' -> String.valueOf(node.type() == '-' ? 'f' : node.type());
            case 'd' -> Integer.toString(found.depth);
            case 'i' -> Integer.toString(node.number());
            case 'n' -> Integer.toString(node.links());
            case 'l' -> node instanceof Inode.Link link ? link.target() : "";
            case 't' -> Dates.format("%a %b %e %H:%M:%S.%N %Y", Dates.at(node.modified()));
            case '%' -> "%";
            default -> throw new Options.UsageException("directive %" + d + " of -printf is not supported here");
        };
    }
}
