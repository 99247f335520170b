package io.alltools.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a conversation fit the model's context. First old observations are shortened to a reference that can be read
 * again, then older turns are summarised by the model, and at last even new observations are shortened. Tool schemas,
 * system messages and the user's last message always stay.
 */
final class ContextWindow {

    private static final Logger log = LoggerFactory.getLogger(ContextWindow.class);

    /** What of an observation stays beside the reference, and what is not worth shortening. */
    private static final int HEAD_CHARACTERS = 160;

    private static final int SHORT_CHARACTERS = 480;
    private static final int SUMMARY_TOKENS = 400;

    private static final String INSTRUCTION =
            "Summarise the conversation for yourself, so that you can go on with it: what the user wants, what was"
                    + " found out, with names and numbers, what was done, what is open. Only the summary.";

    private final Agent agent;
    private final RunRequest request;

    ContextWindow(Agent agent, RunRequest request) {
        this.agent = agent;
        this.request = request;
    }

    /**
     * What the model gets to see.
     *
     * @param usage what the summary cost
     */
    record Fitted(List<Message> messages, Compaction compaction, Usage usage) {}

    /** What the model sees: the agent's tools and those that the caller runs. */
    List<ToolSpec> tools() {
        List<ToolSpec> tools = new ArrayList<>(agent.toolbox().specs());
        tools.addAll(request.callerTools().specs());
        return List.copyOf(tools);
    }

    /** The request for the turn of a step over these messages. */
    ChatRequest request(int step, List<Message> messages) {
        return request(messages).withConstraints(request.callerTools().constraints(step, request.format()));
    }

    private ChatRequest request(List<Message> messages) {
        return new ChatRequest(
                        messages, tools(), request.sampling(), request.budget().maxTokensPerStep(), List.of())
                .withConstraints(Constraints.DEFAULT.withFormat(request.format()));
    }

    /**
     * Leaves out as little as is needed.
     *
     * @param current what is left out already
     * @throws ModelException when the summary can't be made
     */
    Fitted fit(List<Message> messages, Compaction current) throws InterruptedException {
        List<Message> view = view(messages, current);
        if (fits(view)) {
            return new Fitted(view, current, Usage.NONE);
        }
        Compaction compaction = shorten(messages, current, lastTurn(messages));
        Usage usage = Usage.NONE;
        if (!fits(view(messages, compaction))) {
            int upTo = cut(messages, compaction);
            if (upTo > compaction.summarised()) {
                AssistantTurn summary = summary(view(messages.subList(0, upTo), compaction));
                usage = summary.usage();
                compaction = new Compaction(
                        compaction.shortened(), upTo, summary.text().strip());
            }
        }
        if (!fits(view(messages, compaction))) {
            compaction = shorten(messages, compaction, messages.size());
        }
        view = view(messages, compaction);
        log.info(
                "run {}: {} of {} messages are summarised and {} observations shortened to fit {} tokens",
                request.runId(),
                compaction.summarised(),
                messages.size(),
                compaction.shortened().size(),
                agent.model().contextLength());
        return new Fitted(view, compaction, usage);
    }

    /** The messages without what is left out. */
    static List<Message> view(List<Message> messages, Compaction compaction) {
        List<Message> view = new ArrayList<>();
        int last = lastUser(messages);
        boolean summaryStands = false;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            boolean summarised = i < compaction.summarised() && i != last && !(message instanceof Message.System);
            if (!summarised) {
                view.add(shortened(message, compaction));
            } else if (!summaryStands) {
                summaryStands = true;
                view.add(Message.user("[What was said before, in short: " + compaction.summary() + "]"));
            }
        }
        return List.copyOf(view);
    }

    private static Message shortened(Message message, Compaction compaction) {
        return message instanceof Message.Observation observation
                        && compaction.shortened().get(observation.callId()) instanceof String reference
                ? new Message.Observation(
                        observation.callId(), List.of(reference(observation, reference)), observation.trust())
                : message;
    }

    /** A page that is cited keeps its number. */
    private static Passage reference(Message.Observation observation, String text) {
        Passage first = observation.passages().isEmpty()
                ? Passage.of("")
                : observation.passages().getFirst();
        return new Passage(first.metadata(), Part.text(text), first.source());
    }

    private boolean fits(List<Message> view) {
        int context = agent.model().contextLength();
        int reserve = Math.min(request.budget().maxTokensPerStep(), context / 8);
        return agent.model().promptTokens(request(view)) <= context - reserve;
    }

    /** Shortens observations before message {@code end}, the oldest first, until it fits. */
    private Compaction shorten(List<Message> messages, Compaction compaction, int end) {
        Map<String, String> shortened = new HashMap<>(compaction.shortened());
        List<Message.Observation> candidates = new ArrayList<>();
        for (int i = compaction.summarised(); i < end; i++) {
            if (messages.get(i) instanceof Message.Observation observation
                    && !shortened.containsKey(observation.callId())
                    && observation.text().length() > SHORT_CHARACTERS) {
                candidates.add(observation);
            }
        }
        Compaction result = compaction;
        for (int i = 0; i < candidates.size() && !fits(view(messages, result)); i++) {
            Message.Observation observation = candidates.get(i);
            shortened.put(observation.callId(), reference(observation));
            result = new Compaction(Map.copyOf(shortened), compaction.summarised(), compaction.summary());
        }
        return result;
    }

    private String reference(Message.Observation observation) {
        String text = observation.text();
        int end = ResultLimit.end(text, HEAD_CHARACTERS);
        return text.substring(0, end) + "\n[... shortened to " + end + " of " + text.length() + " characters; "
                + agent.toolbox().kept(observation, request.folder()).replace("%d", Integer.toString(end)) + " ...]";
    }

    /** Where the last turn of the model begins; its observations are what it is about to work on. */
    private static int lastTurn(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof Message.Assistant) {
                return i;
            }
        }
        return messages.size();
    }

    private static int lastUser(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof Message.User) {
                return i;
            }
        }
        return -1;
    }

    /** Up to which message to summarise: so far that the rest takes half of the context, at a turn's begin. */
    private int cut(List<Message> messages, Compaction compaction) {
        int best = compaction.summarised();
        for (int i = compaction.summarised() + 1; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message instanceof Message.Observation
                    || (message instanceof Message.Assistant && i > lastTurn(messages))) {
                continue;
            }
            best = i;
            List<Message> rest = view(messages, new Compaction(compaction.shortened(), i, ""));
            if (agent.model().promptTokens(request(rest)) <= agent.model().contextLength() / 2) {
                break;
            }
        }
        return best;
    }

    /** The model's summary of what stands before; where that does not fit, of its end. */
    private AssistantTurn summary(List<Message> before) throws InterruptedException {
        int context = agent.model().contextLength();
        int tokens = Math.min(SUMMARY_TOKENS, context / 8);
        String transcript = transcript(before);
        while (true) {
            ChatRequest ask = new ChatRequest(
                    List.of(Message.system(INSTRUCTION), Message.user(transcript)),
                    List.of(),
                    Sampling.GREEDY,
                    tokens,
                    List.of());
            if (agent.model().promptTokens(ask) <= context - tokens || transcript.length() < 2) {
                return agent.model().generate(ask, delta -> {});
            }
            transcript = transcript.substring(transcript.length() / 4);
        }
    }

    private static String transcript(List<Message> messages) {
        StringBuilder text = new StringBuilder();
        for (Message message : messages) {
            switch (message) {
                case Message.System ignored -> {}
                case Message.User user -> text.append("User: ").append(user.text());
                case Message.Assistant assistant -> {
                    text.append("Assistant: ").append(assistant.text());
                    assistant
                            .calls()
                            .forEach(call -> text.append("\nCall of ")
                                    .append(call.name())
                                    .append(": ")
                                    .append(call.arguments()));
                }
                case Message.Observation observation -> text.append("Result: ").append(observation.text());
            }
            text.append("\n\n");
        }
        return text.toString();
    }
}
