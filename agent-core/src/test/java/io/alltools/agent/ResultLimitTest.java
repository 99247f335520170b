package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultLimitTest {

    private static final ResultLimit LIMIT = new ResultLimit(1000);

    @TempDir
    Path folder;

    @Test
    void aLongResultIsCutAndReadOnPageByPage() throws Exception {
        StringBuilder whole = new StringBuilder();
        for (int i = 0; whole.length() < 3500; i++) {
            whole.append(i).append(" 😀 ");
        }
        try (Toolbox tools = new Toolbox(List.of(says("long", whole.toString()), new ResultReader(LIMIT)), LIMIT)) {
            String first = call(tools, "long", "{}");
            Matcher notice = Pattern.compile(
                            "(?s)(.*)\n\\[\\.\\.\\. cut after \\d+ of \\d+ characters; read on with read_result\\((.*)\\) \\.\\.\\.]")
                    .matcher(first);
            assertThat(notice.matches()).isTrue();
            StringBuilder read = new StringBuilder(notice.group(1));
            String arguments = notice.group(2);
            while (true) {
                String page = call(tools, "read_result", arguments);
                assertThat(page).hasSizeLessThan(1100);
                if (page.endsWith("\n[the end]")) {
                    read.append(page, 0, page.length() - "\n[the end]".length());
                    break;
                }
                int end = page.lastIndexOf("\n[... ");
                read.append(page, 0, end);
                arguments = arguments.replaceAll("\\d+}", page.replaceAll("(?s).*read on from (\\d+) .*", "$1") + "}");
            }
            assertThat(read).hasToString(whole.toString());
        }
    }

    @Test
    void pythonIsToldWhereTheWholeTextIs() throws Exception {
        try (Toolbox tools = new Toolbox(List.of(says("long", "x".repeat(2000)), says("python", "")), LIMIT)) {
            assertThat(call(tools, "long", "{}"))
                    .endsWith("cut after 1000 of 2000 characters; the whole text is in /mnt/data/results/c_1.txt, which"
                            + " python can open ...]");
            assertThat(folder.resolve("results/c_1.txt")).hasContent("x".repeat(2000));
        }
    }

    @Test
    void whatFitsIsLeftAsItIs() throws Exception {
        try (Toolbox tools = new Toolbox(List.of(says("short", "x".repeat(1000))), LIMIT)) {
            assertThat(call(tools, "short", "{}")).isEqualTo("x".repeat(1000));
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void nothingButKeptResultsCanBeRead() throws Exception {
        Files.writeString(folder.resolve("secret.txt"), "s3cret");
        Files.createDirectories(folder.resolve("results"));
        Files.createSymbolicLink(folder.resolve("results/link.txt"), folder.resolve("secret.txt"));
        try (Toolbox tools = new Toolbox(List.of(new ResultReader(LIMIT)))) {
            for (String name : List.of("secret.txt", "results/../secret.txt", "/etc/passwd", "results/link.txt")) {
                assertThat(call(tools, "read_result", "{\"file\": \"" + name + "\", \"from\": 0}"))
                        .isEqualTo("Error: file: there is no kept result \"" + name
                                + "\", expected a name that a notice gave");
            }
        }
    }

    @Test
    void argumentsThatDoNotFitAreToldWithFieldFoundAndExpected() throws Exception {
        try (Toolbox tools = new Toolbox(List.of(new ResultReader(LIMIT)))) {
            assertThat(call(tools, "read_result", "{\"file\": \"x\", \"from\": \"three\"}"))
                    .isEqualTo(
                            "Error: the arguments of read_result do not fit its schema: at /from string found, integer"
                                    + " expected (found \"three\")");
            assertThat(call(tools, "read_result", "{\"file\": \"x\"}")).contains("'from'");
        }
    }

    private String call(Toolbox tools, String name, String arguments) throws InterruptedException {
        return tools.call(new ToolCall("c/1", name, arguments), new ToolContext("s", "c/1", folder))
                .toObservation("c/1")
                .text();
    }

    private static Tool says(String name, String text) {
        return new Tool() {
            @Override
            public ToolSpec spec() {
                return ToolSpec.function(name, "", Json.object().put("type", "object"));
            }

            @Override
            public ToolResult call(String arguments, ToolContext context) {
                return ToolResult.ok(text);
            }
        };
    }
}
