package io.alltools.trajectories.functions;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.AuthoredTasks;
import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Move;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The leaderboard's tasks of one turn: simple, multiple, parallel, parallel and multiple, irrelevance, relevance. Loads
 * its files, see {@link BfclFile}; those of relevance, which have no right answer, are not made here.
 */
public final class FunctionsEnvironment implements AuthoredTasks {

    private static final String NAME = "functions";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Requests that need one function call, several or none; reward 1 when the calls pass the AST check"
                + " (Berkeley Function Calling Leaderboard).";
    }

    @Override
    public Task task(Split split, long seed, int number) {
        Draws draws = Draws.of(NAME, split, seed, number);
        Request request = Request.draw(draws);
        while (Draws.home(request.text()) != split) {
            request = Request.draw(draws);
        }
        ArrayNode messages = Json.MAPPER.createArrayNode();
        messages.addObject().put("role", "user").put("content", request.text());
        return task(
                NAME + "/" + split.id() + "/" + seed + "/" + number,
                split,
                request.category(),
                messages,
                request.functions(),
                request.accepted());
    }

    static Task task(
            String id, Split split, Category category, JsonNode messages, JsonNode functions, JsonNode accepted) {
        ObjectNode data = Json.object();
        data.put("category", category.id());
        data.set("messages", messages);
        data.set("functions", functions);
        data.set("accepted", accepted);
        String instruction = messages.valueStream()
                .filter(message -> message.path("role").asString().equals("user"))
                .map(message -> message.path("content").asString())
                .collect(Collectors.joining("\n"));
        List<String> gold = accepted.valueStream().map(JsonNode::toString).toList();
        return new Task(id, NAME, split, instruction, gold, data);
    }

    @Override
    public List<Task> load(Path file, Split split, Unusable unusable) throws IOException {
        return BfclFile.read(file, split, unusable);
    }

    @Override
    public Episode reset(Task task) {
        if (!task.environment().equals(NAME)) {
            throw new IllegalArgumentException("the task " + task.id() + " is of the environment " + task.environment()
                    + ": expected one of " + NAME);
        }
        return new FunctionsEpisode(task.data());
    }

    @Override
    public String brief(Task task) {
        String functions = task.data()
                .path("functions")
                .valueStream()
                .map(JsonNode::toString)
                .collect(Collectors.joining("\n"));
        return "The agent serves a user's request by calls of functions. It has these:\n\n" + functions
                + "\n\nThe instruction is what the user says, with all that the calls need. The gold answer is a JSON"
                + " list of the calls, each an object with the function's name and its arguments, such as"
                + " [{\"bell.ring\": {\"times\": 2}}]; it is [] for a request that none of the functions serves.";
    }

    @Override
    public String goldOf(Task task) {
        ArrayNode calls = Json.MAPPER.createArrayNode();
        if (reset(task).expert().next(List.of()) instanceof Move.Act act) {
            act.calls().forEach(call -> calls.addObject().set(call.name(), Json.parseObject(call.arguments())));
        }
        return Json.write(calls);
    }

    @Override
    public Task authored(Task world, String id, String instruction, String gold) {
        JsonNode functions = world.data().path("functions");
        ArrayNode accepted = AuthoredCalls.accepted(functions, gold);
        ArrayNode messages = Json.MAPPER.createArrayNode();
        world.data()
                .path("messages")
                .valueStream()
                .filter(message -> message.path("role").asString("").equals("system"))
                .forEach(messages::add);
        messages.addObject().put("role", "user").put("content", instruction);
        return task(id, world.split(), Category.of(functions.size(), accepted.size()), messages, functions, accepted);
    }
}
