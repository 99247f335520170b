package io.alltools.trajectories.os;

import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Split;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Draws names and trees of files. Each split has project names of its own, so that no machine is in two splits. */
final class World {

    private static final List<String> PROJECTS = List.of(
            "aurora", "basalt", "cobalt", "dynamo", "ember", "falcon", "granite", "harbor", "indigo", "juniper",
            "kestrel", "lagoon", "marble", "nimbus", "orchid", "pebble", "quartz", "raven", "saffron", "tundra",
            "umber", "velvet", "willow", "zephyr");
    private static final List<String> FOLDERS = List.of(
            "docs", "src", "data", "reports", "archive", "notes", "build", "assets", "drafts", "exports", "backup",
            "shared");
    private static final List<String> STEMS = List.of(
            "alpha", "budget", "client", "delta", "errors", "figures", "ledger", "metrics", "orders", "plan", "queue",
            "result", "sample", "survey", "ticket", "usage", "vendor", "weekly");
    static final List<String> EXTENSIONS = List.of("txt", "log", "csv", "md", "conf", "json");
    static final List<String> PEOPLE = List.of("mara", "tobin", "ines", "jonas", "petra", "silas", "noemi", "ruben");

    /** A file of the tree. @param days how long ago it was changed */
    record File(String path, String content, int days, String owner) {

        String extension() {
            return path.substring(path.lastIndexOf('.') + 1);
        }

        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    final Draws random;
    private final String root;

    World(Draws random, Split split, int number) {
        this.random = random;
        int share = PROJECTS.size() / Split.values().length;
        String project = PROJECTS.get(split.ordinal() * share + random.nextInt(share));
        // With the number in it no two tasks have the same machine.
        root = random.pick(List.of("/srv/", "/opt/", "/home/", "/var/")) + project + "-" + (100 + number);
    }

    String root() {
        return root;
    }

    /** A tree of files below the root. */
    List<File> tree(int least, int most) {
        int count = random.between(least, most);
        List<String> folders = new ArrayList<>(List.of(root));
        for (String folder : random.some(FOLDERS, 4)) {
            folders.add(root + "/" + folder);
            if (random.nextBoolean()) {
                folders.add(root + "/" + folder + "/" + random.pick(FOLDERS));
            }
        }
        Set<String> paths = new LinkedHashSet<>();
        while (paths.size() < count) {
            paths.add(random.pick(folders) + "/" + random.pick(STEMS) + "_" + random.between(1, 60) + "."
                    + random.pick(EXTENSIONS));
        }
        List<File> files = new ArrayList<>();
        for (String path : paths) {
            int lines = random.between(1, 12);
            StringBuilder content = new StringBuilder();
            for (int i = 0; i < lines; i++) {
                content.append(random.pick(STEMS))
                        .append(' ')
                        .append(random.pick(FOLDERS))
                        .append(' ')
                        .append(random.between(1, 999))
                        .append('\n');
            }
            files.add(new File(
                    path,
                    content.toString(),
                    random.nextBoolean() ? random.between(1, 20) : random.between(45, 300),
                    "root"));
        }
        return files;
    }

    /** A script that makes files. */
    String making(List<File> files) {
        StringBuilder script = new StringBuilder("set -e\numask 022\n");
        Set<String> folders = new LinkedHashSet<>();
        files.forEach(file -> folders.add(file.path.substring(0, file.path.lastIndexOf('/'))));
        folders.forEach(folder -> script.append("mkdir -p ").append(folder).append('\n'));
        for (File file : files) {
            script.append("cat > ")
                    .append(file.path)
                    .append(" <<'EOF'\n")
                    .append(file.content)
                    .append("EOF\n");
            if (!file.owner.equals("root")) {
                script.append("chown ")
                        .append(file.owner)
                        .append(' ')
                        .append(file.path)
                        .append('\n');
            }
            script.append("touch -d '")
                    .append(file.days)
                    .append(" days ago' ")
                    .append(file.path)
                    .append('\n');
        }
        return script.toString();
    }
}
