package io.alltools.web.agent;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.Budget;
import io.alltools.agent.PolicyRule;
import io.alltools.agent.Sampling;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agent as a person defines it.
 *
 * @param description what it is good at, for the models that may call it
 * @param instructions its system message; empty for none
 * @param tools names of tools, and files and URLs of functions; files as absolute paths
 * @param knowledge a folder of documents that it may search; null for none
 * @param model a name or a checkpoint's folder; empty for the application's
 * @param format what its answers must look like
 * @param agents the names of those that it may call
 * @param policy its own rules, before the application's policy
 * @param folder where the others are looked for first
 */
public record AgentDefinition(
        String name,
        String description,
        String instructions,
        List<String> tools,
        @Nullable Path knowledge,
        String model,
        Sampling sampling,
        Budget budget,
        AnswerFormat format,
        List<String> agents,
        List<PolicyRule> policy,
        Path folder) {

    /** @param model empty for the application's */
    public AgentDefinition withModel(String model) {
        return new AgentDefinition(
                name,
                description,
                instructions,
                tools,
                knowledge,
                model,
                sampling,
                budget,
                format,
                agents,
                policy,
                folder);
    }
}
