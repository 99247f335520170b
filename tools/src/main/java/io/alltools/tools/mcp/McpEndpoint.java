package io.alltools.tools.mcp;

import io.alltools.agent.Json;
import io.alltools.agent.Toolbox;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * All Tools as an MCP server on streamable HTTP: what is answered to a request, whatever server carries it. Each client
 * has a session of its own for the tools, and answers are plain JSON: nothing is streamed, nothing is sent unasked.
 */
public final class McpEndpoint {

    /**
     * Beyond it the client that was silent for longest is forgotten, of one owner where that owner has others; it may
     * greet again.
     */
    private static final int MAX_SESSIONS = 64;

    private final Supplier<Toolbox> tools;
    private final Supplier<String> ids;
    private final Function<String, Path> folder;
    private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param tools asked for each client that greets
     * @param ids makes the id of a session: long and random, since whoever knows it shares the session
     * @param folder of a session, for the tools' files
     */
    public McpEndpoint(Supplier<Toolbox> tools, Supplier<String> ids, Function<String, Path> folder) {
        this.tools = tools;
        this.ids = ids;
        this.folder = folder;
    }

    /**
     * What goes back.
     *
     * @param status of HTTP
     * @param sessionId for the header {@code Mcp-Session-Id}; null for none
     * @param body JSON, or empty
     */
    public record Answer(int status, @Nullable String sessionId, String body) {}

    private record Session(String owner, Toolbox tools, Transport transport) {}

    /** Where the SDK's server leaves what handles its messages. */
    private static final class Transport implements McpStatelessServerTransport {

        private @Nullable McpStatelessServerHandler handler;

        @Override
        public void setMcpHandler(McpStatelessServerHandler handler) {
            this.handler = handler;
        }

        @Override
        public Mono<Void> closeGracefully() {
            return Mono.empty();
        }

        McpStatelessServerHandler handler() {
            if (handler == null) {
                throw new IllegalStateException("the SDK's server has left no handler");
            }
            return handler;
        }
    }

    /**
     * Answers a POST. A call of a tool runs on a thread of its own and ends when nobody wants the answer any more.
     *
     * @param owner who asks: a session is there for whom it was begun for alone
     * @param sessionId from {@code Mcp-Session-Id}
     * @param version from {@code MCP-Protocol-Version}
     */
    public Mono<Answer> post(String owner, @Nullable String sessionId, @Nullable String version, byte[] body) {
        McpSchema.JSONRPCMessage message;
        try {
            message = McpSchema.deserializeJsonRpcMessage(
                    McpJsonDefaults.getMapper(), new String(body, StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            return Mono.just(error(400, McpSchema.ErrorCodes.PARSE_ERROR, "the body is no message of JSON-RPC 2.0"));
        }
        if (message instanceof McpSchema.JSONRPCRequest request
                && request.method().equals(McpSchema.METHOD_INITIALIZE)) {
            String id = ids.get();
            return request(begin(owner, id), request, id);
        }
        if (sessionId == null) {
            return Mono.just(error(
                    400, McpSchema.ErrorCodes.INVALID_REQUEST, "no header Mcp-Session-Id: begin with initialize"));
        }
        Optional<Session> session = find(owner, sessionId);
        if (session.isEmpty()) {
            return Mono.just(error(
                    404,
                    McpSchema.ErrorCodes.INVALID_REQUEST,
                    "there is no session of this id: begin with initialize"));
        }
        Transport transport = session.get().transport();
        if (version != null && !transport.protocolVersions().contains(version)) {
            return Mono.just(error(
                    400,
                    McpSchema.ErrorCodes.INVALID_REQUEST,
                    "the protocol's version \"" + version + "\" is not spoken: expected one of "
                            + String.join(", ", transport.protocolVersions())));
        }
        return switch (message) {
            case McpSchema.JSONRPCRequest request -> request(transport, request, null);
            case McpSchema.JSONRPCNotification notification ->
                transport
                        .handler()
                        .handleNotification(McpTransportContext.EMPTY, notification)
                        .thenReturn(accepted());
            // The SDK's interface is open, and what is left of it is an answer: to nothing, since we ask nothing.
            default -> Mono.just(accepted());
        };
    }

    /** Ends a session: variables are forgotten, files stay. False when the owner has none of this id. */
    public boolean end(String owner, String sessionId) {
        Session session;
        synchronized (sessions) {
            session = find(owner, sessionId).orElse(null);
            if (session == null) {
                return false;
            }
            sessions.remove(sessionId);
        }
        session.tools().endSession(sessionId);
        return true;
    }

    private static Mono<Answer> request(
            Transport transport, McpSchema.JSONRPCRequest request, @Nullable String newSession) {
        return transport
                .handler()
                .handleRequest(McpTransportContext.EMPTY, request)
                .map(response -> {
                    try {
                        return new Answer(
                                200, newSession, McpJsonDefaults.getMapper().writeValueAsString(response));
                    } catch (IOException e) {
                        return error(500, McpSchema.ErrorCodes.INTERNAL_ERROR, "the answer could not be written");
                    }
                });
    }

    private Transport begin(String owner, String id) {
        Transport transport = new Transport();
        Toolbox current = tools.get();
        new McpToolServer(current, id, folder.apply(id)).serve(transport);
        Map.Entry<String, Session> oldest = null;
        synchronized (sessions) {
            if (sessions.size() >= MAX_SESSIONS) {
                oldest = sessions.entrySet().stream()
                        .filter(each -> each.getValue().owner().equals(owner))
                        .findFirst()
                        .orElseGet(() -> sessions.entrySet().iterator().next());
            }
            sessions.put(id, new Session(owner, current, transport));
        }
        if (oldest != null) {
            end(oldest.getValue().owner(), oldest.getKey());
        }
        return transport;
    }

    private Optional<Session> find(String owner, String id) {
        synchronized (sessions) {
            return Optional.ofNullable(sessions.get(id))
                    .filter(session -> session.owner().equals(owner));
        }
    }

    private static Answer accepted() {
        return new Answer(202, null, "");
    }

    private static Answer error(int status, int code, String message) {
        var error = Json.object().put("jsonrpc", "2.0").putNull("id");
        error.putObject("error").put("code", code).put("message", message);
        return new Answer(status, null, Json.write(error));
    }
}
