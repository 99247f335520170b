package io.alltools.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Ids that sort by the time when they were made: a prefix and a ULID (48 bits of milliseconds, 80 random bits, in
 * Crockford's base 32, small letters).
 */
public final class Ids {

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    public static String run() {
        return "run_" + ulid(Instant.now());
    }

    public static String session() {
        return "ses_" + ulid(Instant.now());
    }

    /** The session of a conversation that a client has its own name for; the same for the same name. */
    public static String session(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return "ses_" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public static String key() {
        return "key_" + ulid(Instant.now());
    }

    public static String toolSource() {
        return "src_" + ulid(Instant.now());
    }

    public static String share() {
        return "shr_" + ulid(Instant.now());
    }

    /** For an API answer, in OpenAI's form. */
    public static String completion() {
        return "chatcmpl-" + ulid(Instant.now());
    }

    /** For the continuation of a text, in OpenAI's form. */
    public static String textCompletion() {
        return "cmpl-" + ulid(Instant.now());
    }

    static String ulid(Instant at) {
        char[] text = new char[26];
        long millis = at.toEpochMilli();
        for (int i = 9; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (millis & 31));
            millis >>>= 5;
        }
        for (int i = 10; i < text.length; i++) {
            text[i] = ALPHABET.charAt(RANDOM.nextInt(32));
        }
        return new String(text);
    }
}
