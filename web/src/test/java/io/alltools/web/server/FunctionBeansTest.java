package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.runtime.LoadListener;
import io.alltools.tools.method.ToolFunction;
import io.alltools.web.AllTools;
import io.alltools.web.EchoParts;
import io.alltools.web.ModelChoice;
import io.alltools.web.Parts.Lifetime;
import io.alltools.web.store.DataFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class FunctionBeansTest {

    @TempDir
    Path folder;

    static class Greeter {

        @ToolFunction("Greets")
        String greet(String name) {
            return "hello " + name;
        }
    }

    @Configuration
    static class Greetings {

        @Bean
        Greeter greeter() {
            return new Greeter();
        }
    }

    @Test
    void methodsOfBeansAreToolsOfTheRuns() throws Exception {
        DataFolder data = DataFolder.of(Map.of("ALLTOOLS_HOME", folder.toString()));
        try (AllTools app = AllTools.open(
                        new EchoParts(), Lifetime.SHORT, data, ModelChoice.DEFAULT, LoadListener.silent(), null);
                WebServer server = WebServer.start(app, "127.0.0.1", 0, List.of(Greetings.class))) {
            assertThat(server.port()).isPositive();
            assertThat(app.toolbox()
                            .call(new ToolCall("c", "greet", "{\"name\": \"Ann\"}"), new ToolContext("s", "c", folder))
                            .toObservation("c")
                            .text())
                    .isEqualTo("hello Ann");
        }
    }
}
