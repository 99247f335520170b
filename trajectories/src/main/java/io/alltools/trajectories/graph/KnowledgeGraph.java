package io.alltools.trajectories.graph;

import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Environment;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Questions over a knowledge graph, by the rules of AgentBench's KG tasks (Liu et al. 2023): seven query functions, at
 * most 15 queries, "Final Answer: #3" at the end. The reward is F1 over the answer's entities, 1 for the exact set.
 */
public final class KnowledgeGraph implements Environment {

    static final String NAME = "kg";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Questions over a knowledge graph with seven query functions; F1 over the answer's entities.";
    }

    @Override
    public Task task(Split split, long seed, int number) {
        Draws random = Draws.of(NAME, split, seed, number);
        List<Domain> domains = Domains.all();
        GraphTask.Source.Made source =
                new GraphTask.Source.Made(random.pick(domains).name(), split, random.nextLong());
        GeneratedGraph graph = source.graph();
        QuestionMaker.Question question = QuestionMaker.ask(graph, random.nextLong());
        Set<String> answer = GraphTask.outcome(graph.store(), question.topics(), question.plan());
        return new Task(
                NAME + "/" + split.id() + "/" + seed + "/" + number,
                NAME,
                split,
                question.text(),
                answer.stream().map(id -> spelled(graph.store(), id)).toList(),
                new GraphTask(source, question.topics(), question.plan(), answer).data());
    }

    /**
     * Reads questions of AgentBench's knowledgegraph data ({@code dev.json}, {@code std.json}) together with the
     * triples that stand beside them, under the same name with {@code .tsv} or {@code .nt}: the public questions are
     * asked of Freebase, of which the user brings the part that they need.
     */
    @Override
    public List<Task> load(Path file, Split split, Unusable unusable) throws IOException {
        return new QuestionFile(split, unusable).read(file, QuestionFile.triplesBeside(file));
    }

    /** As {@link #load(Path, Split)}, with triples of any name. */
    public List<Task> load(Path file, Path triples, Split split) throws IOException {
        return new QuestionFile(split, Unusable.refused()).read(file, triples);
    }

    @Override
    public Episode reset(Task task) {
        if (!task.environment().equals(NAME)) {
            throw new IllegalArgumentException(
                    "task " + task.id() + " is of environment " + task.environment() + ": expected " + NAME);
        }
        return new GraphEpisode(task);
    }

    private static String spelled(TripleStore graph, String answer) {
        var entity = graph.entity(answer);
        return entity.isPresent() ? graph.name(entity.getAsInt()) : answer;
    }
}
