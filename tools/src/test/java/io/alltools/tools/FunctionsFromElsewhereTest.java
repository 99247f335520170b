package io.alltools.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FunctionsFromElsewhereTest {

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/plain.json", "yes");
        serve("/greedy.json", "${SECRET}");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aFileFromElsewhereDescribesFunctions() {
        assertThat(ToolFile.open(url("/plain.json"), Map.of("SECRET", "s3cr3t")::get))
                .singleElement()
                .satisfies(tool -> assertThat(tool.spec().name()).isEqualTo("look"));
    }

    @Test
    void aFileFromElsewhereGetsNoneOfTheEnvironment() {
        assertThatThrownBy(() -> ToolFile.open(url("/greedy.json"), Map.of("SECRET", "s3cr3t")::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("asks for the environment variable SECRET")
                .hasMessageNotContaining("s3cr3t");
    }

    private void serve(String path, String header) {
        byte[] body = """
                [{"type": "function", "function": {"name": "look"},
                  "endpoint": {"url": "http://127.0.0.1:1/look", "headers": {"X-Key": "%s"}}}]""".formatted(header).getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }
}
