package io.alltools.agent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Another agent as a function {@code NAME(task)}. A call is a run of its own, with a conversation that begins with the
 * agent's instructions and the task, in the session of the caller. It may spend what the caller has left, and what it
 * spends is spent of that. Text from outside that the caller has read makes the task untrusted, too.
 *
 * <p>The run's id comes from the caller's and the call's, so that a call that broke off goes on with the run that it
 * began.
 */
public final class AgentTool implements Tool {

    /** How many runs may lie around one where nobody says otherwise. */
    public static final int DEFAULT_DEPTH = 3;

    private static final int ID_BYTES = 13;

    private final ToolSpec spec;
    private final Supplier<Callee> callee;
    private final Past past;
    private final int maxDepth;

    /**
     * Who is called.
     *
     * @param instructions the system message; empty for none
     * @param budget the most that one call may spend, if the caller has that much left
     */
    public record Callee(Agent agent, String instructions, Sampling sampling, Budget budget, AnswerFormat format) {}

    /** What a journal has kept. */
    @FunctionalInterface
    public interface Past {

        /** The events of a run, all of them in order; none where the run is unknown. */
        List<JournalEntry> entries(String runId);
    }

    /**
     * @param description tells the caller's model what the agent is good at
     * @param callee found when it is called: agents may call each other in a circle
     * @param past of the callee's journal
     * @param maxDepth how many runs may lie around one, 1 or more
     */
    public AgentTool(String name, String description, Supplier<Callee> callee, Past past, int maxDepth) {
        this.spec = ToolSpec.function(name, description, Json.parseObject("""
                {"type": "object",
                 "properties": {"task": {"type": "string", "minLength": 1,
                   "description": "what to do, with all that must be known for it: nothing else of this conversation is seen"}},
                 "required": ["task"], "additionalProperties": false}"""));
        this.callee = callee;
        this.past = past;
        this.maxDepth = maxDepth;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
        ToolContext.Caller caller = context.caller();
        int depth = caller.depth() + 1;
        if (depth > maxDepth) {
            return ToolResult.failed(
                    ToolResult.Kind.LIMIT_EXCEEDED,
                    "agents may call each other " + maxDepth + " deep and " + spec.name() + " would be " + depth
                            + " deep; do without it");
        }
        Callee called = callee.get();
        List<Message> messages = new ArrayList<>();
        if (!called.instructions().isBlank()) {
            messages.add(Message.system(called.instructions()));
        }
        messages.add(Message.user(Json.parseObject(arguments).path("task").asString()));
        RunRequest request = new RunRequest(
                runId(caller.runId(), context.callId()),
                context.sessionId(),
                context.folder(),
                List.copyOf(messages),
                called.sampling(),
                called.budget().within(caller.left()),
                called.format(),
                new ParentCall(
                        caller.runId(),
                        context.callId(),
                        depth,
                        caller.conversation().trust(),
                        caller.conversation().privateData()));
        List<JournalEntry> begun = past.entries(request.runId());
        RunResult result = begun.isEmpty()
                ? called.agent().run(request, entry -> {})
                : called.agent().resume(begun, request, entry -> {});
        caller.meter().accept(result.spent());
        return told(result, Surroundings.of(request, called.agent().toolbox(), result.messages()));
    }

    private ToolResult told(RunResult result, ToolPolicy.Context conversation) throws InterruptedException {
        String detail = spec.name() + " gave no answer: " + result.outcome().detail();
        return switch (result.outcome().kind()) {
            case ANSWERED -> new ToolResult.Ok(List.of(Passage.of(result.answer())), conversation.trust());
            case BUDGET_EXHAUSTED -> ToolResult.failed(ToolResult.Kind.LIMIT_EXCEEDED, detail);
            case REFUSED, NEEDS_INPUT -> ToolResult.failed(ToolResult.Kind.DENIED, detail);
            case FAILED -> ToolResult.failed(ToolResult.Kind.ERROR, detail);
            case CANCELLED -> {
                // Who stopped it stopped the caller: both have one thread.
                if (Thread.interrupted()) {
                    throw new InterruptedException("the run of " + spec.name() + " was cancelled");
                }
                yield ToolResult.failed(ToolResult.Kind.CANCELLED, detail);
            }
        };
    }

    /**
     * A call that broke off is made again: it goes on with its run, which knows which of its own calls took effect.
     * What those do is judged where they are made, with the trust of this conversation.
     */
    @Override
    public Set<Trait> traits() {
        Set<Trait> traits = EnumSet.of(Trait.REPEATABLE);
        if (readsPrivateData(new HashSet<>())) {
            traits.add(Trait.READS_PRIVATE_DATA);
        }
        return traits;
    }

    /** @param seen the agents that were asked already, since they may call each other in a circle */
    private boolean readsPrivateData(Set<String> seen) {
        if (!seen.add(spec.name())) {
            return false;
        }
        Toolbox toolbox;
        try {
            toolbox = callee.get().agent().toolbox();
        } catch (RuntimeException e) {
            // The call itself will say why it can't be opened.
            return true;
        }
        return toolbox.specs().stream()
                .flatMap(tool -> toolbox.find(tool.name()).stream())
                .anyMatch(tool -> tool instanceof AgentTool agent
                        ? agent.readsPrivateData(seen)
                        : tool.traits().contains(Trait.READS_PRIVATE_DATA));
    }

    /** The id of the run that a call begins. */
    static String runId(String caller, String callId) {
        String call = caller.isEmpty() ? UUID.randomUUID().toString() : caller + "\n" + callId;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(call.getBytes(StandardCharsets.UTF_8));
            return "run_" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
