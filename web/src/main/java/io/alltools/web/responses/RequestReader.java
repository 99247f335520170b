package io.alltools.web.responses;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Message;
import io.alltools.agent.RecordedRun;
import io.alltools.agent.ToolCall;
import io.alltools.web.After;
import io.alltools.web.AllTools;
import io.alltools.web.Ids;
import io.alltools.web.RunOrder;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import io.alltools.web.http.SamplingFields;
import io.alltools.web.store.ResponseRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /v1/responses}. What would change the answer and can't be done is refused. */
final class RequestReader {

    private static final List<String> UNSUPPORTED = List.of("conversation", "prompt", "context_management");
    private static final List<String> INCLUDABLE = List.of(
            "file_search_call.results",
            "web_search_call.results",
            "web_search_call.action.sources",
            "code_interpreter_call.outputs",
            "reasoning.encrypted_content",
            "message.input_image.image_url",
            "computer_call_output.output.image_url");

    private final AllTools app;
    private final StoredResponses stored;
    private final JsonFields body;

    private RequestReader(AllTools app, StoredResponses stored, JsonFields body) {
        this.app = app;
        this.stored = stored;
        this.body = body;
    }

    /** @param stored those that the client may see */
    static ResponseRequest read(JsonFields body, AllTools app, StoredResponses stored) {
        return new RequestReader(app, stored, body).read();
    }

    private ResponseRequest read() {
        check();
        boolean keep = body.flag("store", true);
        boolean background = body.flag("background", false);
        if (background && !keep) {
            throw ApiError.invalid("background", "a response in the background must be stored: leave store out");
        }
        RequestTools tools = RequestTools.read(body, app.toolbox());
        ResponseInput input = InputReader.read(body, stored::item);
        Previous previous = previous();
        List<Message.Observation> results = results(input, previous);
        if (input.said().isBlank() && results.isEmpty() && !endsOpen(input.history())) {
            throw ApiError.invalid(
                    "input", "\"input\" is required: expected a text, or items that end with the user or a result");
        }
        String developer = joined(previous == null ? "" : previous.developer(), input.developer());
        String session = session(tools, previous);
        RunOrder order = new RunOrder(
                Ids.run(),
                session == null ? Ids.session() : session,
                input.history(),
                results,
                input.said(),
                joined(body.text("instructions"), developer),
                tools.hosted(),
                SamplingFields.read(body),
                null,
                body.integer("max_output_tokens", 1, Integer.MAX_VALUE),
                previous == null ? After.NOTHING : new After.Run(previous.runId()),
                null,
                format(),
                tools.callers());
        ResponseRecord record = new ResponseRecord(
                order.runId(), order.sessionId(), keep, background, session == null, developer, ResponseEcho.of(body));
        return new ResponseRequest(order, record, body.flag("stream", false));
    }

    private void check() {
        String model = body.requiredText("model");
        if (!model.equals(app.model().name())) {
            throw new ApiError(
                    ApiError.Kind.NOT_FOUND,
                    "the model \"" + model + "\" does not exist; there is: "
                            + app.model().name(),
                    "model",
                    "model_not_found");
        }
        for (String field : UNSUPPORTED) {
            if (body.get(field) != null) {
                throw ApiError.unsupported(
                        field,
                        "\"" + field + "\" is not supported"
                                + (field.equals("conversation") ? ": go on with \"previous_response_id\"" : ""));
            }
        }
        Integer logprobs = body.integer("top_logprobs", 0, 20);
        if (logprobs != null && logprobs > 0) {
            throw ApiError.unsupported("top_logprobs", "top_logprobs " + logprobs + " is not supported: none are kept");
        }
        String truncation = body.text("truncation");
        if (truncation != null && !List.of("auto", "disabled").contains(truncation)) {
            throw ApiError.invalid(
                    "truncation", "truncation \"" + truncation + "\" is unknown: expected auto or disabled");
        }
        checkInclude(body.texts("include"));
    }

    static void checkInclude(@Nullable List<String> include) {
        for (String field : include == null ? List.<String>of() : include) {
            if (!INCLUDABLE.contains(field)) {
                throw ApiError.unsupported(
                        "include",
                        "include \"" + field + "\" is not supported: expected "
                                + INCLUDABLE.stream().limit(5).collect(Collectors.joining(", ")));
            }
        }
    }

    /** What is said last is what the model answers to. */
    private static boolean endsOpen(List<Message> history) {
        return !history.isEmpty() && history.getLast() instanceof Message.Observation;
    }

    /** The response that this one goes on from. */
    private record Previous(String runId, String sessionId, String developer, RecordedRun run, Set<String> called) {}

    private @Nullable Previous previous() {
        String id = body.text("previous_response_id");
        if (id == null) {
            return null;
        }
        StoredResponses.Found found = stored.find(id)
                .orElseThrow(() -> new ApiError(
                        ApiError.Kind.INVALID_REQUEST,
                        "Previous response with id '" + id + "' not found.",
                        "previous_response_id",
                        "previous_response_not_found"));
        List<JournalEntry> entries = found.entries();
        RecordedRun run = RecordedRun.of(entries);
        Set<String> called = new HashSet<>();
        run.steps().forEach(step -> step.calls().forEach(call -> called.add(call.id())));
        return new Previous(
                run.runId(), found.record().sessionId(), found.record().developer(), run, called);
    }

    /** Of exactly the calls that are open. One that the server answered itself gets no second answer. */
    private static List<Message.Observation> results(ResponseInput input, @Nullable Previous previous) {
        List<String> open = previous == null
                ? List.of()
                : previous.run().openCalls().stream().map(ToolCall::id).toList();
        Set<String> given = new HashSet<>();
        List<Message.Observation> results = new ArrayList<>();
        for (Message.Observation result : input.results()) {
            if (previous == null || !previous.called().contains(result.callId())) {
                throw InputReader.noCall(result.callId());
            }
            if (open.contains(result.callId()) && given.add(result.callId())) {
                results.add(result);
            }
        }
        open.stream().filter(id -> !given.contains(id)).findFirst().ifPresent(id -> {
            throw InputReader.noOutput(id);
        });
        return results;
    }

    /** The session that is gone on in; null for one of its own. */
    private @Nullable String session(RequestTools tools, @Nullable Previous previous) {
        String container = tools.container();
        if (previous != null && container != null && !container.equals(previous.sessionId())) {
            throw ApiError.invalid(
                    "tools",
                    "the container \"" + container + "\" is not that of the previous response, \""
                            + previous.sessionId() + "\": give that one, or {\"type\": \"auto\"}");
        }
        if (container != null && !stored.sessionExists(container)) {
            throw ApiError.invalid(
                    "tools",
                    "there is no container \"" + container + "\": expected the id of a session, such as a"
                            + " code_interpreter_call's container_id, or {\"type\": \"auto\"}");
        }
        return previous == null ? container : previous.sessionId();
    }

    private AnswerFormat format() {
        JsonFields text = body.object("text");
        JsonFields format = text == null ? null : text.object("format");
        if (format == null) {
            return AnswerFormat.TEXT;
        }
        String type = format.requiredText("type");
        return switch (type) {
            case "text" -> AnswerFormat.TEXT;
            case "json_object" -> AnswerFormat.JSON_OBJECT;
            case "json_schema" -> {
                JsonFields schema = format.object("schema");
                if (schema == null) {
                    throw ApiError.invalid(
                            format.name("schema"), "a format of type json_schema needs \"schema\", an object");
                }
                yield new AnswerFormat.JsonSchema(schema.json(), format.flag("strict", false));
            }
            default ->
                throw ApiError.unsupported(
                        format.name("type"),
                        "the format \"" + type + "\" is not supported: expected text, json_object or json_schema");
        };
    }

    private static String joined(@Nullable String... texts) {
        return Stream.of(texts)
                .filter(Objects::nonNull)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }
}
