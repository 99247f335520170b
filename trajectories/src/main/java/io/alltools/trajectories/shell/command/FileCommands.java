package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.file.FileError;
import io.alltools.trajectories.shell.file.Files;
import io.alltools.trajectories.shell.file.Inode;
import io.alltools.trajectories.shell.process.Command;
import io.alltools.trajectories.shell.process.Process;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Programs that change the tree: mkdir, rm, rmdir, cp, mv, ln, touch, chmod, chown, chgrp, mktemp, truncate, install.
 */
final class FileCommands {

    private FileCommands() {}

    static void addTo(Map<String, Command> all) {
        all.put("mkdir", FileCommands::mkdir);
        all.put("rmdir", FileCommands::rmdir);
        all.put("rm", FileCommands::rm);
        all.put("cp", FileCommands::cp);
        all.put("mv", FileCommands::mv);
        all.put("ln", FileCommands::ln);
        all.put("touch", FileCommands::touch);
        all.put("chmod", FileCommands::chmod);
        all.put("chown", FileCommands::chown);
        all.put("chgrp", FileCommands::chown);
        all.put("mktemp", FileCommands::mktemp);
        all.put("truncate", FileCommands::truncate);
    }

    private interface PerPath {
        void with(String path);
    }

    private static int each(Process process, List<String> paths, String verb, PerPath work) {
        int status = 0;
        for (String path : paths) {
            process.meter().step();
            try {
                work.with(path);
            } catch (FileError e) {
                status = process.error(verb + " '" + e.path() + "': " + e.text());
            }
        }
        return status;
    }

    private static boolean isFolder(Process process, String path) {
        return process.files()
                .find(path)
                .filter(node -> node instanceof Inode.Folder)
                .isPresent();
    }

    private static String base(String path) {
        String trimmed = path.replaceFirst("/+$", "");
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    private static String in(String folder, String path) {
        return folder + (folder.endsWith("/") ? "" : "/") + base(path);
    }

    private static int mkdir(Process process) {
        Options options = Options.of(process, "pvm:", "parents=p", "verbose=v", "mode=m");
        int mode = mode(options.value('m', "777"), 0777);
        return each(process, options.operands(1), "cannot create directory", path -> {
            if (options.has('p')) {
                int slash = 0;
                while ((slash = path.indexOf('/', slash + 1)) > 0) {
                    makeMissing(process, path.substring(0, slash), 0777, options.has('v'));
                }
                makeMissing(process, path, mode, options.has('v'));
            } else {
                process.files().makeFolder(path, mode);
                say(process, options, "created directory '" + path + "'");
            }
            if (options.has('m')) {
                process.files().setMode(process.files().get(path), path, mode);
            }
        });
    }

    private static int mode(String text, int old) {
        OptionalInt mode = Modes.apply(text, old, true, 0);
        if (mode.isEmpty()) {
            throw new Options.UsageException("invalid mode: '" + text + "'");
        }
        return mode.getAsInt();
    }

    private static void makeMissing(Process process, String path, int mode, boolean verbose) {
        if (!isFolder(process, path)) {
            process.files().makeFolder(path, mode);
            if (verbose) {
                process.line("mkdir: created directory '" + path + "'");
            }
        }
    }

    private static void say(Process process, Options options, String text) {
        if (options.has('v')) {
            process.line(process.name() + ": " + text);
        }
    }

    private static int rmdir(Process process) {
        Options options = Options.of(process, "pv", "parents=p", "verbose=v", "ignore-fail-on-non-empty=i");
        return each(process, options.operands(1), "failed to remove", path -> {
            String at = path;
            do {
                process.files().removeFolder(at);
                at = at.contains("/") ? at.substring(0, at.lastIndexOf('/')) : "";
            } while (options.has('p') && !at.isEmpty());
        });
    }

    private static int rm(Process process) {
        Options options = Options.of(process, "rRfivd", "recursive=r", "force=f", "verbose=v", "dir=d");
        boolean recursive = options.has('r') || options.has('R');
        return each(process, options.has('f') ? options.operands() : options.operands(1), "cannot remove", path -> {
            Optional<Inode> node = process.files().findLink(path);
            if (node.isEmpty() && options.has('f')) {
                return;
            }
            String name = base(path);
            if (name.equals(".") || name.equals("..") || path.matches("/+")) {
                process.error("refusing to remove '.' or '..' or '/' directory: skipping '" + path + "'");
                return;
            }
            if (process.files().getLink(path) instanceof Inode.Folder folder
                    && (recursive || options.has('d') && folder.entries().isEmpty())) {
                removeAll(process, path, options);
            } else {
                process.files().remove(path);
                say(process, options, "removed '" + path + "'");
            }
        });
    }

    private static void removeAll(Process process, String path, Options options) {
        process.meter().step();
        if (process.files().getLink(path) instanceof Inode.Folder folder) {
            for (String name : folder.entries().isEmpty()
                    ? List.<String>of()
                    : process.files().list(path)) {
                removeAll(process, path + "/" + name, options);
            }
            process.files().removeFolder(path);
        } else {
            process.files().remove(path);
        }
        say(process, options, "removed '" + path + "'");
    }

    /** The operands of cp, mv and ln: what, and where to. */
    private record Transfer(List<String> sources, String target, boolean intoFolder) {

        static Transfer of(Process process, Options options) {
            List<String> operands = new ArrayList<>(options.operands(1));
            String target = options.has('t') ? options.value('t', "") : "";
            if (target.isEmpty()) {
                if (operands.size() == 1) {
                    throw new Options.UsageException(
                            "missing destination file operand after '" + operands.get(0) + "'");
                }
                target = operands.remove(operands.size() - 1);
            }
            boolean into = isFolder(process, target) && !options.has('T');
            if (operands.size() > 1 && !into) {
                throw new Options.UsageException("target '" + target + "' is not a directory");
            }
            return new Transfer(operands, target, into);
        }

        String destination(String source) {
            return intoFolder ? in(target, source) : target;
        }
    }

    private static int cp(Process process) {
        Options options = Options.of(
                process,
                "rRapfivnut:TdLPHls",
                "recursive=r",
                "archive=a",
                "force=f",
                "verbose=v",
                "no-clobber=n",
                "update=u",
                "target-directory=t",
                "preserve=p",
                "parents=q");
        if (options.has('q') || options.has('l') || options.has('s')) {
            throw new Options.UsageException("options --parents, -l and -s are not supported here");
        }
        Transfer transfer = Transfer.of(process, options);
        boolean recursive = options.last("rRa") != 0;
        return each(process, transfer.sources, "cannot stat", source -> {
            String target = transfer.destination(source);
            Inode node = recursive
                    ? process.files().getLink(source)
                    : process.files().get(source);
            if (node instanceof Inode.Folder && !recursive) {
                process.error("-r not specified; omitting directory '" + source + "'");
                throw new Options.UsageException("the other operands were not copied: use -r");
            }
            if ((target + "/").startsWith(source + "/") && node instanceof Inode.Folder) {
                throw new Options.UsageException(
                        "cannot copy a directory, '" + source + "', into itself, '" + target + "'");
            }
            copy(process, source, target, options);
        });
    }

    private static void copy(Process process, String source, String target, Options options) {
        process.meter().step();
        Files files = process.files();
        boolean recursive = options.last("rRa") != 0;
        Inode node = recursive || options.has('d') || options.has('P') ? files.getLink(source) : files.get(source);
        if (node instanceof Inode.Folder) {
            if (!isFolder(process, target)) {
                files.makeFolder(target, node.mode() & 0777 | 0700);
            }
            for (String name : files.list(source)) {
                copy(process, source + "/" + name, target + "/" + name, options);
            }
        } else {
            Optional<Inode> existing = files.find(target);
            boolean older = existing.isPresent() && existing.get().modified() >= node.modified();
            if (existing.isPresent() && (options.has('n') || options.has('u') && older)) {
                return;
            }
            if (existing.isPresent() && existing.get().equals(node)) {
                throw new Options.UsageException("'" + source + "' and '" + target + "' are the same file");
            }
            if (node instanceof Inode.Link link) {
                if (files.findLink(target).isPresent()) {
                    files.remove(target);
                }
                files.makeLink(target, link.target());
            } else {
                boolean fresh = existing.isEmpty();
                byte[] bytes = files.read(source);
                files.write(target, bytes);
                if (fresh) {
                    files.setMode(files.get(target), target, node.mode() & ~files.umask());
                }
            }
        }
        if ((options.has('a') || options.has('p')) && !(node instanceof Inode.Link)) {
            Inode made = files.get(target);
            if (files.who().isRoot()) {
                files.setOwner(made, target, node.owner(), node.group());
            }
            files.setMode(made, target, node.mode());
            files.setTimes(made, target, node.accessed(), node.modified());
        }
        if (options.has('v')) {
            process.line("'" + source + "' -> '" + target + "'");
        }
    }

    private static int mv(Process process) {
        Options options = Options.of(
                process, "fivnut:T", "force=f", "verbose=v", "no-clobber=n", "update=u", "target-directory=t");
        Transfer transfer = Transfer.of(process, options);
        return each(process, transfer.sources, "cannot stat", source -> {
            String target = transfer.destination(source);
            Inode node = process.files().getLink(source.replaceFirst("(?<=.)/+$", ""));
            Optional<Inode> existing = process.files().findLink(target);
            if (existing.isPresent() && existing.get().equals(node)) {
                throw new Options.UsageException("'" + source + "' and '" + target + "' are the same file");
            }
            boolean older = existing.isPresent() && existing.get().modified() >= node.modified();
            if (existing.isPresent() && (options.has('n') || options.has('u') && older)) {
                return;
            }
            process.files().rename(source, target);
            if (options.has('v')) {
                process.line("renamed '" + source + "' -> '" + target + "'");
            }
        });
    }

    private static int ln(Process process) {
        Options options = Options.of(
                process,
                "sfnvrt:T",
                "symbolic=s",
                "force=f",
                "no-dereference=n",
                "verbose=v",
                "target-directory=t",
                "relative=r");
        if (options.has('r')) {
            throw new Options.UsageException(
                    "option -r is not supported here: give the target as the link is to hold it");
        }
        List<String> operands = new ArrayList<>(options.operands(1));
        if (operands.size() == 1 && !options.has('t')) {
            operands.add(".");
        }
        String target = options.has('t') ? options.value('t', "") : operands.remove(operands.size() - 1);
        boolean link = process.files()
                .findLink(target)
                .filter(node -> node instanceof Inode.Link)
                .isPresent();
        boolean into = isFolder(process, target) && !options.has('T') && !(options.has('n') && link);
        return each(process, operands, "failed to create link", source -> {
            String name = into ? in(target, source) : target;
            if (options.has('f') && process.files().findLink(name).isPresent()) {
                process.files().remove(name);
            }
            if (options.has('s')) {
                process.files().makeLink(name, source);
            } else {
                process.files().makeHardLink(name, source);
            }
            if (options.has('v')) {
                process.line("'" + name + "' -> '" + source + "'");
            }
        });
    }

    private static int touch(Process process) {
        Options options = Options.of(process, "amcd:t:r:h", "date=d", "reference=r", "no-create=c", "no-dereference=h");
        long now = process.machine().clock().now();
        long time;
        if (options.has('r')) {
            time = process.files().get(options.value('r', "")).modified();
        } else if (options.has('d')) {
            String text = options.value('d', "");
            time = Dates.parse(text, now)
                    .orElseThrow(() -> new Options.UsageException("invalid date format '" + text + "'"))
                    .toInstant()
                    .toEpochMilli();
        } else if (options.has('t')) {
            String stamp = options.value('t', "");
            if (!stamp.matches("([0-9]{2}){0,2}[0-9]{8}(\\.[0-9]{2})?")) {
                throw new Options.UsageException("invalid date format '" + stamp + "'");
            }
            String digits = stamp.replaceFirst("\\..*", "");
            String full = digits.length() == 8
                    ? Dates.format("%Y", Dates.at(now)) + digits
                    : digits.length() == 10 ? "20" + digits : digits;
            String iso = full.substring(0, 4) + "-" + full.substring(4, 6) + "-" + full.substring(6, 8) + " "
                    + full.substring(8, 10) + ":" + full.substring(10)
                    + (stamp.contains(".") ? ":" + stamp.substring(stamp.indexOf('.') + 1) : "");
            time = Dates.parse(iso, now)
                    .orElseThrow(() -> new Options.UsageException("invalid date format '" + stamp + "'"))
                    .toInstant()
                    .toEpochMilli();
        } else {
            time = now;
        }
        return each(process, options.operands(1), "cannot touch", path -> {
            Files files = process.files();
            if (files.find(path).isEmpty()) {
                if (options.has('c')) {
                    return;
                }
                files.writable(path);
            }
            Inode node = options.has('h') ? files.getLink(path) : files.get(path);
            boolean both = options.has('a') == options.has('m');
            files.setTimes(
                    node,
                    path,
                    both || options.has('a') ? time : node.accessed(),
                    both || options.has('m') ? time : node.modified());
        });
    }

    private static int chmod(Process process) {
        // A mode such as -x or -w looks like an option.
        List<String> words = new ArrayList<>(List.of(process.name()));
        String[] taken = {""};
        for (String word : process.arguments()) {
            if (taken[0].isEmpty() && word.matches("-[rwxXst]+")) {
                taken[0] = word;
            } else {
                words.add(word);
            }
        }
        Options options = Options.of(
                process.with(words), "RvcfT:", "recursive=R", "verbose=v", "changes=c", "silent=f", "reference=T");
        List<String> operands = new ArrayList<>(options.operands(options.has('T') || !taken[0].isEmpty() ? 1 : 2));
        String mode = options.has('T')
                ? Integer.toOctalString(
                        process.files().get(options.value('T', "")).mode())
                : taken[0].isEmpty() ? operands.remove(0) : taken[0];
        if (Modes.apply(mode, 0, false, 0).isEmpty()) {
            return process.error("invalid mode: '" + mode + "'");
        }
        return each(
                process,
                operands,
                "cannot access",
                path -> changeAll(process, path, options.has('R'), true, (node, at) -> {
                    int old = node.mode();
                    int now = Modes.apply(
                                    mode,
                                    old,
                                    node instanceof Inode.Folder,
                                    process.files().umask())
                            .orElse(old);
                    process.files().setMode(node, at, now);
                    if (options.has('v') || options.has('c') && now != old) {
                        process.line("mode of '" + at + "' changed from "
                                + String.format(java.util.Locale.ROOT, "%04o to %04o", old, now));
                    }
                }));
    }

    private interface Change {
        void of(Inode node, String path);
    }

    private static void changeAll(Process process, String path, boolean recursive, boolean top, Change change) {
        process.meter().step();
        Inode node = top ? process.files().get(path) : process.files().getLink(path);
        if (!(node instanceof Inode.Link)) {
            change.of(node, path);
        }
        if (recursive && node instanceof Inode.Folder folder) {
            for (String name : new ArrayList<>(folder.entries().keySet())) {
                changeAll(process, path.endsWith("/") ? path + name : path + "/" + name, true, false, change);
            }
        }
    }

    private static int chown(Process process) {
        Options options = Options.of(process, "RvcfhT:", "recursive=R", "verbose=v", "no-dereference=h", "reference=T");
        boolean groupOnly = process.name().equals("chgrp");
        List<String> operands = new ArrayList<>(options.operands(options.has('T') ? 1 : 2));
        String owner = options.has('T') ? "" : operands.remove(0);
        int colon = owner.indexOf(':') >= 0 ? owner.indexOf(':') : owner.indexOf('.');
        String userName = groupOnly ? "" : colon < 0 ? owner : owner.substring(0, colon);
        String groupName = groupOnly ? owner : colon < 0 ? "" : owner.substring(colon + 1);
        int user = -1;
        int group = -1;
        if (options.has('T')) {
            Inode like = process.files().get(options.value('T', ""));
            user = groupOnly ? -1 : like.owner();
            group = like.group();
        }
        if (!userName.isEmpty()) {
            Optional<Integer> id = process.users().userId(userName);
            if (id.isEmpty()) {
                return process.error("invalid user: '" + owner + "'");
            }
            user = id.get();
        }
        if (!groupName.isEmpty()) {
            Optional<Integer> id = process.users().groupId(groupName);
            if (id.isEmpty()) {
                return process.error("invalid group: '" + owner + "'");
            }
            group = id.get();
        } else if (colon >= 0 && !userName.isEmpty()) {
            group = process.users().user(userName).map(u -> u.group()).orElse(-1);
        }
        int newUser = user;
        int newGroup = group;
        return each(
                process,
                operands,
                groupOnly ? "changing group of" : "changing ownership of",
                path -> changeAll(
                        process,
                        path,
                        options.has('R'),
                        !options.has('h'),
                        (node, at) -> process.files()
                                .setOwner(
                                        node,
                                        at,
                                        newUser < 0 ? node.owner() : newUser,
                                        newGroup < 0 ? node.group() : newGroup)));
    }

    private static int mktemp(Process process) {
        Options options = Options.of(process, "dp:tu", "directory=d", "tmpdir=p");
        String template = options.operands().isEmpty()
                ? "tmp.XXXXXXXXXX"
                : options.operands().get(0);
        boolean inTemp = options.operands().isEmpty() || options.has('p') || options.has('t');
        if (!template.matches(".*XXX.*")) {
            return process.error("too few X's in template '" + template + "'");
        }
        int from = template.indexOf("XXX");
        int to = from;
        while (to < template.length() && template.charAt(to) == 'X') {
            to++;
        }
        String folder = inTemp ? options.value('p', "/tmp") + "/" : "";
        for (int i = 1; ; i++) {
            process.meter().step();
            StringBuilder name = new StringBuilder();
            for (long n = i * 7_919L + 104_729; name.length() < to - from; n = n * 31 + 17) {
                name.append("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                        .charAt((int) Math.floorMod(n, 62L)));
            }
            String path = folder + template.substring(0, from) + name + template.substring(to);
            if (process.files().findLink(path).isEmpty()) {
                if (options.has('d')) {
                    process.files().makeFolder(path, 0700);
                } else {
                    process.files().setMode(process.files().writable(path), path, 0600);
                }
                process.line(path);
                return 0;
            }
        }
    }

    private static int truncate(Process process) {
        Options options = Options.of(process, "s:c", "size=s", "no-create=c");
        String text = options.value('s', "");
        boolean signed = text.startsWith("+") || text.startsWith("-");
        long size = Sizes.bytes(signed ? text.substring(1) : text);
        return each(process, options.operands(1), "cannot open", path -> {
            if (options.has('c') && process.files().find(path).isEmpty()) {
                return;
            }
            Inode.RegularFile file = process.files().writable(path);
            long wanted = !signed ? size : text.startsWith("+") ? file.size() + size : Math.max(0, file.size() - size);
            process.files().resize(file, path, wanted);
        });
    }
}
