package io.alltools.trajectories.shell.process;

import io.alltools.trajectories.shell.file.Credentials;
import io.alltools.trajectories.shell.file.FileError;
import io.alltools.trajectories.shell.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Users and groups as {@code /etc/passwd} and {@code /etc/group} have them; there is no other account of them. */
public final class Users {

    public static final String PASSWD = "/etc/passwd";
    public static final String GROUP = "/etc/group";

    /** A line of {@code /etc/passwd}. */
    public record User(String name, int id, int group, String comment, String home, String shell) {

        public String line() {
            return name + ":x:" + id + ":" + group + ":" + comment + ":" + home + ":" + shell;
        }
    }

    /** A line of {@code /etc/group}. */
    public record Group(String name, int id, List<String> members) {

        public String line() {
            return name + ":x:" + id + ":" + String.join(",", members);
        }
    }

    private final Files files;

    /** @param files of root */
    public Users(Files files) {
        this.files = files;
    }

    public List<User> users() {
        List<User> users = new ArrayList<>();
        for (String line : lines(PASSWD)) {
            String[] f = line.split(":", -1);
            if (f.length >= 7 && isNumber(f[2]) && isNumber(f[3])) {
                users.add(new User(f[0], Integer.parseInt(f[2]), Integer.parseInt(f[3]), f[4], f[5], f[6]));
            }
        }
        return users;
    }

    public List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        for (String line : lines(GROUP)) {
            String[] f = line.split(":", -1);
            if (f.length >= 4 && isNumber(f[2])) {
                groups.add(new Group(
                        f[0], Integer.parseInt(f[2]), f[3].isEmpty() ? List.of() : List.of(f[3].split(",", -1))));
            }
        }
        return groups;
    }

    public Optional<User> user(String name) {
        return users().stream().filter(user -> user.name().equals(name)).findFirst();
    }

    public Optional<User> user(int id) {
        return users().stream().filter(user -> user.id() == id).findFirst();
    }

    public Optional<Group> group(String name) {
        return groups().stream().filter(group -> group.name().equals(name)).findFirst();
    }

    public Optional<Group> group(int id) {
        return groups().stream().filter(group -> group.id() == id).findFirst();
    }

    /** A user's name, or the number where there is none. */
    public String userName(int id) {
        return user(id).map(User::name).orElse(Integer.toString(id));
    }

    /** A group's name, or the number where there is none. */
    public String groupName(int id) {
        return group(id).map(Group::name).orElse(Integer.toString(id));
    }

    /** The number that a name or a number stands for. */
    public Optional<Integer> userId(String nameOrNumber) {
        return user(nameOrNumber).map(User::id).or(() -> number(nameOrNumber));
    }

    /** The number that a name or a number stands for. */
    public Optional<Integer> groupId(String nameOrNumber) {
        return group(nameOrNumber).map(Group::id).or(() -> number(nameOrNumber));
    }

    /** All groups of a user, the first one at the beginning. */
    public Set<Integer> groupsOf(User user) {
        Set<Integer> ids = new LinkedHashSet<>();
        ids.add(user.group());
        for (Group group : groups()) {
            if (group.members().contains(user.name())) {
                ids.add(group.id());
            }
        }
        return ids;
    }

    public Credentials credentials(User user) {
        return new Credentials(user.id(), user.group(), groupsOf(user));
    }

    private List<String> lines(String path) {
        try {
            return Bytes.text(files.read(path)).lines().toList();
        } catch (FileError e) {
            // A machine without the file has no users, as a real one.
            return List.of();
        }
    }

    private static Optional<Integer> number(String text) {
        return isNumber(text) ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,9}");
    }
}
