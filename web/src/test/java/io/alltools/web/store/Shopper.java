package io.alltools.web.store;

import io.alltools.agent.Agent;
import io.alltools.agent.AssistantTurn;
import io.alltools.agent.Budget;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Decision;
import io.alltools.agent.FinishReason;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.RecordedRun;
import io.alltools.agent.RunJournal;
import io.alltools.agent.RunRequest;
import io.alltools.agent.Sampling;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Toolbox;
import io.alltools.agent.Trait;
import io.alltools.agent.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A process that is there to be killed, and the one after it. Its agent looks twice, which may be repeated, and pays
 * twice, which may not; each call leaves one line in a file. Its modes:
 *
 * <ul>
 *   <li>{@code hold}: as many runs as a run has places between its writes; each stops at one of them, so that one kill
 *       meets all of them;
 *   <li>{@code loop}: runs without end, so that a kill meets any moment;
 *   <li>{@code resume}: goes on with all that are not finished.
 * </ul>
 */
final class Shopper {

    static final String ANSWER = "Bought.";
    static final Path EFFECTS = Path.of("effects.txt");

    private static final int LOOPS = 3;

    private final Path effects;

    private Shopper(Path effects) {
        this.effects = effects;
    }

    public static void main(String[] args) throws Exception {
        DataFolder folder = DataFolder.of(System.getenv());
        Shopper shopper = new Shopper(folder.root().resolve(EFFECTS));
        // Not closed: what is killed closes nothing.
        Database database = Database.open(folder);
        switch (args[0]) {
            case "hold" -> shopper.hold(database);
            case "loop" -> shopper.loop(database, args[1]);
            case "resume" -> {
                shopper.resume(database);
                database.close();
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private void hold(Database database) throws IOException {
        List<JournalEntry> whole = new ArrayList<>();
        new Shopper(Files.createTempFile("effects", "")).agent(whole::add).run(request("run_dry"), entry -> {});
        database.ownership().serve();
        RunJournal journal = new DatabaseJournal(database);
        say("places " + 2 * whole.size());
        for (int i = 0; i < whole.size(); i++) {
            int stop = i;
            String before = "run_before_" + i;
            String after = "run_after_" + i;
            start(before, entry -> {
                if (entry.seq() == stop) {
                    stayAt(before);
                }
                journal.append(entry);
            });
            start(after, entry -> {
                journal.append(entry);
                if (entry.seq() == stop) {
                    stayAt(after);
                }
            });
        }
    }

    private void start(String runId, RunJournal journal) {
        Thread.ofPlatform().start(() -> agent(journal).run(request(runId), entry -> {}));
    }

    private static void stayAt(String place) {
        say("at " + place);
        try {
            Thread.sleep(Duration.ofDays(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop(Database database, String name) {
        database.ownership().serve();
        RunJournal journal = new DatabaseJournal(database);
        AtomicInteger count = new AtomicInteger();
        for (int i = 0; i < LOOPS; i++) {
            Thread.ofPlatform().start(() -> {
                while (true) {
                    agent(journal)
                            .run(
                                    request("run_" + name + "_" + count.incrementAndGet()),
                                    entry -> say("saw " + entry.runId() + " " + entry.seq()));
                }
            });
        }
    }

    private void resume(Database database) {
        RunJournal journal = new DatabaseJournal(database);
        for (RunOwnership.AbandonedRun run : database.ownership().abandoned()) {
            if (!database.ownership().take(run.id())) {
                throw new IllegalStateException("can't take " + run.id());
            }
            List<JournalEntry> recorded = new RunStore(database).entries(run.id(), 0);
            agent(journal).resume(recorded, request(run.id()), entry -> {});
            say("resumed " + run.id() + " after "
                    + RecordedRun.of(recorded).steps().size());
        }
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }

    private Agent agent(RunJournal journal) {
        Toolbox tools = new Toolbox(List.of(
                new Errand("look", Set.of(Trait.REPEATABLE, Trait.PARALLEL)), new Errand("pay", Trait.UNKNOWN)));
        return Agent.of(new Model(), tools, journal)
                .withApprover(request -> Decision.denied("it may be done already"), Duration.ofMinutes(1));
    }

    private static RunRequest request(String runId) {
        return new RunRequest(
                runId,
                "ses_" + runId,
                Path.of("unused"),
                List.of(Message.user("buy")),
                Sampling.GREEDY,
                Budget.DEFAULT);
    }

    /** Leaves a line: what the world sees of a call. */
    private final class Errand implements Tool {

        private final String name;
        private final Set<Trait> traits;

        Errand(String name, Set<Trait> traits) {
            this.name = name;
            this.traits = traits;
        }

        @Override
        public ToolSpec spec() {
            return ToolSpec.function(name, "", Json.parseObject("{\"type\": \"object\"}"));
        }

        @Override
        public Set<Trait> traits() {
            return traits;
        }

        @Override
        public ToolResult call(String arguments, ToolContext context) {
            try {
                Files.writeString(
                        effects,
                        context.caller().runId() + " " + context.callId() + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return ToolResult.ok(name + " is done");
        }
    }

    /** What it says depends on the conversation only. */
    private static final class Model implements ChatModel {

        @Override
        public String name() {
            return "shopper";
        }

        @Override
        public int contextLength() {
            return 10_000;
        }

        @Override
        public int promptTokens(ChatRequest request) {
            return 100;
        }

        @Override
        public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) {
            long turns = request.messages().stream()
                    .filter(Message.Assistant.class::isInstance)
                    .count();
            return switch ((int) turns) {
                case 0 -> turn(sink, "First.", call("look_1"), call("look_2"), call("pay_3"));
                case 1 -> turn(sink, "", call("pay_4"));
                default -> turn(sink, ANSWER);
            };
        }

        private static ToolCall call(String id) {
            return new ToolCall(id, id.substring(0, id.indexOf('_')), "{\"for\": \"" + id + "\"}");
        }

        private static AssistantTurn turn(Consumer<ChatDelta> sink, String text, ToolCall... calls) {
            if (!text.isEmpty()) {
                sink.accept(new ChatDelta.Text(text));
            }
            for (int i = 0; i < calls.length; i++) {
                sink.accept(new ChatDelta.CallStarted(i, calls[i].id(), calls[i].name()));
                sink.accept(new ChatDelta.CallArguments(i, calls[i].arguments()));
            }
            return new AssistantTurn(
                    text,
                    "",
                    List.of(calls),
                    new Usage(10, 5, 0),
                    calls.length == 0 ? FinishReason.STOP : FinishReason.TOOL_CALLS);
        }
    }
}
