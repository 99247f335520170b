package io.alltools.web.server;

import io.alltools.agent.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A client that keeps to no rule: it sends the bytes that it is given, as slowly as it likes. */
final class RawClient implements AutoCloseable {

    private final Socket socket = new Socket();

    /** What came back, to the end of the connection. */
    record Answer(String text) {

        int status() {
            return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : -1;
        }

        String head() {
            return text.contains("\r\n\r\n") ? text.substring(0, text.indexOf("\r\n\r\n")) : text;
        }

        JsonNode error() {
            return Json.MAPPER
                    .readTree(text.substring(text.indexOf("\r\n\r\n") + 4))
                    .path("error");
        }
    }

    RawClient(RunningServer server) throws IOException {
        // So that what is not read soon waits at the server.
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("127.0.0.1", server.server.port()));
        socket.setSoTimeout(20_000);
    }

    static RunningServer server(java.nio.file.Path folder, Map<String, String> environment) {
        return new RunningServer(folder, new io.alltools.web.EchoParts() {
            @Override
            public Map<String, String> environment() {
                return environment;
            }
        });
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** A POST of JSON, whole. */
    RawClient post(String path, byte[] body) throws IOException {
        return send(head(path, body.length)).send(body);
    }

    static String head(String path, int length) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + length + "\r\n\r\n";
    }

    /** Sends a byte now and then until the server has enough of it. */
    Answer drip(char what) throws IOException, InterruptedException {
        Thread dripping = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    send(String.valueOf(what));
                    Thread.sleep(50);
                }
            } catch (IOException e) {
                // Cut, as it shall be.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            return answer();
        } finally {
            dripping.interrupt();
            dripping.join();
        }
    }

    /** Reads to the end of the connection; a reset is one, a silence of 20 s is an error. */
    Answer answer() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                all.write(buffer, 0, n);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the server does not end the connection; it said: " + all, e);
        } catch (IOException e) {
            // Reset: the end as well.
        }
        return new Answer(all.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
