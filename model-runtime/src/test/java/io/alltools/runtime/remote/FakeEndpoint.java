package io.alltools.runtime.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.node.ObjectNode;

/** An endpoint on this machine that answers each request with the next of the answers that it was given. */
final class FakeEndpoint implements AutoCloseable {

    static final String KEY = "sk-very-secret";

    /** One answer; what it throws is a client that went away. */
    @FunctionalInterface
    interface Answer {
        void give(HttpExchange exchange) throws IOException, InterruptedException;
    }

    final List<ObjectNode> requests = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    final List<String> headerNames = new CopyOnWriteArrayList<>();
    /** One permit for each client that went away. */
    final Semaphore gone = new Semaphore(0);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();

    FakeEndpoint(Answer... answers) {
        this.answers.addAll(List.of(answers));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            requests.add(
                    Json.parseObject(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            headerNames.addAll(exchange.getRequestHeaders().keySet());
            Answer next = answers.poll();
            if (next == null) {
                exchange.sendResponseHeaders(418, -1);
            } else {
                next.give(exchange);
            }
        } catch (IOException e) {
            gone.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Quick to try again. */
    RemoteSettings settings() {
        return RemoteSettings.of(URI.create("http://" + host() + "/v1"), KEY, "m")
                .withRetries(new RemoteSettings.Retries(3, Duration.ofMillis(2), Duration.ofSeconds(2)));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** A whole stream: the chunks, and its end. */
    static Answer stream(String... chunks) {
        return exchange -> {
            begin(exchange);
            for (String chunk : chunks) {
                send(exchange, "data: " + chunk + "\n\n");
            }
            send(exchange, "data: [DONE]\n\n");
        };
    }

    static Answer says(String... pieces) {
        String[] chunks = new String[pieces.length + 1];
        for (int i = 0; i < pieces.length; i++) {
            chunks[i] = text(pieces[i]);
        }
        chunks[pieces.length] = end("stop");
        return stream(chunks);
    }

    static Answer status(int status, String type, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            exchange.getResponseHeaders().add("Content-Type", type);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** A stream that is kept open until the client goes away. */
    static Answer hangs(String... chunks) {
        return exchange -> {
            begin(exchange);
            for (String chunk : chunks) {
                send(exchange, "data: " + chunk + "\n\n");
            }
            while (true) {
                Thread.sleep(10);
                send(exchange, ": still there\n\n");
            }
        };
    }

    static void begin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
    }

    static void send(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    static String text(String text) {
        return delta(Json.object().put("content", text).toString());
    }

    static String delta(String delta) {
        return "{\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                + "[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}";
    }

    static String end(String reason) {
        return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
    }

    static ChatRequest ask(String question, ToolSpec... tools) {
        return new ChatRequest(List.of(Message.user(question)), List.of(tools), Sampling.GREEDY, 100, List.of());
    }
}
