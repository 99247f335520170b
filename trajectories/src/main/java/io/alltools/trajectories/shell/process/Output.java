package io.alltools.trajectories.shell.process;

import io.alltools.trajectories.shell.file.Files;
import io.alltools.trajectories.shell.file.Inode;

/** A stream that a program writes to. */
public abstract class Output {

    public abstract void write(byte[] bytes, int offset, int count);

    /** Nothing more will be written. */
    public void close() {}

    public final void write(String text) {
        byte[] bytes = Bytes.of(text);
        write(bytes, 0, bytes.length);
    }

    public final void line(String text) {
        write(text + "\n");
    }

    public static Output nowhere() {
        return new Output() {
            @Override
            public void write(byte[] bytes, int offset, int count) {}
        };
    }

    /** @param path for messages */
    public static Output to(Files files, Inode.RegularFile file, String path, Meter meter) {
        return new Output() {
            @Override
            public void write(byte[] bytes, int offset, int count) {
                meter.steps(1 + count / 64);
                files.append(file, path, bytes, offset, count);
            }
        };
    }

    /** Keeps what is written, to be used by the script itself. */
    public static final class Captured extends Output {

        private final StringBuilder text = new StringBuilder();
        private final Meter meter;

        public Captured(Meter meter) {
            this.meter = meter;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) {
            meter.steps(1 + count / 64);
            meter.text(text.length() + (long) count);
            text.append(Bytes.text(java.util.Arrays.copyOfRange(bytes, offset, offset + count)));
        }

        public String text() {
            return text.toString();
        }
    }

    /** What the script's caller sees. */
    public static final class Printed extends Output {

        private final StringBuilder text = new StringBuilder();
        private final Meter meter;

        public Printed(Meter meter) {
            this.meter = meter;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) {
            meter.steps(1 + count / 64);
            meter.output(count);
            text.append(Bytes.text(java.util.Arrays.copyOfRange(bytes, offset, offset + count)));
        }

        public String text() {
            return text.toString();
        }
    }
}
