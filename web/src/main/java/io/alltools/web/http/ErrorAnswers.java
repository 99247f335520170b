package io.alltools.web.http;

import io.alltools.agent.JournalException;
import io.alltools.agent.ModelException;
import io.alltools.web.run.NoSuchSessionException;
import io.alltools.web.run.SessionBusyException;
import io.alltools.web.run.TooManyRunsException;
import io.alltools.web.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.channel.AbortedException;

/** Answers every failure of a request in the API's one envelope. */
public final class ErrorAnswers implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ErrorAnswers.class);

    private final ServerLimits limits;
    private final LongSupplier retryAfter;

    /** @param retryAfter in how many seconds it may be worth to ask an overloaded server again */
    public ErrorAnswers(ServerLimits limits, LongSupplier retryAfter) {
        this.limits = limits;
        this.retryAfter = retryAfter;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return unwritten(exchange, failure);
        }
        ApiError error = of(failure, limits);
        if (error.kind() == ApiError.Kind.OVERLOADED) {
            response.getHeaders().set("Retry-After", Long.toString(retryAfter.getAsLong()));
        }
        return write(response, error).onErrorResume(unwritten -> unwritten(exchange, unwritten));
    }

    /**
     * An answer that could not be written, which is no failure of the server's where nobody waits for it any more.
     * Reactor Netty takes the connection away from a request whose client left, and what is then written fails with
     * whatever it comes upon, not always with an {@link AbortedException}.
     */
    private static Mono<Void> unwritten(ServerWebExchange exchange, Throwable failure) {
        if (ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest()) instanceof Connection connection
                && !connection.channel().isActive()) {
            log.debug("a client left before its answer was written", failure);
            return Mono.empty();
        }
        return Mono.error(failure);
    }

    /** Answers with an error. Where the rest of the request is not read the connection can't be used again. */
    public static Mono<Void> write(ServerHttpResponse response, ApiError error) {
        response.setStatusCode(HttpStatusCode.valueOf(error.kind().status()));
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        if (error.kind() == ApiError.Kind.TOO_LARGE || error.kind() == ApiError.Kind.REQUEST_TIMEOUT) {
            response.getHeaders().set(HttpHeaders.CONNECTION, "close");
        }
        byte[] body = error.toJson().toString().getBytes(StandardCharsets.UTF_8);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    /** The error that a client sees for a failure. */
    public static ApiError of(Throwable failure) {
        return of(failure, ServerLimits.DEFAULT);
    }

    private static ApiError of(Throwable failure, ServerLimits limits) {
        return switch (failure) {
            case ApiError error -> error;
            case ModelException e -> ofModel(e);
            case SessionBusyException e ->
                new ApiError(ApiError.Kind.CONFLICT, String.valueOf(e.getMessage()), "sessionId", "session_busy");
            case NoSuchSessionException e -> ApiError.notFound("session_not_found", String.valueOf(e.getMessage()));
            case TooManyRunsException e ->
                new ApiError(ApiError.Kind.OVERLOADED, String.valueOf(e.getMessage()), null, "too_many_runs");
            case DataBufferLimitException e -> tooLarge(limits);
            // Nobody is there to read it.
            case AbortedException e ->
                new ApiError(ApiError.Kind.INVALID_REQUEST, "the client went away", null, "client_gone");
            case ResponseStatusException e -> ofStatus(e);
            case StoreException e -> notStored(e);
            case JournalException e -> notStored(e);
            case Throwable e -> {
                log.error("a request failed", e);
                yield new ApiError(
                        ApiError.Kind.INTERNAL, "the server failed; its log says more", null, "internal_error");
            }
        };
    }

    static ApiError tooLarge(ServerLimits limits) {
        return new ApiError(
                ApiError.Kind.TOO_LARGE,
                "the request's body is too large: at most " + limits.bodies().bytes() + " bytes are accepted",
                null,
                "body_too_large");
    }

    /** Its message says all. */
    private static ApiError notStored(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        log.error("a request failed: {}", message);
        return new ApiError(ApiError.Kind.INTERNAL, message, null, "store_unavailable");
    }

    private static ApiError ofModel(ModelException e) {
        return switch (e.kind()) {
            case INVALID_REQUEST ->
                new ApiError(
                        ApiError.Kind.INVALID_REQUEST,
                        e.getMessage(),
                        e.field().isEmpty() ? "messages" : e.field(),
                        "invalid_request");
            case OVERLOADED -> new ApiError(ApiError.Kind.OVERLOADED, e.getMessage(), null, "overloaded");
            case DEADLINE_EXCEEDED ->
                new ApiError(ApiError.Kind.DEADLINE_EXCEEDED, e.getMessage(), null, "deadline_exceeded");
            case FAILED -> {
                log.error("the model failed", e);
                yield new ApiError(ApiError.Kind.INTERNAL, e.getMessage(), null, "model_failed");
            }
        };
    }

    private static ApiError ofStatus(ResponseStatusException e) {
        int status = e.getStatusCode().value();
        String reason = e.getReason() == null ? e.getStatusCode().toString() : e.getReason();
        for (ApiError.Kind kind : ApiError.Kind.values()) {
            if (kind.status() == status) {
                return new ApiError(
                        kind, status == 404 ? "there is nothing at this address" : reason, null, "http_" + status);
            }
        }
        return new ApiError(
                status < 500 ? ApiError.Kind.INVALID_REQUEST : ApiError.Kind.INTERNAL, reason, null, "http_" + status);
    }
}
