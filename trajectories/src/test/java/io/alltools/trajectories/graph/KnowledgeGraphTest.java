package io.alltools.trajectories.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolResult;
import io.alltools.agent.Toolbox;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Move;
import io.alltools.trajectories.environment.Play;
import io.alltools.trajectories.environment.Score;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class KnowledgeGraphTest {

    private final KnowledgeGraph environment = new KnowledgeGraph();

    /** Two directors, four films, one of which both made; lengths of three of them. */
    private static final List<String> FILMS = List.of(
            "film.film.directed_by\ttype.property.expected_type\tfilm.director",
            "film.director.film\ttype.property.expected_type\tfilm.film",
            "m.0d1\ttype.object.name\t\"Mara Ellin\"",
            "m.0d2\ttype.object.name\t\"Tobin Brask\"",
            "m.0d1\tfilm.director.film\tm.0f1",
            "m.0d1\tfilm.director.film\tm.0f2",
            "m.0d1\tfilm.director.film\tm.0f3",
            "m.0d2\tfilm.director.film\tm.0f3",
            "m.0d2\tfilm.director.film\tm.0f4",
            "m.0f3\tfilm.film.directed_by\tm.0d1",
            "m.0f3\tfilm.film.directed_by\tm.0d2",
            "m.0f1\tfilm.film.runtime\t90",
            "m.0f2\tfilm.film.runtime\t\"121.5\"^^<http://www.w3.org/2001/XMLSchema#float>",
            "m.0f3\tfilm.film.runtime\t9");

    @Test
    void anExactSetIsWorthOne() throws InterruptedException {
        Score score = answered(
                Set.of("m.0f1", "m.0f2", "m.0f3"),
                "Final Answer: #0",
                "get_relations(Mara Ellin)",
                "get_neighbors(Mara Ellin,film.director.film)");

        assertThat(score.reward()).isEqualTo(1);
        assertThat(score.parts()).containsEntry("exact", 1.0).containsEntry("executability", 1.0);
    }

    @Test
    void aPartOfTheSetIsWorthItsF1() throws InterruptedException {
        // 2 of 3 are right, all of the 2 that were wanted: precision 2/3, recall 1, F1 0.8.
        Score score = answered(
                Set.of("m.0f1", "m.0f2"),
                "Final Answer: #0",
                "get_relations(Mara Ellin)",
                "get_neighbors(Mara Ellin,film.director.film)");

        assertThat(score.reward()).isEqualTo(0.8, within(1e-9));
        assertThat(score.parts()).containsEntry("exact", 0.0).containsEntry("f1", score.reward());
    }

    @Test
    void nothingRightIsWorthNothingThoughItWasExecutable() throws InterruptedException {
        Score score = answered(
                Set.of("m.0d2"),
                "Final Answer: #0",
                "get_relations(Mara Ellin)",
                "get_neighbors(Mara Ellin,film.director.film)");

        assertThat(score.reward()).isZero();
        assertThat(score.parts()).containsEntry("executability", 1.0);
    }

    @Test
    void anAnswerWithoutAVariableOrWithAnUnknownOneIsWorthNothing() throws InterruptedException {
        for (String answer : List.of(
                "The film is The Amber Harbour.",
                "Final Answer: #7",
                "",
                "Observation: x Final Answer: #0",
                "Final Answer: #99999999999999")) {
            Score score = answered(
                    Set.of("m.0f1", "m.0f2", "m.0f3"),
                    answer,
                    "get_relations(Mara Ellin)",
                    "get_neighbors(Mara Ellin,film.director.film)");
            assertThat(score.reward()).as(answer).isZero();
            assertThat(score.parts()).containsEntry("executability", 0.0);
        }
    }

    @Test
    void theFirstFinalAnswerOfTheTextCounts() throws InterruptedException {
        assertThat(answered(
                                Set.of("m.0f1", "m.0f2", "m.0f3"),
                                "So it is this.\nFinal Answer: #0, not Final Answer: #9",
                                "get_relations(Mara Ellin)",
                                "get_neighbors(Mara Ellin,film.director.film)")
                        .reward())
                .isEqualTo(1);
    }

    @Test
    void aCountIsAnsweredByItsNumber() throws InterruptedException {
        assertThat(answered(
                                Set.of("3"),
                                "Final Answer: #1",
                                "get_relations(Mara Ellin)",
                                "get_neighbors(Mara Ellin,film.director.film)",
                                "count(#0)")
                        .reward())
                .isEqualTo(1);
    }

    @Test
    void superlativesCompareNumbersAsNumbers() throws InterruptedException {
        assertThat(answered(
                                Set.of("m.0f2"),
                                "Final Answer: #1",
                                "get_relations(Mara Ellin)",
                                "get_neighbors(Mara Ellin,film.director.film)",
                                "get_attributes(#0)",
                                "argmax(#0,film.film.runtime)")
                        .reward())
                .isEqualTo(1);
        assertThat(answered(
                                Set.of("m.0f3"),
                                "Final Answer: #1",
                                "get_relations(Mara Ellin)",
                                "get_neighbors(Mara Ellin,film.director.film)",
                                "get_attributes(#0)",
                                "argmin(#0,film.film.runtime)")
                        .reward())
                .isEqualTo(1);
    }

    @Test
    void observationsHaveThePublishedWording() throws InterruptedException {
        try (Episode episode = environment.reset(films(Set.of("m.0f3")));
                Toolbox toolbox = new Toolbox(episode.tools())) {
            assertThat(said(toolbox, "get_relations(Mara Ellin)")).isEqualTo("Observation: [film.director.film]");
            assertThat(said(toolbox, "get_neighbors(Mara Ellin,film.director.film)"))
                    .isEqualTo("Observation: variable #0, which are instances of film.film");
            assertThat(said(toolbox, "get_relations(Tobin Brask)")).isEqualTo("Observation: [film.director.film]");
            assertThat(said(toolbox, "get_neighbors(Tobin Brask,film.director.film)"))
                    .isEqualTo("Observation: variable #1, which are instances of film.film");
            assertThat(said(toolbox, "intersection(#0,#1)"))
                    .isEqualTo("Observation: variable #2, which are instances of film.film");
            assertThat(said(toolbox, "get_attributes(#2)")).isEqualTo("Observation: [film.film.runtime]");
            assertThat(said(toolbox, "count(#2)")).isEqualTo("Observation: variable #3, which is a number");
            assertThat(episode.score(Play.saying("Final Answer: #2")).reward()).isEqualTo(1);
        }
    }

    @Test
    void whatCannotBeRunIsSaidAndMakesNoVariable() throws InterruptedException {
        try (Episode episode = environment.reset(films(Set.of("m.0f1", "m.0f2", "m.0f3")));
                Toolbox toolbox = new Toolbox(episode.tools())) {
            assertThat(said(toolbox, "get_neighbors(Mara Ellin,film.director.film)"))
                    .startsWith("Error: get_neighbors(Mara Ellin, film.director.film) cannot be executed."
                            + " You may make a mistake and need to fix it.")
                    .contains("relation must be a relation of the variable");
            assertThat(said(toolbox, "get_relations(Nobody)"))
                    .startsWith("Error: get_relations(Nobody) cannot be executed.")
                    .contains("[Mara Ellin, Tobin Brask]");
            assertThat(said(toolbox, "count(#0)")).contains("cannot be executed", "there is none yet");
            assertThat(said(toolbox, "count(Mara Ellin)")).contains("variable must be a variable");
            said(toolbox, "get_relations(Mara Ellin)");
            said(toolbox, "get_neighbors(Mara Ellin,film.director.film)");
            assertThat(said(toolbox, "argmax(#0,film.film.runtime)")).contains("attribute must be an attribute");
            said(toolbox, "get_relations(#0)");
            said(toolbox, "get_neighbors(#0,film.film.directed_by)");
            assertThat(said(toolbox, "intersection(#0,#1)"))
                    .startsWith("Error: intersection(#0, #1) cannot be executed. The two variables are not of the same"
                            + " type. You may further explore them by call get_relations");
            said(toolbox, "count(#0)");
            assertThat(said(toolbox, "get_relations(#2)")).contains("#2 is a number");
            assertThat(episode.score(Play.saying("Final Answer: #3")).reason()).contains("there are 3");
        }
    }

    @Test
    void queriesEndAfterFifteen() throws InterruptedException {
        try (Episode episode = environment.reset(films(Set.of("m.0f3")));
                Toolbox toolbox = new Toolbox(episode.tools())) {
            for (int i = 0; i < GraphEpisode.MAX_QUERIES; i++) {
                assertThat(said(toolbox, "get_relations(Mara Ellin)")).startsWith("Observation: ");
            }
            assertThat(said(toolbox, "get_relations(Mara Ellin)")).contains("all 15 queries are used up");
        }
    }

    @Test
    void theExpertIsRightInEveryGeneratedTask() throws InterruptedException {
        Set<Function> used = new HashSet<>();
        for (int number = 0; number < 200; number++) {
            Task task = environment.task(Split.values()[number % 3], 7, number);
            try (Episode episode = environment.reset(task)) {
                Attempt played = Play.expert(episode);
                Score score = episode.score(played);
                assertThat(score.reward())
                        .as("%s: %s", task.instruction(), score.reason())
                        .isEqualTo(1);
                assertThat(played.calls().count()).isLessThanOrEqualTo(GraphEpisode.MAX_QUERIES);
                played.calls().forEach(call -> used.add(Function.of(call.name())));
            }
        }
        assertThat(used).containsExactlyInAnyOrder(Function.values());
    }

    @Test
    void anExpertWhoseCallFailedMakesItAgain() throws InterruptedException {
        Task task = environment.task(Split.TRAIN, 7, 1);
        try (Episode episode = environment.reset(task)) {
            var expert = episode.expert();
            var first = expert.next(List.of());
            var again = expert.next(List.of((Message.Observation)
                    ToolResult.failed(ToolResult.Kind.TIMEOUT, "no answer").toObservation("call_x")));
            assertThat(((Move.Act) again).calls()).isEqualTo(((Move.Act) first).calls());
            assertThat(again.thought()).contains("once more");
        }
    }

    @Test
    void graphsHaveTheirSizeInEverySplitAndDomain() {
        for (Domain domain : Domains.all()) {
            for (Split split : Split.values()) {
                for (long seed = 0; seed < 20; seed++) {
                    GeneratedGraph graph = GeneratedGraph.of(domain, split, seed);
                    assertThat(graph.store().size())
                            .as("%s %s %d", domain.name(), split, seed)
                            .isBetween(GeneratedGraph.MIN_FACTS, GeneratedGraph.MAX_FACTS);
                }
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameTasksAndAnotherOneOthers() {
        List<Task> tasks = tasks(Split.TRAIN, 3);
        assertThat(tasks(Split.TRAIN, 3)).isEqualTo(tasks);
        assertThat(tasks.stream().map(Task::instruction)).doesNotHaveDuplicates();
        assertThat(tasks.stream().map(Task::id)).doesNotHaveDuplicates();
        assertThat(tasks(Split.TRAIN, 4)).doesNotContainAnyElementsOf(tasks);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.task(Split.TRAIN, 3, -1))
                .withMessageContaining("-1");
    }

    @Test
    void splitsShareNoEntities() {
        Set<String> train = names(tasks(Split.TRAIN, 3));
        Set<String> test = names(tasks(Split.TEST, 3));
        assertThat(test).isNotEmpty().doesNotContainAnyElementsOf(train);
    }

    @Test
    void aTaskSurvivesItsFile() throws InterruptedException {
        Task task = environment.task(Split.DEV, 11, 5);
        Task read = Json.read(Json.write(task), Task.class);
        try (Episode episode = environment.reset(read)) {
            assertThat(episode.score(Play.expert(episode)).reward()).isEqualTo(1);
        }
    }

    @Test
    void tasksThatDoNotFitAreRefusedByName() {
        Task task = environment.task(Split.DEV, 11, 5);
        ObjectNode other = task.data().deepCopy();
        other.putArray("answer").add("m.0nope");
        ObjectNode bare = task.data().deepCopy();
        bare.remove("actions");

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> environment.reset(new Task(task.id(), "db", task.split(), "?", List.of(), task.data())))
                .withMessageContaining("db");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.reset(with(task, other)))
                .withMessageContaining("m.0nope");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.reset(with(task, bare)))
                .withMessageContaining("\"actions\"");
    }

    private static Task with(Task task, ObjectNode data) {
        return new Task(task.id(), task.environment(), task.split(), task.instruction(), task.gold(), data);
    }

    private List<Task> tasks(Split split, long seed) {
        return IntStream.range(0, 60)
                .mapToObj(number -> environment.task(split, seed, number))
                .toList();
    }

    /** What questions and answers name; numbers, which any graph may have, are left out. */
    private static Set<String> names(List<Task> tasks) {
        Set<String> names = new TreeSet<>();
        for (Task task : tasks) {
            names.addAll(GraphTask.of(task).topics().keySet());
            task.gold().stream().filter(name -> !name.matches("\\d+")).forEach(names::add);
        }
        return names;
    }

    private Score answered(Set<String> gold, String answer, String... queries) throws InterruptedException {
        try (Episode episode = environment.reset(films(gold));
                Toolbox toolbox = new Toolbox(episode.tools())) {
            for (String query : queries) {
                assertThat(said(toolbox, query)).startsWith("Observation: ");
            }
            Score score = episode.score(Play.saying(answer));
            assertThat(episode.score(Play.saying(answer))).isEqualTo(score);
            return score;
        }
    }

    /** The films with a plan that leads to the answer, whatever it is: here by what each answer needs. */
    private static Task films(Set<String> gold) {
        List<String> lines = new ArrayList<>(FILMS);
        List<Query> plan;
        if (gold.equals(Set.of("3"))) {
            plan = List.of(
                    Query.parse("get_relations(m.0d1)"),
                    Query.parse("get_neighbors(m.0d1,film.director.film)"),
                    Query.parse("count(#0)"));
        } else {
            lines.add("gold.answer.members\ttype.property.expected_type\ttype.object");
            gold.forEach(id -> lines.add("m.0gold\tgold.answer.members\t" + id));
            plan = List.of(
                    Query.parse("get_relations(m.0gold)"), Query.parse("get_neighbors(m.0gold,gold.answer.members)"));
        }
        LinkedHashMap<String, String> topics = new LinkedHashMap<>();
        topics.put("Mara Ellin", "m.0d1");
        topics.put("Tobin Brask", "m.0d2");
        GraphTask data = new GraphTask(new GraphTask.Source.Stated(lines), topics, plan, gold);
        return new Task("kg/dev/films", "kg", Split.DEV, "Which?", List.copyOf(gold), data.data());
    }

    private static String said(Toolbox toolbox, String text) throws InterruptedException {
        Query query = Query.parse(text);
        ObjectNode arguments = Json.object();
        for (int i = 0; i < query.arguments().size(); i++) {
            arguments.put(
                    query.function().parameters().get(i), query.arguments().get(i));
        }
        return Play.call(toolbox, new ToolCall("call", query.function().id(), Json.write(arguments)))
                .toObservation("call")
                .text();
    }

    @Test
    void allSevenFunctionsAreOffered() {
        try (Episode episode = environment.reset(films(Set.of("m.0f3")))) {
            assertThat(episode.tools().stream().map(tool -> tool.spec().name()))
                    .containsExactlyElementsOf(
                            Arrays.stream(Function.values()).map(Function::id).toList());
        }
    }
}
