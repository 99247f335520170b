package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.alltools.tools.browser.BrowserSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserEnvironmentTest {

    @Test
    void withoutSettingsTheSafeLimitsHold() {
        assertThat(BrowserEnvironment.settings(Map.of())).isEqualTo(BrowserSettings.defaults());
    }

    @Test
    void eachLimitIsASetting() {
        BrowserSettings settings = BrowserEnvironment.settings(Map.of(
                "ALLTOOLS_BROWSER_PORTS", "80, 443,8080",
                "ALLTOOLS_BROWSER_SECONDS", "30",
                "ALLTOOLS_BROWSER_MEGABYTES", "20",
                "ALLTOOLS_BROWSER_REDIRECTS", "0",
                "ALLTOOLS_BROWSER_REQUESTS_PER_MINUTE", "6",
                "ALLTOOLS_ROBOTS", "ignore"));
        assertThat(settings.ports()).isEqualTo(Set.of(80, 443, 8080));
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.maxBytes()).isEqualTo(20 * 1024 * 1024);
        assertThat(settings.maxRedirects()).isZero();
        assertThat(settings.requestsPerMinute()).isEqualTo(6);
        assertThat(settings.respectRobots()).isFalse();
        assertThat(settings.allowPrivateAddresses()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PORTS | 80,ftp | is \"80,ftp\": expected whole numbers between commas, each from 1 to 65535",
                "PORTS | 0 | is \"0\": expected whole numbers",
                "SECONDS | 0 | is \"0\": expected a whole number from 1 to 600",
                "SECONDS | ten | is \"ten\": expected a whole number from 1 to 600",
                "MEGABYTES | 5000 | is \"5000\": expected a whole number from 1 to 100",
                "REDIRECTS | -1 | is \"-1\": expected a whole number from 0 to 20",
                "REQUESTS_PER_MINUTE | 1.5 | is \"1.5\": expected a whole number from 1 to 6000",
            })
    void aWrongLimitIsToldInOneLine(String name, String value, String expected) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrowserEnvironment.settings(Map.of("ALLTOOLS_BROWSER_" + name, value)))
                .withMessageStartingWith("ALLTOOLS_BROWSER_" + name + " " + expected);
    }
}
