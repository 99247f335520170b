package io.alltools.tools.mcp;

import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A program that speaks MCP on its standard input and output, one message a line.
 *
 * <p>The SDK's own transport says neither that its program has ended nor how, and hands our whole environment on.
 */
final class ProgramTransport implements McpClientTransport {

    private static final Logger log = LoggerFactory.getLogger(ProgramTransport.class);

    private static final int MAX_LINE = 16 << 20;
    private static final int MAX_WAITING = 256;
    private static final int MAX_ERROR_LINE = 300;

    /** How long the program has at each step of its end: its input is closed, it is asked, it is killed. */
    private static final Duration GRACE = Duration.ofMillis(1500);

    private final ServerSettings.Program settings;
    private final McpJsonMapper mapper = McpJsonDefaults.getMapper();
    private final BlockingQueue<JSONRPCMessage> outgoing = new LinkedBlockingQueue<>(MAX_WAITING);
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile @Nullable Process process;
    private volatile String lastError = "";

    ProgramTransport(ServerSettings.Program settings) {
        this.settings = settings;
    }

    /** Completes when the program has ended, after its last answer, with words such as "ended with exit code 1: …". */
    CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        return Mono.fromRunnable(() -> {
            try {
                start(handler);
            } catch (IOException e) {
                ended.complete("can't be started: " + e.getMessage());
            }
        });
    }

    private void start(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) throws IOException {
        // Adds the few variables without which programs don't run, such as PATH and HOME.
        ServerParameters parameters = ServerParameters.builder(settings.command())
                .args(settings.args())
                .env(settings.env())
                .build();
        List<String> command = new ArrayList<>(List.of(parameters.getCommand()));
        command.addAll(parameters.getArgs());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(parameters.getEnv());
        Process started = builder.start();
        process = started;
        Thread reader = Thread.ofVirtual().start(() -> read(started, handler));
        Thread errors = Thread.ofVirtual().start(() -> readErrors(started));
        Thread writer = Thread.ofVirtual().start(() -> write(started));
        Thread.ofVirtual().start(() -> {
            try {
                int exitCode = started.waitFor();
                // What it said last counts. A program that it has left behind may keep the pipes open, though.
                reader.join(GRACE);
                errors.join(GRACE);
                ended.complete("ended with exit code " + exitCode + (lastError.isEmpty() ? "" : ": " + lastError));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                writer.interrupt();
            }
        });
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.defer(() -> outgoing.offer(message)
                ? Mono.empty()
                : Mono.error(new IOException("it does not read what is sent to it")));
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.<Void>fromRunnable(this::end).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return mapper.convertValue(data, type);
    }

    /**
     * The order of the specification: the input's end, then a signal, then force; with the programs that it started.
     */
    private void end() {
        Process running = process;
        if (running == null) {
            return;
        }
        List<ProcessHandle> children = running.descendants().toList();
        try {
            running.getOutputStream().close();
        } catch (IOException e) {
            log.debug("{}: the input could not be closed", settings.name(), e);
        }
        try {
            if (!running.waitFor(GRACE)) {
                running.destroy();
                if (!running.waitFor(GRACE)) {
                    running.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private void read(Process from, Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        try (BufferedReader in = from.inputReader(StandardCharsets.UTF_8)) {
            for (String line = line(in, MAX_LINE); line != null; line = line(in, MAX_LINE)) {
                if (line.isBlank()) {
                    continue;
                }
                try {
                    handler.apply(Mono.just(McpSchema.deserializeJsonRpcMessage(mapper, line)))
                            .subscribe(message -> {}, e -> log.debug("{}: a message failed", settings.name(), e));
                } catch (IOException | IllegalArgumentException e) {
                    // Programs print there what does not belong there, above all at their start.
                    log.debug("{}: no message: {}", settings.name(), line, e);
                }
            }
        } catch (IOException e) {
            lastError = String.valueOf(e.getMessage());
            from.destroyForcibly();
        }
    }

    private void readErrors(Process from) {
        try (BufferedReader in = from.errorReader(StandardCharsets.UTF_8)) {
            for (String line = line(in, MAX_LINE); line != null; line = line(in, MAX_LINE)) {
                log.debug("{}: {}", settings.name(), line);
                String plain = line.replaceAll("\\p{Cntrl}+", " ").strip();
                if (!plain.isEmpty()) {
                    lastError = plain.substring(0, Math.min(plain.length(), MAX_ERROR_LINE));
                }
            }
        } catch (IOException e) {
            log.debug("{}: the error output could not be read", settings.name(), e);
        }
    }

    private void write(Process to) {
        try {
            OutputStream out = to.getOutputStream();
            while (true) {
                out.write(mapper.writeValueAsBytes(outgoing.take()));
                out.write('\n');
                if (outgoing.isEmpty()) {
                    out.flush();
                }
            }
        } catch (IOException e) {
            log.debug("{}: nothing more can be sent", settings.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next line without its end; null at the end of the stream. */
    private static @Nullable String line(BufferedReader in, int limit) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return line.isEmpty() ? null : line.toString();
            }
            if (line.length() == limit) {
                throw new IOException("a message has more than " + limit + " characters");
            }
            line.append((char) c);
        }
        return line.toString();
    }
}
