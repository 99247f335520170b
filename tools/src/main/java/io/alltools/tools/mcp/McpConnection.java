package io.alltools.tools.mcp;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** A server that answers; all its tools share it. */
final class McpConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(McpConnection.class);

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final ServerSettings settings;
    private final McpAsyncClient client;

    private McpConnection(ServerSettings settings, McpAsyncClient client) {
        this.settings = settings;
        this.client = client;
    }

    /** @throws McpFailure when the server can't be started or reached, or does not speak MCP */
    static McpConnection open(ServerSettings settings) throws McpFailure, InterruptedException {
        if (settings instanceof ServerSettings.Program program && !isProgram(program.command())) {
            // The SDK would wait for an answer until the time is over.
            throw McpFailure.of(settings, new IOException("there is no program \"" + program.command() + "\""));
        }
        McpConnection connection = new McpConnection(settings, client(settings));
        try {
            connection.await(connection.client.initialize());
            return connection;
        } catch (McpFailure | InterruptedException e) {
            connection.close();
            throw e;
        }
    }

    String name() {
        return settings.name();
    }

    /** All tools, over all pages of the list. */
    List<McpSchema.Tool> tools() throws McpFailure, InterruptedException {
        return await(client.listTools()).tools();
    }

    McpSchema.CallToolResult call(McpSchema.CallToolRequest request) throws McpFailure, InterruptedException {
        return await(client.callTool(request));
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
            T value = future.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
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

    private static McpAsyncClient client(ServerSettings settings) {
        return McpClient.async(transport(settings))
                .clientInfo(McpToolServer.US)
                .requestTimeout(settings.timeout())
                .initializationTimeout(settings.timeout())
                .build();
    }

    private static McpClientTransport transport(ServerSettings settings) {
        return switch (settings) {
            case ServerSettings.Program program -> {
                StdioClientTransport transport = new StdioClientTransport(
                        ServerParameters.builder(program.command())
                                .args(program.args())
                                .env(program.env())
                                .build(),
                        McpJsonDefaults.getMapper());
                transport.setStdErrorHandler(line -> log.debug("{}: {}", program.name(), line));
                yield transport;
            }
            case ServerSettings.Remote remote -> {
                String endpoint = remote.url().getRawPath()
                        + (remote.url().getRawQuery() == null
                                ? ""
                                : "?" + remote.url().getRawQuery());
                yield HttpClientStreamableHttpTransport.builder(
                                remote.url().getScheme() + "://" + remote.url().getRawAuthority())
                        .endpoint(endpoint.isEmpty() ? "/mcp" : endpoint)
                        .connectTimeout(remote.timeout())
                        .httpRequestCustomizer((request, method, uri, body, context) ->
                                remote.headers().forEach(request::setHeader))
                        .build();
            }
        };
    }
}
