package io.alltools.web.load;

import io.alltools.agent.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends chat completions from many clients at once: of each three requests two are streams, and one of these asks for a
 * call of a function. Answers are read to their end and checked for being whole.
 */
public final class LoadRun {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int SETTLE_TRIES = 100;
    private static final int SETTLE_MILLIS = 100;
    private static final int KINDS = 3;
    private static final int TOKENS = 32;

    private final URI server;
    private final String key;
    private final String model;
    private final Supplier<OptionalLong> resident;

    /**
     * @param key empty where the server takes none
     * @param resident the memory of the server's process, where it can be seen
     */
    public LoadRun(URI server, String key, String model, Supplier<OptionalLong> resident) {
        this.server = server;
        this.key = key;
        this.model = model;
        this.resident = resident;
    }

    /** What was seen, by all clients at once. */
    private static final class Seen {

        private final List<Duration> firstToken = Collections.synchronizedList(new ArrayList<>());
        private final List<Duration> whole = Collections.synchronizedList(new ArrayList<>());
        private final Map<String, Integer> errors = Collections.synchronizedMap(new TreeMap<>());

        void failed(String problem) {
            errors.merge(problem, 1, Integer::sum);
        }

        static List<Duration> sorted(List<Duration> times) {
            synchronized (times) {
                return times.stream().sorted().toList();
            }
        }
    }

    /**
     * Blocks until all requests have ended.
     *
     * @param progress hears how many have, now and then
     * @throws IOException when the server's {@code /metrics} can't be read
     */
    public LoadReport run(LoadPlan plan, Consumer<String> progress) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build()) {
            send(client, plan.warmUp(), plan.concurrent(), new Seen(), ended -> {});
        }
        LoadReport.Sample before = settled();
        LoadReport.Sample[] halfway = {before};
        Seen seen = new Seen();
        Duration took;
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build()) {
            long start = System.nanoTime();
            send(client, plan.requests(), plan.concurrent(), seen, ended -> {
                if (ended == plan.requests() / 2) {
                    try {
                        halfway[0] = sample();
                    } catch (IOException e) {
                        seen.failed("/metrics: " + e.getMessage());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                if (ended % Math.max(1, plan.requests() / 10) == 0) {
                    progress.accept(ended + " of " + plan.requests() + " requests ended");
                }
            });
            took = Duration.ofNanos(System.nanoTime() - start);
        }
        return new LoadReport(
                plan,
                took,
                Map.copyOf(seen.errors),
                Seen.sorted(seen.firstToken),
                Seen.sorted(seen.whole),
                before,
                halfway[0],
                settled());
    }

    private void send(HttpClient client, int requests, int concurrent, Seen seen, Consumer<Integer> ended)
            throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        int clients = Math.min(concurrent, requests);
        CountDownLatch all = new CountDownLatch(clients);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            threads.add(Thread.ofVirtual().name("load").start(() -> {
                try {
                    for (int n = next.getAndIncrement(); n < requests; n = next.getAndIncrement()) {
                        ask(client, n, seen);
                        ended.accept(done.incrementAndGet());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    all.countDown();
                }
            }));
        }
        try {
            all.await();
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            throw e;
        }
    }

    private void ask(HttpClient client, int number, Seen seen) throws InterruptedException {
        boolean streamed = number % KINDS != 0;
        HttpRequest request = request(
                "/v1/chat/completions",
                HttpRequest.BodyPublishers.ofString(body(number, streamed).toString()));
        long start = System.nanoTime();
        try {
            if (streamed) {
                HttpResponse<Stream<String>> response = client.send(request, HttpResponse.BodyHandlers.ofLines());
                try (Stream<String> lines = response.body()) {
                    stream(response.statusCode(), lines, start, seen);
                }
            } else {
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                check(response.statusCode(), response.body(), seen);
            }
        } catch (IOException e) {
            seen.failed(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        seen.whole.add(Duration.ofNanos(System.nanoTime() - start));
    }

    private static void stream(int status, Stream<String> lines, long start, Seen seen) {
        String last = "";
        boolean first = true;
        for (String line : (Iterable<String>) lines::iterator) {
            if (line.startsWith("data: ")) {
                if (first) {
                    seen.firstToken.add(Duration.ofNanos(System.nanoTime() - start));
                    first = false;
                }
                last = line;
            } else if (status != 200) {
                last = line;
            }
        }
        if (!last.equals("data: [DONE]")) {
            seen.failed("status " + status + ", a stream ended with: " + last);
        }
    }

    private static void check(int status, String body, Seen seen) {
        try {
            JsonNode answer = Json.MAPPER.readTree(body);
            if (status != 200 || answer.at("/choices/0/finish_reason").isMissingNode()) {
                seen.failed("status " + status + ": " + body);
            }
        } catch (JacksonException e) {
            seen.failed("status " + status + ", no JSON: " + body);
        }
    }

    private ObjectNode body(int number, boolean streamed) {
        ObjectNode body = Json.object()
                .put("model", model)
                .put("max_tokens", TOKENS)
                .put("temperature", 0.8)
                .put("seed", number)
                .put("stream", streamed);
        boolean call = number % KINDS == 2;
        body.putArray("messages")
                .addObject()
                .put("role", "user")
                .put("content", call ? "What is the weather in Paris?" : "Say something about the number " + number);
        if (call) {
            ObjectNode function = body.putArray("tools")
                    .addObject()
                    .put("type", "function")
                    .putObject("function")
                    .put("name", "get_weather");
            function.putObject("parameters")
                    .put("type", "object")
                    .putObject("properties")
                    .putObject("city")
                    .put("type", "string");
            body.put("tool_choice", "required");
        }
        return body;
    }

    /** Once nothing is on its way any longer, or after a while as it is then. */
    private LoadReport.Sample settled() throws IOException, InterruptedException {
        LoadReport.Sample sample = sample();
        for (int i = 0;
                i < SETTLE_TRIES
                        && sample.server().activeSlots() + sample.server().waiting() > 0;
                i++) {
            Thread.sleep(SETTLE_MILLIS);
            sample = sample();
        }
        return sample;
    }

    private LoadReport.Sample sample() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response =
                    client.send(request("/metrics", null), HttpResponse.BodyHandlers.ofByteArray());
            String text = new String(response.body(), StandardCharsets.UTF_8);
            if (response.statusCode() != 200) {
                throw new IOException("/metrics of " + server + " answered " + response.statusCode() + ": " + text);
            }
            return new LoadReport.Sample(ServerState.read(text), resident.get().orElse(-1));
        }
    }

    private HttpRequest request(String path, HttpRequest.@Nullable BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(LIMIT);
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        return body == null
                ? request.build()
                : request.header("Content-Type", "application/json").POST(body).build();
    }
}
