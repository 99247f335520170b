package io.alltools.trajectories.shell.process;

import io.alltools.trajectories.shell.file.FileError;
import io.alltools.trajectories.shell.file.Files;
import io.alltools.trajectories.shell.file.Inode;
import java.util.List;
import java.util.Map;

/** A program that runs: what it was given and what it can do. */
public final class Process {

    /** Runs other programs for one. */
    public interface Launcher {

        /** Runs a program by name or path, with another's streams and environment. */
        int launch(List<String> arguments, Process parent);
    }

    private final List<String> arguments;
    private final Streams streams;
    private final Files files;
    private final Map<String, String> environment;
    private final Machine machine;
    private final Meter meter;
    private final Launcher launcher;

    /** @param arguments the program's name and what follows */
    public Process(
            List<String> arguments,
            Streams streams,
            Files files,
            Map<String, String> environment,
            Machine machine,
            Meter meter,
            Launcher launcher) {
        this.arguments = List.copyOf(arguments);
        this.streams = streams;
        this.files = files;
        this.environment = environment;
        this.machine = machine;
        this.meter = meter;
        this.launcher = launcher;
    }

    public Process with(Streams other) {
        return new Process(arguments, other, files, environment, machine, meter, launcher);
    }

    public Process with(Files other) {
        return new Process(arguments, streams, other, environment, machine, meter, launcher);
    }

    public Process with(Map<String, String> other) {
        return new Process(arguments, streams, files, other, machine, meter, launcher);
    }

    /** The same with other arguments. */
    public Process with(List<String> other) {
        return new Process(other, streams, files, environment, machine, meter, launcher);
    }

    public String name() {
        return arguments.get(0);
    }

    /** Without its name. */
    public List<String> arguments() {
        return arguments.subList(1, arguments.size());
    }

    public Streams streams() {
        return streams;
    }

    public Input in() {
        return streams.in();
    }

    public Output out() {
        return streams.out();
    }

    public Files files() {
        return files;
    }

    public Map<String, String> environment() {
        return environment;
    }

    public Machine machine() {
        return machine;
    }

    public Users users() {
        return machine.users();
    }

    public Meter meter() {
        return meter;
    }

    /** Runs another program with this one's streams. */
    public int launch(List<String> other) {
        meter.step();
        return launcher.launch(other, this);
    }

    /** Runs another program with other streams. */
    public int launch(List<String> other, Streams its) {
        return with(its).launch(other);
    }

    public void print(String text) {
        streams.out().write(text);
    }

    public void line(String text) {
        streams.out().line(text);
    }

    /** Says what is wrong in the manner of all programs, {@code name: text}. @return 1 */
    public int error(String text) {
        try {
            streams.err().line(name() + ": " + text);
        } catch (FileError e) {
            // The disk is full that the message was to go to: as on a real machine it is lost, the status is not.
            return 1;
        }
        return 1;
    }

    /** Opens a file, or the standard input for {@code -}. */
    public Input open(String path) {
        if (path.equals("-")) {
            return in();
        }
        Inode node = files.get(path);
        if (node instanceof Inode.Device device) {
            return switch (device.kind()) {
                case NULL, STDOUT, STDERR -> Input.empty();
                case ZERO -> Input.zeros();
                case STDIN -> in();
            };
        }
        return Input.of(files.readable(path));
    }

    /** Opens a file to be written from its beginning or its end. */
    public Output create(String path, boolean append) {
        Inode existing = files.find(path).orElse(null);
        if (existing instanceof Inode.Device device) {
            return switch (device.kind()) {
                case NULL, ZERO, STDIN -> Output.nowhere();
                case STDOUT -> streams.out();
                case STDERR -> streams.err();
            };
        }
        Inode.RegularFile file = files.writable(path);
        if (!append) {
            files.resize(file, path, 0);
        }
        return Output.to(files, file, path, meter);
    }

    /** A whole file as text. */
    public String read(String path) {
        return open(path).rest(meter);
    }

    /** {@code name: path: why}. @return 1 */
    public int error(FileError error) {
        return error(error.path() + ": " + error.text());
    }
}
