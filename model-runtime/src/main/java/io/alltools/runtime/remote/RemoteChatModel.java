package io.alltools.runtime.remote;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.core.ClientOptions;
import com.openai.core.Sleeper;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.ModelException;
import io.alltools.agent.Price;
import io.alltools.agent.Usage;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model behind an OpenAI-compatible endpoint.
 *
 * <pre>{@code
 * var model = RemoteChatModel.open(RemoteSettings.parse("https://api.openai.com/v1#gpt-4.1-mini", key));
 * }</pre>
 *
 * <p>What an endpoint does with {@link io.alltools.agent.Constraints} is its own affair: arguments are checked before a
 * call and formats after an answer. {@link #promptTokens} is an estimate.
 */
public final class RemoteChatModel implements ChatModel, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RemoteChatModel.class);

    private final RemoteSettings settings;
    private final RemoteErrors errors;
    private final HttpClient http;
    private final ClientOptions options;
    private final PromptEstimate estimate = new PromptEstimate();

    private RemoteChatModel(RemoteSettings settings) {
        this.settings = settings;
        this.errors = new RemoteErrors(settings);
        this.http = HttpClient.newBuilder()
                .connectTimeout(settings.timeouts().connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                // Its connections end with the request; and plain servers are confused by an upgrade to HTTP/2.
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.options = ClientOptions.builder()
                .httpClient(new JdkTransport(http, settings, new Patience(settings.timeouts(), null)))
                .baseUrl(settings.baseUrl().toString())
                // The SDK wants one; without one the transport leaves the header out.
                .apiKey(settings.key().isEmpty() ? "none" : settings.key())
                // Attempts are counted here, where the whole turn's time is known.
                .maxRetries(0)
                .sleeper(new NoSleep())
                .streamHandlerExecutor(Runnable::run)
                .build();
    }

    /** Nothing is asked before the first turn. */
    public static RemoteChatModel open(RemoteSettings settings) {
        return new RemoteChatModel(settings);
    }

    @Override
    public String name() {
        return settings.model();
    }

    /** The host that is asked, with its port where the address has one; nothing else of the address. */
    public String host() {
        return settings.baseUrl().getAuthority();
    }

    @Override
    public int contextLength() {
        return settings.contextLength();
    }

    @Override
    public Price price() {
        return settings.price();
    }

    @Override
    public int promptTokens(ChatRequest request) {
        return estimate.of(request);
    }

    @Override
    public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) throws InterruptedException {
        ChatCompletionCreateParams params = RemoteRequest.of(settings, request);
        Patience patience = new Patience(settings.timeouts(), request.service().deadline());
        for (int attempt = 0; ; attempt++) {
            patience.ask();
            try {
                return attempt(params, request, sink, patience);
            } catch (RuntimeException e) {
                if (RemoteErrors.isInterrupt(e)) {
                    InterruptedException interrupted = new InterruptedException("the turn was cancelled");
                    interrupted.initCause(e);
                    throw interrupted;
                }
                pause(attempt, errors.failure(e), patience);
            }
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private AssistantTurn attempt(
            ChatCompletionCreateParams params, ChatRequest request, Consumer<ChatDelta> sink, Patience patience) {
        OpenAIClient client = new OpenAIClientImpl(options.toBuilder()
                .httpClient(new JdkTransport(http, settings, patience))
                .build());
        RemoteTurn turn = new RemoteTurn(request, sink, errors);
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(params)) {
            Iterator<ChatCompletionChunk> each = chunks.stream().iterator();
            while (more(each, turn)) {
                if (turn.accept(each.next())) {
                    patience.piece();
                }
            }
        }
        AssistantTurn complete = turn.finish(estimate.of(request));
        Usage reported = turn.reported();
        if (reported != null && reported.promptTokens() > 0) {
            estimate.correct(request, reported);
        }
        return complete;
    }

    /** A connection that breaks behind the last word has broken nothing. */
    private static boolean more(Iterator<ChatCompletionChunk> chunks, RemoteTurn turn) {
        try {
            return chunks.hasNext();
        } catch (RuntimeException e) {
            if (turn.finished() && !RemoteErrors.isInterrupt(e)) {
                log.debug("the end of a stream could not be read", e);
                return false;
            }
            throw e;
        }
    }

    /** Returns when it is time for another attempt, and throws the failure when there is none. */
    private void pause(int attempt, RemoteErrors.Failure failure, Patience patience) throws InterruptedException {
        RemoteSettings.Retries retries = settings.retries();
        ModelException error = failure.error();
        if (!failure.again() || patience.began() || attempt >= retries.most()) {
            throw error;
        }
        Duration asked = failure.after();
        Duration pause = jittered(attempt);
        if (asked != null) {
            if (asked.compareTo(retries.longestPause()) > 0) {
                throw new ModelException(
                        error.kind(), error.getMessage() + "; it asks to wait for " + Patience.seconds(asked), error);
            }
            pause = asked.compareTo(pause) > 0 ? asked : pause;
        }
        if (!patience.allows(pause)) {
            throw error;
        }
        log.info("{}; trying again in {}", error.getMessage(), Patience.seconds(pause));
        Thread.sleep(pause);
    }

    /** Clients that failed together must not come again together. */
    private Duration jittered(int attempt) {
        RemoteSettings.Retries retries = settings.retries();
        long full = Math.min(
                retries.firstPause().toMillis() << Math.min(attempt, 20),
                retries.longestPause().toMillis());
        return Duration.ofMillis(full - ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }

    /** The SDK sleeps between attempts of its own only; its usual sleeper keeps a thread. */
    private static final class NoSleep implements Sleeper {

        @Override
        public void sleep(Duration duration) {
            throw new IllegalStateException("the SDK makes no attempts of its own");
        }

        @Override
        public CompletableFuture<Void> sleepAsync(Duration duration) {
            return CompletableFuture.failedFuture(new IllegalStateException("the SDK makes no attempts of its own"));
        }

        @Override
        public void close() {}
    }
}
