package io.alltools.runtime.batch;

import io.alltools.agent.ModelException;
import io.alltools.runtime.decode.DecoderSession;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Serves requests in the order in which they came, on the one platform thread that owns the decoder.
 *
 * <p>The slot keeps its cache after a request, so that a prompt which continues the last one costs only its new tokens.
 */
public final class Scheduler implements AutoCloseable {

    /** A chunk is also the longest time for which a cancellation waits. */
    private static final int PREFILL_CHUNK = 512;

    private static final int MAX_WAITING = 256;

    private final DecoderSession decoder;
    private final BlockingQueue<Generation> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread;
    private final float[] logits;
    private volatile boolean closed;

    /** The tokens whose keys and values the slot holds: {@code cached[0 .. cachedLength)}. */
    private final int[] cached;

    private int cachedLength;

    public Scheduler(DecoderSession decoder) {
        this.decoder = decoder;
        this.logits = new float[decoder.config().vocab()];
        this.cached = new int[decoder.capacity()];
        this.thread = Thread.ofPlatform().name("glm-decoder").daemon().start(this::work);
    }

    /**
     * Queues a request.
     *
     * @throws ModelException when the prompt doesn't fit the context or too many requests wait
     */
    public Generation submit(GenerationRequest request) {
        if (closed) {
            throw new ModelException(ModelException.Kind.FAILED, "the model is closed");
        }
        if (request.prompt().length == 0) {
            throw new ModelException(ModelException.Kind.INVALID_REQUEST, "the prompt is empty");
        }
        if (request.prompt().length >= decoder.capacity()) {
            throw new ModelException(ModelException.Kind.INVALID_REQUEST, tooLong(request.prompt().length));
        }
        Generation generation = new Generation(request);
        if (!waiting.offer(generation)) {
            throw new ModelException(
                    ModelException.Kind.OVERLOADED, MAX_WAITING + " requests are waiting already; try again later");
        }
        return generation;
    }

    private String tooLong(int tokens) {
        String problem = String.format(
                Locale.ROOT,
                "the prompt has %,d tokens, the context holds %,d; shorten the conversation",
                tokens,
                decoder.capacity());
        // The answer needs a place too.
        int needed = tokens + 1;
        return needed > decoder.config().contextLimit()
                ? problem
                : problem
                        + String.format(
                                Locale.ROOT,
                                ", or load the model with a context of %,d or more, whose KV cache takes %,d MiB",
                                needed,
                                Math.ceilDiv(needed * decoder.kvBytesPerToken(), 1 << 20));
    }

    /** Ends the work; requests on their way fail. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        decoder.close();
    }

    private void work() {
        while (!closed) {
            try {
                serve(waiting.take());
            } catch (InterruptedException e) {
                break;
            }
        }
        for (Generation left = waiting.poll(); left != null; left = waiting.poll()) {
            left.fail(new ModelException(ModelException.Kind.FAILED, "the model was closed"));
        }
    }

    private void serve(Generation generation) {
        try {
            generate(generation);
            generation.end();
        } catch (ModelException e) {
            cachedLength = 0;
            generation.fail(e);
        } catch (RuntimeException | Error e) {
            cachedLength = 0;
            generation.fail(new ModelException(ModelException.Kind.FAILED, "the decoder failed: " + e, e));
        }
    }

    private void generate(Generation generation) {
        GenerationRequest request = generation.request();
        int[] prompt = request.prompt();
        // The last token always runs: its logits are where the answer begins.
        int reused = Math.min(commonPrefix(prompt), prompt.length - 1);
        generation.begin(reused);
        cachedLength = reused;
        while (cachedLength < prompt.length) {
            if (stop(generation)) {
                return;
            }
            append(prompt, cachedLength, Math.min(cachedLength + PREFILL_CHUNK, prompt.length));
        }
        int[] token = new int[1];
        for (int n = 1; !stop(generation); n++) {
            token[0] = request.sampler().sample(logits, null);
            generation.emit(token[0]);
            if (request.endIds().contains(token[0]) || n == request.maxTokens() || cachedLength == decoder.capacity()) {
                return;
            }
            append(token, 0, 1);
        }
    }

    private boolean stop(Generation generation) {
        if (closed) {
            throw new ModelException(ModelException.Kind.FAILED, "the model was closed");
        }
        return generation.cancelled();
    }

    private void append(int[] ids, int from, int to) {
        decoder.run(0, cachedLength, ids, from, to, logits);
        System.arraycopy(ids, from, cached, cachedLength, to - from);
        cachedLength += to - from;
    }

    private int commonPrefix(int[] prompt) {
        int mismatch = Arrays.mismatch(prompt, 0, prompt.length, cached, 0, cachedLength);
        return mismatch < 0 ? prompt.length : mismatch;
    }
}
