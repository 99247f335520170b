package io.alltools.trajectories.shell;

import io.alltools.trajectories.shell.file.Files;
import io.alltools.trajectories.shell.file.Inode;
import io.alltools.trajectories.shell.process.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The files that a machine comes with. */
final class BaseSystem {

    private static final List<String> FOLDERS = List.of(
            "/usr",
            "/usr/bin",
            "/usr/sbin",
            "/usr/local",
            "/usr/local/bin",
            "/usr/local/sbin",
            "/usr/share",
            "/etc",
            "/dev",
            "/home",
            "/root",
            "/tmp",
            "/var",
            "/var/log",
            "/var/tmp",
            "/opt",
            "/srv",
            "/mnt");

    private static final String PASSWD = """
            root:x:0:0:root:/root:/bin/bash
            daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
            bin:x:2:2:bin:/bin:/usr/sbin/nologin
            sys:x:3:3:sys:/dev:/usr/sbin/nologin
            www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
            nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
            """;

    private static final String GROUP = """
            root:x:0:
            daemon:x:1:
            bin:x:2:
            sys:x:3:
            adm:x:4:
            sudo:x:27:
            www-data:x:33:
            users:x:100:
            nogroup:x:65534:
            """;

    private static final String RELEASE = """
            PRETTY_NAME="Ubuntu 22.04.4 LTS"
            NAME="Ubuntu"
            VERSION_ID="22.04"
            ID=ubuntu
            ID_LIKE=debian
            """;

    private BaseSystem() {}

    static void install(Files files, Collection<String> programs) {
        FOLDERS.forEach(folder -> files.makeFolder(folder, 0755));
        files.makeLink("/bin", "usr/bin");
        files.makeLink("/sbin", "usr/sbin");
        for (String folder : List.of("/tmp", "/var/tmp")) {
            files.setMode(files.get(folder), folder, 01777);
        }
        files.setMode(files.get("/root"), "/root", 0700);
        write(files, "/etc/passwd", PASSWD, 0644);
        write(files, "/etc/group", GROUP, 0644);
        write(files, "/etc/hostname", "box\n", 0644);
        write(files, "/etc/hosts", "127.0.0.1\tlocalhost\n127.0.1.1\tbox\n", 0644);
        write(files, "/etc/os-release", RELEASE, 0644);
        files.makeDevice("/dev/null", Inode.Device.Kind.NULL);
        files.makeDevice("/dev/zero", Inode.Device.Kind.ZERO);
        files.makeDevice("/dev/stdin", Inode.Device.Kind.STDIN);
        files.makeDevice("/dev/stdout", Inode.Device.Kind.STDOUT);
        files.makeDevice("/dev/stderr", Inode.Device.Kind.STDERR);
        List<String> all = new ArrayList<>(programs);
        all.addAll(List.of("bash", "sh", "su", "sudo"));
        all.forEach(name -> write(files, "/usr/bin/" + name, "\177ELF" + name, 0755));
    }

    private static void write(Files files, String path, String text, int mode) {
        files.write(path, Bytes.of(text));
        files.setMode(files.get(path), path, mode);
    }
}
