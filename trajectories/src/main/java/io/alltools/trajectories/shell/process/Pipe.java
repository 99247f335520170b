package io.alltools.trajectories.shell.process;

/** Bytes between two stages. As large as Linux has them, so that a fast writer waits for its reader. */
public final class Pipe {

    private static final int CAPACITY = 65_536;

    private final byte[] ring = new byte[CAPACITY];
    private final Turns turns;
    private final Meter meter;
    private int start;
    private int length;
    private boolean writerGone;
    private boolean readerGone;

    public Pipe(Turns turns, Meter meter) {
        this.turns = turns;
        this.meter = meter;
    }

    public Input input() {
        return new Input() {
            @Override
            protected int fill(byte[] target) {
                if (length == 0 && !writerGone) {
                    turns.waitUntil(() -> length > 0 || writerGone);
                }
                int n = Math.min(length, target.length);
                for (int i = 0; i < n; i++) {
                    target[i] = ring[(start + i) % CAPACITY];
                }
                start = (start + n) % CAPACITY;
                length -= n;
                return n;
            }

            @Override
            public void close() {
                readerGone = true;
            }
        };
    }

    public Output output() {
        return new Output() {
            @Override
            public void write(byte[] bytes, int offset, int count) {
                meter.steps(1 + count / 64);
                for (int i = 0; i < count; i++) {
                    if (length == CAPACITY && !readerGone) {
                        turns.waitUntil(() -> length < CAPACITY || readerGone);
                    }
                    if (readerGone) {
                        throw new BrokenPipeException();
                    }
                    ring[(start + length++) % CAPACITY] = bytes[offset + i];
                }
            }

            @Override
            public void close() {
                writerGone = true;
            }
        };
    }
}
