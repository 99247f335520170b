package io.alltools.trajectories.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Play;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionFileTest {

    private static final String QUESTION = """
            [{
              "question": "which bridges cross the river that leo\\u0144 painted?",
              "qid": "17_grailqa", "source": "grailqa",
              "entities": {"leo\\u0144": "m.0p1"},
              "s_expression": "(JOIN (R river.bridges) (JOIN (R painter.subjects) m.0p1))",
              "actions": ["get_relations(m.0p1)", "get_neighbors(m.0p1,art.painter.subjects)",
                          "get_relations(#0)", "get_neighbors(#0, geography.river.bridges)"],
              "answer": [
                {"answer_type": "Entity", "answer_argument": "m.0b1", "entity_name": "Old Bridge"},
                {"answer_type": "Entity", "answer_argument": "m.0b2", "entity_name": "New Bridge"}]
            }]""";

    private static final String NTRIPLES = """
            # Hand-made.
            <http://rdf.freebase.com/ns/m.0p1> <http://rdf.freebase.com/ns/art.painter.subjects> <http://rdf.freebase.com/ns/m.0r1> .
            <http://rdf.freebase.com/ns/m.0r1> <http://rdf.freebase.com/ns/geography.river.bridges> <http://rdf.freebase.com/ns/m.0b1> .
            <http://rdf.freebase.com/ns/m.0r1> <http://rdf.freebase.com/ns/geography.river.bridges> <http://rdf.freebase.com/ns/m.0b2> .
            <http://rdf.freebase.com/ns/m.0b1> <http://rdf.freebase.com/ns/type.object.name> "Old \\"Bridge\\" \\u00e9"@en .
            <http://rdf.freebase.com/ns/m.0b1> <http://rdf.freebase.com/ns/type.object.name> "Alte Br\\u00fccke"@de .
            <http://rdf.freebase.com/ns/m.0b1> <http://rdf.freebase.com/ns/geography.bridge.opened> "1894-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> .
            <http://rdf.freebase.com/ns/m.0b1> <http://rdf.freebase.com/ns/type.object.type> <http://rdf.freebase.com/ns/transport.bridge> .
            <http://rdf.freebase.com/ns/m.0b2> <http://rdf.freebase.com/ns/type.object.type> <http://rdf.freebase.com/ns/transport.bridge> .
            <http://rdf.freebase.com/ns/m.0far> <http://rdf.freebase.com/ns/art.painter.subjects> <http://rdf.freebase.com/ns/m.0other> .
            """;

    private final KnowledgeGraph environment = new KnowledgeGraph();

    @TempDir
    private Path folder;

    @Test
    void readsQuestionsWithTheTriplesBesideThem() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("dev.json"), QUESTION);
        Files.writeString(folder.resolve("dev.nt"), NTRIPLES);

        List<Task> tasks = environment.load(folder.resolve("dev.json"), Split.DEV);

        assertThat(tasks).singleElement().satisfies(task -> {
            assertThat(task.id()).isEqualTo("kg/dev/17_grailqa");
            assertThat(task.gold()).containsExactly("Old Bridge", "New Bridge");
            assertThat(task.data().toString()).doesNotContain("m.0far");
        });
        try (Episode episode = environment.reset(tasks.getFirst())) {
            assertThat(episode.messages().getLast().text()).endsWith("Entities: [leoń]");
            Attempt played = Play.expert(episode);
            assertThat(episode.score(played).reward()).isEqualTo(1);
            assertThat(played.messages().toString()).contains("variable #1, which are instances of transport.bridge");
        }
    }

    @Test
    void tabSeparatedTriplesAreReadAsWell() throws IOException {
        Path triples = written(
                "any.tsv",
                "m.0p1\tart.painter.subjects\tm.0r1\nm.0r1\tgeography.river.bridges\tm.0b1\n"
                        + "m.0r1\tgeography.river.bridges\tm.0b2\n");

        assertThat(environment.load(written("q.json", QUESTION), triples, Split.TEST))
                .hasSize(1);
    }

    @Test
    void aGraphThatLacksSomethingIsRefusedByName() throws IOException {
        Path triples = written("any.tsv", "m.0p1\tart.painter.subjects\tm.0r1\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.load(written("q.json", QUESTION), triples, Split.TEST))
                .withMessageContaining("17_grailqa")
                .withMessageContaining("geography.river.bridges");

        Path other = written("other.tsv", "m.0p2\tart.painter.subjects\tm.0r1\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.load(written("q.json", QUESTION), other, Split.TEST))
                .withMessageContaining("m.0p1");
    }

    @Test
    void anAnswerThatTheGraphDoesNotGiveIsRefused() throws IOException {
        Path triples =
                written("any.tsv", "m.0p1\tart.painter.subjects\tm.0r1\nm.0r1\tgeography.river.bridges\tm.0b1\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.load(written("q.json", QUESTION), triples, Split.TEST))
                .withMessageContaining("come to [m.0b1]")
                .withMessageContaining("[m.0b1, m.0b2]");
    }

    @Test
    void aQuestionWithoutActionsIsPlannedFromItsLogicalForm() throws IOException, InterruptedException {
        Path triples = written("any.tsv", """
                m.0r1\tgeography.river.bridges\tm.0b1
                m.0r1\tgeography.river.bridges\tm.0b2
                m.0b1\tgeography.bridge.river\tm.0r1
                m.0b2\tgeography.bridge.river\tm.0r1
                m.0b1\tgeography.bridge.builder\tm.0x
                m.0b3\tgeography.bridge.builder\tm.0x
                m.0x\tbuilding.builder.bridges\tm.0b1
                m.0x\tbuilding.builder.bridges\tm.0b3
                m.0b1\tgeography.bridge.length\t120
                m.0b3\tgeography.bridge.length\t90
                """);

        assertThat(planned(
                        triples,
                        "(AND geography.bridge (AND (JOIN geography.bridge.river m.0r1)"
                                + " (JOIN (R building.builder.bridges) m.0x)))",
                        "m.0b1"))
                .containsExactly(
                        "get_relations(m.0r1)",
                        "get_neighbors(m.0r1,geography.river.bridges)",
                        "get_relations(m.0x)",
                        "get_neighbors(m.0x,building.builder.bridges)",
                        "intersection(#0,#1)");
        assertThat(planned(triples, "(COUNT (JOIN geography.bridge.river m.0r1))", "2"))
                .endsWith("count(#0)");
        assertThat(planned(triples, "(ARGMIN (JOIN geography.bridge.builder m.0x) geography.bridge.length)", "m.0b3"))
                .endsWith("get_attributes(#0)", "argmin(#0,geography.bridge.length)");
        for (String broken : List.of(
                "(JOIN geography.bridge.river m.0r1",
                "(lt geography.bridge.length 4)",
                "(JOIN (R geography.river.bridges) m.0r1) m.0x",
                "(JOIN geography.river.bridges m.0b1)".repeat(2),
                "(COUNT ".repeat(100))) {
            assertThatIllegalArgumentException()
                    .as(broken)
                    .isThrownBy(() -> planned(triples, broken, "m.0b1"))
                    .withMessageContaining("logical form");
        }
    }

    private List<String> planned(Path triples, String form, String answer) throws IOException, InterruptedException {
        Path questions = written("form.json", """
                [{"question": "?", "qid": "f", "entities": {"The River": "m.0r1"}, "s_expression": "%s",
                  "answer": [{"answer_argument": "%s"}]}]""".formatted(form, answer));
        Task task = environment.load(questions, triples, Split.TEST).getFirst();
        try (Episode episode = environment.reset(task)) {
            assertThat(episode.score(Play.expert(episode)).reward()).isEqualTo(1);
        }
        return GraphTask.of(task).plan().stream().map(Query::toString).toList();
    }

    @Test
    void missingTriplesAreAskedFor() throws IOException {
        Path questions = written("q.json", QUESTION);

        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> environment.load(questions, Split.TEST))
                .withMessageContaining("q.tsv");
    }

    @Test
    void brokenFilesAreNamedWithTheirPlace() throws IOException {
        Path triples = written("any.tsv", "m.0p1\tart.painter.subjects\tm.0r1\nm.0p1 alone\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.load(written("q.json", QUESTION), triples, Split.TEST))
                .withMessageContaining("any.tsv, line 2")
                .withMessageContaining("m.0p1 alone");

        Path good = written("good.tsv", "m.0p1\tart.painter.subjects\tm.0r1\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.load(written("q.json", "{\"a\": 1}"), good, Split.TEST))
                .withMessageContaining("array");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.load(written("q.json", "[{]"), good, Split.TEST))
                .withMessageContaining("not valid JSON");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.load(written("q.json", "[{\"qid\": \"1\"}]"), good, Split.TEST))
                .withMessageContaining("\"question\" is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.load(
                        written("q.json", QUESTION.replace("get_relations(#0)", "drop_table(#0)")), good, Split.TEST))
                .withMessageContaining("drop_table");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment.load(
                        written("q.json", QUESTION.replace("#0, geography.river.bridges", "#0")), good, Split.TEST))
                .withMessageContaining("get_neighbors with 1 arguments");
    }

    @Test
    void literalsAreWhatTheyLookLike() {
        TripleStore.Builder graph = new TripleStore.Builder();
        for (String line : List.of(
                "m.1\ta.b.date\t\"1999-12-31\"",
                "m.2\ta.b.date\t\"2000\"^^<http://www.w3.org/2001/XMLSchema#gYear>",
                "m.1\ta.b.number\t\"-3.5e2\"",
                "m.2\ta.b.number\t12",
                "m.1\ta.b.text\t\"a\\tb\"",
                "m.1\ta.b.code\t\"007\"@en")) {
            Triple.parse(line).addTo(graph);
        }
        TripleStore store = graph.build();
        BitSet both = new BitSet();
        both.set(0, 2);

        assertThat(store.attributes(both)).containsExactly("a.b.date", "a.b.number");
        assertThat(store.extremes(both, "a.b.date", true).stream().mapToObj(store::id))
                .containsExactly("m.2");
        assertThat(store.extremes(both, "a.b.number", false).stream().mapToObj(store::id))
                .containsExactly("m.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Triple.parse("m.1\ta.b.text\t\"\\uZZZZ\"").addTo(graph))
                .withMessageContaining("\\uZZZZ");
    }

    private Path written(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
