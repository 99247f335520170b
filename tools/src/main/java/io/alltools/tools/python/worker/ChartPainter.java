package io.alltools.tools.python.worker;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.FileSystem;

/**
 * Draws what {@code pyplot.py} has recorded into a PNG file of the session's folder.
 *
 * <p>Code can call it with anything: sizes and counts are checked, and what is wrong comes back as a text.
 */
final class ChartPainter {

    private static final int MAX_SIDE = 4_000;
    private static final int TITLE_HEIGHT = 32;

    private final FileSystem files;

    ChartPainter(FileSystem files) {
        this.files = files;
    }

    /**
     * @param arguments path, width, height, title, rows, columns, axes; as {@code pyplot.py} calls it
     * @return what is wrong, or an empty text
     */
    String draw(Value... arguments) {
        try {
            int width = arguments[1].asInt();
            int height = arguments[2].asInt();
            int rows = arguments[4].asInt();
            int columns = arguments[5].asInt();
            ChartData.require(
                    width >= 50 && width <= MAX_SIDE && height >= 50 && height <= MAX_SIDE,
                    "a size of " + width + " x " + height + " pixels; expected 50 to " + MAX_SIDE + " on each side");
            ChartData.require(
                    rows >= 1
                            && columns >= 1
                            && rows <= ChartData.MAX_AXES
                            && columns <= ChartData.MAX_AXES
                            && rows * columns <= ChartData.MAX_AXES,
                    rows + " x " + columns + " subplots; at most " + ChartData.MAX_AXES + " can be drawn");
            List<ChartData.Axes> axes = ChartData.axes(arguments[6]);
            byte[] png = png(paint(width, height, ChartData.text(arguments[3]), rows, columns, axes));
            write(arguments[0].asString(), png);
            return "";
        } catch (IOException | RuntimeException e) {
            return e instanceof PolyglotException || e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }

    private void write(String path, byte[] bytes) throws IOException {
        try (SeekableByteChannel channel = files.newByteChannel(
                files.parsePath(path),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    private static BufferedImage paint(
            int width, int height, String title, int rows, int columns, List<ChartData.Axes> axes) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        int top = title.isEmpty() ? 0 : Math.min(TITLE_HEIGHT, height / 4);
        if (top > 0) {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(Color.BLACK);
            graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
            FontMetrics metrics = graphics.getFontMetrics();
            graphics.drawString(title, Math.max(0, (width - metrics.stringWidth(title)) / 2), top - 8);
        }
        int cellWidth = width / columns;
        int cellHeight = (height - top) / rows;
        for (ChartData.Axes one : axes) {
            int x = one.place() % columns * cellWidth;
            int y = top + one.place() / columns * cellHeight;
            Graphics2D part = (Graphics2D) graphics.create(x, y, cellWidth, cellHeight);
            if (one.kind().equals("barh")) {
                HorizontalBars.paint(part, one, cellWidth, cellHeight);
            } else {
                XCharts.of(one, cellWidth, cellHeight).paint(part, cellWidth, cellHeight);
            }
            part.dispose();
        }
        graphics.dispose();
        return image;
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.setUseCache(false);
        if (!ImageIO.write(image, "png", bytes)) {
            throw new IOException("this Java can't write PNG");
        }
        return bytes.toByteArray();
    }
}
