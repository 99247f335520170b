package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Message;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolSpec;
import io.alltools.runtime.remote.RemoteChatModel;
import io.alltools.runtime.remote.RemoteSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against this project's own server. */
class RemoteModelTest {

    @TempDir
    Path folder;

    private static ChatRequest request(String text, ToolSpec... tools) {
        return new ChatRequest(List.of(Message.user(text)), List.of(tools), Sampling.GREEDY, 100_000, List.of());
    }

    @Test
    void theServersAnswersAndCallsArriveAsItsModelMadeThem() throws Exception {
        try (RunningServer server = new RunningServer(folder);
                RemoteChatModel model = remote(server)) {
            List<ChatDelta> deltas = new ArrayList<>();
            AssistantTurn answer = model.generate(request("one two"), deltas::add);
            assertThat(answer.text().strip()).isEqualTo("one two");
            assertThat(answer.usage().promptTokens()).isEqualTo(10);
            assertThat(answer.usage().cachedTokens()).isEqualTo(4);
            ToolSpec python = ToolSpec.builtIn("python", "", "code");
            AssistantTurn call = model.generate(request("call python {\"code\": \"print(1)\"}", python), deltas::add);
            assertThat(call.calls()).extracting(ToolCall::arguments).containsExactly("print(1)");
        }
    }

    @Test
    void aClientThatIsInterruptedStopsTheServersModel() throws Exception {
        try (RunningServer server = new RunningServer(folder);
                RemoteChatModel model = remote(server)) {
            CountDownLatch began = new CountDownLatch(1);
            Thread turn = Thread.startVirtualThread(() -> {
                try {
                    model.generate(request("count 100000"), delta -> began.countDown());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
            turn.interrupt();
            assertThat(server.model.interrupted.tryAcquire(20, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    private static RemoteChatModel remote(RunningServer server) {
        return RemoteChatModel.open(RemoteSettings.parse(server.uri("/v1") + "#echo", ""));
    }
}
