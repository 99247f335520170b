package io.alltools.runtime.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response's body that is waited for no longer than {@link Patience} allows, and that is read no further than a
 * limit. An interrupt ends the wait; closing it closes the connection.
 */
final class PacedBody extends InputStream implements BodySubscriber<InputStream> {

    /** What the connection delivered: bytes, its end, or its failure. */
    private sealed interface Arrival {
        record Bytes(List<ByteBuffer> buffers) implements Arrival {}

        record End(@Nullable Throwable failure) implements Arrival {}
    }

    private final Patience patience;
    private final long limit;

    /** At most one batch of bytes and the end: the next batch is asked for when this one is read. */
    private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    private final CompletableFuture<InputStream> ready = new CompletableFuture<>();
    private volatile @Nullable Subscription subscription;
    private volatile boolean closed;

    private List<ByteBuffer> buffers = List.of();
    private int current;
    private long read;
    private Arrival.@Nullable End end;

    PacedBody(Patience patience, long limit) {
        this.patience = patience;
        this.limit = limit;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return ready;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        if (closed) {
            subscription.cancel();
        } else {
            subscription.request(1);
        }
        ready.complete(this);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrivals.add(new Arrival.Bytes(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        arrivals.add(new Arrival.End(failure));
    }

    @Override
    public void onComplete() {
        arrivals.add(new Arrival.End(null));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Returns what is there, so that a piece is not held up by the one behind it. */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            while (current < buffers.size()) {
                ByteBuffer buffer = buffers.get(current);
                if (buffer.hasRemaining()) {
                    int count = Math.min(length, buffer.remaining());
                    buffer.get(target, offset, count);
                    read += count;
                    if (read > limit) {
                        throw new UnreadableAnswerException("sent more than " + limit + " bytes in one answer");
                    }
                    return count;
                }
                current++;
            }
            if (!next()) {
                return -1;
            }
        }
    }

    @Override
    public int available() {
        return current < buffers.size() ? buffers.get(current).remaining() : 0;
    }

    @Override
    public void close() {
        closed = true;
        Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
    }

    private boolean next() throws IOException {
        if (end == null) {
            switch (arrival()) {
                case Arrival.Bytes bytes -> {
                    buffers = bytes.buffers();
                    current = 0;
                    Subscription open = subscription;
                    if (open != null) {
                        open.request(1);
                    }
                    return true;
                }
                case Arrival.End last -> end = last;
            }
        }
        Throwable failure = end.failure();
        if (failure != null) {
            throw failure instanceof IOException io ? io : new IOException(failure);
        }
        return false;
    }

    private Arrival arrival() throws IOException {
        try {
            Arrival arrival = arrivals.poll(Math.max(0, patience.left()), TimeUnit.NANOSECONDS);
            if (arrival == null) {
                throw patience.over();
            }
            return arrival;
        } catch (InterruptedException e) {
            close();
            throw interrupted(e);
        }
    }

    /** A stream can throw nothing else. */
    static InterruptedIOException interrupted(InterruptedException cause) {
        InterruptedIOException wrapped = new InterruptedIOException("interrupted");
        wrapped.initCause(cause);
        return wrapped;
    }
}
