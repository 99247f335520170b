package io.alltools.trajectories.os;

import io.alltools.trajectories.os.World.File;
import java.util.ArrayList;
import java.util.List;

/** Operations on the system; a script checks what has become of it. */
final class Operations {

    static final List<Drafts.Template> ALL = List.of(
            Operations::editSetting,
            Operations::permissions,
            Operations::rename,
            Operations::userAndGroup,
            Operations::cleanUp,
            Operations::writeScript,
            Operations::sortTable,
            Operations::link);

    private Operations() {}

    private static Draft editSetting(World w) {
        int port = w.random.between(2000, 9000);
        int wanted = port + w.random.between(1, 500);
        String path = w.root() + "/server.conf";
        String before = "# port of the service\nhost=localhost\nport=" + port + "\nreport=" + port + "\nlog=info\n";
        String after = before.replace("\nport=" + port, "\nport=" + wanted);
        List<File> files = new ArrayList<>(w.tree(20, 40));
        files.add(new File(path, before, 4, "root"));
        return Draft.operation(
                        w.random.pick(
                                "Set the port in " + path + " to " + wanted
                                        + ". Leave everything else in the file as it is.",
                                "The service has to listen on port " + wanted + ": change the setting \"port\" in "
                                        + path + ", and nothing else."),
                        w.making(files),
                        "[ \"$(cat " + path + ")\" = '" + after.strip() + "' ]")
                .step("I read the file before I change it.", "cat " + path)
                .step(
                        "Only the line that begins with port= changes.",
                        "sed -i 's/^port=.*/port=" + wanted + "/' " + path)
                .step("I check the result.", "cat " + path);
    }

    private static Draft permissions(World w) {
        List<File> files = new ArrayList<>(w.tree(20, 60));
        for (int i = 0; i < 5; i++) {
            files.add(new File(w.root() + "/tools/run" + i + ".sh", "echo " + i + "\n", 2, "root"));
        }
        String script = w.random.pick(List.of("750", "755", "700"));
        String other = w.random.pick(List.of("640", "600", "644"));
        return Draft.operation(
                        w.random.pick(
                                "In " + w.root() + " and all its subfolders give the .sh files mode " + script
                                        + " and all other files mode " + other + ". Do not change the folders.",
                                "Set permissions below " + w.root() + ": " + script + " for every *.sh file, " + other
                                        + " for every other regular file; folders keep theirs."),
                        w.making(files) + "chmod 666 " + w.root() + "/tools/*\n",
                        "[ -z \"$(find " + w.root() + " -type f -name '*.sh' ! -perm " + script
                                + ")\" ] && [ -z \"$(find " + w.root()
                                + " -type f ! -name '*.sh' ! -perm " + other + ")\" ] && [ -z \"$(find " + w.root()
                                + " -type d ! -perm 755)\" ] && [ $(find "
                                + w.root() + " -type f | wc -l) -eq " + files.size() + " ]")
                .step("I look at the modes as they are.", "find " + w.root() + " -name '*.sh' -exec ls -l {} \\;")
                .step(
                        "find sets both kinds.",
                        "find " + w.root() + " -type f -name '*.sh' -exec chmod " + script + " {} +; find " + w.root()
                                + " -type f ! -name '*.sh' -exec chmod " + other + " {} +")
                .step(
                        "Is any file left with another mode?",
                        "find " + w.root() + " -type f -printf '%m\\n' | sort | uniq -c");
    }

    private static Draft rename(World w) {
        List<File> files = w.tree(20, 80);
        StringBuilder check = new StringBuilder();
        for (File file : files) {
            String path = file.extension().equals("txt") ? file.path().replaceFirst("txt$", "text") : file.path();
            check.append("[ -f ").append(path).append(" ] || exit 1\n");
        }
        check.append("[ $(find ")
                .append(w.root())
                .append(" -type f | wc -l) -eq ")
                .append(files.size())
                .append(" ]");
        return Draft.operation(
                        w.random.pick(
                                "Rename all .txt files in " + w.root()
                                        + " and its subfolders so that they end in .text instead. Other files stay.",
                                "Change the extension of every *.txt file below " + w.root() + " from .txt to .text."),
                        w.making(files),
                        check.toString())
                .step("Which files are these?", "find " + w.root() + " -type f -name '*.txt' | head -10")
                .step(
                        "A loop renames each.",
                        "find " + w.root()
                                + " -type f -name '*.txt' | while read -r f; do mv \"$f\" \"${f%.txt}.text\"; done")
                .step(
                        "None should be left.",
                        "find " + w.root() + " -name '*.txt' | wc -l; find " + w.root() + " -name '*.text' | wc -l");
    }

    private static Draft userAndGroup(World w) {
        List<String> people = w.random.some(World.PEOPLE, 3);
        String group = w.root().substring(w.root().lastIndexOf('/') + 1);
        StringBuilder check = new StringBuilder();
        people.forEach(name -> check.append("id -nG ")
                .append(name)
                .append(" | grep -qw '")
                .append(group)
                .append("' && [ -d /home/")
                .append(name)
                .append(" ] && "));
        check.append("[ $(stat -c %G ")
                .append(w.root())
                .append(") = ")
                .append(group)
                .append(" ]");
        return Draft.operation(
                        w.random.pick(
                                "Create the group " + group + ", and the users " + String.join(", ", people)
                                        + " with home folders as members of it. The folder " + w.root()
                                        + " shall belong to that group.",
                                "Add a group " + group + " with the new members " + String.join(", ", people)
                                        + " (each with a home folder), and make it the group of " + w.root() + "."),
                        w.making(w.tree(20, 30)),
                        check.toString())
                .step(
                        "Do they exist already?",
                        "getent passwd " + String.join(" ", people) + "; getent group " + group + "; ls -ld "
                                + w.root())
                .step(
                        "First the group, then the users in it.",
                        "groupadd " + group + " && for u in " + String.join(" ", people) + "; do useradd -m -G " + group
                                + " $u; done && chgrp " + group + " " + w.root())
                .step("I check the result.", "getent group " + group + "; ls -ld " + w.root());
    }

    private static Draft cleanUp(World w) {
        List<File> files = w.tree(20, 100);
        StringBuilder check = new StringBuilder();
        for (File file : files) {
            boolean goes = file.days() > 30 && file.extension().equals("log");
            check.append(goes ? "[ ! -e " : "[ -f ").append(file.path()).append(" ] || exit 1\n");
        }
        check.append("true");
        return Draft.operation(
                        w.random.pick(
                                "Delete all .log files below " + w.root()
                                        + " that were last changed more than 30 days ago. Keep everything else.",
                                "Clean up " + w.root()
                                        + ": remove *.log files (in subfolders too) that are older than 30 days, and nothing else."),
                        w.making(files),
                        check.toString())
                .step("Before I delete anything I list it.", "find " + w.root() + " -type f -name '*.log' -mtime +30")
                .step("That is right; now delete.", "find " + w.root() + " -type f -name '*.log' -mtime +30 -delete")
                .step(
                        "I check what is left.",
                        "find " + w.root() + " -type f -name '*.log' -mtime +30 | wc -l; find " + w.root()
                                + " -type f -name '*.log' | wc -l");
    }

    private static Draft writeScript(World w) {
        String name = w.random.pick(List.of("countlines", "linesum", "tally"));
        return Draft.operation(
                        w.random.pick(
                                "Write a command " + name
                                        + " that takes a folder and prints the total number of lines of all regular files in it, subfolders included. \""
                                        + name + " " + w.root() + "\" has to work from anywhere.",
                                "I want a program called " + name + " on the PATH: \"" + name
                                        + " FOLDER\" prints how many lines all files below FOLDER have together, as one number. I need it for "
                                        + w.root() + "."),
                        w.making(w.tree(20, 50)),
                        "mkdir -p /tmp/ck/a/b /tmp/empty && printf '1\\n2\\n' > /tmp/ck/x && printf '3\\n' > '/tmp/ck/a/b/y z' && : > /tmp/ck/a/e\n[ \"$("
                                + name + " /tmp/ck)\" = 3 ] && [ \"$(" + name + " /tmp/empty)\" = 0 ]")
                .step("Where are commands looked for, and is the name free?", "echo $PATH; which " + name)
                .step(
                        "/usr/local/bin is on the path. Names may hold blanks, and there may be no file at all, so cat over find is safest.",
                        "cat > /usr/local/bin/" + name
                                + " <<'EOF'\n#!/bin/bash\nfind \"$1\" -type f -exec cat {} + | wc -l\nEOF\nchmod +x /usr/local/bin/"
                                + name)
                .step("I try it.", "cd / && " + name + " " + w.root());
    }

    private static Draft sortTable(World w) {
        int rows = w.random.between(20, 80);
        StringBuilder csv = new StringBuilder("person,points,id\n");
        List<String[]> table = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            table.add(new String[] {w.random.pick(World.PEOPLE), Integer.toString(1000 + 7 * i), Integer.toString(i)});
        }
        List<String[]> shuffled = w.random.some(table, rows);
        shuffled.forEach(row -> csv.append(String.join(",", row)).append('\n'));
        StringBuilder expected = new StringBuilder("person,points,id\n");
        for (int i = rows - 1; i >= 0; i--) {
            expected.append(String.join(",", table.get(i))).append('\n');
        }
        String path = w.root() + "/points.csv";
        String target = w.root() + "/ranking.csv";
        List<File> files = new ArrayList<>(w.tree(20, 30));
        files.add(new File(path, csv.toString(), 5, "root"));
        return Draft.operation(
                        w.random.pick(
                                "Sort the rows of " + path + " by points, highest first, and write them to " + target
                                        + ". The header line stays on top.",
                                "Make " + target + " from " + path
                                        + ": the same header, then all rows in descending order of the second column."),
                        w.making(files),
                        "diff - " + target + " > /dev/null <<'EOF'\n" + expected + "EOF")
                .step("I look at the table.", "head -4 " + path + "; wc -l " + path)
                .step(
                        "Header first, then the rows sorted by number.",
                        "{ head -n 1 " + path + "; tail -n +2 " + path + " | sort -t, -k2,2nr; } > " + target)
                .step("I check beginning and length.", "head -4 " + target + "; wc -l " + target);
    }

    private static Draft link(World w) {
        List<File> files = w.tree(20, 40);
        StringBuilder init = new StringBuilder(w.making(files));
        List<Integer> versions = w.random.some(List.of(3, 7, 9, 12, 21, 30), 4);
        versions.forEach(v -> init.append("mkdir -p ")
                .append(w.root())
                .append("/releases/v")
                .append(v)
                .append('\n'));
        int newest = versions.stream().mapToInt(v -> v).max().orElse(0);
        int oldest = versions.stream().mapToInt(v -> v).min().orElse(0);
        init.append("ln -s ")
                .append(w.root())
                .append("/releases/v")
                .append(oldest)
                .append(' ')
                .append(w.root())
                .append("/current\n");
        String newPath = w.root() + "/releases/v" + newest;
        return Draft.operation(
                        w.random.pick(
                                "The link " + w.root()
                                        + "/current shall point to the release with the highest number in " + w.root()
                                        + "/releases.",
                                "Switch the symbolic link " + w.root()
                                        + "/current to the newest (highest numbered) folder of " + w.root()
                                        + "/releases."),
                        init.toString(),
                        "[ -L " + w.root() + "/current ] && [ \"$(readlink -f " + w.root() + "/current)\" = " + newPath
                                + " ] && [ -z \"$(ls " + newPath + ")\" ]")
                .step(
                        "Which releases are there, and where does the link point?",
                        "ls " + w.root() + "/releases | sort -V; readlink " + w.root() + "/current")
                .step("The link must be replaced itself, hence -n.", "ln -sfn " + newPath + " " + w.root() + "/current")
                .step("I check it.", "readlink -f " + w.root() + "/current");
    }
}
