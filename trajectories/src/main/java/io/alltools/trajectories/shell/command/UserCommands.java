package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.file.Credentials;
import io.alltools.trajectories.shell.file.Inode;
import io.alltools.trajectories.shell.process.Bytes;
import io.alltools.trajectories.shell.process.Command;
import io.alltools.trajectories.shell.process.Process;
import io.alltools.trajectories.shell.process.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Users and groups: id, whoami, groups, getent, useradd, userdel, usermod, groupadd, groupdel. */
final class UserCommands {

    private static final int FIRST_ID = 1000;
    private static final String NAME = "[a-z_][a-z0-9_-]{0,31}";

    private UserCommands() {}

    static void addTo(Map<String, Command> all) {
        all.put("id", UserCommands::id);
        all.put("whoami", process -> {
            process.line(process.users().userName(process.files().who().user()));
            return 0;
        });
        all.put("groups", UserCommands::groups);
        all.put("getent", UserCommands::getent);
        all.put("useradd", UserCommands::useradd);
        all.put("userdel", UserCommands::userdel);
        all.put("usermod", UserCommands::usermod);
        all.put("groupadd", UserCommands::groupadd);
        all.put("groupdel", UserCommands::groupdel);
    }

    private static int id(Process process) {
        Options options = Options.of(process, "ugnGr", "user=u", "group=g", "name=n", "groups=G");
        Users users = process.users();
        Credentials who = process.files().who();
        int user = who.user();
        int group = who.group();
        Set<Integer> groups = new java.util.LinkedHashSet<>(List.of(group));
        groups.addAll(new java.util.TreeSet<>(who.groups()));
        if (!options.operands().isEmpty()) {
            Optional<Users.User> other = users.user(options.operands().get(0));
            if (other.isEmpty()) {
                return process.error("'" + options.operands().get(0) + "': no such user");
            }
            user = other.get().id();
            group = other.get().group();
            groups = users.groupsOf(other.get());
        }
        boolean names = options.has('n');
        if (options.has('u')) {
            process.line(names ? users.userName(user) : Integer.toString(user));
        } else if (options.has('g')) {
            process.line(names ? users.groupName(group) : Integer.toString(group));
        } else if (options.has('G')) {
            process.line(groups.stream()
                    .map(g -> names ? users.groupName(g) : Integer.toString(g))
                    .collect(Collectors.joining(" ")));
        } else {
            process.line("uid=" + user + "(" + users.userName(user) + ") gid=" + group + "(" + users.groupName(group)
                    + ") groups="
                    + groups.stream()
                            .map(g -> g + "(" + users.groupName(g) + ")")
                            .collect(Collectors.joining(",")));
        }
        return 0;
    }

    private static int groups(Process process) {
        Users users = process.users();
        if (process.arguments().isEmpty()) {
            process.line(process.files().who().groups().stream()
                    .sorted()
                    .map(users::groupName)
                    .collect(Collectors.joining(" ")));
            return 0;
        }
        int status = 0;
        for (String name : process.arguments()) {
            Optional<Users.User> user = users.user(name);
            if (user.isEmpty()) {
                status = process.error("'" + name + "': no such user");
            } else {
                process.line(name + " : "
                        + users.groupsOf(user.get()).stream()
                                .map(users::groupName)
                                .collect(Collectors.joining(" ")));
            }
        }
        return status;
    }

    private static int getent(Process process) {
        List<String> words = Options.of(process, "").operands(1);
        String database = words.get(0);
        if (!database.equals("passwd") && !database.equals("group")) {
            return process.error("database " + database + " is not supported here: there are passwd and group");
        }
        int status = words.size() > 1 ? 2 : 0;
        for (String line : process.read("/etc/" + database).lines().toList()) {
            String[] fields = line.split(":", -1);
            boolean wanted = words.size() == 1
                    || words.subList(1, words.size()).contains(fields[0])
                    || fields.length > 2 && words.subList(1, words.size()).contains(fields[2]);
            if (wanted) {
                process.line(line);
                status = 0;
            }
        }
        return status;
    }

    // Changes

    private static void refuseOthers(Process process) {
        if (!process.files().who().isRoot()) {
            throw new Options.UsageException("Permission denied: cannot lock /etc/passwd; try again later.");
        }
    }

    private static void write(Process process, List<Users.User> users, List<Users.Group> groups) {
        process.files()
                .write(
                        Users.PASSWD,
                        Bytes.of(users.stream().map(u -> u.line() + "\n").collect(Collectors.joining())));
        process.files()
                .write(
                        Users.GROUP,
                        Bytes.of(groups.stream().map(g -> g.line() + "\n").collect(Collectors.joining())));
    }

    private static int freeUser(List<Users.User> users) {
        return users.stream()
                        .mapToInt(Users.User::id)
                        .filter(id -> id >= FIRST_ID && id < 60_000)
                        .max()
                        .orElse(FIRST_ID - 1)
                + 1;
    }

    private static int freeGroup(List<Users.Group> groups) {
        return groups.stream()
                        .mapToInt(Users.Group::id)
                        .filter(id -> id >= FIRST_ID && id < 60_000)
                        .max()
                        .orElse(FIRST_ID - 1)
                + 1;
    }

    private static int number(Options options, char letter, int otherwise) {
        return (int) Math.min(Integer.MAX_VALUE, options.number(letter, otherwise));
    }

    private static int useradd(Process process) {
        refuseOthers(process);
        Options options = Options.of(
                process,
                "mMrUNs:d:g:G:u:c:p:k:e:",
                "create-home=m",
                "shell=s",
                "home-dir=d",
                "gid=g",
                "groups=G",
                "uid=u",
                "comment=c",
                "password=p",
                "system=r",
                "no-create-home=M");
        String name = options.operands(1).get(0);
        if (!name.matches(NAME)) {
            return status(process, 3, "invalid user name '" + name + "'");
        }
        List<Users.User> users = new ArrayList<>(process.users().users());
        List<Users.Group> groups = new ArrayList<>(process.users().groups());
        if (process.users().user(name).isPresent()) {
            return status(process, 9, "user '" + name + "' already exists");
        }
        int id = number(options, 'u', freeUser(users));
        if (users.stream().anyMatch(user -> user.id() == id)) {
            return status(process, 4, "UID " + id + " is not unique");
        }
        int group;
        if (options.has('g')) {
            Optional<Integer> first = process.users().groupId(options.value('g', ""));
            if (first.isEmpty()) {
                return status(process, 6, "group '" + options.value('g', "") + "' does not exist");
            }
            group = first.get();
        } else {
            if (process.users().group(name).isPresent()) {
                return status(
                        process, 9, "group " + name + " exists - if you want to add this user to that group, use -g.");
            }
            group = groups.stream().anyMatch(g -> g.id() == id) ? freeGroup(groups) : id;
            groups.add(new Users.Group(name, group, List.of()));
        }
        String home = options.value('d', "/home/" + name);
        users.add(new Users.User(name, id, group, options.value('c', ""), home, options.value('s', "/bin/sh")));
        if (options.has('G') && !join(process, groups, name, options.value('G', ""), true)) {
            return 6;
        }
        write(process, users, groups);
        if (options.has('m') && process.files().find(home).isEmpty()) {
            process.files().makeFolder(home, 0755);
            process.files().setOwner(process.files().get(home), home, id, group);
        }
        return 0;
    }

    private static int status(Process process, int status, String message) {
        process.error(message);
        return status;
    }

    /** Makes a user a member of groups. @param append whether the other ones stay */
    private static boolean join(Process process, List<Users.Group> groups, String user, String names, boolean append) {
        List<String> wanted = List.of(names.split(",", -1));
        for (String name : wanted) {
            if (groups.stream().noneMatch(group -> group.name().equals(name))) {
                process.error("group '" + name + "' does not exist");
                return false;
            }
        }
        groups.replaceAll(group -> {
            boolean in =
                    wanted.contains(group.name()) || append && group.members().contains(user);
            List<String> members = new ArrayList<>(group.members());
            if (in && !members.contains(user)) {
                members.add(user);
            } else if (!in) {
                members.remove(user);
            }
            return new Users.Group(group.name(), group.id(), members);
        });
        return true;
    }

    private static int userdel(Process process) {
        refuseOthers(process);
        Options options = Options.of(process, "rf", "remove=r", "force=f");
        String name = options.operands(1).get(0);
        Optional<Users.User> user = process.users().user(name);
        if (user.isEmpty()) {
            return status(process, 6, "user '" + name + "' does not exist");
        }
        List<Users.User> users = new ArrayList<>(process.users().users());
        users.removeIf(other -> other.name().equals(name));
        List<Users.Group> groups = new ArrayList<>(process.users().groups());
        groups.replaceAll(group -> new Users.Group(
                group.name(),
                group.id(),
                group.members().stream().filter(member -> !member.equals(name)).toList()));
        groups.removeIf(group -> group.name().equals(name)
                && group.members().isEmpty()
                && users.stream().noneMatch(other -> other.group() == group.id()));
        write(process, users, groups);
        if (options.has('r')
                && process.files()
                        .find(user.get().home())
                        .filter(node -> node instanceof Inode.Folder)
                        .isPresent()) {
            process.launch(List.of("rm", "-rf", user.get().home()));
        }
        return 0;
    }

    private static int usermod(Process process) {
        refuseOthers(process);
        Options options = Options.of(
                process,
                "aG:g:s:d:l:u:c:mLU",
                "append=a",
                "groups=G",
                "gid=g",
                "shell=s",
                "home=d",
                "login=l",
                "uid=u",
                "comment=c",
                "move-home=m",
                "lock=L",
                "unlock=U");
        String name = options.operands(1).get(0);
        Optional<Users.User> found = process.users().user(name);
        if (found.isEmpty()) {
            return status(process, 6, "user '" + name + "' does not exist");
        }
        Users.User user = found.get();
        List<Users.Group> groups = new ArrayList<>(process.users().groups());
        int group = user.group();
        if (options.has('g')) {
            Optional<Integer> first = process.users().groupId(options.value('g', ""));
            if (first.isEmpty()) {
                return status(process, 6, "group '" + options.value('g', "") + "' does not exist");
            }
            group = first.get();
        }
        if (options.has('G') && !join(process, groups, name, options.value('G', ""), options.has('a'))) {
            return 6;
        }
        String login = options.value('l', name);
        if (!login.matches(NAME)) {
            return status(process, 3, "invalid user name '" + login + "'");
        }
        groups.replaceAll(g -> new Users.Group(
                g.name(),
                g.id(),
                g.members().stream().map(m -> m.equals(name) ? login : m).toList()));
        Users.User changed = new Users.User(
                login,
                number(options, 'u', user.id()),
                group,
                options.value('c', user.comment()),
                options.value('d', user.home()),
                options.value('s', user.shell()));
        List<Users.User> users = new ArrayList<>(process.users().users());
        users.replaceAll(other -> other.name().equals(name) ? changed : other);
        write(process, users, groups);
        if (options.has('m')
                && process.files().find(user.home()).isPresent()
                && process.files().find(changed.home()).isEmpty()) {
            process.files().rename(user.home(), changed.home());
        }
        return 0;
    }

    private static int groupadd(Process process) {
        refuseOthers(process);
        Options options = Options.of(process, "g:rf", "gid=g", "system=r", "force=f");
        String name = options.operands(1).get(0);
        if (!name.matches(NAME)) {
            return status(process, 3, "'" + name + "' is not a valid group name");
        }
        List<Users.Group> groups = new ArrayList<>(process.users().groups());
        if (process.users().group(name).isPresent()) {
            return options.has('f') ? 0 : status(process, 9, "group '" + name + "' already exists");
        }
        int id = number(options, 'g', freeGroup(groups));
        if (process.users().group(id).isPresent()) {
            return status(process, 4, "GID '" + id + "' already exists");
        }
        groups.add(new Users.Group(name, id, List.of()));
        write(process, process.users().users(), groups);
        return 0;
    }

    private static int groupdel(Process process) {
        refuseOthers(process);
        String name = Options.of(process, "f").operands(1).get(0);
        Optional<Users.Group> group = process.users().group(name);
        if (group.isEmpty()) {
            return status(process, 6, "group '" + name + "' does not exist");
        }
        if (process.users().users().stream()
                .anyMatch(user -> user.group() == group.get().id())) {
            return status(process, 8, "cannot remove the primary group of user '" + name + "'");
        }
        List<Users.Group> groups = new ArrayList<>(process.users().groups());
        groups.removeIf(other -> other.name().equals(name));
        write(process, process.users().users(), groups);
        return 0;
    }
}
