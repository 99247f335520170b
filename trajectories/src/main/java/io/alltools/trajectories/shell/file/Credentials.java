package io.alltools.trajectories.shell.file;

import java.util.Set;

/**
 * On whose behalf files are used.
 *
 * @param user number of the user; 0 may do all
 * @param group number of the first group
 * @param groups numbers of all groups, the first one included
 */
public record Credentials(int user, int group, Set<Integer> groups) {

    public static final Credentials ROOT = new Credentials(0, 0, Set.of(0));

    public Credentials {
        groups = Set.copyOf(groups);
    }

    public boolean isRoot() {
        return user == 0;
    }

    public boolean canRead(Inode node) {
        return isRoot() || has(node, 4);
    }

    public boolean canWrite(Inode node) {
        return isRoot() || has(node, 2);
    }

    /** To run a file or to pass through a folder. Root may run a file that anybody may run. */
    public boolean canExecute(Inode node) {
        return isRoot() ? node instanceof Inode.Folder || (node.mode() & 0111) != 0 : has(node, 1);
    }

    private boolean has(Inode node, int bit) {
        int shift = node.owner() == user ? 6 : groups.contains(node.group()) ? 3 : 0;
        return (node.mode() >> shift & bit) != 0;
    }
}
