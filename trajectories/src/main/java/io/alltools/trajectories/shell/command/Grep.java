package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.file.FileError;
import io.alltools.trajectories.shell.file.Inode;
import io.alltools.trajectories.shell.process.Input;
import io.alltools.trajectories.shell.process.Process;
import io.alltools.trajectories.shell.text.Glob;
import io.alltools.trajectories.shell.text.Regex;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;

/** {@code grep} with its usual options. */
final class Grep {

    private final Process process;
    private final Options options;
    private final List<Regex> patterns;
    private final boolean named;
    private boolean found;
    private boolean failed;
    /** Whether a group of lines with context has been printed. */
    private boolean grouped;

    private Grep(Process process, Options options, List<Regex> patterns, boolean named) {
        this.process = process;
        this.options = options;
        this.patterns = patterns;
        this.named = named;
    }

    static int run(Process process) {
        List<String> words = new ArrayList<>(List.of(process.name()));
        for (String word : process.arguments()) {
            // --include and --exclude have no letters; --color changes nothing here.
            if (!word.startsWith("--color") && !word.startsWith("--colour")) {
                words.add(word.matches("-[0-9]{1,4}") ? "-C" + word.substring(1) : word);
            }
        }
        Options options = Options.of(
                process.with(words),
                "rRivcnlLoEFGPwxqshHaA:B:C:m:e:f:zbI1:2:3:",
                "recursive=r",
                "ignore-case=i",
                "invert-match=v",
                "count=c",
                "line-number=n",
                "files-with-matches=l",
                "files-without-match=L",
                "only-matching=o",
                "extended-regexp=E",
                "fixed-strings=F",
                "perl-regexp=P",
                "word-regexp=w",
                "line-regexp=x",
                "quiet=q",
                "silent=q",
                "no-messages=s",
                "no-filename=h",
                "with-filename=H",
                "text=a",
                "after-context=A",
                "before-context=B",
                "context=C",
                "max-count=m",
                "regexp=e",
                "file=f",
                "include=1",
                "exclude=2",
                "exclude-dir=3");
        List<String> operands = new ArrayList<>(options.operands());
        List<String> texts = new ArrayList<>(options.values('e'));
        if (options.has('f')) {
            texts.addAll(TextCommands.lines(process, process.open(options.value('f', ""))));
        } else if (texts.isEmpty()) {
            if (operands.isEmpty()) {
                throw new Options.UsageException("a pattern is missing: grep [OPTION]... PATTERNS [FILE]...");
            }
            texts.addAll(List.of(operands.remove(0).split("\n", -1)));
        }
        boolean recursive = options.has('r') || options.has('R');
        if (operands.isEmpty()) {
            operands.add(recursive ? "." : "-");
        }
        List<Regex> patterns =
                texts.stream().map(text -> pattern(text, process, options)).toList();
        boolean several = operands.size() > 1 || recursive && isFolder(process, operands.get(0));
        boolean named = options.last("hH") == 'H' || several && !options.has('h');
        Grep grep = new Grep(process, options, patterns, named);
        boolean implicit = options.operands().size() < operands.size() + (options.has('e') || options.has('f') ? 0 : 1);
        for (String operand : operands) {
            grep.search(operand, implicit && recursive && operand.equals("."));
            if (grep.found && options.has('q')) {
                return 0;
            }
        }
        boolean success = grep.found;
        return grep.failed ? 2 : success ? 0 : 1;
    }

    private static boolean isFolder(Process process, String path) {
        return process.files()
                .find(path)
                .filter(node -> node instanceof Inode.Folder)
                .isPresent();
    }

    private static Regex pattern(String text, Process process, Options options) {
        boolean ignoreCase = options.has('i');
        char kind = process.name().equals("egrep") ? 'E' : process.name().equals("fgrep") ? 'F' : options.last("EFGP");
        Regex regex = switch (kind) {
            case 'E' -> Regex.extended(text, ignoreCase, process.meter());
            case 'F' -> Regex.fixed(text, ignoreCase, process.meter());
            case 'P' -> Regex.perl(text, ignoreCase, process.meter());
            default -> Regex.basic(text, ignoreCase, process.meter());
        };
        return options.has('x') ? regex.asLine() : options.has('w') ? regex.asWord() : regex;
    }

    private void search(String path, boolean implicit) {
        try {
            if (!path.equals("-") && process.files().get(path) instanceof Inode.Folder) {
                if (!options.has('r') && !options.has('R')) {
                    failed = true;
                    if (!options.has('s')) {
                        process.streams().err().line(process.name() + ": " + path + ": Is a directory");
                    }
                    return;
                }
                for (String name : process.files().list(path)) {
                    process.meter().step();
                    String child = implicit ? name : path.endsWith("/") ? path + name : path + "/" + name;
                    Inode node = process.files().getLink(child);
                    if (node instanceof Inode.Folder ? !excluded(name, '3') : wanted(name, node)) {
                        search(child, false);
                    }
                }
                return;
            }
            file(path, process.open(path));
        } catch (FileError e) {
            failed = true;
            if (!options.has('s')) {
                process.error(path + ": " + e.text());
            }
        }
    }

    private boolean excluded(String name, char letter) {
        return options.values(letter).stream().anyMatch(glob -> Glob.matches(glob, name, process.meter()));
    }

    private boolean wanted(String name, Inode node) {
        boolean link = node instanceof Inode.Link && !options.has('R');
        boolean included = !options.has('1') || excluded(name, '1');
        return !link && !(node instanceof Inode.Device) && included && !excluded(name, '2');
    }

    private boolean matches(String line) {
        for (Regex pattern : patterns) {
            if (pattern.find(line)) {
                return true;
            }
        }
        return false;
    }

    private void file(String path, Input input) {
        String name = path.equals("-") ? "(standard input)" : path;
        long after = options.number('A', options.number('C', 0));
        long before = options.number('B', options.number('C', 0));
        long most = options.number('m', Long.MAX_VALUE);
        boolean prints = options.last("clLq") == 0;
        boolean context = after > 0 || before > 0;
        Deque<String> held = new ArrayDeque<>();
        long count = 0;
        long number = 0;
        long pending = 0;
        long lastPrinted = -1;
        boolean binary = false;
        for (String line = input.line(process.meter()); line != null; line = input.line(process.meter())) {
            number++;
            binary |= line.indexOf('\0') >= 0 && !options.has('a');
            boolean selected = count < most && matches(line) != options.has('v');
            if (selected) {
                count++;
                found |= !options.has('L');
                if (binary && prints) {
                    process.line(process.name() + ": " + name + ": binary file matches");
                    return;
                }
                if (options.last("lLq") != 0) {
                    break;
                }
                if (prints && options.has('o')) {
                    onlyMatches(name, number, line);
                } else if (prints) {
                    long firstShown = number - held.size();
                    if (context && grouped && (lastPrinted < 0 || firstShown > lastPrinted + 1)) {
                        process.line("--");
                    }
                    long n = firstShown;
                    for (String earlier : held) {
                        process.line(prefix(name, n++, '-') + earlier);
                    }
                    held.clear();
                    process.line(prefix(name, number, ':') + line);
                    lastPrinted = number;
                    grouped = true;
                }
                pending = after;
            } else if (prints && pending > 0 && !options.has('o')) {
                pending--;
                process.line(prefix(name, number, '-') + line);
                lastPrinted = number;
            } else if (before > 0) {
                held.add(line);
                if (held.size() > before) {
                    held.remove();
                }
            }
            if (count >= most && pending == 0) {
                break;
            }
        }
        if (options.has('q')) {
            return;
        }
        if (options.has('L')) {
            if (count == 0) {
                process.line(name);
                found = true;
            }
        } else if (options.has('l')) {
            if (count > 0) {
                process.line(name);
            }
        } else if (options.has('c')) {
            process.line((named ? name + ":" : "") + count);
        }
    }

    private String prefix(String name, long number, char separator) {
        return (named ? name + separator : "") + (options.has('n') ? number + String.valueOf(separator) : "");
    }

    private void onlyMatches(String name, long number, String line) {
        if (options.has('v')) {
            return;
        }
        int at = 0;
        while (at <= line.length()) {
            Matcher best = null;
            for (Regex pattern : patterns) {
                Matcher matcher = pattern.on(line);
                boolean earlier = Regex.find(matcher, at)
                        && (best == null
                                || matcher.start() < best.start()
                                || matcher.start() == best.start() && matcher.end() > best.end());
                best = earlier ? matcher : best;
            }
            if (best == null) {
                return;
            }
            if (best.end() > best.start()) {
                process.line(prefix(name, number, ':') + line.substring(best.start(), best.end()));
            }
            at = Math.max(best.end(), best.start() + 1);
        }
    }
}
