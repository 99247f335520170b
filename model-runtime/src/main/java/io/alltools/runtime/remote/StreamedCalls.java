package io.alltools.runtime.remote;

import com.openai.core.JsonField;
import com.openai.core.JsonValue;
import com.openai.models.chat.completions.ChatCompletionChunk.Choice.Delta;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.Json;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the calls of a streamed turn together by their index. Ids are what the endpoint gives; one that is missing, or
 * that another call has, is made here. A function's arguments are told as they come, a built-in's when they are
 * complete: its content has to be taken out of them.
 */
final class StreamedCalls {

    private final List<ToolSpec> tools;
    private final Consumer<ChatDelta> sink;
    private final Set<String> ids;

    private final Map<Long, Call> byIndex = new LinkedHashMap<>();
    private final List<Call> started = new ArrayList<>();
    /** Arguments that were told when their call was added. */
    private final Map<Call, String> done = new LinkedHashMap<>();

    private @Nullable Call last;

    /** One call on its way. */
    private static final class Call {
        String id = "";
        String givenId = "";
        String name = "";
        int position = -1;
        final StringBuilder arguments = new StringBuilder();
    }

    /** @param known the ids of the conversation */
    StreamedCalls(List<ToolSpec> tools, Set<String> known, Consumer<ChatDelta> sink) {
        this.tools = tools;
        this.sink = sink;
        this.ids = new HashSet<>(known);
    }

    void accept(Delta.ToolCall piece) {
        Optional<Delta.ToolCall.Function> function = piece._function().asKnown();
        String name = function.flatMap(f -> f._name().asString()).orElse("");
        String arguments = function.map(f -> text(f._arguments())).orElse("");
        String id = piece._id().asString().orElse("");
        Call call = find(piece._index().asKnown().orElse(null), id);
        last = call;
        call.givenId = call.givenId.isEmpty() ? id : call.givenId;
        if (call.name.isEmpty() && !name.isBlank()) {
            call.name = name.strip();
            start(call);
            call.arguments.append(arguments);
            tell(call, call.arguments.toString());
        } else {
            call.arguments.append(arguments);
            tell(call, arguments);
        }
    }

    /** A call that was not streamed. */
    void add(String name, String arguments) {
        Call call = new Call();
        call.name = name;
        byIndex.put((long) byIndex.size(), call);
        start(call);
        call.arguments.append(arguments);
        sink.accept(new ChatDelta.CallArguments(call.position, arguments));
        done.put(call, arguments);
    }

    /** Whether each call has a name. */
    boolean complete() {
        return started.size() == byIndex.size();
    }

    /** The calls in the order in which they began. */
    List<ToolCall> finish() {
        List<ToolCall> calls = new ArrayList<>();
        for (Call call : started) {
            String known = done.get(call);
            ToolSpec spec = BuiltIns.find(tools, call.name);
            String arguments = known == null ? BuiltIns.arguments(spec, call.arguments.toString()) : known;
            if (known == null && (isBuiltIn(call) || call.arguments.isEmpty())) {
                sink.accept(new ChatDelta.CallArguments(call.position, arguments));
            }
            calls.add(new ToolCall(call.id, call.name, arguments));
        }
        return List.copyOf(calls);
    }

    /** Without an index another id begins another call. */
    private Call find(@Nullable Long index, String id) {
        if (index != null) {
            return byIndex.computeIfAbsent(index, unknown -> new Call());
        }
        Call before = last;
        if (before != null && (id.isEmpty() || id.equals(before.givenId))) {
            return before;
        }
        Call next = new Call();
        byIndex.put(byIndex.keySet().stream().mapToLong(Long::longValue).max().orElse(-1) + 1, next);
        return next;
    }

    private void start(Call call) {
        String id = call.givenId;
        if (id.isBlank() || !ids.add(id)) {
            id = "call_" + UUID.randomUUID().toString().replace("-", "");
            ids.add(id);
        }
        call.id = id;
        call.position = started.size();
        started.add(call);
        sink.accept(new ChatDelta.CallStarted(call.position, id, call.name));
    }

    private void tell(Call call, String piece) {
        if (call.position >= 0 && !piece.isEmpty() && !isBuiltIn(call)) {
            sink.accept(new ChatDelta.CallArguments(call.position, piece));
        }
    }

    private boolean isBuiltIn(Call call) {
        ToolSpec spec = BuiltIns.find(tools, call.name);
        return spec != null && spec.kind() == ToolSpec.Kind.BUILT_IN;
    }

    /** Some endpoints send the object itself instead of its text. */
    private static String text(JsonField<String> arguments) {
        return arguments
                .asString()
                .or(() -> arguments.asUnknown().filter(Values::isObject).map(StreamedCalls::written))
                .orElse("");
    }

    private static String written(JsonValue value) {
        return Json.write(Objects.requireNonNullElse(value.convert(Object.class), Map.of()));
    }
}
