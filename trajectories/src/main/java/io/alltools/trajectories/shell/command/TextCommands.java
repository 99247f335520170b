package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.file.FileError;
import io.alltools.trajectories.shell.process.Bytes;
import io.alltools.trajectories.shell.process.Command;
import io.alltools.trajectories.shell.process.Input;
import io.alltools.trajectories.shell.process.Output;
import io.alltools.trajectories.shell.process.Process;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Programs that pass files through: cat, head, tail, wc, tee, tac, rev, nl, checksums, base64. */
final class TextCommands {

    private TextCommands() {}

    static void addTo(Map<String, Command> all) {
        all.put("cat", TextCommands::cat);
        all.put("head", process -> ends(process, true));
        all.put("tail", process -> ends(process, false));
        all.put("wc", TextCommands::wc);
        all.put("tee", TextCommands::tee);
        all.put("tac", TextCommands::tac);
        all.put("rev", TextCommands::rev);
        all.put("nl", TextCommands::nl);
        all.put("md5sum", process -> digest(process, "MD5"));
        all.put("sha1sum", process -> digest(process, "SHA-1"));
        all.put("sha256sum", process -> digest(process, "SHA-256"));
        all.put("base64", TextCommands::base64);
    }

    /** What is done with each file. */
    interface PerFile {
        void with(String name, Input input);
    }

    /** Opens each file in turn, or the standard input; says which can't be opened. @return the status */
    static int each(Process process, List<String> names, PerFile work) {
        int status = 0;
        for (String name : names.isEmpty() ? List.of("-") : names) {
            try {
                work.with(name, process.open(name));
            } catch (FileError e) {
                status = process.error(e);
            }
        }
        return status;
    }

    private static int cat(Process process) {
        Options options = Options.of(
                process,
                "nbsAETuev",
                "number=n",
                "number-nonblank=b",
                "squeeze-blank=s",
                "show-ends=E",
                "show-tabs=T",
                "show-all=A");
        boolean lines = options.last("nbsAETev") != 0;
        int[] number = {0};
        boolean[] blank = {false};
        return each(process, options.operands(), (name, input) -> {
            if (!lines) {
                for (byte[] some = input.some(8192); some.length > 0; some = input.some(8192)) {
                    process.out().write(some, 0, some.length);
                }
                return;
            }
            for (String line = input.line(process.meter()); line != null; line = input.line(process.meter())) {
                if (options.has('s') && line.isEmpty() && blank[0]) {
                    continue;
                }
                blank[0] = line.isEmpty();
                boolean numbered = options.has('b') ? !line.isEmpty() : options.has('n');
                String shown = options.has('T') || options.has('A') ? line.replace("\t", "^I") : line;
                process.print((numbered ? Printing.right(Integer.toString(++number[0]), 6) + "\t" : "")
                        + shown
                        + (options.last("EAe") != 0 ? "$" : "")
                        + (input.lastLineWasWhole() ? "\n" : ""));
            }
        });
    }

    private static int ends(Process process, boolean head) {
        List<String> words = new ArrayList<>();
        words.add(process.name());
        // The old form: head -5.
        for (String word : process.arguments()) {
            String before = words.get(words.size() - 1);
            boolean isValue = before.equals("-n") || before.equals("-c");
            words.add(!isValue && word.matches("-[0-9]+") ? "-n" + word.substring(1) : word);
        }
        Options options = Options.of(
                process.with(words),
                head ? "n:c:qv" : "n:c:qvf",
                "lines=n",
                "bytes=c",
                "quiet=q",
                "silent=q",
                "verbose=v");
        if (options.has('f')) {
            return process.error("following a file (-f) is not supported: it would never end");
        }
        boolean bytes = options.has('c');
        String count = options.value(bytes ? 'c' : 'n', "10");
        boolean signed = count.startsWith("-") || count.startsWith("+");
        long n = Sizes.bytes(signed ? count.substring(1) : count);
        boolean titles = options.has('v') || options.operands().size() > 1 && !options.has('q');
        boolean[] first = {true};
        return each(process, options.operands(), (name, input) -> {
            if (titles) {
                process.line((first[0] ? "" : "\n") + "==> " + (name.equals("-") ? "standard input" : name) + " <==");
                first[0] = false;
            }
            if (bytes) {
                String all = head && !signed ? firstBytes(input, n) : input.rest(process.meter());
                int at = (int) Math.min(n, all.length());
                process.print(
                        head
                                ? all.substring(0, signed ? all.length() - at : at)
                                : count.startsWith("+")
                                        ? all.substring(Math.max(0, at - 1))
                                        : all.substring(all.length() - at));
            } else if (head) {
                head(process, input, n, count.startsWith("-"));
            } else {
                tail(process, input, n, count.startsWith("+"));
            }
        });
    }

    private static String firstBytes(Input input, long n) {
        StringBuilder text = new StringBuilder();
        while (text.length() < n) {
            byte[] some = input.some((int) Math.min(8192, n - text.length()));
            if (some.length == 0) {
                break;
            }
            text.append(Bytes.text(some));
        }
        return text.toString();
    }

    private static void head(Process process, Input input, long n, boolean allBut) {
        Deque<String> held = new ArrayDeque<>();
        for (long i = 0; allBut || i < n; i++) {
            String line = input.line(process.meter());
            if (line == null) {
                break;
            }
            held.add(line + (input.lastLineWasWhole() ? "\n" : ""));
            if (!allBut || held.size() > n) {
                process.print(held.remove());
            }
        }
    }

    private static void tail(Process process, Input input, long n, boolean from) {
        Deque<String> held = new ArrayDeque<>();
        long number = 0;
        long bytes = 0;
        for (String line = input.line(process.meter()); line != null; line = input.line(process.meter())) {
            String whole = line + (input.lastLineWasWhole() ? "\n" : "");
            if (from) {
                if (++number >= n) {
                    process.print(whole);
                }
                continue;
            }
            held.add(whole);
            bytes += whole.length();
            if (held.size() > n) {
                bytes -= held.remove().length();
            }
            process.meter().text(bytes);
        }
        held.forEach(process::print);
    }

    private static int wc(Process process) {
        Options options = Options.of(process, "lwcmL", "lines=l", "words=w", "bytes=c", "chars=m", "max-line-length=L");
        String asked = options.last("lwcmL") == 0 ? "lwc" : "lwmcL";
        List<long[]> rows = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int status = each(process, options.operands(), (name, input) -> {
            rows.add(count(process, input));
            names.add(options.operands().isEmpty() ? "" : name);
        });
        if (options.operands().size() > 1) {
            long[] total = new long[4];
            rows.forEach(row -> {
                for (int i = 0; i < 3; i++) {
                    total[i] += row[i];
                }
                total[3] = Math.max(total[3], row[3]);
            });
            rows.add(total);
            names.add("total");
        }
        int columns = 0;
        for (char c : asked.toCharArray()) {
            columns += options.last("lwcmL") == 0 || options.has(c) ? 1 : 0;
        }
        long sizes = rows.stream().mapToLong(row -> row[2]).max().orElse(0);
        boolean piped = options.operands().isEmpty() || options.operands().contains("-");
        int width = columns == 1 && rows.size() == 1
                ? 1
                : piped
                        ? 7
                        : Long.toString(rows.size() > 1 ? rows.get(rows.size() - 1)[2] : sizes)
                                .length();
        for (int i = 0; i < rows.size(); i++) {
            StringBuilder line = new StringBuilder();
            for (char c : asked.toCharArray()) {
                if (options.last("lwcmL") == 0 || options.has(c)) {
                    long value = rows.get(i)[c == 'l' ? 0 : c == 'w' ? 1 : c == 'L' ? 3 : 2];
                    line.append(line.isEmpty() ? "" : " ").append(Printing.right(Long.toString(value), width));
                }
            }
            process.line(line + (names.get(i).isEmpty() ? "" : " " + names.get(i)));
        }
        return status;
    }

    /** Lines, words, bytes and the longest line. */
    private static long[] count(Process process, Input input) {
        long[] row = new long[4];
        boolean inWord = false;
        long length = 0;
        for (byte[] some = input.some(8192); some.length > 0; some = input.some(8192)) {
            process.meter().steps(1 + some.length / 64);
            row[2] += some.length;
            for (byte b : some) {
                if (b == '\n') {
                    row[0]++;
                    row[3] = Math.max(row[3], length);
                    length = 0;
                } else {
                    length++;
                }
                boolean blank = b == ' ' || b >= 9 && b <= 13;
                if (!blank && !inWord) {
                    row[1]++;
                }
                inWord = !blank;
            }
        }
        row[3] = Math.max(row[3], length);
        return row;
    }

    private static int tee(Process process) {
        Options options = Options.of(process, "ai", "append=a");
        List<Output> outputs = new ArrayList<>(List.of(process.out()));
        int status = 0;
        for (String name : options.operands()) {
            try {
                outputs.add(process.create(name, options.has('a')));
            } catch (FileError e) {
                status = process.error(e);
            }
        }
        for (byte[] some = process.in().some(8192);
                some.length > 0;
                some = process.in().some(8192)) {
            for (Output output : outputs) {
                output.write(some, 0, some.length);
            }
        }
        return status;
    }

    static List<String> lines(Process process, Input input) {
        List<String> lines = new ArrayList<>();
        long bytes = 0;
        for (String line = input.line(process.meter()); line != null; line = input.line(process.meter())) {
            lines.add(line);
            bytes += line.length() + 32L;
            process.meter().text(bytes);
        }
        return lines;
    }

    private static int tac(Process process) {
        return each(process, Options.of(process, "").operands(), (name, input) -> {
            List<String> lines = lines(process, input);
            Collections.reverse(lines);
            lines.forEach(process::line);
        });
    }

    private static int rev(Process process) {
        return each(process, Options.of(process, "").operands(), (name, input) -> {
            for (String line = input.line(process.meter()); line != null; line = input.line(process.meter())) {
                process.line(new StringBuilder(line).reverse().toString());
            }
        });
    }

    private static int nl(Process process) {
        Options options = Options.of(process, "b:w:s:v:n:", "body-numbering=b", "number-width=w", "number-separator=s");
        boolean all = options.value('b', "t").equals("a");
        int width = (int) Math.min(100, options.number('w', 6));
        String separator = options.value('s', "\t");
        long[] number = {options.number('v', 1)};
        return each(process, options.operands(), (name, input) -> {
            for (String line = input.line(process.meter()); line != null; line = input.line(process.meter())) {
                boolean counts = all || !line.isEmpty();
                process.line(
                        counts
                                ? Printing.right(Long.toString(number[0]++), width) + separator + line
                                : " ".repeat(width + separator.length()) + line);
            }
        });
    }

    private static int digest(Process process, String algorithm) {
        Options options = Options.of(process, "cb", "check=c", "binary=b");
        if (options.has('c')) {
            return check(process, options.operands(), algorithm);
        }
        return each(
                process,
                options.operands(),
                (name, input) -> process.line(hash(process, input, algorithm) + "  " + name));
    }

    private static int check(Process process, List<String> lists, String algorithm) {
        boolean[] failed = {false};
        int status = each(process, lists, (list, input) -> {
            for (String line = input.line(process.meter()); line != null; line = input.line(process.meter())) {
                String[] parts = line.split(" [ *]", 2);
                if (parts.length < 2) {
                    continue;
                }
                boolean right;
                try {
                    right = hash(process, process.open(parts[1]), algorithm).equals(parts[0]);
                    process.line(parts[1] + (right ? ": OK" : ": FAILED"));
                } catch (FileError e) {
                    right = false;
                    process.error(e);
                    process.line(parts[1] + ": FAILED open or read");
                }
                failed[0] |= !right;
            }
        });
        return failed[0] ? 1 : status;
    }

    private static String hash(Process process, Input input, String algorithm) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
        for (byte[] some = input.some(8192); some.length > 0; some = input.some(8192)) {
            process.meter().steps(1 + some.length / 64);
            digest.update(some);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static int base64(Process process) {
        Options options = Options.of(process, "dw:i", "decode=d", "wrap=w");
        int wrap = (int) Math.min(1 << 20, options.number('w', 76));
        boolean[] bad = {false};
        int status = each(process, options.operands(), (name, input) -> {
            String text = input.rest(process.meter());
            if (options.has('d')) {
                try {
                    byte[] bytes = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
                    process.out().write(bytes, 0, bytes.length);
                } catch (IllegalArgumentException e) {
                    process.error("invalid input");
                    bad[0] = true;
                }
                return;
            }
            String encoded = Base64.getEncoder().encodeToString(Bytes.of(text));
            for (int i = 0; i < encoded.length(); i += wrap == 0 ? encoded.length() : wrap) {
                String part = encoded.substring(i, wrap == 0 ? encoded.length() : Math.min(encoded.length(), i + wrap));
                process.print(wrap == 0 ? part : part + "\n");
            }
        });
        return bad[0] ? 1 : status;
    }
}
