package io.alltools.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Checks;
import io.alltools.agent.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    private static final Set<String> MILLIONS =
            Set.of("a@", "sk-", "eyJ", "-----BEGIN RSA PRIVATE KEY-----\nAAAA", "4111 ", "://a:");

    private static final Redaction USUAL = Redaction.of(Sensitive.USUAL);

    /** A text with what is sensitive in it, and what shall become of it. */
    private record Positive(Sensitive kind, String text, String redacted) {}

    @Test
    void theCorpusIsRedactedWithFewMissesAndFewMistakes() throws IOException {
        List<Positive> positives = positives();
        List<String> negatives = lines("harmless.txt");
        assertThat(positives).hasSizeGreaterThanOrEqualTo(80);
        assertThat(negatives).hasSizeGreaterThanOrEqualTo(80);

        List<String> missed = positives.stream()
                .filter(positive -> !USUAL.redact(positive.text()).equals(positive.redacted()))
                .map(positive -> positive.redacted() + " <- " + USUAL.redact(positive.text()))
                .toList();
        List<String> mistaken = negatives.stream()
                .filter(text -> !USUAL.redact(text).equals(text))
                .map(text -> text + " -> " + USUAL.redact(text))
                .toList();

        double found = positives.size() - missed.size();
        double recall = found / positives.size();
        double precision = found / (found + mistaken.size());
        System.out.printf(
                "redaction: recall %.3f of %d, precision %.3f with %d harmless texts%n",
                recall, positives.size(), precision, negatives.size());
        assertThat(recall).as("missed: %s", missed).isGreaterThanOrEqualTo(0.99);
        assertThat(precision).as("mistaken: %s", mistaken).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void whatIsRedactedOnceStaysAsItIs() throws IOException {
        for (Positive positive : positives()) {
            assertThat(USUAL.redact(positive.redacted())).isEqualTo(positive.redacted());
        }
    }

    @Test
    void onlyTheKindsThatAreAskedForAreRedacted() {
        String text = "ann@example.org, 4111 1111 1111 1111, 10.0.0.7, 2001:db8::7";

        assertThat(Redaction.of(Set.of(Sensitive.CARD)).redact(text))
                .isEqualTo("ann@example.org, [CARD], 10.0.0.7, 2001:db8::7");
        assertThat(Redaction.of(Set.of(Sensitive.IP_ADDRESS)).redact(text))
                .isEqualTo("ann@example.org, 4111 1111 1111 1111, [IP_ADDRESS], [IP_ADDRESS]");
        assertThat(Redaction.of(Sensitive.SECRETS).redact(text)).isSameAs(text);
        assertThat(USUAL.find(text)).containsExactlyInAnyOrder(Sensitive.EMAIL, Sensitive.CARD);
    }

    /** What a text must have for a form to be in it spares the search: nothing that the search finds may lack it. */
    @Test
    void noFormIsFoundWhereItsCharactersAreMissing() throws IOException {
        List<Detector> detectors = new ArrayList<>(SecretForms.ALL);
        detectors.addAll(PersonalForms.ALL);
        List<String> texts = new ArrayList<>(
                List.of("10.0.0.1", "2001:db8::1", "xoxb-aaaaaaaaaa", "密码=hunter2x", "口令是hunter2x", "密钥:abcdefgh1"));
        positives().forEach(positive -> texts.add(positive.text()));
        Set<Detector> seen = new HashSet<>();
        Random random = new Random(1);
        for (String text : texts) {
            for (int change = 0; change < 300; change++) {
                // Cut short at both ends, and one character another.
                StringBuilder changed =
                        new StringBuilder(text.substring(random.nextInt(1 + change * text.length() / 600)));
                changed.setLength(changed.length() - random.nextInt(1 + change * changed.length() / 600));
                if (!changed.isEmpty() && change % 2 == 1) {
                    changed.setCharAt(random.nextInt(changed.length()), (char) (32 + random.nextInt(95)));
                }
                Marks marks = Marks.of(changed);
                for (Detector detector : detectors) {
                    if (detector.find(changed, 0, true) != Detector.Found.NOTHING) {
                        assertThat(detector.needs().areIn(marks))
                                .as("%s in %s", detector, changed)
                                .isTrue();
                        seen.add(detector);
                    }
                }
            }
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(detectors);
    }

    @Test
    void aTextInTwoPiecesIsJudgedAsTheWhole() throws IOException {
        String text = corpus();
        String whole = USUAL.redact(text);
        // Every place of every text, in the company of its neighbours.
        List<String> lines = text.lines().toList();
        for (int i = 0; i + 1 < lines.size(); i++) {
            String pair = lines.get(i) + "\n" + lines.get(i + 1);
            String expected = USUAL.redact(pair);
            for (int at = 0; at <= pair.length(); at++) {
                assertThat(inPieces(USUAL.sieve(), List.of(pair.substring(0, at), pair.substring(at))))
                        .isEqualTo(expected);
            }
        }
        assertThat(inPieces(USUAL.sieve(), List.of(text))).isEqualTo(whole);
    }

    @Test
    void aTextInRandomPiecesIsJudgedAsTheWhole() throws IOException {
        Redaction all = Redaction.of(List.of(Sensitive.values()));
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            String text = corpus() + " 10.0.0.1 😀 2001:db8::1 "
                    + positives().get(seed).text();
            List<String> pieces = new ArrayList<>();
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(seed % 2 == 0 ? 4 : 60));
                pieces.add(text.substring(at, end));
                at = end;
            }
            assertThat(inPieces(all.sieve(), pieces)).as("seed %d", seed).isEqualTo(all.redact(text));
        }
    }

    @Test
    void harmlessTextIsToldWhileItIsWritten() {
        Checks.Sieve sieve = USUAL.sieve();
        String sentence = "The quick brown fox jumps over the lazy dog, and nothing else happens here. ";
        String told = "";
        for (int i = 0; i < 50; i++) {
            told += sieve.add(sentence);
        }

        assertThat(told.length()).isGreaterThan(50 * sentence.length() - 100);
    }

    @Test
    void aCharacterOfTwoUnitsIsNeverSplit() {
        Checks.Sieve sieve = USUAL.sieve();
        for (int i = 0; i < 200; i++) {
            String piece = sieve.add(i % 7 == 0 ? "x😀" : "😀");
            assertThat(piece.isEmpty() || !Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a.",
                "a@",
                "1",
                "1 ",
                "4111 ",
                "eyJ",
                "eyJa-",
                "sk-",
                "://a:",
                "password=",
                "password: ",
                "token=a1 ",
                "-----BEGIN RSA PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA",
                "DE89 ",
                "+1 ",
                "+",
                "0 ",
                "ABCD ",
                "\"password\": \"",
                "Authorization: Bearer ",
                "Bearer a",
                "1.1.",
                ":",
                "::",
                "a1.a1@",
                "😀",
                "密码",
                "0123456789abcdef",
                "gh",
                "(415) ",
                "1380013800 "
            })
    void textMeantToBeSlowIsNot(String unit) {
        Redaction all = Redaction.of(List.of(Sensitive.values()));
        // What is linear at a tenth of the size is at the whole; a few are tried there to be sure.
        int size = MILLIONS.contains(unit) ? 1_000_000 : 100_000;
        String text = unit.repeat(size / unit.length());

        org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofSeconds(20), () -> all.redact(text));
    }

    @Test
    void piecesMeantToBeSlowAreNot() {
        for (String unit : List.of("-----BEGIN RSA PRIVATE KEY-----\nAAAA", "eyJ", "a", "password=a")) {
            Checks.Sieve sieve = USUAL.sieve();
            org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
                for (int i = 0; i < 1_000; i++) {
                    sieve.add(unit);
                }
                return sieve.end();
            });
        }
    }

    @Test
    void jsonStaysValidAndKeepsWhatIsNotSensitive() {
        String json = """
                {"n": 1.50, "big": 12345678901234567890, "to": ["ann@example.org", "x\\n\\"bob@example.com\\""],
                 "password": "hunter2", "nested": {"api_key": "abcdefgh1234", "note": "tab\\there"}}""";

        String redacted = USUAL.redactJson(json);

        assertThat(redacted).isEqualTo("""
                {"n": 1.50, "big": 12345678901234567890, "to": ["[EMAIL]", "x\\n\\"[EMAIL]\\""],
                 "password": "[PASSWORD]", "nested": {"api_key": "[PASSWORD]", "note": "tab\\there"}}""");
        assertThat(Json.parseObject(redacted).path("big").bigIntegerValue()).isPositive();
    }

    @Test
    void whatIsNoJsonIsAnErrorOfOneLine() {
        assertThatThrownBy(() -> USUAL.redactJson("{\"a\": "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not valid JSON")
                .hasMessageNotContaining("\n");
    }

    private static String inPieces(Checks.Sieve sieve, List<String> pieces) {
        StringBuilder told = new StringBuilder();
        pieces.forEach(piece -> told.append(sieve.add(piece)));
        return told.append(sieve.end()).toString();
    }

    private static String corpus() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Positive positive : positives()) {
            text.append(positive.text()).append('\n');
        }
        lines("harmless.txt").forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** Tildes keep those who look for secrets in sources from finding these; ␤ is a line's end. */
    private static List<Positive> positives() throws IOException {
        return lines("sensitive.tsv").stream()
                .map(line -> {
                    int tab = line.indexOf('\t');
                    Sensitive kind = Sensitive.valueOf(line.substring(0, tab));
                    String marked = line.substring(tab + 1).replace("~", "").replace("␤", "\n");
                    return new Positive(
                            kind,
                            marked.replace("«", "").replace("»", ""),
                            marked.replaceAll("«[^»]*»", "[" + kind.name() + "]"));
                })
                .toList();
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(RedactionTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
