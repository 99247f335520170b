package io.alltools.tools.browser;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;

/** The program that reads one PDF and ends. What it writes is read by {@link #result}. */
final class PdfWorker {

    private static final int MAX_WORDS = 1000;
    private static final int MAX_TEXT = 64 << 20;

    private PdfWorker() {}

    /** @param args the PDF, the file to write, and the time in milliseconds after which nobody waits any more */
    public static void main(String[] args) throws IOException {
        Duration time = Duration.ofMillis(Long.parseLong(args[2]));
        long start = System.nanoTime();
        // Where the application has gone and can't end us.
        Thread.ofPlatform().daemon().start(() -> {
            try {
                Thread.sleep(time);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(1);
        });
        byte[] body = Files.readAllBytes(Path.of(args[0]));
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(Path.of(args[1])))) {
            try {
                // A quarter of the time is for what comes after the pages.
                PdfText read = PdfText.read(body, start + time.toNanos() / 4 * 3);
                byte[] text = read.text().getBytes(StandardCharsets.UTF_8);
                out.writeBoolean(true);
                out.writeUTF(words(read.title()));
                out.writeUTF(read.date() == null ? "" : read.date().toString());
                out.writeInt(text.length);
                out.write(text);
            } catch (IOException e) {
                out.writeBoolean(false);
                out.writeUTF(words(String.valueOf(e.getMessage())));
            }
        }
    }

    /** @throws IOException with the reason when the PDF could not be read */
    static PdfText result(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            if (!in.readBoolean()) {
                throw new IOException(in.readUTF());
            }
            String title = in.readUTF();
            String date = in.readUTF();
            byte[] text = new byte[Math.min(in.readInt(), MAX_TEXT)];
            in.readFully(text);
            return new PdfText(
                    title, date.isEmpty() ? null : LocalDate.parse(date), new String(text, StandardCharsets.UTF_8));
        }
    }

    private static String words(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.substring(0, Math.min(line.length(), MAX_WORDS));
    }
}
