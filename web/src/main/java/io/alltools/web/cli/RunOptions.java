package io.alltools.web.cli;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.Json;
import io.alltools.agent.Sampling;
import io.alltools.agent.Toolbox;
import io.alltools.web.AllTools;
import io.alltools.web.Ids;
import io.alltools.web.ModelChoice;
import io.alltools.web.Parts.Lifetime;
import io.alltools.web.RunOrder;
import io.alltools.web.Toolboxes;
import io.alltools.web.agent.AgentDefinition;
import io.alltools.web.permission.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of commands that run the agent. */
final class RunOptions {

    private static final double MAX_TEMPERATURE = 2;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--model", paramLabel = "DIR|NAME", description = "A checkpoint's folder, or glm-tiny (default).")
    private String model = "";

    @Mixin
    private ModelOptions options = new ModelOptions();

    @Option(
            names = "--tools",
            paramLabel = "LIST",
            description =
                    "Tools, and files or URLs of functions, between commas, in the order in which the model sees them.")
    private @Nullable String tools;

    @Option(names = "--no-tools", description = "Answer without tools.")
    private boolean noTools;

    @Option(names = "--seed", paramLabel = "N", description = "The same seed gives the same answer.")
    private @Nullable Long seed;

    @Option(names = "--temperature", paramLabel = "T", description = "0 (default) takes the likeliest token, up to 2.")
    private @Nullable Double temperature;

    @Option(names = "--max-steps", paramLabel = "N", description = "The most model calls of a run (default: 12).")
    private @Nullable Integer maxSteps;

    @Option(names = "--system", paramLabel = "TEXT", description = "Instructions for the model.")
    private @Nullable String system;

    @Option(
            names = "--agent",
            paramLabel = "NAME|FILE",
            description = "An agent that you defined; --tools then picks from its tools.")
    private @Nullable String agent;

    @Option(names = "--answer-schema", paramLabel = "FILE", description = "A JSON Schema that the answer must fit.")
    private @Nullable Path answerSchema;

    @Mixin
    private ApprovalOptions approval = new ApprovalOptions();

    @Option(names = "--json", description = "Print the run's events, one JSON object a line.")
    private boolean json;

    private @Nullable AgentDefinition definition;

    boolean json() {
        return json;
    }

    /** @param lines where the person at the terminal answers */
    AllTools open(CommandContext context, Lifetime lifetime, Lines lines) {
        check();
        AnswerFormat ignored = format();
        AllTools app = opened(context, lifetime);
        approval.supervise(app, context.terminal(), lines);
        return app;
    }

    private AllTools opened(CommandContext context, Lifetime lifetime) {
        if (agent == null) {
            return open(context, lifetime, options.choice(model), names(), approval.permissions());
        }
        AgentDefinition found = AgentNames.find(context, agent);
        // Its tools are opened by themselves.
        AllTools app = open(
                context,
                lifetime,
                options.choice(model.isEmpty() ? found.model() : model),
                List.of(),
                approval.permissions());
        try {
            // What it lacks is told before the first question.
            definition = model.isEmpty() ? found : found.withModel("");
            Toolbox tools = app.agent(definition).toolbox();
            for (String name : Objects.requireNonNullElse(names(), List.<String>of())) {
                Toolbox ignoredToo = Toolboxes.only(tools, name);
            }
            return app;
        } catch (RuntimeException e) {
            app.close();
            throw e;
        }
    }

    /** Opens the application with a line of progress while a model is imported. */
    static AllTools open(
            CommandContext context,
            Lifetime lifetime,
            ModelChoice model,
            @Nullable List<String> tools,
            @Nullable Permissions permissions) {
        Progress progress = new Progress(context.terminal(), "Importing the model:");
        try {
            AllTools app = AllTools.open(context.parts(), lifetime, context.dataFolder(), model, progress, tools);
            if (permissions != null) {
                app.permit(permissions);
            }
            return app;
        } finally {
            progress.finish();
        }
    }

    RunOrder order(String input) {
        Sampling sampling = temperature == null && seed == null && definition != null
                ? definition.sampling()
                : new Sampling(temperature == null ? 0 : temperature, 0, 1, seed);
        return new RunOrder(
                        Ids.run(),
                        Ids.session(),
                        input,
                        system,
                        definition == null ? null : names(),
                        sampling,
                        maxSteps)
                .by(definition, format());
    }

    /** The names between commas; null for all built-in tools. */
    static @Nullable List<String> names(@Nullable String list) {
        return list == null
                ? null
                : Arrays.stream(list.split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    private @Nullable List<String> names() {
        return noTools ? List.of() : names(tools);
    }

    private void check() {
        if (noTools && tools != null) {
            throw wrong("--tools and --no-tools exclude each other");
        }
        if (temperature != null && !(temperature >= 0 && temperature <= MAX_TEMPERATURE)) {
            throw wrong("--temperature " + temperature + " is out of range: expected 0 to 2");
        }
        if (maxSteps != null && maxSteps < 1) {
            throw wrong("--max-steps " + maxSteps + " is out of range: expected 1 or more");
        }
    }

    private @Nullable AnswerFormat format() {
        if (answerSchema == null) {
            return null;
        }
        try {
            return new AnswerFormat.JsonSchema(Json.parseObject(Files.readString(answerSchema)), false);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(answerSchema + ": there is no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(answerSchema + ": can't be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(answerSchema + ": " + e.getMessage(), e);
        }
    }

    private ParameterException wrong(String message) {
        if (command == null) {
            throw new IllegalStateException("options are used outside of a command");
        }
        return new ParameterException(command.commandLine(), message);
    }
}
