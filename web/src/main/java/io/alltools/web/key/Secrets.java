package io.alltools.web.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Keys, sign-in tokens and the tokens of links: 256 random bits each, kept as their SHA-256. A slow hash is for
 * passwords, which people choose and others can list; nobody lists 2²⁵⁶ keys however fast the hash is, and a fast one
 * costs a request nothing.
 */
public final class Secrets {

    /** So that people and scanners for leaked keys recognise one. */
    private static final String KEY_PREFIX = "alltools_";

    private static final int BYTES = 32;
    private static final int SHOWN = KEY_PREFIX.length() + 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    static String newKey() {
        return KEY_PREFIX + newToken();
    }

    /** 43 letters, digits, {@code -} and {@code _}. */
    public static String newToken() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static String hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The begin of a key: too little to guess the rest by, enough to tell keys apart. */
    static String shown(String key) {
        return key.substring(0, SHOWN) + "…";
    }
}
