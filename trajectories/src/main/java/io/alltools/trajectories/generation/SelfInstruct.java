package io.alltools.trajectories.generation;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Constraints;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Sampling;
import io.alltools.trajectories.environment.AuthoredTasks;
import io.alltools.trajectories.environment.NoExpertException;
import io.alltools.trajectories.environment.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has a model write tasks after the example of others (Wang et al. 2022, Self-Instruct, arXiv 2212.10560; AgentTuning
 * made its database tasks so, arXiv 2310.12823, section 2.1). A task is taken when its gold answer is one in the world
 * that it was written for and no task before it is nearly the same.
 */
public final class SelfInstruct {

    /** ROUGE-L from which a task is nearly the same as another one: Wang et al., section 2.2. */
    public static final double SIMILAR = 0.7;

    private static final int EXAMPLES = 3;
    private static final int MAX_TOKENS = 512;
    private static final int MAX_INSTRUCTION = 2000;

    private static final AnswerFormat FORM = new AnswerFormat.JsonSchema(
            Json.parseObject("{\"type\":\"object\",\"properties\":{\"instruction\":{\"type\":\"string\"},"
                    + "\"gold\":{\"type\":\"string\"}},\"required\":[\"instruction\",\"gold\"],"
                    + "\"additionalProperties\":false}"),
            false);

    private final AuthoredTasks environment;
    private final ChatModel model;
    private final List<Task> seeds;
    private final double temperature;
    private final long seed;
    private final List<String[]> known = new ArrayList<>();
    private final Map<String, Integer> refused = new TreeMap<>();

    /**
     * @param seeds tasks to begin with, at least one; new ones are written for their worlds
     * @param temperature Wang et al. used 0.7
     */
    public SelfInstruct(AuthoredTasks environment, ChatModel model, List<Task> seeds, double temperature, long seed) {
        this.environment = environment;
        this.model = model;
        this.seeds = seeds.stream().filter(this::hasGold).toList();
        if (this.seeds.isEmpty()) {
            throw new IllegalArgumentException("of the " + seeds.size()
                    + " seed tasks none has a right answer that is known: expected at least one");
        }
        this.temperature = temperature;
        this.seed = seed;
        seeds.forEach(task -> known.add(RougeL.words(task.instruction())));
    }

    private boolean hasGold(Task seed) {
        try {
            environment.goldOf(seed);
            return true;
        } catch (NoExpertException e) {
            return false;
        }
    }

    /**
     * Asks for tasks until there are so many, or so often.
     *
     * @param attempts how often the model is asked at most
     * @param taken gets each task that is taken
     * @return how many were taken
     */
    public int write(int wanted, int attempts, Consumer<Task> taken) throws InterruptedException {
        int written = 0;
        List<Task> pool = new ArrayList<>(seeds);
        for (int attempt = 0; attempt < attempts && written < wanted; attempt++) {
            SplittableRandom random = new SplittableRandom(Seeds.of(seed, "self-instruct", attempt));
            Task world = seeds.get(random.nextInt(seeds.size()));
            Task task = asked(world, pool, random, attempt);
            if (task != null) {
                pool.add(task);
                known.add(RougeL.words(task.instruction()));
                written++;
                taken.accept(task);
            }
        }
        return written;
    }

    /** How many were not taken, by reason. */
    public Map<String, Integer> refused() {
        return new TreeMap<>(refused);
    }

    private @Nullable Task asked(Task world, List<Task> pool, SplittableRandom random, int attempt)
            throws InterruptedException {
        AssistantTurn turn = model.generate(
                new ChatRequest(
                                List.of(Message.user(prompt(world, pool, random))),
                                List.of(),
                                new Sampling(temperature, 0, 1, random.nextLong(Long.MAX_VALUE)),
                                MAX_TOKENS,
                                List.of())
                        .withConstraints(Constraints.DEFAULT.withFormat(FORM)),
                piece -> {});
        ObjectNode answer;
        try {
            answer = Json.parseObject(turn.text());
        } catch (IllegalArgumentException e) {
            return refuse("no_json");
        }
        String instruction = answer.path("instruction").asString("").strip();
        String gold = answer.path("gold").asString("").strip();
        if (instruction.isEmpty() || gold.isEmpty() || instruction.length() > MAX_INSTRUCTION) {
            return refuse("incomplete");
        }
        String[] words = RougeL.words(instruction);
        if (known.stream().anyMatch(other -> RougeL.of(words, other) >= SIMILAR)) {
            return refuse("similar");
        }
        try {
            return environment.authored(
                    world,
                    environment.name() + "/" + world.split().id() + "/written/" + seed + "/" + attempt,
                    instruction,
                    gold);
        } catch (IllegalArgumentException e) {
            return refuse("gold_unusable");
        }
    }

    private String prompt(Task world, List<Task> pool, SplittableRandom random) {
        StringBuilder prompt = new StringBuilder("Write a new task for an agent, and its gold answer.\n\n")
                .append(environment.brief(world))
                .append("\n\nExamples of tasks, some of other worlds:\n");
        Map<String, Task> examples = new HashMap<>();
        List<Task> inOrder = new ArrayList<>();
        for (int i = 0; i < EXAMPLES; i++) {
            Task example = i == 0 ? world : pool.get(random.nextInt(pool.size()));
            if (examples.putIfAbsent(example.id(), example) == null) {
                inOrder.add(example);
            }
        }
        for (Task example : inOrder) {
            prompt.append(Json.write(Json.object()
                            .put("instruction", example.instruction())
                            .put("gold", environment.goldOf(example))))
                    .append('\n');
        }
        return prompt.append("\nThe new task asks for something else than they do and has one right answer. Answer with"
                        + " one JSON object with instruction and gold.")
                .toString();
    }

    private @Nullable Task refuse(String reason) {
        refused.merge(reason, 1, Integer::sum);
        return null;
    }
}
