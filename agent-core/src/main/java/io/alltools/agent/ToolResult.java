package io.alltools.agent;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;

/** What a tool call came to. Both cases become an observation that the model can react to. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface ToolResult {

    /** The call did what was asked; a Python traceback is such a result too. */
    record Ok(List<Passage> passages, Trust trust) implements ToolResult {}

    /** The call could not be done; {@code message} tells the model what was wrong, what was expected and what to do. */
    record Failed(Kind kind, String message) implements ToolResult {}

    /** Why a call failed. */
    enum Kind {
        UNKNOWN_TOOL,
        INVALID_ARGUMENTS,
        DENIED,
        TIMEOUT,
        LIMIT_EXCEEDED,
        /** The run ended before the call was done. */
        CANCELLED,
        UNAVAILABLE,
        /** The work itself failed; the message may quote what a server said. */
        ERROR;

        Trust trust() {
            return this == ERROR ? Trust.UNTRUSTED : Trust.TRUSTED;
        }
    }

    static ToolResult ok(String text) {
        return new Ok(List.of(Passage.of(text)), Trust.TRUSTED);
    }

    static ToolResult failed(Kind kind, String message) {
        return new Failed(kind, message);
    }

    /** This result with a remark for the model behind it. */
    default ToolResult withNote(String note) {
        return switch (this) {
            case Ok ok -> {
                List<Passage> passages = new ArrayList<>(ok.passages());
                passages.add(Passage.of("[" + note + "]"));
                yield new Ok(List.copyOf(passages), ok.trust());
            }
            case Failed failed -> new Failed(failed.kind(), failed.message() + " [" + note + "]");
        };
    }

    /** The message that the model gets for this result. */
    default Message.Observation toObservation(String callId) {
        return switch (this) {
            case Ok ok -> new Message.Observation(callId, ok.passages(), ok.trust());
            case Failed failed ->
                new Message.Observation(
                        callId,
                        List.of(Passage.of("Error: " + failed.message())),
                        failed.kind().trust());
        };
    }
}
