package io.alltools.web.http;

import io.alltools.agent.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer that says what was wrong, in OpenAI's envelope:
 * {@code {"error":{"message":…,"type":…,"param":…,"code":…}}}.
 */
public final class ApiError extends RuntimeException {

    /** The kinds of errors, with their HTTP status. */
    public enum Kind {
        INVALID_REQUEST(400, "invalid_request_error"),
        UNAUTHORIZED(401, "invalid_request_error"),
        FORBIDDEN(403, "permission_error"),
        NOT_FOUND(404, "invalid_request_error"),
        METHOD_NOT_ALLOWED(405, "invalid_request_error"),
        REQUEST_TIMEOUT(408, "timeout_error"),
        CONFLICT(409, "conflict_error"),
        TOO_LARGE(413, "invalid_request_error"),
        UNSUPPORTED_MEDIA_TYPE(415, "invalid_request_error"),
        HEADERS_TOO_LARGE(431, "invalid_request_error"),
        ADDRESS_TOO_LONG(414, "invalid_request_error"),
        INTERNAL(500, "server_error"),
        OVERLOADED(429, "overloaded_error"),
        UNAVAILABLE(503, "server_error"),
        RATE_LIMITED(429, "rate_limit_error"),
        DEADLINE_EXCEEDED(504, "timeout_error");

        private final int status;
        private final String type;

        Kind(int status, String type) {
            this.status = status;
            this.type = type;
        }

        public int status() {
            return status;
        }
    }

    private final Kind kind;
    private final @Nullable String param;
    private final @Nullable String code;

    /**
     * @param param the field of the request that was wrong
     * @param code what a program can switch on beside the type
     */
    public ApiError(Kind kind, String message, @Nullable String param, @Nullable String code) {
        super(message);
        this.kind = kind;
        this.param = param;
        this.code = code;
    }

    /** A field has a value that can't be used. */
    public static ApiError invalid(String param, String message) {
        return new ApiError(Kind.INVALID_REQUEST, message, param, "invalid_value");
    }

    /** A field has a value that is right in the API and that this server can't do. */
    public static ApiError unsupported(String param, String message) {
        return new ApiError(Kind.INVALID_REQUEST, message, param, "unsupported_value");
    }

    public static ApiError notFound(String code, String message) {
        return new ApiError(Kind.NOT_FOUND, message, null, code);
    }

    public Kind kind() {
        return kind;
    }

    /** The whole body of the answer. */
    public ObjectNode toJson() {
        ObjectNode body = Json.object();
        body.putObject("error")
                .put("message", String.valueOf(getMessage()))
                .put("type", kind.type)
                .put("param", param)
                .put("code", code);
        return body;
    }
}
