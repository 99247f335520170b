package io.alltools.web.exchange;

import io.alltools.agent.Agent;
import io.alltools.agent.AnswerFormat;
import io.alltools.agent.Budget;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.Part;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolResult;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a shared link shows of a run: what was asked, thought, called, found and answered, with times and token counts.
 * It does not show instructions (system messages), which tools there were, the model's name, which may be a path,
 * settings, who allowed which call, notes on attached files, why a run failed, nor any id of a run or a session.
 */
public final class SharedView {

    private static final String NOTHING = "";

    /** Fields of a start that are not the conversation. */
    private static final List<String> SETTINGS = List.of("tools", "sampling", "budget", "format", "sessionId");

    private SharedView() {}

    /**
     * The run's events with what is shown of each; those that show nothing are left out.
     *
     * @param number the run's place on the branch, from 1, which stands for its id
     */
    public static List<ObjectNode> of(int number, List<JournalEntry> entries) {
        List<ObjectNode> shown = new ArrayList<>();
        for (JournalEntry entry : entries) {
            RunEvent event = shown(entry.event(), number);
            if (event != null) {
                shown.add((ObjectNode) Json.MAPPER.<JsonNode>valueToTree(
                        new JournalEntry(id(number), shown.size(), entry.at(), event)));
            }
        }
        if (!shown.isEmpty()) {
            shown.getFirst().put("agent", NOTHING).remove(SETTINGS);
        }
        return shown;
    }

    /** What stands for the id of the run at this place of the branch. */
    public static String id(int number) {
        return "shared_" + number;
    }

    /** The names of the session's files that results show, relative to its folder. */
    public static Set<String> files(List<JournalEntry> entries) {
        Set<String> names = new LinkedHashSet<>();
        for (JournalEntry entry : entries) {
            if (entry.event() instanceof RunEvent.ToolCallFinished finished
                    && finished.result() instanceof ToolResult.Ok ok) {
                ok.passages().forEach(passage -> {
                    passage.items().forEach(item -> add(names, item.url()));
                    passage.content().forEach(part -> {
                        if (part instanceof Part.Image image) {
                            add(names, image.uri());
                        }
                    });
                });
            }
        }
        return names;
    }

    /** An address that begins with "./" is encoded, any other is a plain path; one elsewhere is no file. */
    private static void add(Set<String> names, String uri) {
        boolean relative = uri.startsWith("./");
        if (!relative) {
            if (!uri.isEmpty() && uri.indexOf(':') < 0) {
                names.add(uri);
            }
            return;
        }
        try {
            names.add(URLDecoder.decode(uri.substring("./".length()).replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            // What a result calls a file and is no address of one is none.
        }
    }

    private static @Nullable RunEvent shown(RunEvent event, int number) {
        return switch (event) {
            case RunEvent.RunStarted e -> started(e, number);
            case RunEvent.RunResumed e -> e;
            case RunEvent.StepStarted e -> e;
            case RunEvent.TextDelta e -> e;
            case RunEvent.ReasoningDelta e -> e;
            case RunEvent.ToolCallStarted e -> e;
            case RunEvent.ToolCallArguments e -> e;
            case RunEvent.UsageReported e -> e;
            case RunEvent.ToolCallExecuting e -> e;
            case RunEvent.ToolCallFinished e ->
                new RunEvent.ToolCallFinished(e.step(), e.callId(), e.name(), e.result(), e.millis());
            case RunEvent.StepFinished e -> e;
            case RunEvent.RunFinished e ->
                new RunEvent.RunFinished(new Outcome(e.outcome().kind(), NOTHING), e.answer(), e.usage(), e.steps());
            // What was left out for the model, what a person was asked, and which form was wanted.
            case RunEvent.ContextCompacted ignored -> null;
            case RunEvent.ApprovalRequested ignored -> null;
            case RunEvent.ApprovalGiven ignored -> null;
            case RunEvent.AnswerRejected ignored -> null;
        };
    }

    /** With the question alone: the runs before it show what was said before; only before the first there are none. */
    private static RunEvent started(RunEvent.RunStarted start, int number) {
        List<Message> messages = start.messages();
        List<Message> question =
                messages.subList(number == 1 ? 0 : Math.max(0, messages.size() - 1), messages.size()).stream()
                        .filter(message -> !(message instanceof Message.System))
                        .map(message -> message instanceof Message.User user ? said(user) : message)
                        .toList();
        return new RunEvent.RunStarted(
                NOTHING,
                Agent.DEFAULT_NAME,
                NOTHING,
                question,
                List.of(),
                Sampling.GREEDY,
                Budget.DEFAULT,
                AnswerFormat.TEXT,
                null,
                number == 1 ? null : id(number - 1),
                false,
                false,
                null);
    }

    /** The first text is the user's; what the application added is about attached files. */
    private static Message said(Message.User user) {
        List<Part> shown = new ArrayList<>();
        boolean text = false;
        for (Part part : user.content()) {
            if (part instanceof Part.Image || !text) {
                shown.add(part);
            }
            text |= part instanceof Part.Text;
        }
        return new Message.User(List.copyOf(shown));
    }
}
