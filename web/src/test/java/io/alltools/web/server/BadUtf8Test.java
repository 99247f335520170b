package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that are no UTF-8, and escapes that are no characters, are refused before anything reads or keeps them. */
class BadUtf8Test {

    private RunningServer server;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = new RunningServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void invalidBytesAreRefused() throws Exception {
        for (byte[] bad : new byte[][] {
            {(byte) 0xff},
            {(byte) 0x80},
            // Overlong, half a surrogate pair, beyond Unicode, cut off.
            {(byte) 0xc0, (byte) 0xaf},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            {(byte) 0xe4, (byte) 0xbd}
        }) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(utf8("{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"a"));
            body.writeBytes(bad);
            body.writeBytes(utf8("b\"}]}"));
            assertRefused("/v1/chat/completions", body.toByteArray());
        }
    }

    @Test
    void halfACharacterIsRefusedAndItsPlaceNamed() throws Exception {
        for (String half : new String[] {"\\ud83d", "\\ude00", "\\ud83dx", "\\ude00\\ud83d"}) {
            RawClient.Answer answer = assertRefused(
                    "/v1/chat/completions",
                    utf8("{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi " + half + "\"}]}"));
            assertThat(answer.error().path("param").asString()).isEqualTo("messages[0].content");
            assertRefused("/api/runs", utf8("{\"input\":\"hi " + half + "\"}"));
            assertRefused("/v1/chat/completions", utf8("{\"" + half + "\":1}"));
        }
    }

    @Test
    void wholeCharactersPass() throws Exception {
        var answer = server.post(
                "/v1/chat/completions",
                "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud83d\\ude00 é 你好 😀\"}]}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(RunningServer.json(answer).at("/choices/0/message/content").asString())
                .isEqualTo("😀 é 你好 😀");
    }

    private RawClient.Answer assertRefused(String path, byte[] body) throws Exception {
        try (RawClient client = new RawClient(server)) {
            String head = RawClient.head(path, body.length).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            RawClient.Answer answer = client.send(head).send(body).answer();
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.error().path("code").asString()).startsWith("invalid_");
            return answer;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
