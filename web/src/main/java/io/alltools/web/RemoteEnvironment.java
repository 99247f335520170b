package io.alltools.web;

import io.alltools.agent.Price;
import io.alltools.runtime.remote.RemoteChatModel;
import io.alltools.runtime.remote.RemoteSettings;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model of an OpenAI-compatible endpoint, as the environment sets it: {@code ALLTOOLS_REMOTE_KEY} its key, and
 * {@code ALLTOOLS_REMOTE_PRICE} what a million tokens of prompts and of answers cost, such as {@code 0.40/1.60}.
 */
final class RemoteEnvironment {

    private static final Pattern PRICE =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*/\\s*(\\d{1,9}(?:\\.\\d{1,9})?)");

    private RemoteEnvironment() {}

    /** @throws IllegalArgumentException when the address or a variable can't be used */
    static RemoteChatModel open(String address, ModelChoice choice, Map<String, String> environment) {
        RemoteSettings settings = RemoteSettings.parse(
                        address,
                        environment.getOrDefault("ALLTOOLS_REMOTE_KEY", "").strip())
                .withPrice(price(
                        environment.getOrDefault("ALLTOOLS_REMOTE_PRICE", "").strip()));
        return RemoteChatModel.open(choice.context() > 0 ? settings.withContextLength(choice.context()) : settings);
    }

    private static Price price(String text) {
        if (text.isEmpty()) {
            return Price.FREE;
        }
        Matcher price = PRICE.matcher(text);
        if (!price.matches()) {
            throw new IllegalArgumentException("ALLTOOLS_REMOTE_PRICE is \"" + text
                    + "\": expected the price of a million tokens of prompts and of answers, such as 0.40/1.60");
        }
        return new Price(new BigDecimal(price.group(1)), new BigDecimal(price.group(2)));
    }
}
