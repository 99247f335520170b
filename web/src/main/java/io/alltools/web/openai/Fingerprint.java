package io.alltools.web.openai;

import io.alltools.agent.ChatModel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** {@code system_fingerprint}: which model on which system answers, for those who expect a seed to repeat. */
final class Fingerprint {

    private Fingerprint() {}

    /** Its kernels and so its roundings depend on the processor's architecture, its random numbers on nothing. */
    static String of(ChatModel model) {
        String what = String.join(
                "\n", model.name(), String.valueOf(model.contextLength()), System.getProperty("os.arch", ""));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
            return "fp_" + HexFormat.of().formatHex(hash, 0, 5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
