package io.alltools.clients.node;

import static org.assertj.core.api.Assertions.fail;

import io.alltools.clients.server.RunningServer;
import io.alltools.clients.server.WithServer;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs each {@code src/test/node/*.test.mjs}: the clients of JavaScript, on the machine's Node. */
@Tag("node")
@ExtendWith(WithServer.class)
class NodeClientsTest {

    static Node node;

    @BeforeAll
    static void install() throws Exception {
        node = Node.install();
    }

    @TestFactory
    Stream<DynamicContainer> clients(RunningServer server) throws IOException {
        return node.testFiles().stream().map(file -> DynamicContainer.dynamicContainer(file, tests(file, server)));
    }

    private static Stream<DynamicTest> tests(String file, RunningServer server) {
        try {
            return node.test(file, server.address().toString()).stream()
                    .map(test -> DynamicTest.dynamicTest(test.name(), () -> {
                        if (!test.failure().isEmpty()) {
                            fail(file + ": " + test.name() + "\n" + test.failure());
                        }
                    }));
        } catch (IOException e) {
            return Stream.of(DynamicTest.dynamicTest("the file runs", () -> fail(file, e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Stream.of(DynamicTest.dynamicTest("the file runs", () -> fail(file, e)));
        }
    }
}
