package io.alltools.tools.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.tools.document.TextCharset;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextCharsetTest {

    private static final String CHINESE = "<p>智谱清言是一个大语言模型，能够浏览网页、运行代码和绘图，欢迎大家使用。</p>";
    private static final String JAPANESE = "<p>図書館は本日休館です。明日は九時から開いています。どうぞよろしくお願いします。</p>";
    private static final String RUSSIAN =
            "<p>Библиотека сегодня закрыта, завтра она откроется в девять часов утра.</p>";
    private static final String FRENCH = "<p>Le café où l’été s’achève très tôt, près de la forêt.</p>";

    /** What the header says, what the meta tag says, what the bytes are. */
    @ParameterizedTest
    @CsvSource({
        "utf-8, , utf-8",
        "gbk, , gbk",
        "gb2312, , gb18030",
        ", gbk, gbk",
        ", utf-8, utf-8",
        "big5, , big5",
        // The bytes disagree with what is told.
        "iso-8859-1, , utf-8",
        "iso-8859-1, gbk, utf-8",
        "utf-8, , gbk",
        "utf-8, gbk, gbk",
        "gbk, utf-8, utf-8",
        ", utf-8, gb18030",
        ", no-such-charset, utf-8",
        // Nothing is told.
        ", , utf-8",
        ", , gb18030",
        ", , big5",
    })
    void chineseIsReadWhateverIsTold(String header, String meta, String bytes) {
        String page = (meta == null ? "" : "<meta charset=\"" + meta + "\">") + CHINESE.repeat(3);
        Charset charset = Charset.forName(bytes);
        // Big5 has no simplified characters.
        String text = bytes.equals("big5") ? page.replace(CHINESE, "<p>今天的天氣很好，我們一起去公園散步，然後回家吃飯。</p>") : page;
        assertThat(TextCharset.decode(text.getBytes(charset), header(header))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"Shift_JIS", "EUC-JP", "utf-8"})
    void japaneseIsDetected(String bytes) {
        String text = JAPANESE.repeat(3);
        assertThat(TextCharset.decode(text.getBytes(Charset.forName(bytes)), Optional.empty()))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"windows-1251", "KOI8-R", "utf-8"})
    void russianIsDetected(String bytes) {
        String text = RUSSIAN.repeat(3);
        assertThat(TextCharset.decode(text.getBytes(Charset.forName(bytes)), Optional.empty()))
                .isEqualTo(text);
    }

    @Test
    void latinOneMeansWindows1252() {
        byte[] bytes = FRENCH.getBytes(Charset.forName("windows-1252"));
        assertThat(TextCharset.decode(bytes, Optional.of(StandardCharsets.ISO_8859_1)))
                .isEqualTo(FRENCH);
        assertThat(TextCharset.decode(bytes, Optional.empty())).isEqualTo(FRENCH);
    }

    @Test
    void aByteOrderMarkIsBelievedBeforeTheHeader() {
        for (Charset charset :
                new Charset[] {StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(("\uFEFF" + CHINESE).getBytes(charset));
            assertThat(TextCharset.decode(out.toByteArray(), Optional.of(StandardCharsets.ISO_8859_1)))
                    .isEqualTo(CHINESE);
        }
    }

    @Test
    void oneBrokenByteDoesNotChangeTheCharset() {
        byte[] bytes = CHINESE.repeat(10).getBytes(StandardCharsets.UTF_8);
        bytes[10] = (byte) 0xFF;
        assertThat(TextCharset.decode(bytes, Optional.of(StandardCharsets.UTF_8)))
                .contains("大语言模型");
    }

    @Test
    void anEmptyBodyIsEmptyText() {
        assertThat(TextCharset.decode(new byte[0], Optional.empty())).isEmpty();
    }

    private static Optional<Charset> header(String name) {
        return Optional.ofNullable(name).flatMap(TextCharset::named);
    }
}
