package io.alltools.tools.image;

import io.alltools.agent.Json;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import io.alltools.agent.Trust;
import io.alltools.tools.browser.BrowserSettings;
import io.alltools.tools.browser.FetchException;
import io.alltools.tools.browser.PageFetcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * GLM-4's {@code cogview}: the content is a description, an OpenAI-compatible images endpoint makes the image, and it
 * is kept in the session's folder under {@code images/}. An image that lies elsewhere is fetched as the browser fetches
 * a page: from public addresses only, at ports 80 and 443.
 */
public final class ImageTool implements Tool {

    private static final ToolSpec SPEC = ToolSpec.builtIn(
            "cogview", "Makes an image. Content is a description of what it shows, in English or Chinese.", "prompt");

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int MAX_BYTES = 32 << 20;
    private static final int MAX_PROMPT = 4000;
    private static final int MAX_ERROR = 500;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final byte[] RIFF = {'R', 'I', 'F', 'F'};
    private static final byte[] WEBP = {'W', 'E', 'B', 'P'};

    private final URI url;
    private final String key;
    private final String model;
    private final HttpClient client;
    private final PageFetcher elsewhere;

    private ImageTool(URI url, String key, String model) {
        this.url = url;
        this.key = key;
        this.model = model;
        this.client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        this.elsewhere = new PageFetcher(BrowserSettings.defaults()
                .withTimeout(TIMEOUT)
                .withMaxBytes(MAX_BYTES)
                // The endpoint gave the address for this one request; robots.txt is about finding pages.
                .withRobots(false));
    }

    /**
     * A tool that asks an endpoint.
     *
     * @param url such as {@code https://api.openai.com/v1/images/generations}
     * @param key sent as a bearer token; empty for none
     * @param model empty for the endpoint's own choice
     * @throws IllegalArgumentException when the URL can't be requested
     */
    public static ImageTool create(String url, String key, String model) {
        try {
            URI parsed = URI.create(url);
            HttpRequest.newBuilder(parsed);
            return new ImageTool(parsed, key, model);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the images endpoint \"" + url
                            + "\" can't be requested: expected a URL like https://api.openai.com/v1/images/generations",
                    e);
        }
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    /** Each image costs money: none is made a second time unasked. */
    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.SENDS_DATA);
    }

    @Override
    public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
        String prompt = arguments.strip();
        if (prompt.isEmpty() || prompt.length() > MAX_PROMPT) {
            return ToolResult.failed(
                    ToolResult.Kind.INVALID_ARGUMENTS,
                    "the description has " + prompt.length() + " characters, expected 1 to " + MAX_PROMPT);
        }
        ObjectNode body = Json.object().put("prompt", prompt).put("n", 1);
        if (!model.isEmpty()) {
            body.put("model", model);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(body)));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            HttpResponse<byte[]> response = send(request.build());
            if (response.statusCode() / 100 != 2) {
                return ToolResult.failed(
                        ToolResult.Kind.ERROR,
                        "the images endpoint answered with status " + response.statusCode() + ": "
                                + excerpt(response.body()));
            }
            JsonNode image = Json.MAPPER.readTree(response.body()).path("data").path(0);
            return kept(bytes(image), image.path("revised_prompt").asString(""), context);
        } catch (TimeoutException e) {
            return ToolResult.failed(ToolResult.Kind.TIMEOUT, "no image came within " + TIMEOUT.toSeconds() + " s");
        } catch (FetchException e) {
            return ToolResult.failed(e.kind(), "the image can't be fetched: " + e.getMessage());
        } catch (IOException | tools.jackson.core.JacksonException | IllegalArgumentException e) {
            return ToolResult.failed(ToolResult.Kind.UNAVAILABLE, "no image could be made: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        elsewhere.close();
    }

    /** The image itself: endpoints send it along, or a URL where it lies. */
    private byte[] bytes(JsonNode image) throws IOException, InterruptedException, TimeoutException {
        String encoded = image.path("b64_json").asString("");
        if (!encoded.isEmpty()) {
            return Base64.getDecoder().decode(encoded);
        }
        String at = image.path("url").asString("");
        if (at.isEmpty()) {
            throw new IOException("the endpoint's answer holds neither b64_json nor url");
        }
        URI place = URI.create(at);
        return isEndpointsHost(place) ? own(place) : elsewhere.bytes(place);
    }

    /** The person who set the endpoint trusts its host, which may well be this machine. */
    private boolean isEndpointsHost(URI place) {
        return place.getHost() != null && place.getHost().equalsIgnoreCase(url.getHost());
    }

    /** Redirects, which could lead anywhere, are not followed. */
    private byte[] own(URI place) throws IOException, InterruptedException, TimeoutException {
        HttpResponse<byte[]> response =
                send(HttpRequest.newBuilder(place).timeout(TIMEOUT).build());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("the image's URL answered with status " + response.statusCode());
        }
        return response.body();
    }

    private static ToolResult kept(byte[] image, String revised, ToolContext context) throws IOException {
        String ending = ending(image);
        String name = "images/" + context.callId().replaceAll("[^A-Za-z0-9_-]", "_") + ending;
        Path file = context.folder().resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, image);
        String text = "The image is shown to the user and kept as " + name + "."
                + (revised.isEmpty() ? "" : " It was made for: " + revised);
        return new ToolResult.Ok(
                List.of(new Passage("", List.of(new Part.Text(text), new Part.Image(name)))),
                revised.isEmpty() ? Trust.TRUSTED : Trust.UNTRUSTED);
    }

    /** By the first bytes: what an endpoint says of its images is not always so. */
    private static String ending(byte[] image) throws IOException {
        if (begins(image, 0, PNG)) {
            return ".png";
        }
        if (begins(image, 0, JPEG)) {
            return ".jpg";
        }
        if (begins(image, 0, RIFF) && begins(image, RIFF.length + Integer.BYTES, WEBP)) {
            return ".webp";
        }
        throw new IOException("what came is no PNG, JPEG or WebP image");
    }

    private static boolean begins(byte[] image, int from, byte[] signature) {
        int end = from + signature.length;
        return image.length >= end && Arrays.equals(image, from, end, signature, 0, signature.length);
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException, TimeoutException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            return answer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() == null || e.getCause().getMessage() == null
                            ? "the endpoint can't be reached"
                            : e.getCause().getMessage(),
                    e);
        } finally {
            answer.cancel(true);
        }
    }

    private static String excerpt(byte[] body) {
        String text = new String(body, java.nio.charset.StandardCharsets.UTF_8).strip();
        return text.length() <= MAX_ERROR ? text : text.substring(0, MAX_ERROR) + "…";
    }
}
