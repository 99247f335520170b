package io.alltools.web.cli;

import io.alltools.agent.Json;
import io.alltools.web.agent.AgentDefinition;
import io.alltools.web.agent.AgentFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alltools agent …}: the agents that people defined. */
@Command(name = "agent", description = "Agents that you defined.", mixinStandardHelpOptions = true)
final class AgentCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw OptionValues.wrong(spec, "say what to do: list or show");
    }

    /** {@code alltools agent list}. */
    @Command(name = "list", description = "List the agents.", mixinStandardHelpOptions = true)
    static final class ListAgents implements Callable<Integer> {

        private final CommandContext context;

        ListAgents(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            AgentFolder agents = new AgentFolder(context.dataFolder().agents());
            int exitCode = CommandLineApp.OK;
            if (agents.names().isEmpty()) {
                context.terminal()
                        .say("no agents are defined in " + context.dataFolder().agents());
            }
            for (String name : agents.names()) {
                try {
                    String description = agents.find(name)
                            .map(AgentDefinition::description)
                            .orElse("")
                            .lines()
                            .findFirst()
                            .orElse("");
                    context.terminal().out().println((name + "  " + description).strip());
                } catch (IllegalArgumentException e) {
                    // One that can't be used must not hide the others.
                    context.terminal().say(String.valueOf(e.getMessage()));
                    exitCode = CommandLineApp.FAILED;
                }
            }
            return exitCode;
        }
    }

    /** {@code alltools agent show NAME}. */
    @Command(name = "show", description = "Print an agent's definition as JSON.", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {

        private final CommandContext context;

        @Parameters(paramLabel = "NAME", description = "The agent's name.")
        private String name = "";

        Show(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            AgentFolder agents = new AgentFolder(context.dataFolder().agents());
            AgentDefinition found = AgentNames.named(agents, name);
            context.terminal()
                    .out()
                    .println(Json.MAPPER
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(agents.json(found.name()).orElseThrow()));
            return CommandLineApp.OK;
        }
    }
}
