package io.alltools.trajectories.curation;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.guard.Redaction;
import io.alltools.agent.guard.Sensitive;
import io.alltools.trajectories.SampleTrajectories;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ScrubTest {

    private static final String KEY = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    private static final RecordStage SCRUB = new Scrub(Sensitive.USUAL);

    @Test
    void theSameSecretHasTheSamePlaceholderWhereverItStands() {
        AtifTrajectory run = SampleTrajectories.asked("My mail is ann@example.org, my boss has bob@example.org.")
                .thinks("Write to ann@example.org.", "I use " + KEY)
                .calls(
                        "get_weather",
                        "{\"city\":\"bob@example.org\",\"password\":\"correct horse 7\",\"to\":[\"ann@example.org\"]}",
                        "{ \"sent\" : [\"ann@example.org\"], \"n\" : 1.50 }")
                .says("Sent with correct horse 7 and " + KEY + ".")
                .done();

        Verdict.Changed changed = (Verdict.Changed) SCRUB.apply(run);

        List<AtifTrajectory.Step> steps = changed.trajectory().steps();
        assertThat(steps.get(0).message().asString()).isEqualTo("My mail is [EMAIL_1], my boss has [EMAIL_2].");
        assertThat(steps.get(1).reasoningContent()).isEqualTo("Write to [EMAIL_1].");
        assertThat(steps.get(1).message().asString()).isEqualTo("I use [API_KEY_1]");
        assertThat(Json.write(steps.get(2).toolCalls().getFirst().arguments()))
                .isEqualTo("{\"city\":\"[EMAIL_2]\",\"password\":\"[PASSWORD_1]\",\"to\":[\"[EMAIL_1]\"]}");
        assertThat(steps.get(2).observation().results().getFirst().content().asString())
                .isEqualTo("{ \"sent\" : [\"[EMAIL_1]\"], \"n\" : 1.50 }");
        // It is given away by its name in one place, and stands here without.
        assertThat(steps.get(3).message().asString()).isEqualTo("Sent with [PASSWORD_1] and [API_KEY_1].");
        assertThat(changed.changes()).contains("scrubbed_email", "scrubbed_api_key", "scrubbed_password");
    }

    @Test
    void namesAndNumbersInJsonAreLookedAtToo() {
        AtifTrajectory run = SampleTrajectories.asked("a")
                .calls(
                        "get_weather",
                        "{\"ann@example.org\":1,\"card\":4111111111111111,\"n\":12}",
                        "{\"bob@example.org\": 4111111111111111}")
                .says("b")
                .done();

        AtifTrajectory now = ((Verdict.Changed) SCRUB.apply(run)).trajectory();

        assertThat(Json.write(now.steps().get(1).toolCalls().getFirst().arguments()))
                .isEqualTo("{\"[EMAIL_1]\":1,\"card\":\"[CARD_1]\",\"n\":12}");
        assertThat(now.steps()
                        .get(1)
                        .observation()
                        .results()
                        .getFirst()
                        .content()
                        .asString())
                .isEqualTo("{\"[EMAIL_2]\":\"[CARD_1]\"}");
    }

    @Test
    void whatIsCleanStaysAsItIsAndWhatIsScrubbedIsClean() {
        AtifTrajectory clean =
                SampleTrajectories.asked("What is 6 * 7?").says("42").done();
        assertThat(SCRUB.apply(clean)).isEqualTo(new Verdict.Kept(clean));
    }

    @Test
    void recordedTokensSpellWhatWasTakenOutAndGoWithIt() {
        AtifTrajectory run =
                SampleTrajectories.asked("ann@example.org").says("b").done();
        AtifTrajectory.Metrics metrics =
                new AtifTrajectory.Metrics(3, 1, 0, List.of(1, 2, 3), List.of(4), List.of(-0.5), null);
        run = run.withSteps(
                List.of(run.steps().getFirst(), run.steps().getLast().withMetrics(metrics)));

        Verdict.Changed changed = (Verdict.Changed) SCRUB.apply(run);

        assertThat(changed.changes()).containsExactly("scrubbed_email", "token_ids_removed");
        assertThat(changed.trajectory().steps().getLast().metrics())
                .isEqualTo(new AtifTrajectory.Metrics(3, 1, 0, null, null, null, null));
    }

    /** Whatever stands around them: no planted secret is left, JSON is JSON, and a second time changes nothing. */
    @Test
    void plantedSecretsAreGoneAndJsonIsStillJson() {
        List<String> secrets = List.of(
                "ann@example.org",
                KEY,
                "+49 228 1234567",
                "4111 1111 1111 1111",
                "password=tr0ub4dor\\&3",
                "DE89 3704 0044 0532 0130 00");
        List<String> around = List.of("", " ", "\"", "\\", "\n", "波恩", "👩‍💻", "{", "]", "text ", ", ");
        Redaction redaction = Redaction.of(Sensitive.USUAL);
        for (int seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String text = around.get(random.nextInt(around.size()))
                    + " " + secrets.get(random.nextInt(secrets.size()))
                    + " " + around.get(random.nextInt(around.size()));
            ObjectNode object = Json.object().put("city", text);
            object.putObject("deep").putArray("list").add(text).add(7).add(text);
            String json = random.nextBoolean()
                    ? Json.write(object)
                    : Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(object);
            AtifTrajectory run = SampleTrajectories.asked(text)
                    .thinks(text, text)
                    .calls(text, "get_weather", Json.write(object), json, Json.object())
                    .says(text)
                    .done();

            AtifTrajectory now = ((Verdict.Changed) SCRUB.apply(run)).trajectory();

            assertThat(SCRUB.apply(now)).as("seed %d", seed).isEqualTo(new Verdict.Kept(now));
            JsonNode observation = Json.parseObject(now.steps()
                    .get(2)
                    .observation()
                    .results()
                    .getFirst()
                    .content()
                    .asString());
            assertThat(observation)
                    .isEqualTo(now.steps().get(2).toolCalls().getFirst().arguments());
            assertThat(observation.path("city").asString())
                    .isEqualTo(now.steps().getFirst().message().asString());
            assertThat(redaction.find(observation.path("city").asString())).isEmpty();
        }
    }
}
