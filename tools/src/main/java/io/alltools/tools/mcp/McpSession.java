package io.alltools.tools.mcp;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** One conversation with a server: as long as its program runs, or as long as it remembers us. */
final class McpSession implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(McpSession.class);

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final ServerSettings settings;
    private final McpAsyncClient client;
    /** Completes when there is nobody any more who could answer; never for a server that is not our program. */
    private final CompletableFuture<String> ended;

    private McpSession(ServerSettings settings, Consumer<List<McpSchema.Tool>> changedTools) {
        this.settings = settings;
        McpClientTransport transport = transport(settings);
        this.ended = transport instanceof ProgramTransport program ? program.ended() : new CompletableFuture<>();
        this.client = McpClient.async(transport)
                .clientInfo(McpToolServer.US)
                .requestTimeout(settings.timeout())
                .initializationTimeout(settings.timeout())
                .toolsChangeConsumer(tools -> Mono.fromRunnable(() -> changedTools.accept(List.copyOf(tools))))
                .build();
    }

    /**
     * Starts or reaches the server.
     *
     * @param changedTools hears the new list when the server says that it has changed
     * @throws McpFailure when the server can't be started or reached, or does not speak MCP
     */
    static McpSession open(ServerSettings settings, Consumer<List<McpSchema.Tool>> changedTools)
            throws McpFailure, InterruptedException {
        if (settings instanceof ServerSettings.Program program && !isProgram(program.command())) {
            throw McpFailure.of(settings, new IOException("there is no program \"" + program.command() + "\""));
        }
        McpSession session = new McpSession(settings, changedTools);
        try {
            session.await(session.client.initialize());
            return session;
        } catch (McpFailure | InterruptedException e) {
            session.close();
            throw e;
        }
    }

    /** All tools, over all pages of the list. */
    List<McpSchema.Tool> tools() throws McpFailure, InterruptedException {
        return List.copyOf(await(client.listTools()).tools());
    }

    McpSchema.CallToolResult call(McpSchema.CallToolRequest request) throws McpFailure, InterruptedException {
        return await(client.callTool(request));
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    @Override
    public void close() {
        try {
            client.closeGracefully().block(CLOSING);
        } catch (RuntimeException e) {
            log.debug("the MCP server {} did not end in order", settings.name(), e);
            client.close();
        }
    }

    private <T extends Object> T await(Mono<T> answer) throws McpFailure, InterruptedException {
        CompletableFuture<@Nullable T> future = answer.toFuture();
        try {
            CompletableFuture.anyOf(future, ended).get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
            if (!future.isDone()) {
                throw McpFailure.ended(settings, ended.get());
            }
            T value = future.get();
            if (value == null) {
                throw McpFailure.of(settings, new IOException("the connection ended without an answer"));
            }
            return value;
        } catch (TimeoutException e) {
            throw McpFailure.tooSlow(settings);
        } catch (ExecutionException e) {
            throw McpFailure.of(settings, e.getCause() == null ? e : e.getCause());
        } catch (CancellationException e) {
            throw McpFailure.of(settings, e);
        } finally {
            future.cancel(true);
        }
    }

    private static boolean isProgram(String command) {
        if (command.contains("/") || command.contains(File.separator)) {
            return Files.isExecutable(Path.of(command));
        }
        String path = System.getenv().getOrDefault("PATH", "");
        // Windows finds a program by more endings than its name.
        return File.separatorChar == '\\'
                || Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                        .splitAsStream(path)
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    private static McpClientTransport transport(ServerSettings settings) {
        return switch (settings) {
            case ServerSettings.Program program -> new ProgramTransport(program);
            case ServerSettings.Remote remote -> new RemoteTransport(remote);
        };
    }
}
