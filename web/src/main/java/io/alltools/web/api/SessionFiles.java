package io.alltools.web.api;

import io.alltools.web.http.ApiError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The files in a session's folder. Their content is a model's or a web page's, or what the user found somewhere: only
 * pictures are shown in the browser, by what their bytes are, and anything else, SVG and HTML with it, is for saving
 * only.
 */
final class SessionFiles {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int SIGNATURE_BYTES = 12;
    private static final int MOST_LISTED = 1000;

    private SessionFiles() {}

    /** @param type null for what is no picture */
    record Found(Path file, long bytes, @Nullable MediaType type) {}

    /**
     * Finds a file without leaving the folder: no step up, no link.
     *
     * @param name relative to the folder, with {@code /}
     * @throws ApiError when there is no such file
     */
    static Found find(Path folder, String name) throws IOException {
        Path file = folder;
        String[] steps = name.split("/", -1);
        for (int i = 0; i < steps.length; i++) {
            file = file.resolve(step(steps[i], name));
            boolean right = i == steps.length - 1
                    ? Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    : Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
            if (!right) {
                throw missing(name);
            }
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Found(file, Files.size(file), picture(in.readNBytes(SIGNATURE_BYTES)));
        }
    }

    /** The files in a folder and below it, by name, but for links; none when there is no folder. */
    static List<Path> all(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.comparing(path -> name(folder, path)))
                    .limit(MOST_LISTED)
                    .toList();
        }
    }

    /** As {@link #find} takes it. */
    static String name(Path folder, Path file) {
        return folder.relativize(file)
                .toString()
                .replace(FileSystems.getDefault().getSeparator(), "/");
    }

    /** The file as it is read, a piece at a time. */
    static Mono<ServerResponse> answer(Found found) {
        Flux<DataBuffer> content = DataBufferUtils.read(
                found.file(), DefaultDataBufferFactory.sharedInstance, BUFFER_BYTES, LinkOption.NOFOLLOW_LINKS);
        ContentDisposition disposition = (found.type() == null
                        ? ContentDisposition.attachment()
                        : ContentDisposition.inline())
                .filename(String.valueOf(found.file().getFileName()), StandardCharsets.UTF_8)
                .build();
        return ServerResponse.ok()
                .contentType(found.type() == null ? MediaType.APPLICATION_OCTET_STREAM : found.type())
                .contentLength(found.bytes())
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString())
                // Should a browser ever open one as a page: it can do nothing there.
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .body(BodyInserters.fromDataBuffers(content));
    }

    private static String step(String step, String name) {
        boolean plain = !step.isEmpty()
                && !step.equals(".")
                && !step.equals("..")
                && step.indexOf('\0') < 0
                && !step.contains("\\")
                && !step.contains(FileSystems.getDefault().getSeparator());
        if (!plain) {
            throw missing(name);
        }
        return step;
    }

    private static ApiError missing(String name) {
        return ApiError.notFound("file_not_found", "the session has no file \"" + name + "\"");
    }

    private static @Nullable MediaType picture(byte[] start) {
        if (begins(start, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return MediaType.IMAGE_PNG;
        }
        if (begins(start, 0, 0xFF, 0xD8, 0xFF)) {
            return MediaType.IMAGE_JPEG;
        }
        if (begins(start, 0, 'G', 'I', 'F', '8')) {
            return MediaType.IMAGE_GIF;
        }
        return begins(start, 0, 'R', 'I', 'F', 'F') && begins(start, 8, 'W', 'E', 'B', 'P')
                ? new MediaType("image", "webp")
                : null;
    }

    private static boolean begins(byte[] start, int from, int... signature) {
        return start.length >= from + signature.length
                && Arrays.equals(
                        signature,
                        IntStream.range(from, from + signature.length)
                                .map(i -> start[i] & 0xFF)
                                .toArray());
    }
}
