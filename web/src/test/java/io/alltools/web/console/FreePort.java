package io.alltools.web.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port that a server may leave and take again. It is below those that systems give to outgoing connections: a browser
 * that tries to reach a server which is away would sooner or later be given the server's own port.
 */
final class FreePort {

    private static final int FROM = 20_000;
    private static final int TO = 32_000;

    private FreePort() {}

    static int find() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FROM, TO);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: the next one.
            }
        }
    }
}
