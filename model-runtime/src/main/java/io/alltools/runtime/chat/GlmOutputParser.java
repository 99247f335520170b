package io.alltools.runtime.chat;

import io.alltools.agent.ChatDelta;
import io.alltools.agent.ToolCall;
import io.alltools.runtime.grammar.Thinking;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads a GLM-4 turn as it streams in.
 *
 * <p>A turn is one or more segments, separated by {@code <|assistant|>}. A segment {@code "\n" text} is an answer;
 * {@code NAME "\n" content} is a tool call. The 0414 family writes {@code "\n" NAME "\n" content} for a call. A name
 * that is no tool of the request makes a call only where the turn ends with {@code <|observation|>} or goes on with
 * another segment; a wrong name is then the loop's to answer. The reasoning of models that think comes before all that,
 * see {@link ThoughtReader}.
 */
public final class GlmOutputParser {

    /** How the model ended its turn. */
    public enum End {
        /** {@code <|user|>}, {@code <|endoftext|>}, or a stop string. */
        ANSWER,
        /** {@code <|observation|>}: it waits for results. */
        CALLS,
        /** The token limit. */
        CUT_OFF
    }

    private enum Segment {
        /** Not yet known whether it is text or a call. */
        OPEN,
        /** A name that no tool has; what it is shows at the segment's end. */
        UNKNOWN_NAME,
        TEXT,
        CALL
    }

    private static final int MAX_NAME = 64;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private final Set<String> tools;
    private final Supplier<String> callIds;
    private final Consumer<ChatDelta> sink;

    private final ThoughtReader thoughts;
    private final StringBuilder reasoning = new StringBuilder();
    private boolean answered;

    private Segment segment = Segment.OPEN;
    private final StringBuilder head = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final List<ToolCall> calls = new ArrayList<>();
    private final StringBuilder arguments = new StringBuilder();

    /** Of a model that does not think. */
    public GlmOutputParser(Collection<String> tools, Supplier<String> callIds, Consumer<ChatDelta> sink) {
        this(tools, callIds, Thinking.Begin.NEVER, sink);
    }

    /**
     * @param tools the names of the request's tools
     * @param callIds gives each call its id
     * @param thinking where the turn's reasoning begins
     * @param sink gets reasoning, text and call pieces as soon as it is known which of them they are
     */
    public GlmOutputParser(
            Collection<String> tools, Supplier<String> callIds, Thinking.Begin thinking, Consumer<ChatDelta> sink) {
        this.thoughts = new ThoughtReader(thinking, this::think, this::answer);
        this.tools = Set.copyOf(tools);
        this.callIds = callIds;
        this.sink = sink;
    }

    /** The next piece of text. */
    public void accept(String piece) {
        thoughts.accept(piece);
    }

    private void think(String piece) {
        reasoning.append(piece);
        sink.accept(new ChatDelta.Reasoning(piece));
    }

    private void answer(String piece) {
        if (!answered && !reasoning.isEmpty()) {
            answered = true;
            // Behind reasoning an answer and a call begin on a line of their own.
            answer("\n");
        }
        answered = true;
        switch (segment) {
            case TEXT -> emitText(piece);
            case CALL -> emitArguments(piece);
            case UNKNOWN_NAME -> head.append(piece);
            case OPEN -> {
                head.append(piece);
                decide();
            }
        }
    }

    /** {@code <|assistant|>}: another segment begins. */
    public void separator() {
        thoughts.finish();
        endSegment(true);
        segment = Segment.OPEN;
    }

    /** The turn is over; {@link #reasoning}, {@link #text} and {@link #calls} are complete. */
    public void finish(End end) {
        thoughts.finish();
        endSegment(end == End.CALLS);
    }

    /** What the model thought before it answered. */
    public String reasoning() {
        return reasoning.toString();
    }

    /** The answer so far, without the newline that begins it. */
    public String text() {
        return text.toString();
    }

    /** The calls that are complete. */
    public List<ToolCall> calls() {
        return List.copyOf(calls);
    }

    private void decide() {
        String seen = head.toString();
        boolean newlineFirst = seen.startsWith("\n");
        String line = newlineFirst ? seen.substring(1) : seen;
        int lineEnd = line.indexOf('\n');
        if (lineEnd >= 0) {
            String name = line.substring(0, lineEnd);
            if (tools.contains(name)) {
                startCall(name);
                emitArguments(line.substring(lineEnd + 1));
            } else if (!newlineFirst && isName(name)) {
                segment = Segment.UNKNOWN_NAME;
            } else {
                startText(line);
            }
        } else if (newlineFirst ? tools.stream().noneMatch(tool -> tool.startsWith(line)) : !isName(line)) {
            startText(line);
        }
    }

    /** @param callLikely whether what follows the segment is what follows calls */
    private void endSegment(boolean callLikely) {
        String seen = head.toString();
        switch (segment) {
            case TEXT -> {}
            case CALL -> endCall();
            case UNKNOWN_NAME -> {
                if (callLikely) {
                    int lineEnd = seen.indexOf('\n');
                    startCall(seen.substring(0, lineEnd));
                    emitArguments(seen.substring(lineEnd + 1));
                    endCall();
                } else {
                    startText(seen);
                }
            }
            case OPEN -> {
                String line = seen.startsWith("\n") ? seen.substring(1) : seen;
                if (callLikely && tools.contains(line)) {
                    startCall(line);
                    endCall();
                } else {
                    startText(line);
                }
            }
        }
        head.setLength(0);
    }

    private void startText(String first) {
        segment = Segment.TEXT;
        head.setLength(0);
        emitText(first);
    }

    private void startCall(String name) {
        segment = Segment.CALL;
        head.setLength(0);
        arguments.setLength(0);
        String id = callIds.get();
        calls.add(new ToolCall(id, name, ""));
        sink.accept(new ChatDelta.CallStarted(calls.size() - 1, id, name));
    }

    private void endCall() {
        ToolCall call = calls.removeLast();
        calls.add(new ToolCall(call.id(), call.name(), arguments.toString()));
    }

    private void emitText(String piece) {
        if (!piece.isEmpty()) {
            text.append(piece);
            sink.accept(new ChatDelta.Text(piece));
        }
    }

    private void emitArguments(String piece) {
        if (!piece.isEmpty()) {
            arguments.append(piece);
            sink.accept(new ChatDelta.CallArguments(calls.size() - 1, piece));
        }
    }

    private static boolean isName(String line) {
        return line.length() <= MAX_NAME && NAME.matcher(line).matches();
    }
}
