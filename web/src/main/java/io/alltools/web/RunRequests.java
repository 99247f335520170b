package io.alltools.web;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.Budget;
import io.alltools.agent.Message;
import io.alltools.agent.Part;
import io.alltools.agent.RunRequest;
import io.alltools.web.agent.AgentDefinition;
import io.alltools.web.store.Attachments;
import io.alltools.web.store.DataFolder;
import io.alltools.web.store.RunStore;
import io.alltools.web.store.RunSummary;
import io.alltools.web.store.SessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes of what somebody ordered what an agent is asked to do: the conversation, the budget, the form of the answer.
 */
final class RunRequests {

    private final RunStore store;
    private final SessionStore sessions;
    private final Attachments attachments;
    private final DataFolder folder;

    RunRequests(RunStore store, SessionStore sessions, Attachments attachments, DataFolder folder) {
        this.store = store;
        this.sessions = sessions;
        this.attachments = attachments;
        this.folder = folder;
    }

    /**
     * The order with what was said before the place where it goes on, and its own history behind that. A run that
     * failed, was stopped or broke off is gone on from like any other: what the user said there must not get lost.
     *
     * @throws IllegalArgumentException when the order's results are not those that the run needs
     */
    RunOrder continued(RunOrder order) {
        String last = switch (order.after()) {
            case After.Newest ignored -> store.newestOf(order.sessionId()).orElse(null);
            case After.Nothing ignored -> null;
            case After.Run run -> run.id();
        };
        return last == null
                ? order.withHistory(order.history(), After.NOTHING)
                : order.withHistory(
                        Stream.concat(store.messages(last, order.results()).stream(), order.history().stream())
                                .toList(),
                        new After.Run(last));
    }

    RunRequest of(RunOrder order) {
        AgentDefinition definition = order.agent();
        Budget budget = definition == null ? Budget.DEFAULT : definition.budget();
        AnswerFormat format = definition == null ? AnswerFormat.TEXT : definition.format();
        if (order.maxTokens() != null) {
            budget = budget.withTokensPerStep(order.maxTokens());
        }
        String after = order.after() instanceof After.Run run ? run.id() : null;
        return new RunRequest(
                        order.runId(),
                        order.sessionId(),
                        folder.session(order.sessionId()),
                        messages(order, after),
                        order.sampling(),
                        order.maxSteps() == null ? budget : budget.withSteps(order.maxSteps()),
                        order.format() == null ? format : order.format(),
                        null)
                .inSession(after, sessions.hasPrivateFiles(order.sessionId()), sessions.holdsImports(order.sessionId()))
                .with(order.callerTools());
    }

    private List<Message> messages(RunOrder order, @Nullable String after) {
        List<Message> messages = new ArrayList<>(order.history());
        AgentDefinition agent = order.agent();
        String system = order.system() == null && agent != null ? agent.instructions() : order.system();
        if (system != null) {
            messages.removeIf(Message.System.class::isInstance);
            if (!system.isEmpty()) {
                messages.addFirst(Message.system(system));
            }
        }
        if (order.input().isEmpty()) {
            return List.copyOf(messages);
        }
        List<Part> said = new ArrayList<>(Part.text(order.input()));
        String notice = attachments.notice(
                order.sessionId(),
                order.history(),
                after == null
                        ? null
                        : store.find(after).map(RunSummary::startedAt).orElse(null));
        if (!notice.isEmpty()) {
            said.add(new Part.Text(notice));
        }
        messages.add(new Message.User(List.copyOf(said)));
        return messages;
    }
}
