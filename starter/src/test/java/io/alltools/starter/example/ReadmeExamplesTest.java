package io.alltools.starter.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README shows is compiled, and does what it says. */
class ReadmeExamplesTest {

    private static final Path HERE = Path.of("src/test/java/io/alltools/starter/example");

    @ParameterizedTest
    @ValueSource(classes = {WeatherWithLangChain4j.class, WeatherWithSpringAi.class})
    void theReadmeShowsTheSourceThatIsCompiled(Class<?> example) throws Exception {
        String source = Files.readString(HERE.resolve(example.getSimpleName() + ".java"));

        assertThat(Files.readString(Path.of("../README.md")).contains("```java\n" + source + "```\n"))
                .as("README.md shows %s as it is", example.getSimpleName())
                .isTrue();
    }

    @Test
    void langChain4jsExampleCallsItsToolAndAnswers() {
        assertThat(printed(() -> WeatherWithLangChain4j.main(new String[0]))).contains("It is 21 degrees.");
    }

    @Test
    void springAisExampleCallsItsToolAndAnswers() {
        assertThat(printed(() -> WeatherWithSpringAi.main(new String[0]))).contains("It is 21 degrees.");
    }

    private static String printed(Runnable example) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            example.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
