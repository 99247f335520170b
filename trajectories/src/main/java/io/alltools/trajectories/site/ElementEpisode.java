package io.alltools.trajectories.site;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import io.alltools.trajectories.environment.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A task on the pages of a site, step by step. As in Mind2Web the next step comes with the page that the right action
 * leads to, whatever was chosen, and tells the actions before it.
 */
final class ElementEpisode implements Episode, Tool {

    static final String TOOL = "choose_element";

    private static final String SYSTEM = """
            You do a task on a website. At each step you see what the page says, the actions that were done before, and \
            the elements that can be acted on, with their ids. Call choose_element with the id of the one element to act \
            on next, the operation (CLICK, TYPE or SELECT) and, to type or select, the value. Each step takes one call; \
            there is no way back. When the task is done, tell the user so.""";

    private static final int SHOWN_IDS = 20;
    private static final int QUOTED = 100;

    private final String website;
    private final String goal;
    private final List<ElementStep> steps;
    private final List<ElementScore.Choice> choices = new ArrayList<>();

    ElementEpisode(String website, String goal, List<ElementStep> steps) {
        this.website = website;
        this.goal = goal;
        this.steps = List.copyOf(steps);
    }

    @Override
    public List<Message> messages() {
        return List.of(Message.system(SYSTEM), Message.user(goal + "\n\n" + view(0)));
    }

    @Override
    public List<Tool> tools() {
        return List.of(this);
    }

    @Override
    public ToolSpec spec() {
        ObjectNode parameters = Json.object();
        parameters.put("type", "object");
        ObjectNode properties = parameters.putObject("properties");
        properties.putObject("element").put("type", "string").put("description", "The id of an element of this step");
        ObjectNode operation = properties.putObject("operation").put("type", "string");
        for (ElementStep.Operation value : ElementStep.Operation.values()) {
            operation.withArray("enum").add(value.name());
        }
        properties
                .putObject("value")
                .put("type", "string")
                .put("description", "The text to type or the option to select; not for CLICK");
        parameters.putArray("required").add("element").add("operation");
        parameters.put("additionalProperties", false);
        return ToolSpec.function(TOOL, "Acts on an element of the page.", parameters);
    }

    @Override
    public synchronized ToolResult call(String arguments, ToolContext context) {
        if (choices.size() == steps.size()) {
            return ToolResult.failed(
                    ToolResult.Kind.INVALID_ARGUMENTS,
                    "the last step is done and nothing more can be: tell the user so");
        }
        ObjectNode given = Json.parseObject(arguments);
        String element =
                given.path("element").asString("").replaceAll("^\\[|]$", "").strip();
        ElementStep step = steps.get(choices.size());
        if (!step.has(element)) {
            String quoted = element.length() > QUOTED ? element.substring(0, QUOTED) + "…" : element;
            return ToolResult.failed(
                    ToolResult.Kind.INVALID_ARGUMENTS,
                    "there is no element \"" + quoted + "\" at this step: expected one of "
                            + step.candidates().stream()
                                    .limit(SHOWN_IDS)
                                    .map(ElementStep.Candidate::id)
                                    .toList());
        }
        choices.add(new ElementScore.Choice(
                element,
                ElementStep.operation(given.path("operation").asString("")),
                given.path("value").asString("").strip()));
        return ToolResult.ok(choices.size() == steps.size() ? "This was the last step." : view(choices.size()));
    }

    /** Nothing outside of the episode is touched. */
    @Override
    public Set<Trait> traits() {
        return Set.of();
    }

    @Override
    public synchronized Score score(Attempt attempt) {
        return ElementScore.of(steps, choices);
    }

    @Override
    public Expert expert() {
        return observations -> act();
    }

    /** Goes by the steps that are done, so that a call that failed is made again. */
    private synchronized Move act() {
        if (choices.size() == steps.size()) {
            return new Move.Answer("All steps are done.", "Done: " + goal);
        }
        ElementStep step = steps.get(choices.size());
        String id = step.right().isEmpty()
                ? step.candidates().getFirst().id()
                : step.right().getFirst();
        String element = step.candidates().stream()
                .filter(candidate -> candidate.id().equals(id))
                .map(ElementStep.Candidate::text)
                .findFirst()
                .orElse("");
        ObjectNode arguments = Json.object()
                .put("element", id)
                .put("operation", step.operation().name());
        String thought = switch (step.operation()) {
            case CLICK -> "What the task needs next is " + element + ", so I click it.";
            case TYPE -> "\"" + step.value() + "\" belongs into " + element + ".";
            case SELECT -> "I select \"" + step.value() + "\" in " + element + ", as the task says.";
        };
        if (step.operation() != ElementStep.Operation.CLICK) {
            arguments.put("value", step.value());
        }
        return Move.act(thought, TOOL, Json.write(arguments));
    }

    private String view(int number) {
        ElementStep step = steps.get(number);
        StringBuilder view =
                new StringBuilder("Website: " + website + "\nStep " + (number + 1) + "\nPrevious actions:");
        if (number == 0) {
            view.append(" none");
        }
        steps.subList(0, number).forEach(done -> view.append("\n- ").append(done.action()));
        view.append("\n\nPage:\n").append(step.page()).append("\n\nElements:");
        step.candidates()
                .forEach(candidate ->
                        view.append("\n[").append(candidate.id()).append("] ").append(candidate.text()));
        return view.toString();
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
