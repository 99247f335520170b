package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.alltools.web.store.AttachmentLimits;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttachmentSettingsTest {

    @Test
    void withoutSettingsTheSafeLimitsHold() {
        assertThat(new ProjectParts(Map.of()).attachmentLimits())
                .isEqualTo(new AttachmentLimits(64 << 20, 128 << 20, 100));
    }

    @Test
    void eachLimitIsASetting() {
        Map<String, String> environment =
                Map.of("ALLTOOLS_FILE_MB", "5", "ALLTOOLS_FILES_MB", " 10 ", "ALLTOOLS_FILES", "7");
        assertThat(new ProjectParts(environment).attachmentLimits())
                .isEqualTo(new AttachmentLimits(5 << 20, 10 << 20, 7));
    }

    @ParameterizedTest
    @CsvSource({
        "ALLTOOLS_FILE_MB, 0",
        "ALLTOOLS_FILES_MB, many",
        "ALLTOOLS_FILES, -1",
        "ALLTOOLS_FILES, 1000000",
        "ALLTOOLS_FILE_MB, 500"
    })
    void aLimitThatCantBeUsedIsNamedWithItsValue(String variable, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProjectParts(Map.of(variable, value)).attachmentLimits())
                .withMessageContaining(variable)
                .withMessageContaining(value)
                .withMessageContaining("expected");
    }
}
