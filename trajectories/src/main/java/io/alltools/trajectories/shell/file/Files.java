package io.alltools.trajectories.shell.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A file tree as somebody sees it from a folder: paths are taken from there, permissions are held to.
 *
 * <p>All operations throw {@link FileError} with the path that was given.
 */
public final class Files {

    private static final int MAX_LINKS = 40;
    private static final int MAX_NAME = 255;
    private static final int MAX_PATH = 4095;

    private final FileTree tree;
    private final Credentials who;
    private Inode.Folder here;
    private int umask;

    public Files(FileTree tree, Credentials who, Inode.Folder here, int umask) {
        this.tree = tree;
        this.who = who;
        this.here = here;
        this.umask = umask;
    }

    /** The same for somebody else, with a working folder of its own. */
    public Files as(Credentials other) {
        return new Files(tree, other, here, umask);
    }

    /** The same with a working folder of its own. */
    public Files copy() {
        return new Files(tree, who, here, umask);
    }

    public FileTree tree() {
        return tree;
    }

    public Credentials who() {
        return who;
    }

    public int umask() {
        return umask;
    }

    public void setUmask(int umask) {
        this.umask = umask & 0777;
    }

    // Looking

    public Inode get(String path) {
        return walk(path, true);
    }

    /** The thing itself where it is a symbolic link. */
    public Inode getLink(String path) {
        return walk(path, false);
    }

    public Optional<Inode> find(String path) {
        try {
            return Optional.of(get(path));
        } catch (FileError e) {
            return Optional.empty();
        }
    }

    /** As {@link #find}, the thing itself where it is a symbolic link. */
    public Optional<Inode> findLink(String path) {
        try {
            return Optional.of(getLink(path));
        } catch (FileError e) {
            return Optional.empty();
        }
    }

    /** The names in a folder, in byte order. */
    public List<String> list(String path) {
        Inode node = get(path);
        if (!(node instanceof Inode.Folder folder)) {
            throw new FileError(FileError.Kind.NOT_A_FOLDER, path);
        }
        if (!who.canRead(folder)) {
            throw new FileError(FileError.Kind.DENIED, path);
        }
        return new ArrayList<>(folder.entries().keySet());
    }

    /** A file's whole content. */
    public byte[] read(String path) {
        return readable(path).bytes();
    }

    /** The file, after a check that it may be read. */
    public Inode.RegularFile readable(String path) {
        Inode node = get(path);
        if (node instanceof Inode.Folder) {
            throw new FileError(FileError.Kind.IS_A_FOLDER, path);
        }
        if (!who.canRead(node)) {
            throw new FileError(FileError.Kind.DENIED, path);
        }
        if (node instanceof Inode.RegularFile file) {
            return file;
        }
        throw new FileError(FileError.Kind.INVALID, path);
    }

    /** Copies bytes out of a file; 0 at its end. */
    public static int read(Inode.RegularFile file, int position, byte[] target, int offset, int count) {
        return file.read(position, target, offset, count);
    }

    /** The absolute path of the working folder. */
    public String here() {
        return pathOf(here);
    }

    public void enter(String path) {
        Inode node = get(path);
        if (!(node instanceof Inode.Folder folder)) {
            throw new FileError(FileError.Kind.NOT_A_FOLDER, path);
        }
        if (!who.canExecute(folder)) {
            throw new FileError(FileError.Kind.DENIED, path);
        }
        here = folder;
    }

    /** The absolute path without links; the last part may be missing. */
    public String real(String path) {
        Optional<Inode> node = find(path);
        if (node.isPresent() && node.get() instanceof Inode.Folder folder) {
            return pathOf(folder);
        }
        Optional<Inode> link = findLink(path);
        if (link.isPresent() && link.get() instanceof Inode.Link symbolic) {
            String target = symbolic.target();
            return real(target.startsWith("/") ? target : parentPath(path) + "/" + target);
        }
        if (node.isEmpty() && path.endsWith("/")) {
            throw new FileError(FileError.Kind.NOT_FOUND, path);
        }
        Place place = place(path);
        String folder = pathOf(place.folder);
        return (folder.equals("/") ? "" : folder) + "/" + place.name;
    }

    private static String parentPath(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
    }

    private static String pathOf(Inode.Folder folder) {
        List<String> names = new ArrayList<>();
        Inode.Folder at = folder;
        while (at.parent() != at) {
            Inode.Folder child = at;
            names.add(at.parent().entries().entrySet().stream()
                    .filter(entry -> entry.getValue() == child)
                    .map(entry -> entry.getKey())
                    .findFirst()
                    .orElse("(deleted)"));
            at = at.parent();
        }
        Collections.reverse(names);
        return "/" + String.join("/", names);
    }

    // Changing

    /** The file of a path, made where there is none. */
    public Inode.RegularFile writable(String path) {
        Optional<Inode> existing = existing(path);
        if (existing.isPresent()) {
            Inode node = existing.get();
            if (node instanceof Inode.Folder) {
                throw new FileError(FileError.Kind.IS_A_FOLDER, path);
            }
            if (!who.canWrite(node)) {
                throw new FileError(FileError.Kind.DENIED, path);
            }
            if (node instanceof Inode.RegularFile file) {
                return file;
            }
            throw new FileError(FileError.Kind.INVALID, path);
        }
        if (path.endsWith("/")) {
            throw new FileError(FileError.Kind.IS_A_FOLDER, path);
        }
        Place place = place(target(path));
        mayChange(place.folder, path);
        Inode.RegularFile file = tree.newFile(path, 0666 & ~umask, who.user(), groupIn(place.folder));
        attach(place, file);
        return file;
    }

    private Optional<Inode> existing(String path) {
        try {
            return Optional.of(get(path));
        } catch (FileError e) {
            if (e.kind() == FileError.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Where a dangling link leads: a file is made there. */
    private String target(String path) {
        String at = path;
        for (int i = 0; i < MAX_LINKS; i++) {
            Optional<Inode> node = findLink(at);
            if (node.isEmpty() || !(node.get() instanceof Inode.Link link)) {
                return at;
            }
            at = link.target().startsWith("/") ? link.target() : parentPath(at) + "/" + link.target();
        }
        throw new FileError(FileError.Kind.TOO_MANY_LINKS, path);
    }

    public void append(Inode.RegularFile file, String path, byte[] bytes, int offset, int count) {
        tree.append(file, path, bytes, offset, count);
    }

    /** Cuts a file or fills it up with zeros. */
    public void resize(Inode.RegularFile file, String path, long size) {
        tree.resize(file, path, size);
    }

    /** Replaces a file's content, or makes the file. */
    public void write(String path, byte[] bytes) {
        Inode.RegularFile file = writable(path);
        resize(file, path, 0);
        append(file, path, bytes, 0, bytes.length);
    }

    public void makeFolder(String path, int mode) {
        String trimmed = trimmed(path);
        if (findLink(trimmed).isPresent()) {
            throw new FileError(FileError.Kind.EXISTS, path);
        }
        Place place = place(trimmed);
        mayChange(place.folder, path);
        if (depth(place.folder) >= tree.quota().depth()) {
            throw new FileError(FileError.Kind.NAME_TOO_LONG, path);
        }
        int inherited = place.folder.mode() & Inode.SET_GROUP;
        Inode.Folder folder = tree.newFolder(path, mode & ~umask | inherited, who.user(), groupIn(place.folder));
        attach(place, folder);
    }

    public void makeDevice(String path, Inode.Device.Kind kind) {
        Place place = place(path);
        mayChange(place.folder, path);
        attach(place, tree.newDevice(path, kind));
    }

    public void makeLink(String path, String target) {
        if (findLink(path).isPresent()) {
            throw new FileError(FileError.Kind.EXISTS, path);
        }
        Place place = place(path);
        mayChange(place.folder, path);
        attach(place, tree.newLink(path, target, who.user(), groupIn(place.folder)));
    }

    /** A second name for a file. */
    public void makeHardLink(String path, String existing) {
        Inode node = getLink(existing);
        if (node instanceof Inode.Folder) {
            throw new FileError(FileError.Kind.NOT_PERMITTED, path);
        }
        if (findLink(path).isPresent()) {
            throw new FileError(FileError.Kind.EXISTS, path);
        }
        Place place = place(path);
        mayChange(place.folder, path);
        attach(place, node);
    }

    /** Removes anything but a folder. */
    public void remove(String path) {
        Inode node = getLink(path);
        if (node instanceof Inode.Folder) {
            throw new FileError(FileError.Kind.IS_A_FOLDER, path);
        }
        detach(path, node);
    }

    public void removeFolder(String path) {
        String trimmed = trimmed(path);
        if (!(getLink(trimmed) instanceof Inode.Folder folder)) {
            throw new FileError(FileError.Kind.NOT_A_FOLDER, path);
        }
        if (!folder.entries().isEmpty()) {
            throw new FileError(FileError.Kind.NOT_EMPTY, path);
        }
        detach(trimmed, folder);
    }

    private void detach(String path, Inode node) {
        Place place = place(path);
        mayRemove(place.folder, node, path);
        if (node instanceof Inode.Folder folder) {
            if (folder == tree.root()) {
                throw new FileError(FileError.Kind.BUSY, path);
            }
            place.folder.addLinks(-1);
            folder.addLinks(-1);
        }
        place.folder.remove(place.name, tree.now());
        tree.unlinked(node);
    }

    /** Moves or renames; what stands at the new path is replaced, where it is of the same kind. */
    public void rename(String from, String to) {
        Inode node = getLink(trimmed(from));
        Place source = place(trimmed(from));
        Place target = place(trimmed(to));
        mayRemove(source.folder, node, from);
        mayChange(target.folder, to);
        if (node instanceof Inode.Folder folder) {
            for (Inode.Folder at = target.folder; ; at = at.parent()) {
                if (at == folder) {
                    throw new FileError(FileError.Kind.INVALID, to);
                }
                if (at.parent() == at) {
                    break;
                }
            }
            if (depth(target.folder) + height(folder) > tree.quota().depth()) {
                throw new FileError(FileError.Kind.NAME_TOO_LONG, to);
            }
        }
        Inode old = target.folder.entries().get(target.name);
        if (old == node) {
            return;
        }
        if (old != null) {
            if (old instanceof Inode.Folder folder) {
                if (!(node instanceof Inode.Folder)) {
                    throw new FileError(FileError.Kind.IS_A_FOLDER, to);
                }
                if (!folder.entries().isEmpty()) {
                    throw new FileError(FileError.Kind.NOT_EMPTY, to);
                }
            } else if (node instanceof Inode.Folder) {
                throw new FileError(FileError.Kind.NOT_A_FOLDER, to);
            }
            detach(trimmed(to), old);
        }
        long now = tree.now();
        source.folder.remove(source.name, now);
        target.folder.put(target.name, node, now);
        if (node instanceof Inode.Folder) {
            source.folder.addLinks(-1);
            target.folder.addLinks(1);
        }
    }

    public void setMode(Inode node, String path, int mode) {
        mayOwn(node, path);
        node.setMode(mode, tree.now());
    }

    public void setOwner(Inode node, String path, int owner, int group) {
        boolean groupOnly = owner == node.owner()
                && node.owner() == who.user()
                && who.groups().contains(group);
        if (!who.isRoot() && !groupOnly) {
            throw new FileError(FileError.Kind.NOT_PERMITTED, path);
        }
        node.setOwner(owner, group, tree.now());
        if (!(node instanceof Inode.Folder)) {
            // As the kernel does it: a new owner must not inherit the power of the old one.
            node.setMode(node.mode() & ~(Inode.SET_USER | Inode.SET_GROUP), tree.now());
        }
    }

    /** @param accessed milliseconds since 1970, as {@code modified} */
    public void setTimes(Inode node, String path, long accessed, long modified) {
        if (!who.canWrite(node)) {
            mayOwn(node, path);
        }
        node.setTimes(accessed, modified, tree.now());
    }

    // Walking

    private record Place(Inode.Folder folder, String name) {}

    private Inode walk(String path, boolean followLast) {
        if (path.isEmpty()) {
            throw new FileError(FileError.Kind.NOT_FOUND, path);
        }
        if (path.length() > MAX_PATH) {
            throw new FileError(FileError.Kind.NAME_TOO_LONG, path);
        }
        Deque<String> names = new ArrayDeque<>(parts(path));
        Inode at = path.startsWith("/") ? tree.root() : here;
        boolean folderWanted = path.endsWith("/");
        int links = 0;
        while (!names.isEmpty()) {
            String name = names.pop();
            if (!(at instanceof Inode.Folder folder)) {
                throw new FileError(FileError.Kind.NOT_A_FOLDER, path);
            }
            if (!who.canExecute(folder)) {
                throw new FileError(FileError.Kind.DENIED, path);
            }
            Inode next = child(folder, name, path);
            if (next instanceof Inode.Link link && (followLast || folderWanted || !names.isEmpty())) {
                if (++links > MAX_LINKS) {
                    throw new FileError(FileError.Kind.TOO_MANY_LINKS, path);
                }
                List<String> more = parts(link.target());
                for (int i = more.size() - 1; i >= 0; i--) {
                    names.push(more.get(i));
                }
                at = link.target().startsWith("/") ? tree.root() : folder;
            } else {
                at = next;
            }
        }
        if (folderWanted && !(at instanceof Inode.Folder)) {
            throw new FileError(FileError.Kind.NOT_A_FOLDER, path);
        }
        return at;
    }

    private static Inode child(Inode.Folder folder, String name, String path) {
        if (name.equals(".")) {
            return folder;
        }
        if (name.equals("..")) {
            return folder.parent();
        }
        if (name.length() > MAX_NAME) {
            throw new FileError(FileError.Kind.NAME_TOO_LONG, path);
        }
        Inode next = folder.entries().get(name);
        if (next == null) {
            throw new FileError(FileError.Kind.NOT_FOUND, path);
        }
        return next;
    }

    /** The folder of a path's last part, which need not exist itself. */
    private Place place(String path) {
        String trimmed = trimmed(path);
        int slash = trimmed.lastIndexOf('/');
        String name = trimmed.substring(slash + 1);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new FileError(findLink(path).isPresent() ? FileError.Kind.INVALID : FileError.Kind.NOT_FOUND, path);
        }
        if (name.length() > MAX_NAME) {
            throw new FileError(FileError.Kind.NAME_TOO_LONG, path);
        }
        Inode parent;
        try {
            parent = slash < 0 ? here : walk(trimmed.substring(0, slash + 1), true);
        } catch (FileError e) {
            throw new FileError(e.kind(), path);
        }
        if (!(parent instanceof Inode.Folder folder)) {
            throw new FileError(FileError.Kind.NOT_A_FOLDER, path);
        }
        return new Place(folder, name);
    }

    private void attach(Place place, Inode node) {
        place.folder.put(place.name, node, tree.now());
        node.addLinks(1);
        if (node instanceof Inode.Folder) {
            node.addLinks(1);
            place.folder.addLinks(1);
        }
    }

    private void mayChange(Inode.Folder folder, String path) {
        if (!who.canWrite(folder) || !who.canExecute(folder)) {
            throw new FileError(FileError.Kind.DENIED, path);
        }
    }

    private void mayRemove(Inode.Folder folder, Inode node, String path) {
        mayChange(folder, path);
        boolean sticky = (folder.mode() & Inode.STICKY) != 0;
        if (sticky && !who.isRoot() && node.owner() != who.user() && folder.owner() != who.user()) {
            throw new FileError(FileError.Kind.NOT_PERMITTED, path);
        }
    }

    private void mayOwn(Inode node, String path) {
        if (!who.isRoot() && node.owner() != who.user()) {
            throw new FileError(FileError.Kind.NOT_PERMITTED, path);
        }
    }

    private int groupIn(Inode.Folder folder) {
        return (folder.mode() & Inode.SET_GROUP) != 0 ? folder.group() : who.group();
    }

    private static int depth(Inode.Folder folder) {
        int depth = 0;
        for (Inode.Folder at = folder; at.parent() != at; at = at.parent()) {
            depth++;
        }
        return depth;
    }

    private static int height(Inode.Folder folder) {
        int most = 0;
        for (Inode child : folder.entries().values()) {
            if (child instanceof Inode.Folder inner) {
                most = Math.max(most, height(inner));
            }
        }
        return most + 1;
    }

    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == '/') {
                if (i > start) {
                    parts.add(path.substring(start, i));
                }
                start = i + 1;
            }
        }
        return parts;
    }

    private static String trimmed(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
