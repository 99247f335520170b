package io.alltools.trajectories.os;

import io.alltools.trajectories.os.World.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Questions about the system; their answers are worked out here, without the shell. */
final class Questions {

    static final List<Drafts.Template> ALL = List.of(
            Questions::countByExtension,
            Questions::countBySize,
            Questions::countByOwner,
            Questions::logLevel,
            Questions::busiestAddress,
            Questions::whichFile,
            Questions::columnSum,
            Questions::setting,
            Questions::brokenLinks,
            Questions::totalSize);

    private Questions() {}

    private static String number(long value) {
        return Long.toString(value);
    }

    private static Draft countByExtension(World w) {
        List<File> files = w.tree(20, 120);
        String extension = w.random.pick(World.EXTENSIONS);
        long count = files.stream().filter(f -> f.extension().equals(extension)).count();
        return Draft.question(
                        w.random.pick(
                                "How many ." + extension + " files are there in " + w.root()
                                        + ", subfolders included? Answer with the number only.",
                                "Count the files below " + w.root() + " (at any depth) whose name ends in ." + extension
                                        + ". Give me just the number."),
                        w.making(files),
                        number(count))
                .step("First a look at how the folder is laid out.", "ls " + w.root())
                .step(
                        "There are subfolders, so find has to count.",
                        "find " + w.root() + " -type f -name '*." + extension + "' | wc -l");
    }

    private static Draft countBySize(World w) {
        List<File> files = w.tree(20, 100);
        int limit = w.random.between(60, 200);
        long count = files.stream().filter(f -> f.content().length() > limit).count();
        return Draft.question(
                        w.random.pick(
                                "How many files in " + w.root() + " and its subfolders are larger than " + limit
                                        + " bytes? Only the number, please.",
                                "Tell me the number of regular files under " + w.root() + " with a size of more than "
                                        + limit + " bytes."),
                        w.making(files),
                        number(count))
                .step("I look at some sizes first.", "ls -lR " + w.root() + " | head -15")
                .step(
                        "find compares sizes in bytes with the suffix c.",
                        "find " + w.root() + " -type f -size +" + limit + "c | wc -l");
    }

    private static Draft countByOwner(World w) {
        List<String> people = w.random.some(World.PEOPLE, 3);
        List<File> files = w.tree(20, 80).stream()
                .map(f -> new File(f.path(), f.content(), f.days(), w.random.pick(people)))
                .toList();
        String user = people.get(0);
        long count = files.stream().filter(f -> f.owner().equals(user)).count();
        StringBuilder users = new StringBuilder();
        people.forEach(name -> users.append("useradd ").append(name).append('\n'));
        return Draft.question(
                        w.random.pick(
                                "How many files below " + w.root() + " belong to the user " + user
                                        + "? Answer with the number only.",
                                "Count the regular files in " + w.root() + " (recursively) that are owned by " + user
                                        + "."),
                        users + w.making(files),
                        number(count))
                .step(
                        "I check that the user exists and how files are owned.",
                        "id " + user + "; ls -l " + w.root() + " | head -8")
                .step("find can select by owner.", "find " + w.root() + " -type f -user " + user + " | wc -l");
    }

    private static String log(World w, List<String> levels, List<String> addresses) {
        StringBuilder log = new StringBuilder();
        int lines = w.random.between(60, 200);
        for (int i = 0; i < lines; i++) {
            log.append(String.format(
                    Locale.ROOT,
                    "2024-05-%02d %02d:%02d:%02d %s %s GET /%s %d\n",
                    1 + i % 13,
                    w.random.between(0, 23),
                    w.random.between(0, 59),
                    w.random.between(0, 59),
                    w.random.pick(levels),
                    w.random.pick(addresses),
                    w.random.pick(World.PEOPLE),
                    w.random.between(100, 9999)));
        }
        return log.toString();
    }

    private static Draft logLevel(World w) {
        String log = log(w, List.of("INFO", "INFO", "WARN", "ERROR", "DEBUG"), List.of("10.0.0.4", "10.0.0.9"));
        String level = w.random.pick(List.of("ERROR", "WARN", "DEBUG"));
        String path = w.root() + "/logs/app.log";
        long count =
                log.lines().filter(line -> line.contains(" " + level + " ")).count();
        return Draft.question(
                        w.random.pick(
                                "How many entries of level " + level + " does the log " + path
                                        + " have? Give the number only.",
                                "In " + path + " the third column is the level. Count the " + level + " lines."),
                        w.making(List.of(new File(path, log, 1, "root"))),
                        number(count))
                .step("I look at the format of the log.", "head -5 " + path)
                .step("The level is the third column.", "awk '$3==\"" + level + "\"' " + path + " | wc -l");
    }

    private static Draft busiestAddress(World w) {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            addresses.add("10." + w.random.between(1, 9) + "." + i + "." + w.random.between(2, 250));
        }
        String busy = w.random.pick(addresses);
        String log = log(w, List.of("INFO", "WARN"), addresses);
        Map<String, Integer> counts = new TreeMap<>();
        log.lines().forEach(line -> counts.merge(line.split(" ", -1)[3], 1, Integer::sum));
        int most = counts.values().stream().mapToInt(i -> i).max().orElse(0);
        // Enough on top that there is one with the most.
        String all = log
                + ("2024-05-14 08:00:00 INFO " + busy + " GET /last 200\n")
                        .repeat(most - counts.getOrDefault(busy, 0) + 1);
        String path = w.root() + "/logs/access.log";
        return Draft.question(
                        w.random.pick(
                                "Which IP address made the most requests according to " + path
                                        + "? Answer with the address only.",
                                "Find the client address (fourth column) that occurs most often in " + path + "."),
                        w.making(List.of(new File(path, all, 1, "root"))),
                        busy)
                .step("I look at the columns of the log.", "head -3 " + path)
                .step(
                        "The address is the fourth column: count and sort.",
                        "awk '{print $4}' " + path + " | sort | uniq -c | sort -rn | head -1")
                .step(
                        "Only the address is asked for.",
                        "awk '{print $4}' " + path + " | sort | uniq -c | sort -rn | head -1 | awk '{print $2}'");
    }

    private static Draft whichFile(World w) {
        List<File> files = new ArrayList<>(w.tree(20, 100));
        int at = w.random.between(0, files.size() - 1);
        String token = "key-" + w.random.between(10_000, 99_999);
        File old = files.get(at);
        files.set(at, new File(old.path(), old.content() + "token " + token + "\n", old.days(), "root"));
        return Draft.question(
                        w.random.pick(
                                "Exactly one file below " + w.root() + " contains the text \"" + token
                                        + "\". What is its absolute path?",
                                "Find the file under " + w.root() + " in which \"" + token
                                        + "\" occurs and tell me its full path."),
                        w.making(files),
                        old.path())
                .step("How many files are there to search?", "find " + w.root() + " -type f | wc -l")
                .step("grep lists the files that contain it.", "grep -rl '" + token + "' " + w.root());
    }

    private static Draft columnSum(World w) {
        StringBuilder csv = new StringBuilder("id,person,region,amount\n");
        int rows = w.random.between(20, 150);
        String region = w.random.pick(List.of("north", "south", "east", "west"));
        long sum = 0;
        for (int i = 1; i <= rows; i++) {
            String at = w.random.pick(List.of("north", "south", "east", "west"));
            int amount = w.random.between(5, 900);
            sum += at.equals(region) ? amount : 0;
            csv.append(i)
                    .append(',')
                    .append(w.random.pick(World.PEOPLE))
                    .append(',')
                    .append(at)
                    .append(',')
                    .append(amount)
                    .append('\n');
        }
        String path = w.root() + "/sales.csv";
        return Draft.question(
                        w.random.pick(
                                "What is the sum of the column amount for the region " + region + " in " + path
                                        + "? Only the number.",
                                "Add up the amounts of all rows of " + path + " whose region is " + region + "."),
                        w.making(List.of(new File(path, csv.toString(), 2, "root"))),
                        number(sum))
                .step("The header says which column is which.", "head -4 " + path)
                .step(
                        "Region is column 3, amount column 4.",
                        "awk -F, '$3==\"" + region + "\" {s+=$4} END {print s+0}' " + path);
    }

    private static Draft setting(World w) {
        String key = w.random.pick(List.of("WORKERS", "CACHE_SIZE", "RETRIES", "TIMEOUT"));
        int value = w.random.between(2, 500);
        String path = w.root() + "/env.sh";
        String text = "# settings of the service\nexport MODE=production\nBASE=" + value + "\n#export " + key
                + "=1\nexport " + key + "=$((BASE * 2 + 1))\nexport REGION=eu\n";
        List<File> files = new ArrayList<>(w.tree(20, 30));
        files.add(new File(path, text, 3, "root"));
        return Draft.question(
                        w.random.pick(
                                "Which value does the environment variable " + key + " have after the file " + path
                                        + " has been sourced?",
                                "If a shell sources " + path + ", what is " + key
                                        + " set to? Answer with the value only."),
                        w.making(files),
                        number(value * 2L + 1))
                .step("I read the file first.", "cat " + path)
                .step("It is computed, so I source it and look.", "source " + path + " && echo \"$" + key + "\"");
    }

    private static Draft brokenLinks(World w) {
        List<File> files = w.tree(20, 40);
        StringBuilder links = new StringBuilder("mkdir -p " + w.root() + "/links\n");
        int count = w.random.between(6, 25);
        int broken = 0;
        for (int i = 0; i < count; i++) {
            boolean isBroken = w.random.between(0, 2) == 0;
            broken += isBroken ? 1 : 0;
            links.append("ln -s ")
                    .append(
                            isBroken
                                    ? "/nowhere/file" + i
                                    : w.random.pick(files).path())
                    .append(' ')
                    .append(w.root())
                    .append("/links/l")
                    .append(i)
                    .append('\n');
        }
        return Draft.question(
                        w.random.pick(
                                "How many symbolic links in " + w.root()
                                        + "/links are broken, as their target does not exist? Only the number.",
                                "Count the dangling symlinks in " + w.root() + "/links."),
                        w.making(files) + links,
                        number(broken))
                .step("I look at the links and their targets.", "ls -l " + w.root() + "/links | head -12")
                .step(
                        "A link is broken where -L holds and -e does not.",
                        "n=0; for l in " + w.root()
                                + "/links/*; do if [ -L \"$l\" ] && [ ! -e \"$l\" ]; then n=$((n+1)); fi; done; echo $n");
    }

    private static Draft totalSize(World w) {
        List<File> files = w.tree(20, 100);
        String extension = w.random.pick(World.EXTENSIONS);
        long sum = files.stream()
                .filter(f -> f.extension().equals(extension))
                .mapToLong(f -> f.content().length())
                .sum();
        return Draft.question(
                        w.random.pick(
                                "What is the total size in bytes of all ." + extension + " files below " + w.root()
                                        + "? Only the number.",
                                "Add up the sizes (in bytes, not blocks) of the ." + extension + " files in " + w.root()
                                        + " and its subfolders."),
                        w.making(files),
                        number(sum))
                .step(
                        "I see which files these are.",
                        "find " + w.root() + " -type f -name '*." + extension + "' | head -5")
                .step(
                        "find prints sizes, awk adds them up.",
                        "find " + w.root() + " -type f -name '*." + extension
                                + "' -printf '%s\\n' | awk '{s+=$1} END {print s+0}'");
    }
}
