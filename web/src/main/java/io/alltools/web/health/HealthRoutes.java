package io.alltools.web.health;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.ChatModel;
import io.alltools.agent.Json;
import io.alltools.runtime.batch.BatchMetrics;
import io.alltools.runtime.chat.GlmChatModel;
import io.alltools.web.AllTools;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /health/live} and {@code /health/ready}: 200 or 503, and why. A server that does not live is to be started
 * anew; one that is not ready gets no requests for a while.
 */
public final class HealthRoutes {

    private static final Logger log = LoggerFactory.getLogger(HealthRoutes.class);

    private static final Duration DATABASE_TIME = Duration.ofSeconds(2);

    /** A part's state; {@code problem} is empty where it is well, and never holds a secret. */
    private record Part(String problem) {

        static final Part WELL = new Part("");

        boolean well() {
            return problem.isEmpty();
        }
    }

    private final AllTools app;
    private final Drain drain;
    private final Duration longestTurn;

    /** @param longestTurn a decoder that takes longer for one turn is stuck */
    public HealthRoutes(AllTools app, Drain drain, Duration longestTurn) {
        this.app = app;
        this.drain = drain;
        this.longestTurn = longestTurn;
    }

    public RouterFunction<ServerResponse> routes() {
        return route().GET("/health/live", this::live)
                .GET("/health/ready", this::ready)
                .build();
    }

    private Mono<ServerResponse> live(ServerRequest request) {
        Map<String, Part> parts = new LinkedHashMap<>();
        addDecoder(parts, false);
        return answer(parts);
    }

    private Mono<ServerResponse> ready(ServerRequest request) {
        return database().flatMap(database -> {
            Map<String, Part> parts = new LinkedHashMap<>();
            parts.put("server", drain.begun() ? new Part("it is about to stop") : Part.WELL);
            parts.put("model", Part.WELL);
            addDecoder(parts, true);
            parts.put("database", database);
            return answer(parts);
        });
    }

    /** Of a model in this process. */
    private void addDecoder(Map<String, Part> parts, boolean moving) {
        ChatModel model = app.model();
        if (!(model instanceof GlmChatModel glm)) {
            return;
        }
        BatchMetrics.Decoder decoder = glm.metrics().decoder();
        Part part = Part.WELL;
        if (!decoder.alive()) {
            part = new Part("its thread ended");
        } else if (moving && decoder.turn().compareTo(longestTurn) > 0) {
            part = new Part("it is stuck: one turn takes " + decoder.turn().toSeconds() + " s already, of at most "
                    + longestTurn.toSeconds());
        }
        parts.put("decoder", part);
    }

    private Mono<Part> database() {
        return Blocking.call(() -> {
                    // Any row would do; there is none of this id.
                    boolean ignored = app.store().find("health").isPresent();
                    return Part.WELL;
                })
                .timeout(DATABASE_TIME)
                .onErrorResume(failure -> {
                    log.warn("the database is not well: {}", failure.getMessage());
                    return Mono.just(new Part(
                            failure instanceof TimeoutException
                                    ? "it does not answer within " + DATABASE_TIME.toSeconds() + " s"
                                    : "it can't be used; the server's log says more"));
                });
    }

    private static Mono<ServerResponse> answer(Map<String, Part> parts) {
        boolean well = parts.values().stream().allMatch(Part::well);
        ObjectNode body = Json.object().put("status", word(well));
        ObjectNode each = body.putObject("parts");
        parts.forEach((name, part) -> {
            ObjectNode node = each.putObject(name).put("status", word(part.well()));
            if (!part.well()) {
                node.put("problem", part.problem());
            }
        });
        return JsonAnswer.of(well ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, body);
    }

    private static String word(boolean well) {
        return well ? "up" : "down";
    }
}
