package io.alltools.web.cli;

import io.alltools.trajectories.recipe.Recipe;
import io.alltools.web.Parts;
import io.alltools.web.UnknownToolException;
import io.alltools.web.key.KeysNeededException;
import java.io.PrintWriter;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** All commands, and what their failures look like: one line on standard error. */
public final class CommandLineApp {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    /** What a shell expects of a program that was stopped by Ctrl+C. */
    static final int STOPPED = 130;

    /** What people also call some stages. */
    private static final Map<String, String[]> SHORT =
            Map.of("reward", new String[] {"filter"}, "near", new String[] {"dedup"});

    private final CommandContext context;

    CommandLineApp(CommandContext context) {
        this.context = context;
    }

    /** The commands on the process's own terminal. */
    public CommandLineApp(Parts parts, Map<String, String> environment) {
        this(new CommandContext(parts, environment, Terminal.system(environment)));
    }

    /** @return 0 for success, 1 for a failure, 2 for wrong usage, 130 when it was stopped */
    public int run(String... args) {
        CommandLine commands = new CommandLine(new ServeCommand.Root(context))
                .addSubcommand(new ServeCommand(context))
                .addSubcommand(new AskCommand(context))
                .addSubcommand(new ChatCommand(context))
                .addSubcommand(new ResumeCommand(context))
                .addSubcommand(
                        new CommandLine(new ToolCommand(context)).addSubcommand(new ToolCommand.ListTools(context)))
                .addSubcommand(new McpCommand(context))
                .addSubcommand(new CommandLine(new AgentCommand())
                        .addSubcommand(new AgentCommand.ListAgents(context))
                        .addSubcommand(new AgentCommand.Show(context)))
                .addSubcommand(trajectories())
                .addSubcommand(new CommandLine(new ModelCommand())
                        .addSubcommand(new ModelImportCommand(context))
                        .addSubcommand(new ModelSoakCommand(context))
                        .addSubcommand(new ModelCommand.Info(context))
                        .addSubcommand(new ModelCommand.ListImports(context))
                        .addSubcommand(new ModelPullCommand(context))
                        .addSubcommand(new ModelScoreCommand(context))
                        .addSubcommand(new ModelBenchCommand(context))
                        .addSubcommand(new ModelGrammarCommand(context)))
                .addSubcommand(new CommandLine(new KeyCommand())
                        .addSubcommand(new KeyCommand.Create(context))
                        .addSubcommand(new KeyListCommand(context))
                        .addSubcommand(new KeyListCommand.Usage(context))
                        .addSubcommand(new KeyCommand.Revoke(context)))
                .addSubcommand(new LoadCommand(context))
                .addSubcommand(new PrepareCommand(context))
                .addSubcommand(new CommandLine.HelpCommand());
        commands.setOut(new PrintWriter(context.terminal().out(), true));
        commands.setErr(new PrintWriter(context.terminal().err(), true));
        // A question may begin with @ without being a file of arguments.
        commands.setExpandAtFiles(false);
        commands.setParameterExceptionHandler((failure, given) -> wrongUsage(failure));
        commands.setExecutionExceptionHandler((failure, command, result) -> failed(failure));
        return commands.execute(args);
    }

    private CommandLine trajectories() {
        CommandLine commands = new CommandLine(new TrajectoriesCommand())
                .addSubcommand(new ReplayCommand(context))
                .addSubcommand(new TrajectoriesCommand.ListRuns(context))
                .addSubcommand(new TrajectoriesCommand.Show(context))
                .addSubcommand(new TasksCommand(context))
                .addSubcommand(new GenerateCommand(context))
                .addSubcommand(new CurateCommand(context))
                .addSubcommand(new MixCommand(context))
                .addSubcommand(new PairsCommand(context))
                .addSubcommand(new SelfContrastCommand(context))
                .addSubcommand(new CritiqueCommand(context))
                .addSubcommand(new PackCommand(context))
                .addSubcommand(new StatsCommand(context))
                .addSubcommand(new ExportCommand(context));
        Recipe.stages()
                .forEach(kind -> commands.addSubcommand(
                        kind.name(), StageCommand.of(context, kind), SHORT.getOrDefault(kind.name(), new String[0])));
        return commands;
    }

    private int wrongUsage(CommandLine.ParameterException failure) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        context.terminal().say(oneLine(failure) + " (see " + command + " --help)");
        return WRONG_USAGE;
    }

    private int failed(Exception failure) {
        if (failure instanceof InterruptedException) {
            return STOPPED;
        }
        context.terminal().say(oneLine(failure));
        LoggerFactory.getLogger(CommandLineApp.class).debug("the command failed", failure);
        return failure instanceof UnknownToolException || failure instanceof KeysNeededException ? WRONG_USAGE : FAILED;
    }

    private static String oneLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
